"""Drafts: studies that are not finished, marked ``draft: true``.

A draft may lack what a study must have, and what it has must be right all the same. The reader puts drafts apart from
the studies of a file, so that whoever asks for studies cannot be given one: it takes part in no count, claim, picture,
export or hand-out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from kapcli.catalogue.forms import Code, Form
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.publication import Reading
from kapcli.catalogue.study import Study
from kapcli.catalogue.study_rules import SYNTHESES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.yaml_events import Node

MARK = "draft"
# What a study must have, and what most studies have; the rest follows from what a person read.
REQUIRED = ("title", "csl_type", "year", "authors", "design", "status", "finding", "read_at")
EXPECTED = ("plain", "limitations", "safety")
# Works in which somebody was treated or watched.
_OF_PEOPLE = ("question", "conditions", "n", "arms", "comparator", "therapy", "follow_up")
_ON_PAPER = frozenset({"theory", "book", "guideline", "narrative-review", "mechanistic", "protocol"})
_WITHOUT_RESULT = frozenset({"ongoing-trial", *_ON_PAPER})


class Draft(Study, frozen=True, kw_only=True):
    """A study that is not finished.

    Attributes:
        draft: The mark.
        unmapped: What a file said that no field or code of ours could take, each with where it stood.
    """

    id: Annotated[str, Form("id")]
    title: Annotated[str, Form("title")] = ""
    csl_type: Annotated[str, Code("csl_type")] = ""
    year: Annotated[int, Form("year")] = 0
    design: Annotated[str, Code("design")] = ""
    status: Annotated[str, Code("status")] = ""
    finding: str = ""
    read_at: tuple[Reading, ...] = ()
    draft: bool = True
    unmapped: tuple[str, ...] = ()


class Placed(msgspec.Struct, frozen=True):
    """A draft and the line of its file at which it begins."""

    draft: Draft
    line: int


class Found(msgspec.Struct, frozen=True):
    """A draft that was asked for by name, and the file it stands in."""

    draft: Draft
    origin: str
    line: int


class Sorted(Catalogue, frozen=True, kw_only=True):
    """A file with its drafts apart."""

    drafts: tuple[Placed, ...] = ()


def is_marked(node: Node) -> bool:
    """Whether an entry of a file is marked as a draft."""
    mark = node.value.get(MARK) if isinstance(node.value, dict) else None
    return mark is not None and mark[1].value == "true"


def finished(node: Node) -> None:
    """Take the mark out of an entry that says that it is none."""
    mark = node.value.get(MARK) if isinstance(node.value, dict) else None
    if mark is not None and mark[1].value == "false":
        assert isinstance(node.value, dict)
        del node.value[MARK]


def missing(draft: Draft) -> tuple[str, ...]:
    """The fields that a study must have and the draft has not."""
    return tuple(_empty(draft, REQUIRED))


def to_fill(draft: Draft) -> tuple[str, ...]:
    """What a person still has to read and write: what a study must have first, then what is expected of its design."""
    expected = [name for name in EXPECTED if name != "safety" or draft.design not in _WITHOUT_RESULT]
    if draft.design not in _ON_PAPER | SYNTHESES:
        expected += _OF_PEOPLE
    if draft.design not in _WITHOUT_RESULT:
        expected.append("outcomes")
    return (*missing(draft), *_empty(draft, expected))


def _empty(draft: Draft, names: tuple[str, ...] | list[str]) -> Iterator[str]:
    defaults = {field.name: field.default for field in msgspec.structs.fields(Draft)}
    for name in names:
        value = getattr(draft, name)
        if name == "authors" and not draft.authors_complete:
            continue
        if not value or value == defaults[name]:
            yield name
