"""What a table is made of: named columns, each with its type, what it means, and how it is read off a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from kapcli.catalogue.model import About
from kapcli.catalogue.study import Study
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.views.claim import ClaimView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# A code is a word of a vocabulary; a list holds codes or short texts; a date may be a year or a month alone.
Kind = Literal["text", "code", "list", "integer", "number", "boolean", "date", "address"]
Value = str | int | float | bool | list[str] | None
# What a list is joined with where a cell holds one text.
JOINT = "; "


class Work(msgspec.Struct, frozen=True):
    """A study that is exported.

    Attributes:
        origin: The file it came from.
        matched: Whether it is one that was asked for, and not only one that a claim rests on.
    """

    study: Study
    origin: str
    matched: bool = True


class Selection(msgspec.Struct, frozen=True):
    """What is exported: works, claims joined with their studies, and what is needed to say what they mean.

    Attributes:
        vocabulary: With definitions.
        question: A command that asks the same.
    """

    works: Sequence[Work]
    claims: Sequence[ClaimView]
    vocabulary: Vocabulary
    about: About
    question: str = ""


class Column(msgspec.Struct, frozen=True):
    """A column.

    Attributes:
        name: As every format has it.
        kind: Of what type its values are.
        means: In one sentence, for whoever reads the file without the manual.
        read: Its value in a row; what is empty is not known or does not apply, and stands as null.
        section: The vocabulary whose codes it holds.
        refers: The table whose key it holds.
        facet: Whether rows are often narrowed by it.
    """

    name: str
    kind: Kind
    means: str
    read: Callable[[Any, Vocabulary], Any]
    section: str = ""
    refers: str = ""
    facet: bool = False

    def value(self, row: Any, vocabulary: Vocabulary) -> Value:
        """The value of a row: null where nothing is known, never an empty text."""
        found = self.read(row, vocabulary)
        if found is None or found == "" or (self.kind == "list" and not found):
            return None
        if self.kind == "list":
            return list(found)
        if self.kind == "number":
            # A number without a fraction is one of the same type.
            return float(found)
        return found  # type: ignore[no-any-return]


class Table(msgspec.Struct, frozen=True):
    """A table.

    Attributes:
        name: As ``--what`` and every format have it.
        title: For people.
        means: What a row is.
        columns: The first is the key: no two rows have the same.
        rows: What its rows are read off.
        searched: The columns in which words are looked for.
    """

    name: str
    title: str
    means: str
    columns: tuple[Column, ...]
    rows: Callable[[Selection], Iterable[Any]]
    searched: tuple[str, ...] = ()

    def values(self, selection: Selection) -> list[list[Value]]:
        """The values of all rows, in the order of the columns."""
        vocabulary = selection.vocabulary
        return [[column.value(row, vocabulary) for column in self.columns] for row in self.rows(selection)]


class Filled(msgspec.Struct, frozen=True):
    """A table with its rows: what the formats are given."""

    table: Table
    rows: list[list[Value]]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.table.columns]


def cell(value: Value) -> str:
    """A value as one text: empty where nothing is known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        from kapcli.views.phrases import number

        return number(value)
    return JOINT.join(value) if isinstance(value, list) else str(value)
