"""What the evidence says of a sentence: the verdict first, then the claims it rests on and what may be said instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.evidence.grade_wording import closing
from kapcli.views.claim import certainty_line, ids, linked_json, verdict_label
from kapcli.views.claims import facts
from kapcli.views.closing_lines import about_lines
from kapcli.views.lay import LayPage, lay_claim
from kapcli.writers.layout import Page, Span
from kapcli.writers.tables import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.catalogue.model import About, Claim, GlossaryTerm
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.checking import Checked, Result
    from kapcli.checking.references import Field
    from kapcli.checking.splitting import Sentence
    from kapcli.views.claim import ClaimSheet
    from kapcli.writers.layout import Line, Style

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


def check_page(
    sentence: Sentence,
    found: Checked,
    sheets: Sequence[ClaimSheet],
    vocabulary: Vocabulary,
    about: About,
    width: int,
    remarks: Sequence[str] = (),
) -> list[Line]:
    """One sentence."""
    page = Page(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    page.text(Span(f"“{sentence.text}”", "heading"))
    style: Style = "strong" if found.verdict == "supported" else "limit"
    certainty = ""
    if found.verdict == "supported" and found.results:
        certainty = certainty_line(found.results[0].assessed.weighed, vocabulary)
    page.text(Span(verdict_line(found, vocabulary).upper(), style), f" · {certainty}" if certainty else "", indent=2)
    if found.why:
        page.text(f"Why: {found.why}.", indent=2, hang=4)
    for word, reason in found.frame.overstated:
        page.text(Span(f"“{word}”", "limit"), f": {reason}.", indent=2, hang=4)
    for field in _amiss(found):
        page.text(*field_spans(field), indent=2, hang=4)
    if found.frame.meant:
        page.text(Span("Ketamine is understood: the sentence names no drug.", "muted"), indent=2)
    for result, sheet in zip(found.results, sheets, strict=True):
        page.blank()
        _result(page, result, sheet, vocabulary, whole=result is found.results[0] and result.verdict is not None)
    page.blank()
    page.text("A claim whole, with every step of its certainty: kap claims ID")
    for line in about_lines(about, [study for sheet in sheets for study in sheet.studies]):
        page.text(Span(line, "muted"))
    return page.lines


def _result(page: Page, result: Result, sheet: ClaimSheet, vocabulary: Vocabulary, *, whole: bool) -> None:
    claim, weighed = result.assessed.claim, result.assessed.weighed
    page.text(f"It {RELATIONS[result.relation]}: " if result.relation != "related" else "Near it: ", claim.statement)
    parts = [verdict_label(claim, weighed, vocabulary), certainty_line(weighed, vocabulary)]
    standing = " · ".join(filter(None, parts))
    page.text(Span(claim.id, "id"), f" · the claim is {standing}", indent=2, hang=4)
    for said, read in result.match.figures if result.relation == "different-figure" else ():
        page.text(Span(f"the sentence says {said}, what was read says {read}", "limit"), indent=2, hang=4)
    if not whole:
        page.text(_sides(claim), indent=2, hang=4)
        return
    page.text(closing(claim, weighed), indent=2)
    page.pair("What may be said", say_instead(result))
    for name, side in (("For", sheet.for_), ("Against", sheet.against)):
        for linked in side:
            texts = " · ".join(facts(linked, vocabulary))
            page.bullet(Span(f"{name} ", "label"), Span(linked.study.id, "id"), f" · {texts}")


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


def _text(span: Span | str) -> str:
    return span if isinstance(span, str) else span.text


def _sides(claim: Claim) -> str:
    parts = [f"for: {ids(claim.for_) or 'none here'}", f"against: {ids(claim.against) or 'none here'}"]
    return " · ".join(parts)


def lay_check(
    pairs: Sequence[tuple[Sentence, Checked]],
    sheets: Sequence[Sequence[ClaimSheet]],
    vocabulary: Vocabulary,
    about: About,
    glossary: Iterable[GlossaryTerm],
    width: int,
    remarks: Sequence[str] = (),
) -> list[Line]:
    """Sentences for a person outside the field: what the research says of each, and no more than one claim."""
    page = LayPage(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    for (sentence, found), own in zip(pairs, sheets, strict=True):
        if len(pairs) > 1 and found.reference is not None and not found.reference.notable:
            continue
        if not own and not found.frame.overstated:
            continue
        page.blank()
        page.text(Span(f"You asked about: “{sentence.text}”", "heading"))
        said = "It cannot be told from what is here." if found.verdict is None else _capital(vocabulary, found.verdict)
        page.pair("In short", said)
        for word, reason in found.frame.overstated:
            page.text(Span(f"“{word}”", "limit"), f": {reason}.", indent=2, hang=4)
        if own:
            page.text("The nearest thing that was looked at:", indent=2)
            lay_claim(page, own[0], vocabulary)
            if found.results[0].assessed.claim.verdict == "supported" and found.verdict == "contradicted":
                page.text("So the sentence says the opposite of what was read, or gives another number.", indent=2)
    return page.close(about, glossary, urgent=any(one.claim.topic == "suicidality" for own in sheets for one in own))


def _capital(vocabulary: Vocabulary, verdict: str) -> str:
    return vocabulary.plain("verdict", verdict).capitalize() + "."


def check_markdown(pairs: Sequence[tuple[Sentence, Checked]], vocabulary: Vocabulary, about: About) -> str:
    """Sentences with their verdicts and claims, as Markdown."""
    parts = []
    for sentence, found in pairs:
        parts.append(f"## {escaped(sentence.text)}\n")
        parts.append(f"{escaped(verdict_line(found, vocabulary))}{escaped(f': {found.why}') if found.why else ''}\n")
        lines = [f"- {escaped(word)}: {escaped(reason)}" for word, reason in found.frame.overstated]
        lines += [f"- {escaped(''.join(_text(span) for span in field_spans(field)))}" for field in _amiss(found)]
        for result in found.results:
            claim = result.assessed.claim
            label = verdict_label(claim, result.assessed.weighed, vocabulary)
            lines.append(f"- {escaped(claim.id)} ({escaped(label)}; {result.relation}): {escaped(say_instead(result))}")
        parts.append("\n".join(lines) + "\n")
    parts += [f"{escaped(line)}\n" for line in about_lines(about, ())]
    return "\n".join(parts)


def rows(sentence: Sentence, found: Checked) -> Iterator[tuple[str, ...]]:
    """A sentence as the cells of `COLUMNS`, a row for each claim; one row where none is near."""
    head = (str(sentence.line), sentence.text, found.verdict or "", found.why)
    if not found.results:
        yield (*head, "", "", "", "", "")
    for result in found.results:
        claim, weighed = result.assessed.claim, result.assessed.weighed
        yield (*head, claim.id, result.relation, claim.verdict, weighed.certainty or "", say_instead(result))


def as_json(
    sentence: Sentence, found: Checked, sheets: Sequence[ClaimSheet], vocabulary: Vocabulary
) -> Iterator[dict[str, Any]]:
    """The claims of a sentence for a program."""
    overstatements = [{"words": word, "because": reason} for word, reason in found.frame.overstated]
    for place, (result, sheet) in enumerate(zip(found.results, sheets, strict=True)):
        claim, weighed = sheet.claim, sheet.weighed
        yield {
            "id": claim.id,
            "statement": claim.statement,
            "verdict": found.verdict if place == 0 and not result.part else result.verdict,
            "part": result.part,
            "claim_verdict": claim.verdict,
            "relation": result.relation,
            "certainty": weighed.certainty,
            "closing": closing(claim, weighed),
            "for": [linked_json(linked, vocabulary) for linked in sheet.for_],
            "against": [linked_json(linked, vocabulary) for linked in sheet.against],
            "context": [linked_json(linked, vocabulary) for linked in sheet.context],
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
            "origin": sheet.origin,
        }


__all__ = [
    "COLUMNS",
    "RELATIONS",
    "as_json",
    "check_markdown",
    "check_page",
    "field_spans",
    "lay_check",
    "rows",
    "say_instead",
    "verdict_line",
]
