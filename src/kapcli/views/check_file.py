"""A whole text: a summary, and a line for every sentence in its order."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from kapcli.catalogue.words import so_many
from kapcli.views.check import last_lines, taken_over
from kapcli.views.document import Space, Span, text
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.checker import Checked
    from kapcli.checking.references import Reference
    from kapcli.checking.splitting import Sentence
    from kapcli.views.document import Block, Document

    Pairs = Sequence[tuple[Sentence, Checked]]

# A line stays within this in the narrowest window that is usual.
_WIDTH = 79
# Letters of a sentence that make place for nothing, and those that only the first note may take.
_LEAST, _WELCOME = 12, 26
# So many letters of a sentence, where there is room for them, so that what follows stands in a column.
_WORDS = 34
# Of what an overstatement is said of, so many letters are shown.
_SAID_OF = 28
# A heading of fewer words says nothing.
_TELLS = 4
# Of the numbers of sentences so many are named in the summary.
_NAMED = 10
_WRONG, _QUESTION, _PLAIN = "!", "?", "·"


def file_document(
    name: str,
    pairs: Sequence[tuple[Sentence, Checked]],
    vocabulary: Vocabulary,
    about: About,
    remarks: Sequence[str] = (),
) -> Document:
    """A text under its summary."""

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield from _summary(name, pairs)
        yield Space()
        wide = len(str(len(pairs)))
        for numbers, run in _runs(pairs):
            if len(run) > 1:
                named = ", ".join(dict.fromkeys(one.reference.study for _, one in run if one.reference))
                told = f"references that agree: {named}" if named else "nothing close"
                yield text(Span(f"{numbers[0]}-{numbers[-1]} {_PLAIN} {told}", "muted"), hang=wide + 3)
            else:
                ((sentence, found),) = run
                yield text(*_line(f"{numbers[0]:>{wide}}", sentence, found, vocabulary))
        yield Space()
        yield from last_lines(about, (), remarks)

    return tuple(blocks())


def _runs(pairs: Pairs) -> Iterator[tuple[list[int], Pairs]]:
    """The sentences one by one; those of which there is nothing to tell, where several follow, together."""
    members = ((number, pair, _quiet(*pair) or str(number)) for number, pair in enumerate(pairs, 1))
    for _, group in itertools.groupby(members, key=lambda one: one[2]):
        run = list(group)
        yield [number for number, _, _ in run], [pair for _, pair, _ in run]


def _quiet(sentence: Sentence, found: Checked) -> str:
    """Why a line on a sentence would tell nothing; empty where it would."""
    if found.reference is not None:
        return "" if found.reference.notable else "agrees"
    if found.doubtful or found.asked or found.recorded or found.same:
        return ""
    return "" if found.close and not _short(sentence) else "nothing close"


def _short(sentence: Sentence) -> bool:
    """Whether it is a heading of so few words that it says nothing."""
    return (sentence.heading or sentence.text.endswith(":")) and len(sentence.text.split()) < _TELLS


def _summary(name: str, pairs: Sequence[tuple[Sentence, Checked]]) -> Iterator[Block]:
    entries = [number for number, (_, found) in enumerate(pairs, 1) if found.reference is not None]
    sentences = len(pairs) - len(entries)
    line = f"{name}: {so_many(sentences, 'sentence or heading', 'sentences and headings')}"
    yield text(Span(f"{line}, {so_many(len(entries), 'reference', 'references')}", "heading"))
    numbered = list(enumerate((found for _, found in pairs), 1))
    figures = {n: one.recorded for n, one in numbered if one.recorded is not None}
    for sign, label, numbers in (
        (_WRONG, "words that no study can support", [n for n, one in numbered if one.overstatements]),
        (_WRONG, "figures that differ from the record", [n for n, one in figures.items() if one.differs]),
        (_WRONG, "references to look up", [n for n, one in numbered if one.reference and one.reference.notable]),
        (_PLAIN, "figures found in a record", [n for n, one in figures.items() if not one.differs]),
        (_PLAIN, "sentences with a verdict", [n for n, one in numbered if one.same]),
        (_QUESTION, "questions", [n for n, one in numbered if one.asked]),
    ):
        if numbers:
            yield text(Span(sign, "strong"), f" {label}: {len(numbers)} ({_listed(numbers)})", hang=2)
    if strange := sum(one.reference is None and not one.close for _, one in numbered):
        yield text(f"{_PLAIN} nothing close: {strange}")
    yield text("A near claim may say something else: judge for yourself. In full: --open N")


def _line(number: str, sentence: Sentence, found: Checked, vocabulary: Vocabulary) -> tuple[Span | str, ...]:
    sign = _WRONG if found.doubtful else _QUESTION if found.asked else _PLAIN
    if found.reference is not None:
        sign = _WRONG if found.reference.notable else _PLAIN
    notes = ["heading"] if _short(sentence) and not found.doubtful else list(_notes(found, vocabulary))
    head = f"{number} {sign} "
    room = _WIDTH - len(head) - 3
    if found.overstatements and not found.same and len(" · ".join(notes)) > room - _LEAST:
        notes[0] = f"“{found.overstatements[0].words}”"
    # What matters least stands last, and goes where there is no room for it.
    while len(notes) > 1 and len(" · ".join(notes)) > room - _WELCOME:
        notes.pop()
    said = " · ".join(notes)
    left = max(_LEAST, room - len(said))
    words = excerpt(sentence.text, min(left, _WORDS)).ljust(min(left, _WORDS)).replace(" ", "\N{NO-BREAK SPACE}")
    return (
        Span(number.replace(" ", "\N{NO-BREAK SPACE}"), "muted"),
        " ",
        Span(sign, "strong"),
        f" {words} · ",
        Span(excerpt(said, room - _LEAST), "strong" if found.same else "label"),
    )


def _notes(found: Checked, vocabulary: Vocabulary) -> Iterator[str]:
    """What stands behind the words of a sentence, the most telling first and then what may go first."""
    if found.reference is not None:
        yield _referred(found.reference)
        return
    if found.same:
        how = "denies" if found.same.denied else "says"
        yield f"{vocabulary.label('verdict', found.same.verdict).upper()}: {how} {found.same.claim}"
        return
    if found.overstatements:
        yield f"“{excerpt(found.overstatements[0].said_of, _SAID_OF)}”"
    elif found.recorded and found.recorded.differs:
        yield f"{found.recorded.study}: not {', '.join(found.recorded.differs)}"
    else:
        yield from (f"{one.study}: not {one.said}" for one in found.cites if one.said is not None)
    if not found.close:
        yield "nothing close"
        return
    claim = found.near[0].assessed.claim
    # Beside a sentence that names something else, the claim's verdict would be taken for the sentence's.
    verdict = "" if found.asked or found.differences[0] else f", {vocabulary.label('verdict', claim.verdict)}"
    yield f"near: {claim.id}{verdict}"
    if found.recorded and not found.recorded.differs:
        yield f"figures in {found.recorded.study}"
    if found.about:
        first, *others = taken_over(found, vocabulary)
        yield f"about {first}{f' +{len(others)}' if others else ''}"


def _referred(reference: Reference) -> str:
    if reference.status == "unknown":
        return "reference: not in the catalogue"
    parts = [field.name for field in reference.fields if field.state in ("differs", "unverified")]
    if parts:
        return f"reference {reference.study}: {', '.join(parts)} to look up"
    return f"reference {reference.study}: agrees"


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_NAMED]))
    return shown if len(numbers) <= _NAMED else f"{shown} and {len(numbers) - _NAMED} more"


def excerpt(whole: str, longest: int) -> str:
    """The first words of a sentence, in so many letters at most, with an ellipsis where some are left out."""
    if len(whole) <= longest:
        return whole
    return whole[: longest - 2].rsplit(" ", 1)[0].rstrip(" ,;:–—") + " …"
