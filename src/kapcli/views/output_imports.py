"""What ``kap import`` gives in JSON, declared."""

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
