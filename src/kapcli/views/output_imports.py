"""What ``kap import``, ``new`` and ``edit`` give in JSON, declared."""

from typing import Literal

import msgspec

from kapcli.views.output_parts import Ids, Text


class ImportedRecord(msgspec.Struct):
    """A record of a file, and what became of it."""

    id: str
    outcome: Literal["draft", "duplicate", "faulty"]
    file: str
    line: int
    title: Text
    draft: Text
    of: Text
    where: Text
    because: Text
    adds: list[str]


class ImportQuestion(msgspec.Struct):
    """What was asked for."""

    files: Ids
    format: Text
    output: Text
    duplicates: bool


class ImportSummary(msgspec.Struct):
    """How many records came out how."""

    read: int
    drafts: int
    duplicates: int
    faulty: int
    formats: dict[str, str]
    yaml: Text


class WrittenStudy(msgspec.Struct):
    """A study that was asked for question by question."""

    id: str
    draft: bool
    file: str
    missing: list[str]


class WhereTo(msgspec.Struct):
    """The file that is added to."""

    output: str


class EditedEntry(msgspec.Struct):
    """An entry that was opened in an editor."""

    id: str
    file: str
    changed: bool
