"""Faults in the markup of titles and names: what only looks like a tag, and entities, which no title is published with.

Anything in angle brackets that is no tag is text (``p<0.05 and r>0.3``), and draws a warning. An entity is a fault:
every output would show it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.forms import NAMES, without_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.faults import Fault, Marker
    from kapcli.catalogue.publication import Name
    from kapcli.catalogue.study import Study

_FOREIGN = re.compile(r"</?([A-Za-z][\w:.-]*)(?:\s+[\w:.-]+\s*=[^<>]*|\s*/)?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_FIELDS = ("title", "journal", "journal_abbreviation", "publisher", "publisher_place")
_NAME_PARTS = ("family", "given", "non_dropping_particle", "suffix", "literal")


def entities(text: str) -> dict[str, str]:
    """Find the HTML entities of a text: each (``&amp;``) with the character it stands for (``&``)."""
    if "&" not in text:
        return {}
    from html import unescape  # a table of 2000 names, for the rare text with such a sign

    found = {match[0]: unescape(match[0]) for match in _ENTITY.finditer(text)}
    return {name: character for name, character in found.items() if character != name}


def foreign_tags(text: str) -> list[str]:
    """List the names of what looks like a tag and is none of ours (``scp``, ``jats:p``), each once, in order."""
    return list(dict.fromkeys(match[1] for match in _FOREIGN.finditer(without_tags(text))))


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
