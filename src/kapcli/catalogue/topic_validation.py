"""What must hold of topics and of ids that claims no longer have: what they name is there, and no word leads to two."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.catalogue.faults import Fault, Marker, quoted
from kapcli.catalogue.identifiers import key
from kapcli.catalogue.nearest import meant
from kapcli.catalogue.words import phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kapcli.catalogue.validation import Below
    from kapcli.catalogue.yaml_reader import Read


def topic_faults(read: Read, marker: Marker, below: Below, studies: Collection[str] | None) -> Iterator[Fault]:
    """What topics name must be there, and no word may lead to two of them.

    Args:
        read: The file.
        marker: For faults.
        below: What the catalogues below hold.
        studies: Every id of a study; ``None`` where some could not be read, and none can be judged.
    """
    catalogue = read.catalogue
    claims = {key(name): name for claim in catalogue.claims for name in (claim.id, *claim.formerly)}
    gone = {key(one.id): one.see for one in catalogue.gone}
    # A claim that has faults of its own was dropped, and is not to be missed as well.
    judged = len(read.kept.get("claims", ())) == len(catalogue.claims) and not any(
        fault.path.startswith("claims") for fault in read.faults.kept
    )
    topics = {key(topic.id): topic.id for topic in catalogue.topics}
    seen: set[str] = set()
    words = dict(below.words)
    for index, topic in read.placed("topics"):
        path = f"topics[{index}]"
        if key(topic.id) in seen or key(topic.id) in below.topics:
            yield marker.fault(f"{path}.id", f"the id {quoted(topic.id)} is already used", "choose another")
        seen.add(key(topic.id))
        for at, name in enumerate(topic.claims):
            if judged and key(name) not in claims and key(name) not in below.claims:
                place = f"{path}.claims[{at}]"
                if key(name) in gone:
                    see = gone[key(name)]
                    fix = f"put {see!r} in its place" if see else "remove it"
                    yield marker.fault(place, f"the claim {quoted(name)} was withdrawn", fix)
                else:
                    yield marker.fault(place, f"no claim {quoted(name)}", partial(meant, name, claims, "remove it"))
        if not topic.claims:
            yield marker.fault(f"{path}.claims", "a topic without claims", "name the claims that answer it")
        for at, name in enumerate(topic.guidelines if studies is not None else ()):
            if studies is not None and name not in studies:
                place = f"{path}.guidelines[{at}]"
                yield marker.fault(place, f"no study {quoted(name)}", partial(meant, name, studies, "remove it"))
        for at, name in enumerate(topic.part_of):
            if key(name) not in topics and key(name) not in below.topics:
                yield marker.fault(
                    f"{path}.part_of[{at}]", f"no topic {quoted(name)}", partial(meant, name, topics, "remove it")
                )
        for at, text in enumerate(topic.words):
            other = words.setdefault(" ".join(phrase(text)), topic.id)
            if other != topic.id:
                place = f"{path}.words[{at}]"
                yield marker.fault(place, f"{quoted(text)} already leads to {other}", "keep it in one of them")


def former_ids(read: Read, marker: Marker) -> Iterator[Fault]:
    """Ids that claims no longer have: none may be used again, and what is to be looked at must be there."""
    claims = {key(claim.id): claim.id for _, claim in read.placed("claims")}
    former = [(f"claims[{at}].formerly", name) for at, claim in read.placed("claims") for name in claim.formerly]
    former += [(f"gone[{at}].id", gone.id) for at, gone in read.placed("gone")]
    seen: set[str] = set()
    for place, name in former:
        if key(name) in claims or key(name) in seen:
            yield marker.fault(place, f"the id {quoted(name)} is already used", "remove one of them")
        seen.add(key(name))
    for at, gone in read.placed("gone"):
        if gone.see and key(gone.see) not in claims:
            yield marker.fault(
                f"gone[{at}].see",
                f"no claim {quoted(gone.see)}",
                partial(meant, gone.see, claims, "add the study, or remove the reference"),
            )
