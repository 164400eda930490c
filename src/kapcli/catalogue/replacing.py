"""Entries that take the place of one below: what must hold of them, and the catalogue below without those."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from kapcli.catalogue.faults import Fault, Marker
from kapcli.catalogue.identifiers import key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.model import Catalogue
    from kapcli.catalogue.study import Study

    Layered = TypeVar("Layered", bound=Catalogue)

TAKE_PLACE = "write 'replaces: true' beside it to put this entry in the place of that one"
_NOTHING = "take out 'replaces: true', or write the id as it stands below"


def names_of(study: Study) -> list[str]:
    """Every id that a study answers to."""
    return [study.id, *(version.id for version in study.versions if version.id)]


def replacing_study(study: Study, replaced: Study | None, path: str, marker: Marker) -> Iterator[Fault]:
    """What is wrong with a study that takes the place of another.

    Args:
        study: The study.
        replaced: The one below; ``None`` where none has its id.
        path: Its place.
        marker: For faults.
    """
    if replaced is None or replaced.id != study.id:
        message = f"no study {study.id!r} in the files below: there is nothing to replace"
        yield marker.fault(f"{path}.replaces", message, _NOTHING)
        return
    if replaced.retracted and not study.retracted:
        message = "the study below was retracted, and must stay marked as such"
        yield marker.fault(f"{path}.replaces", message, "write 'retraction: retracted'")
    kept = {key(name) for name in names_of(study)}
    for name in names_of(replaced):
        if key(name) not in kept:
            message = f"the study below is also known as {name!r}, and others may refer to it so"
            yield marker.fault(f"{path}.replaces", message, "keep that id under 'versions'")


def replacing_claim(claim: Claim, replaced: Claim | None, path: str, marker: Marker) -> Iterator[Fault]:
    """What is wrong with a claim that takes the place of another; the arguments are those of `replacing_study`."""
    if replaced is None or replaced.id != claim.id:
        message = f"no claim {claim.id!r} in the files below: there is nothing to replace"
        yield marker.fault(f"{path}.replaces", message, _NOTHING)
        return
    if claim.kind != replaced.kind:
        message = f"the claim below is of the kind {replaced.kind!r}, and answers rest on that"
        yield marker.fault(f"{path}.kind", message, f"write 'kind: {replaced.kind}', or give it an id of its own")
    kept = {key(name) for name in claim.formerly}
    for name in replaced.formerly:
        if key(name) not in kept:
            message = f"the claim below was also known as {name!r}, and topics may refer to it so"
            yield marker.fault(f"{path}.replaces", message, "keep that id under 'formerly'")


def without(catalogue: Layered, above: Catalogue) -> Layered:
    """A catalogue without what one above it takes the place of."""
    studies = {study.id for study in above.studies if study.replaces}
    claims = {claim.id for claim in above.claims if claim.replaces}
    if not (studies or claims):
        return catalogue
    return msgspec.structs.replace(
        catalogue,
        studies=tuple(study for study in catalogue.studies if study.id not in studies),
        claims=tuple(claim for claim in catalogue.claims if claim.id not in claims),
    )
