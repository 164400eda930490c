"""A whole text held against the evidence: what does not stand, what differs from the records, and what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.views.check import field_spans, say_instead, verdict_line
from kapcli.views.claim import verdict_label
from kapcli.views.closing_lines import about_lines
from kapcli.views.document import Heading, Space, Span, closing, text
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.checking import Checked, Result
    from kapcli.checking.references import Reference
    from kapcli.checking.splitting import Sentence
    from kapcli.views.document import Block, Document

# Of a sentence so many characters are shown.
_LONGEST = 160
_FIRST_WORDS = 70
_CLOSE_UP = "\N{NO-BREAK SPACE}"
# A claim that does not stand is worth a look where a sentence comes so near it.
_WORTH_A_LOOK = 0.35
_FAULTS = ("contradicted", "overstated", "mixed", "untested", "unverified")
_UNREAD = (
    "A sentence is judged only where it says what a claim here says, and a list of references only against the records "
    "here. What was not recognised was not found sound."
)


class Reviewed(msgspec.Struct, frozen=True):
    """A text sorted by what became of its sentences.

    Attributes:
        ruled: Sentences that do not stand, in whole or in part, with the results that say so; or with none, where words
            stand in them that no study can bear out.
        borne_out: Sentences that are supported.
        references: Entries of a list of references.
        near: Sentences with claims near them that do not stand as they are worded; each claim once, with the other
            sentences it is near.
        alone: How many sentences are in none of these.
    """

    ruled: tuple[tuple[Sentence, Checked, tuple[Result, ...]], ...]
    borne_out: tuple[tuple[Sentence, Checked], ...]
    references: tuple[tuple[Sentence, Reference], ...]
    near: tuple[tuple[Sentence, tuple[tuple[Result, tuple[Sentence, ...]], ...]], ...]
    alone: int


def reviewed(pairs: Sequence[tuple[Sentence, Checked]]) -> Reviewed:
    """Sort the sentences of a text."""
    ruled: list[tuple[Sentence, Checked, tuple[Result, ...]]] = []
    borne_out: list[tuple[Sentence, Checked]] = []
    references: list[tuple[Sentence, Reference]] = []
    near: dict[str, list[tuple[Result, Sentence]]] = {}
    alone = 0
    for sentence, found in pairs:
        if found.reference is not None:
            references.append((sentence, found.reference))
            continue
        faults = tuple(result for result in found.results if result.verdict in _FAULTS)
        beside = [] if sentence.heading else [result for result in found.results if _worth_a_look(result)]
        for result in beside:
            near.setdefault(result.assessed.claim.id, []).append((result, sentence))
        if faults or found.verdict in _FAULTS or found.frame.overstated:
            ruled.append((sentence, found, faults))
        elif found.verdict == "supported":
            borne_out.append((sentence, found))
        elif not beside:
            alone += 1
    told = {result.assessed.claim.id for _, _, faults in ruled for result in faults}
    told |= {claim for _, reference in references for claim, _ in reference.claims}
    shown = _by_sentence([found for claim, found in near.items() if claim not in told])
    return Reviewed(tuple(ruled), tuple(borne_out), tuple(references), shown, alone)


def _worth_a_look(result: Result) -> bool:
    doubtful = result.assessed.claim.verdict in _FAULTS
    close = result.match.nearness >= _WORTH_A_LOOK and not result.match.denies
    return doubtful and result.verdict is None and close


def _by_sentence(
    near: list[list[tuple[Result, Sentence]]],
) -> tuple[tuple[Sentence, tuple[tuple[Result, tuple[Sentence, ...]], ...]], ...]:
    """Claims under the sentence that comes nearest to each, in the order of the text."""
    under: dict[tuple[int, str], tuple[Sentence, list[tuple[Result, tuple[Sentence, ...]]]]] = {}
    for found in near:
        result, sentence = max(found, key=lambda pair: pair[0].match.nearness)
        others = tuple(one for _, one in found if one.line != sentence.line)
        under.setdefault((sentence.line, sentence.text), (sentence, []))[1].append((result, others))
    ordered = sorted(under.values(), key=lambda pair: pair[0].line)
    return tuple((sentence, tuple(claims)) for sentence, claims in ordered)


def file_document(
    pairs: Sequence[tuple[Sentence, Checked]], vocabulary: Vocabulary, about: About, remarks: Sequence[str] = ()
) -> Document:
    """A whole text: how much was recognised, and then what does not stand."""
    found = reviewed(pairs)

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield text(Span(summary_line(pairs, found), "heading"))
        yield text(Span(_UNREAD, "limit"))
        for title, part in (
            ("Does not stand as worded", _ruled(found, vocabulary)),
            ("References that differ from the record here", _references(found)),
            ("Near a statement that does not stand: look at these", _near(found, vocabulary)),
            ("Borne out", _borne_out(found, vocabulary)),
        ):
            entries = list(part)
            if entries:
                yield Heading(title)
            yield from (text(*spans, level=level, hang=2) for entry in entries for level, spans in entry)
        yield Space()
        yield text("A claim whole, with every step of its certainty: kap claims ID. A record: kap cite ID")
        yield from closing(about_lines(about, ()))

    return tuple(blocks())


Entry = list[tuple[int, tuple[Span | str, ...]]]


def summary_line(pairs: Sequence[tuple[Sentence, Checked]], found: Reviewed) -> str:
    """What became of a text, in numbers."""
    entries = len(found.references)
    sentences = len(pairs) - entries
    wrong = sum(reference.notable for _, reference in found.references)
    parts = [f"{len(found.ruled)} do not stand as worded, in whole or in part"]
    if found.borne_out:
        parts.append(f"{len(found.borne_out)} borne out")
    parts.append(f"{found.alone} not recognised")
    line = f"{sentences} {'sentence' if sentences == 1 else 'sentences'} and headings: {', '.join(parts)}."
    if entries:
        line += f" {entries} {'reference' if entries == 1 else 'references'}: {wrong} to look up."
    return line


def _ruled(found: Reviewed, vocabulary: Vocabulary) -> Iterator[Entry]:
    for sentence, checked, faults in found.ruled:
        part = faults[0].part if faults and checked.verdict is None else ""
        entry: Entry = [(0, (_head(sentence), f"“{excerpt(sentence.text, part)}”"))]
        if checked.verdict is not None:
            why = f" · {checked.why}" if checked.why else ""
            entry.append((1, (Span(verdict_line(checked, vocabulary).upper(), "limit"), why)))
        entry += [(1, (Span(f"“{word}”", "limit"), f": {reason}.")) for word, reason in checked.frame.overstated]
        for verdict in _FAULTS:
            own = [result for result in faults if result.verdict == verdict]
            if own and checked.verdict is None:
                label = vocabulary.label("verdict", verdict).upper()
                entry.append((1, (Span(f"{label} IN PART", "limit"),)))
            entry += [(1, _told(result, vocabulary)) for result in own]
        yield entry


def _told(result: Result, vocabulary: Vocabulary, others: Sequence[Sentence] = ()) -> tuple[Span | str, ...]:
    claim, weighed = result.assessed.claim, result.assessed.weighed
    label = verdict_label(claim, weighed, vocabulary)
    lines = sorted({one.line for one in others})
    more = f"; also {'line' if len(lines) == 1 else 'lines'} {', '.join(map(str, lines))}" if lines else ""
    figures = ""
    if result.relation == "different-figure":
        figures = "".join(f"the text says {said}, what was read says {read}. " for said, read in result.match.figures)
    return Span(claim.id, "id"), f" ({label}{more}): ", Span(figures, "limit"), say_instead(result)


def _near(found: Reviewed, vocabulary: Vocabulary) -> Iterator[Entry]:
    for sentence, claims in found.near:
        entry: Entry = [(0, (_head(sentence), f"“{excerpt(sentence.text, longest=_FIRST_WORDS)}”"))]
        yield entry + [(1, _told(result, vocabulary, others)) for result, others in claims]


def _references(found: Reviewed) -> Iterator[Entry]:
    for sentence, reference in found.references:
        if not reference.notable:
            continue
        entry: Entry = [(0, (_head(sentence), f"“{excerpt(sentence.text)}”", " · ", Span(reference.study, "id")))]
        entry += [(1, field_spans(field)) for field in reference.fields if field.state in ("differs", "unverified")]
        lacking = [
            field.name for field in reference.those("missing") if field.name in ("title", "journal", "publisher")
        ]
        entry += [(1, field_spans(field)) for field in reference.those("missing") if field.name in lacking]
        yield entry


def _borne_out(found: Reviewed, vocabulary: Vocabulary) -> Iterator[Entry]:
    for sentence, checked in found.borne_out:
        ids = ", ".join(one.assessed.claim.id for one in checked.results if one.verdict == "supported")
        label = verdict_line(checked, vocabulary)
        yield [(0, (_head(sentence), f"“{excerpt(sentence.text)}” ", f"{label}: ", Span(ids, "id")))]


def _head(sentence: Sentence) -> Span:
    return Span(f"Line {sentence.line}: ", "label")


def excerpt(whole: str, part: str = "", longest: int = _LONGEST) -> str:
    """So much of a sentence as can be shown: its beginning, or what stands around a part of it, cut between words."""
    if len(whole) <= longest:
        return whole
    place = max(whole.find(part), 0)
    start = 0 if place + len(part) <= longest else max(0, place - (longest - len(part)) // 2)
    begin = f"…{_CLOSE_UP}" if start else ""
    if start:
        start = whole.find(" ", start) + 1
    end = start + max(longest, len(part))
    if end >= len(whole):
        return begin + whole[start:]
    return begin + whole[start:end].rsplit(" ", 1)[0].rstrip(" ,;:–—") + f"{_CLOSE_UP}…"
