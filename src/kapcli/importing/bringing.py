"""The whole way of an import: files to records, records to works, works to drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.decoding import guessed
from kapcli.catalogue.drafts import to_fill
from kapcli.catalogue.files import MAX_BYTES
from kapcli.catalogue.identifiers import key
from kapcli.catalogue.yaml_reader import read_catalogue
from kapcli.importing import formats
from kapcli.importing.drafting import entry
from kapcli.importing.duplicates import Known
from kapcli.importing.gathering import gathered, outcomes
from kapcli.importing.mapping import Codes
from kapcli.importing.naming import id_for
from kapcli.importing.record import Faulty, Record
from kapcli.importing.yaml_text import entry_lines, file_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.importing.duplicates import Work
    from kapcli.importing.gathering import Group, Outcome


class FormatError(ValueError):
    """A file whose format nobody knows, or that is not in the one it is said to be in; the message says so.

    Attributes:
        hint: What to do; empty where the format has to be named.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


class Source(msgspec.Struct, frozen=True):
    """A file that was read.

    Attributes:
        format: Its name.
        records: What it holds, record by record.
        remark: What had to be guessed to read it at all.
    """

    name: str
    format: str
    records: list[Record | Faulty]
    remark: str


class Brought(msgspec.Struct, frozen=True):
    """What came of an import.

    Attributes:
        entries: The lines of each draft.
        outcomes: One for each record that was read, in the order of the files.
    """

    entries: list[list[str]]
    outcomes: list[Outcome]

    def count(self, kind: str) -> int:
        """How many records came out so."""
        return sum(one.kind == kind for one in self.outcomes)


def read_source(data: bytes, name: str, format: str, vocabulary: Vocabulary) -> Source:
    """The records of a file.

    Args:
        data: Its bytes.
        name: As it is shown.
        format: A name of `formats.FORMATS`; empty to tell it by the content.
        vocabulary: For what is coded.

    Raises:
        FormatError: It is too large, empty, or in no format that is known, or in another one.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(f"larger than {MAX_BYTES // 1024**2} MB, the limit for one file", "split it into parts")
    text, remark = guessed(data)
    if not text.strip():
        raise FormatError("empty", "export the records again")
    known = format or formats.format_of(text)
    if not known:
        raise FormatError("in no format that is known by its content")
    label = formats.FORMATS[known].label
    records = formats.read(text, name, known, Codes(vocabulary))
    if not any(isinstance(one, Record) for one in records):
        other = formats.format_of(text)
        # Any JSON may be of references.
        if other not in ("", known) and (known, other) != ("clinicaltrials", "csl-json"):
            raise FormatError(f"not {label}: it looks like {formats.FORMATS[other].label}", "leave out --from")
    if not records:
        remark = "; ".join(filter(None, (remark, f"read as {label}, and there are no records in it")))
    return Source(name, known, records, remark)


def brought(
    sources: Sequence[Source],
    known: Iterable[Work],
    taken: Collection[str],
    vocabulary: Vocabulary,
    *,
    apart: bool = False,
) -> Brought:
    """Drafts of what is new in some files.

    Args:
        sources: The files.
        known: What is catalogued.
        taken: Ids that are in use, folded.
        vocabulary: For what is coded.
        apart: Whether duplicates are wanted as entries of their own.
    """
    order = [one for source in sources for one in source.records]
    groups = gathered([one for one in order if isinstance(one, Record)], Known(known), apart=apart)
    codes = Codes(vocabulary)
    used = set(taken)
    entries: list[list[str]] = []
    names: dict[int, str] = {}
    refused: dict[int, str] = {}
    for index, group in enumerate(groups):
        if group.match is not None:
            continue
        name = id_for(group.record, used.__contains__)
        lines, fault = _written(group, name, codes)
        if fault:
            refused[index] = fault
            continue
        names[index] = name
        used.add(key(name))
        entries.append(lines)
    told = outcomes(groups, [one for one in order if isinstance(one, Faulty)], names, refused)
    # A file may be named by one name twice: then the order of its records is that of the first.
    place = {str(one.place): at for at, one in reversed(list(enumerate(order)))}
    return Brought(entries, sorted(told, key=lambda one: place[str(one.place)]))


def _written(group: Group, name: str, codes: Codes) -> tuple[list[str], str]:
    """The lines of a draft, and why they cannot be read back; empty where they can."""
    fields = entry(group.record, name, codes)
    read = read_catalogue(file_text([entry_lines(fields, (), "")]).encode(), name, codes.vocabulary)
    if read.faults.errors:
        fault = read.faults.listed()[0]
        return [], f"{fault.path.partition('.')[2]}: {fault.message}"
    blanks = to_fill(read.catalogue.drafts[0].draft)
    came_from = "; ".join(dict.fromkeys(str(record.place) for record, _ in group.members))
    return entry_lines(fields, blanks, came_from), ""
