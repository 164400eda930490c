"""A sentence with the claims nearest to it: what each says, what was found, what may be said, and what differs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.catalogue.words import words
from kapcli.checking.splitting import LONGEST
from kapcli.evidence.grade_wording import closing
from kapcli.index.lexicon import SAFETY_WORDS, in_crisis
from kapcli.views import closing_lines
from kapcli.views.claim import certainty_line, sides_line, verdict_label
from kapcli.views.document import Action, Heading, Shortest, Space, Span, row, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.checker import Checked
    from kapcli.checking.differences import Difference
    from kapcli.checking.gate import Same
    from kapcli.checking.nearest import Near
    from kapcli.checking.references import Field
    from kapcli.checking.splitting import Sentence
    from kapcli.views.document import Block, Document

# Of the numbers of sentences so many are named.
_NAMED = 10

# How much is told of the claims behind the first: what was found and a wording, a wording, or what differs alone.
_WHOLE = 2
NEAREST = "Nearest claims. Same? Judge for yourself."
NOT_CLOSE = "Nothing close; these share some words."
ON_RECORD = "Claims about this record"


def say_instead(claim: Claim) -> str:
    """What may honestly be said: what the sources say, or the claim itself where that is what they say."""
    return claim.instead or claim.statement


def check_document(
    sentence: Sentence,
    found: Checked,
    studies: Sequence[Study],
    vocabulary: Vocabulary,
    about: About,
    remarks: Sequence[str] = (),
    *,
    window: int | None = None,
) -> Document:
    """One sentence.

    Args:
        sentence: As it was typed.
        found: What was found near it.
        studies: What the claims near it link.
        vocabulary: For labels.
        about: For the foot.
        remarks: What has to be said first.
        window: How many lines there are: of the claims behind the first less is told, until it fits; all where
            ``None``.
    """

    def blocks(detail: int) -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield text(Span(f"“{sentence.text}”", "heading"))
        if found.same:
            yield text(*same_spans(found.same, vocabulary), level=1, hang=2)
        yield from (text(*spans, level=1, hang=2) for spans in told(found, vocabulary))
        if found.near:
            yield Heading(_introduction(found))
        for place, (near, differs) in enumerate(zip(found.near, found.differences, strict=True)):
            yield from _near(near, differs, vocabulary, first=place == 0, detail=detail if place else max(1, detail))
            yield from [Space()] if detail > 1 else []
        if found.near:
            yield Action("Why, and every study", f"kap claims {found.near[0].assessed.claim.id}")
        yield from last_lines(about, studies, remarks)

    if window is None:
        return tuple(blocks(_WHOLE))
    return (Shortest(window, [partial(blocks, detail) for detail in range(_WHOLE, -1, -1)]),)


def same_spans(same: Same, vocabulary: Vocabulary) -> tuple[Span | str, ...]:
    """The verdict on a sentence, and the claim that it comes from."""
    how = "it denies the supported claim " if same.denied else "it says the same as the claim "
    return Span(vocabulary.label("verdict", same.verdict).upper(), "strong"), f": {how}", Span(same.claim, "id"), "."


def _introduction(found: Checked) -> str:
    if found.reference is not None:
        return ON_RECORD
    return NEAREST if found.close else NOT_CLOSE


def last_lines(about: About, studies: Sequence[Study], remarks: Sequence[str]) -> Iterator[Block]:
    """The lines at the end; urgent help is not named twice."""
    yield from closing_blocks(closing_lines.last_lines(about, studies, helped=about.urgent_help in remarks))


def told(found: Checked, vocabulary: Vocabulary) -> Iterator[tuple[Span | str, ...]]:
    """What can be said of a sentence before any claim is shown."""
    if found.asked and found.asked.statement:
        yield Span("You asked; checked as: ", "label"), found.asked.statement
    elif found.asked:
        yield (Span("You asked; looked for by its words.", "label"),)
    if found.about:
        yield (
            Span(f"Taken to be about {', '.join(taken_over(found, vocabulary))}", "label"),
            ", from the text before it.",
        )
    for one in found.overstatements:
        yield Span(f"“{one.said_of}”", "limit"), f": {one.because}."
    for cited in found.cites:
        name = Span(cited.study, "id")
        if cited.said is None:
            yield "The DOI or number is that of ", name, f", of {cited.year}."
        else:
            said = Span(str(cited.said), "limit")
            yield "The DOI or number is that of ", name, f", of {cited.year}; the sentence says ", said, "."
    yield from _figures(found)
    if (reference := found.reference) is not None:
        if reference.status == "unknown":
            yield ("A reference to a work that is not in the catalogue.",)
        else:
            wrong = Span("differs", "limit") if reference.status == "differs" else "agrees"
            spans = (" with" if wrong == "agrees" else " from", " the record of ", Span(reference.study, "id"), ".")
            yield "A reference; it ", wrong, *spans
        yield from map(field_spans, amiss(reference.fields))


def taken_over(found: Checked, vocabulary: Vocabulary) -> list[str]:
    """What the text before a sentence says that it is about."""
    names = (code if section == "study" else vocabulary.label(section, code) for section, code in found.about)
    return list(dict.fromkeys(names))


def _figures(found: Checked) -> Iterator[tuple[Span | str, ...]]:
    recorded = found.recorded
    if recorded is None:
        return
    held, name = ", ".join(recorded.held), Span(recorded.study, "id")
    if recorded.differs:
        differs = Span(", ".join(recorded.differs), "limit")
        yield "Not in the record of ", name, ": ", differs, f" (beside {held}). The record has: {recorded.read}"
    else:
        yield "These figures are in the record of ", name, f": {held}"


def _near(
    near: Near, differs: Sequence[Difference], vocabulary: Vocabulary, *, first: bool, detail: int
) -> Iterator[Block]:
    """A claim: its own state, what can be quoted, what was found, and what differs; the studies of the first."""
    claim, weighed = near.assessed.claim, near.assessed.weighed
    state = f"The claim is {verdict_label(claim, weighed, vocabulary).upper()}"
    standing = " · ".join(filter(None, (state, certainty_line(weighed, vocabulary))))
    yield text(Span(standing, "strong"), f" · {claim.statement} ", Span(claim.id, "id"), hang=2)
    if claim.instead and (first or detail > 0):
        yield row("You could say", claim.instead)
    if first or detail > 1:
        yield row("Found", closing(claim, weighed))
    if first:
        yield row("Studies", sides_line(claim, weighed))
    if differs:
        yield row("Differs", "; ".join(map(difference_words, differs)))


def difference_words(difference: Difference) -> str:
    """One difference in a few words."""
    said, read = ", ".join(difference.said), ", ".join(difference.read)
    if said and read:
        return f"{difference.kind} (sentence: {said}; claim: {read})"
    return f"{difference.kind} (only the {'sentence' if said else 'claim'}: {said or read})"


def amiss(fields: Sequence[Field]) -> list[Field]:
    """What a reference gives otherwise than the record, or leaves out."""
    return [field for field in fields if field.state in ("differs", "unverified", "missing")]


def field_spans(field: Field) -> tuple[Span | str, ...]:
    """One part of a reference beside the record's."""
    name = Span(f"{field.name}: ", "label")
    if field.state == "missing":
        return name, Span("not given", "limit"), f"; the record has “{field.read}”"
    if field.state == "unverified":
        return name, f"“{field.said}”, ", Span("unverified", "limit"), f": only {field.read} gives it"
    return name, f"“{field.said}”, ", Span("differs", "limit"), f": the record has “{field.read}”"


