"""What the evidence says of a sentence: the verdict first, then the claims it rests on and what may be said instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.evidence.grade_wording import closing
from kapcli.views.claim import certainty_line, linked_data, sides_line, verdict_label
from kapcli.views.claims import facts
from kapcli.views.closing_lines import about_lines
from kapcli.views.document import Space, Span, item, row, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks
from kapcli.views.lay import lay_claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.checking import Checked, Result
    from kapcli.checking.references import Field
    from kapcli.checking.splitting import Sentence
    from kapcli.views.claim import ClaimView
    from kapcli.views.document import Block, Document, Style

COLUMNS = ("line", "sentence", "verdict", "why", "claim", "relation", "claim_verdict", "certainty", "say_instead")
RELATIONS = {
    "same": "says the same",
    "narrower": "says it of a narrower case",
    "broader": "leaves out a restriction",
    "opposite": "says the opposite",
    "different-figure": "gives another figure",
    "related": "is near, and says something else",
}


def verdict_line(found: Checked, vocabulary: Vocabulary) -> str:
    """The verdict on a sentence in words."""
    if found.verdict is None:
        return "no verdict"
    if found.results and found.results[0].verdict == found.verdict == "supported":
        assessed = found.results[0].assessed
        return verdict_label(assessed.claim, assessed.weighed, vocabulary)
    return vocabulary.label("verdict", found.verdict)


def say_instead(result: Result) -> str:
    """What may honestly be said: what the sources say, or the claim itself where that is what they say."""
    claim = result.assessed.claim
    return claim.instead or claim.statement


def check_document(
    sentence: Sentence,
    found: Checked,
    views: Sequence[ClaimView],
    vocabulary: Vocabulary,
    about: About,
    remarks: Sequence[str] = (),
) -> Document:
    """One sentence."""

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield text(Span(f"“{sentence.text}”", "heading"))
        style: Style = "strong" if found.verdict == "supported" else "limit"
        certainty = ""
        if found.verdict == "supported" and found.results:
            certainty = certainty_line(found.results[0].assessed.weighed, vocabulary)
        verdict = Span(verdict_line(found, vocabulary).upper(), style)
        yield text(verdict, f" · {certainty}" if certainty else "", level=1)
        if found.why:
            yield text(f"Why: {found.why}.", level=1, hang=2)
        for word, reason in found.frame.overstated:
            yield text(Span(f"“{word}”", "limit"), f": {reason}.", level=1, hang=2)
        for field in _amiss(found):
            yield text(*field_spans(field), level=1, hang=2)
        if found.frame.meant:
            yield text(Span("Ketamine is understood: the sentence names no drug.", "muted"), level=1)
        for result, view in zip(found.results, views, strict=True):
            yield Space()
            yield from _result(result, view, vocabulary, result is found.results[0] and result.verdict is not None)
        yield Space()
        yield text("A claim whole, with every step of its certainty: kap claims ID")
        yield from closing_blocks(about_lines(about, [study for view in views for study in view.studies]))

    return tuple(blocks())


def _result(result: Result, view: ClaimView, vocabulary: Vocabulary, whole: bool) -> Iterator[Block]:
    claim, weighed = result.assessed.claim, result.assessed.weighed
    yield text(f"It {RELATIONS[result.relation]}: " if result.relation != "related" else "Near it: ", claim.statement)
    parts = [verdict_label(claim, weighed, vocabulary), certainty_line(weighed, vocabulary)]
    standing = " · ".join(filter(None, parts))
    yield text(Span(claim.id, "id"), f" · the claim is {standing}", level=1, hang=2)
    for said, read in result.match.figures if result.relation == "different-figure" else ():
        yield text(Span(f"the sentence says {said}, what was read says {read}", "limit"), level=1, hang=2)
    if not whole:
        yield text(sides_line(claim, weighed), level=1, hang=2)
        return
    yield text(closing(claim, weighed), level=1)
    yield row("What may be said", say_instead(result))
    for name, side in view.groups:
        for linked in side:
            texts = " · ".join(facts(linked, vocabulary))
            yield item(Span(f"{name} ", "label"), Span(linked.study.id, "id"), f" · {texts}")


def _amiss(found: Checked) -> list[Field]:
    """What a reference gives otherwise than the record, or leaves out."""
    fields = found.reference.fields if found.reference else ()
    return [field for field in fields if field.state in ("differs", "unverified", "missing")]


def field_spans(field: Field) -> tuple[Span | str, ...]:
    """One part of a reference beside the record's."""
    name = Span(f"{field.name}: ", "label")
    if field.state == "missing":
        return name, Span("not given", "limit"), f"; the record has “{field.read}”"
    if field.state == "unverified":
        return name, f"“{field.said}”, ", Span("unverified", "limit"), f": only {field.read} gives it"
    return name, f"“{field.said}”, ", Span("differs", "limit"), f": the record has “{field.read}”"


