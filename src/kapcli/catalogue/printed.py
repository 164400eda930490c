"""What references print as it stands: no HTML entity, and no tag that nobody formats.

An entity is a fault, because no title is published with ``&amp;`` in it: the text was copied from a page's source, and
every output would show it. An unknown tag is a warning only, because angle brackets may be meant as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.markup import NAMES, entities, foreign_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.faults import Fault, Marker
    from kapcli.catalogue.publication import Name
    from kapcli.catalogue.study import Study

_FIELDS = ("title", "journal", "journal_abbreviation", "publisher", "publisher_place")
_NAME_PARTS = ("family", "given", "non_dropping_particle", "suffix", "literal")


def printed(study: Study, path: str, marker: Marker) -> Iterator[Fault]:
    """Every fault and warning about the markup of a study's title, journal, publisher and names."""
    for place, text in _texts(study, path):
        for name, character in entities(text).items():
            yield marker.fault(place, f"{name!r} is an HTML entity", f"write {character!r}")
        for tag in foreign_tags(text):
            known = ", ".join(f"<{name}>" for name in NAMES[:-1])
            fault = marker.fault(
                place,
                f"<{tag}> is no tag that references know, so it is printed as it is",
                f'take it out, or use {known} or <span class="nocase">',
            )
            yield msgspec.structs.replace(fault, severity="warning")


def _texts(study: Study, path: str) -> Iterator[tuple[str, str]]:
    yield from ((f"{path}.{field}", getattr(study, field)) for field in _FIELDS)
    for index, version in enumerate(study.versions):
        yield f"{path}.versions[{index}].title", version.title
    for group in ("authors", "editors"):
        for index, name in enumerate(getattr(study, group)):
            yield from _parts(name, f"{path}.{group}[{index}]")


def _parts(name: Name, path: str) -> Iterator[tuple[str, str]]:
    yield from ((f"{path}.{part}", getattr(name, part)) for part in _NAME_PARTS)