def urgent_help(pairs: Sequence[tuple[Sentence, Checked]], about: About) -> Iterator[str]:
    """Help, where a sentence holds words of somebody who may be in danger."""
    if any(in_crisis(sentence.text) for sentence, _ in pairs):
        yield about.urgent_help


def left_unread(numbers: Sequence[int], pairs: Sequence[tuple[Sentence, Checked]], *, whole: bool) -> Iterator[str]:
    """What of long sentences was not read, and that no claim is close.

    Args:
        numbers: Of the sentences.
        pairs: The sentences, checked.
        whole: Whether they are a whole text.
    """
    cut = [n for n, (one, found) in zip(numbers, pairs, strict=True) if len(found.read) < len(one.text)]
    if cut and not whole:
        yield f"Only the first {LONGEST} characters of the sentence were read; a text in sentences: --file TEXT"
    elif cut:
        more = f" and {len(cut) - _NAMED} more" if len(cut) > _NAMED else ""
        yield f"Only the first {LONGEST} characters were read of {', '.join(map(str, cut[:_NAMED]))}{more}."
    if not any(found.answered for _, found in pairs):
        from kapcli.views.nothing_found import NO_SIGN_OF_SAFETY

        said = {word for sentence, _ in pairs for word in words(sentence.text)}
        text = "No claim is close to this. That says nothing about whether it is true. Try: kap search WORDS"
        yield f"{text} {NO_SIGN_OF_SAFETY}" if said & SAFETY_WORDS else text
