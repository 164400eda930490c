"""The formats that can be read: how each is known by its content, and its reader. A row is all that one needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.importing import bibtex, csl_json, csv_table, medline, ris, trials
from kapcli.importing.record import Faulty, Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.importing.mapping import Codes
    from kapcli.importing.record import Read

_HEAD = 200_000


class Format(msgspec.Struct, frozen=True):
    """A format.

    Attributes:
        label: As people call it.
        known: Whether the beginning of a text is in it.
        read: Its records, from the text and the file's name.
    """

    label: str
    known: Callable[[str], bool]
    read: Callable[[str, str, Codes], Read]


def _json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


# In the order in which they are tried: a table is what nothing else is.
FORMATS = {
    "clinicaltrials": Format(
        "ClinicalTrials.gov", lambda text: _json(text) and '"protocolSection"' in text, trials.read
    ),
    "csl-json": Format("CSL-JSON", _json, lambda text, file, _: csl_json.read(text, file)),
    "nbib": Format(
        "MEDLINE", lambda text: bool(medline.STARTS.search(text)), lambda text, file, _: medline.read(text, file)
    ),
    "ris": Format("RIS", lambda text: bool(ris.STARTS.search(text)), lambda text, file, _: ris.read(text, file)),
    "bibtex": Format(
        "BibTeX", lambda text: bool(bibtex.STARTS.search(text)), lambda text, file, _: bibtex.read(text, file)
    ),
    "csv": Format(
        "CSV",
        lambda text: csv_table.is_header(text.lstrip().partition("\n")[0]),
        lambda text, file, _: csv_table.read(text, file),
    ),
}


def format_of(text: str) -> str:
    """The name of the format that a text is in, by its content; empty where none is known."""
    head = text[:_HEAD]
    return next((name for name, one in FORMATS.items() if one.known(head)), "")


def read(text: str, file: str, name: str, known: Codes) -> Read:
    """The records of a text, in the order of the file: each is a record or named as faulty.

    One by which no work could ever be told again, without a title or a number, is faulty as well.
    """
    found = FORMATS[name].read(text, file, known)
    return [_told(one) for one in sorted(found, key=lambda one: one.place.line)]


def _told(one: Record | Faulty) -> Record | Faulty:
    if isinstance(one, Faulty) or one.title or one.doi or one.pmid or one.registry:
        return one
    return Faulty(one.place, "neither a title nor a DOI, PubMed or registry number")
