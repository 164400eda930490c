"""The catalogue itself in JSON, declared: what it is, how it changed, whether its files hold, its schema."""

from typing import Any, Literal

import msgspec

from kapcli.catalogue import model
from kapcli.views.output_parts import (
    Ids,
    Text,
)


class Holds(msgspec.Struct):
    """What the catalogue holds, counted."""

    studies: int
    trials_or_works: int
    designs: dict[str, int]
    years: list[int]
    not_read_in_full: int
    glossary_terms: int
    origins: dict[str, int]
    version: str


class Catalogue(model.About, frozen=True, kw_only=True):
    """What the catalogue is."""

    id: str
    holds: Holds


class UsedPath(msgspec.Struct):
    """A file or folder that kap reads or writes."""

    id: str
    what: Literal[
        "catalogue",
        "vocabulary",
        "compiled",
        "own-folder",
        "own",
        "variable",
        "option",
        "cache",
        "registers",
        "completion",
        "start-file",
    ]
    access: Literal["read", "written", "both"]
    shell: Text
    files: int | None
    bytes: int | None


class PathsAsked(msgspec.Struct):
    """That paths were asked for."""

    paths: bool


class ChangedClaim(msgspec.Struct):
    """A claim that stands otherwise than before."""

    id: str
    now: Text
    verdict_before: str
    certainty_before: Text
    verdict: Text
    certainty: Text
    because: Text


class Fault(msgspec.Struct):
    """A fault of a catalogue file."""

    file: Text
    line: int
    path: Text
    message: str
    fix: Text
    severity: Literal["error", "warning"]


class DraftInShort(msgspec.Struct):
    """A draft in a file that is checked."""

    id: str
    line: int
    to_fill: Ids
    needed: Ids
    unmapped: list[str]


class ShownDraft(DraftInShort):
    """A draft: not finished, and part of no other answer."""

    draft: bool
    origin: str
    fields: dict[str, Any]


class CheckedFile(msgspec.Struct):
    """A catalogue file, checked."""

    id: str
    studies: int
    outcomes: int
    claims: int
    glossary: int
    drafts: list[DraftInShort]
    errors: int
    warnings: int
    faults: list[Fault]


class RegisterDifference(msgspec.Struct):
    """A field that a register has otherwise.

    Attributes:
        ours: What stands in the file.
        theirs: What the register has.
        write: What can be written without judgement; null where a person has to decide.
        written: Whether it was.
        grave: Whether nobody may rely on the study before it is mended.
    """

    study: str
    field: str
    ours: str
    theirs: str
    register: str
    address: str
    write: str | None
    written: bool
    grave: bool


class UnansweredRecord(msgspec.Struct):
    """A record that could not be looked at, and why."""

    study: str
    register: str
    number: str
    why: str


class RegisterLookup(msgspec.Struct):
    """The records of files held against the registers.

    Attributes:
        records: How many were wanted.
        asked: How many questions went over the network.
        oldest: The day of the oldest answer that was kept from before.
        unnumbered: Studies that no register can be asked for.
    """

    records: int
    asked: int
    oldest: str | None
    differences: list[RegisterDifference]
    unanswered: list[UnansweredRecord]
    unnumbered: list[str]


class ValidateSummary(msgspec.Struct):
    """What came of --online."""

    online: RegisterLookup


class Schema(msgspec.Struct):
    """A JSON Schema."""

    id: Literal["output", "catalogue"]
    schema: dict[str, Any]


class Since(msgspec.Struct):
    """Since which edition changes were asked for."""

    changes: bool
    since: str