def lay_check(
    pairs: Sequence[tuple[Sentence, Checked]], views: Sequence[Sequence[ClaimView]], vocabulary: Vocabulary
) -> Iterator[Block]:
    """Sentences for a person outside the field: what the research says of each, and no more than one claim."""
    for (sentence, found), own in zip(pairs, views, strict=True):
        if len(pairs) > 1 and found.reference is not None and not found.reference.notable:
            continue
        if not own and not found.frame.overstated:
            continue
        yield Space()
        yield text(Span(f"You asked about: “{sentence.text}”", "heading"))
        said = "It cannot be told from what is here." if found.verdict is None else _capital(vocabulary, found.verdict)
        yield row("In short", said)
        for word, reason in found.frame.overstated:
            yield text(Span(f"“{word}”", "limit"), f": {reason}.", level=1, hang=2)
        if own:
            yield text("The nearest thing that was looked at:", level=1)
            yield from lay_claim(own[0], vocabulary)
            if found.results[0].assessed.claim.verdict == "supported" and found.verdict == "contradicted":
                yield text("So the sentence says the opposite of what was read, or gives another number.", level=1)


def _capital(vocabulary: Vocabulary, verdict: str) -> str:
    return vocabulary.plain("verdict", verdict).capitalize() + "."


def as_cells(sentence: Sentence, found: Checked) -> Iterator[tuple[str, ...]]:
    """A sentence as the cells of `COLUMNS`, a row for each claim; one row where none is near."""
    head = (str(sentence.line), sentence.text, found.verdict or "", found.why)
    if not found.results:
        yield (*head, "", "", "", "", "")
    for result in found.results:
        claim, weighed = result.assessed.claim, result.assessed.weighed
        yield (*head, claim.id, result.relation, claim.verdict, weighed.certainty or "", say_instead(result))


def as_data(
    sentence: Sentence, found: Checked, views: Sequence[ClaimView], vocabulary: Vocabulary
) -> Iterator[dict[str, Any]]:
    """The claims of a sentence for a program."""
    overstatements = [{"words": word, "because": reason} for word, reason in found.frame.overstated]
    for place, (result, view) in enumerate(zip(found.results, views, strict=True)):
        claim, weighed = view.claim, view.weighed
        yield {
            "id": claim.id,
            "statement": claim.statement,
            "verdict": found.verdict if place == 0 and not result.part else result.verdict,
            "part": result.part,
            "claim_verdict": claim.verdict,
            "relation": result.relation,
            "certainty": weighed.certainty,
            "closing": closing(claim, weighed),
            "for": [linked_data(linked, vocabulary) for linked in view.for_],
            "against": [linked_data(linked, vocabulary) for linked in view.against],
            "context": [linked_data(linked, vocabulary) for linked in view.context],
            "overstatements": overstatements,
            "say_instead": say_instead(result),
            "why": found.why if place == 0 else "",
            "open": result.match.open,
            "extra": result.match.extra,
            "figures": [{"said": said, "read": read} for said, read in result.match.figures],
            "wording": result.wording,
            "kind": claim.kind,
            "topic": claim.topic,
            "sentence": sentence.text,
            "line": sentence.line,
            "origin": view.origin,
        }
