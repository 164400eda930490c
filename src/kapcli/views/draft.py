"""A draft: what it knows, what is still to fill, and that nothing of it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.drafts import missing, to_fill
from kapcli.catalogue.forms import without_tags
from kapcli.catalogue.words import so_many
from kapcli.views import phrases
from kapcli.views.closing_lines import last_line
from kapcli.views.document import Heading, Rule, Space, Span, item, row, text
from kapcli.views.entries import Title
from kapcli.views.study_fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.drafts import Draft, Found, Placed
    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block, Document

# Of the table of fields, those that a draft may have and that say nothing where it has not.
_SHOWN = ("question", "design_in_full", "population_text", "conditions", "population", "therapy_detail", "funding")
_NEVER_SHOWN = frozenset({"draft", "unmapped", "id"})


def drafts_document(drafts: Sequence[Found], vocabulary: Vocabulary, about: About) -> Document:
    """The page of some drafts."""
    return tuple(_document(drafts, vocabulary, about))


def _document(drafts: Sequence[Found], vocabulary: Vocabulary, about: About) -> Iterator[Block]:
    for index, found in enumerate(drafts):
        if index:
            yield Space()
            yield Rule()
        yield from _draft(found, vocabulary)
    yield Space()
    yield text(Span(last_line(about), "muted"))


def _draft(found: Found, vocabulary: Vocabulary) -> Iterator[Block]:
    draft = found.draft
    yield Title(draft.id, without_tags(draft.title) or "no title yet")
    said = "DRAFT: not finished, and part of no search, count, claim, picture, reference, export or hand-out"
    yield text(Span(said, "warning"), level=1)
    yield text(f"from {found.origin}, line {found.line}", level=1)
    source = (phrases.byline(draft), draft.journal or draft.publisher, str(draft.year or ""))
    if shown := " · ".join(filter(None, source)):
        yield text(shown, level=1)
    if record := phrases.record(draft):
        yield text(record, level=1)
    if known := tuple(_known(draft, vocabulary)):
        yield Heading("What it holds")
        yield from known
    yield Heading("Still to fill")
    needed = missing(draft)
    expected = [name for name in to_fill(draft) if name not in needed]
    if needed:
        yield row("Needed", ", ".join(needed))
    if expected:
        yield row("Expected of such a study", ", ".join(expected))
    if not needed and not expected:
        yield text("Nothing is missing.", level=1)
    if draft.unmapped:
        yield Heading("What the file said and no field holds")
        yield from (item(line) for line in draft.unmapped)
    yield Space()
    besides = ", and 'unmapped'." if draft.unmapped else "."
    yield text(f"When it is finished, take out the line 'draft: true'{besides}")


def _known(draft: Draft, vocabulary: Vocabulary) -> Iterator[Block]:
    for field in FIELDS:
        if field.name in _SHOWN and (said := field.text(draft, vocabulary).strip(" ·")):
            yield row(field.label or field.name.replace("_", " ").capitalize(), said)
    counts = msgspec.to_builtins(draft.n).items()
    if said := ", ".join(f"{count} {name}" for name, count in counts if count is not None):
        yield row("Participants", said)
    for arm in draft.arms:
        parts = (vocabulary.label("role", arm.role), arm.label, vocabulary.label("drug", arm.drug), arm.route or "")
        yield row("Arm", ", ".join(filter(None, parts)))


def as_data(found: Found) -> dict[str, Any]:
    """A draft for a program: with other keys than a study, so that nobody takes it for one."""
    draft = found.draft
    defaults = {field.encode_name: field.default for field in msgspec.structs.fields(type(draft))}
    fields = {
        name: value
        for name, value in msgspec.to_builtins(draft).items()
        if name not in _NEVER_SHOWN and value and value != msgspec.to_builtins(defaults[name])
    }
    return {
        "id": draft.id,
        "draft": True,
        "origin": found.origin,
        "line": found.line,
        "to_fill": list(to_fill(draft)),
        "needed": list(missing(draft)),
        "unmapped": list(draft.unmapped),
        "fields": fields,
    }


def in_short(placed: Placed) -> dict[str, Any]:
    """A draft in a list of what a file holds."""
    draft = placed.draft
    return {
        "id": draft.id,
        "line": placed.line,
        "to_fill": list(to_fill(draft)),
        "needed": list(missing(draft)),
        "unmapped": list(draft.unmapped),
    }


def note(file: str, short: dict[str, Any]) -> str:
    """The same in a line."""
    blanks, unmapped = short["to_fill"], len(short["unmapped"])
    left = f"still to fill: {', '.join(blanks)}" if blanks else "nothing is missing; take out 'draft: true'"
    said = f"; {so_many(unmapped, 'thing')} not mapped" if unmapped else ""
    return f"{file}:{short['line']}: {short['id']} is a draft, in no answer yet; {left}{said}"
