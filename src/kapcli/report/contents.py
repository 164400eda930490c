"""What a report holds: each part worked out from what was gathered."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.trials import trial_key
from kapcli.citing.from_study import beside
from kapcli.evidence.body import LEVELS
from kapcli.evidence.grade_wording import SHOWN, closing, settling
from kapcli.evidence.limitations import CLINICAL, abstract_only
from kapcli.evidence.people import counted
from kapcli.evidence.question_match import compares
from kapcli.report.harms import harms_of
from kapcli.report.links import address, link
from kapcli.report.parts import ClaimPart, LimitLine, LinkedLine, Quote, Reference, Report, Source, StudyRow
from kapcli.report.report_data import cited_studies
from kapcli.report.terms import terms_used
from kapcli.views import phrases
from kapcli.views.claim import ids, verdict_label
from kapcli.views.claims import facts
from kapcli.views.limitations import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.report.report_data import Gathered
    from kapcli.views.claim import ClaimSheet, Linked

LEVEL_WORDS = dict(
    zip(LEVELS, ("groups formed by chance", "groups not formed by chance", "one group before and after"), strict=True)
)


def report(found: Gathered) -> Report:
    """Put a report together."""
    vocabulary, about = found.vocabulary, found.about
    studies = [study for study, _ in found.studies]
    claims = tuple(_claim(sheet, vocabulary) for sheet in found.claims)
    # Statements on an effect of just what was asked stand whole; the others that match in a line each.
    wanted = set(found.answering) or {sheet.claim.id for sheet in found.claims if sheet.claim.kind == "effect"}
    wanted |= {one.claim.id for one in found.verdict.quoted}
    whole = tuple(part for part in claims if part.id in wanted)
    others = tuple(part for part in claims if part.id not in wanted)
    limits = tuple(_limit(tally, vocabulary) for tally in found.tallies if tally.yes)
    rows = tuple(_row(study, origin, vocabulary) for study, origin in found.studies)
    cited = cited_studies(found)
    made = Report(
        question=found.question,
        understood=found.understood,
        command=found.command,
        remarks=found.remarks,
        answer=found.verdict.sentences,
        quotes=tuple(
            Quote(one.claim.id, one.claim.statement, one.claim.instead)
            for one in found.verdict.quoted
            if one.claim.instead
        ),
        counts=counts_line(studies, len(found.claims)),
        reading=reading_line(studies),
        limits=limits,
        gaps=found.gaps,
        left_out=found.left_out,
        harms=harms_of(studies, found.on_harm, vocabulary),
        claims=whole,
        other_claims=others,
        studies=rows,
        glossary=(),
        references=tuple(_reference(study, found.references.get(study.id, "")) for study in cited),
        style=found.style,
        title=about.title,
        as_of=about.as_of,
        scope=about.scope,
        inclusion=about.inclusion,
        method=about.method,
        disclaimer=about.disclaimer,
        urgent_help=about.urgent_help,
        crisis=found.crisis,
        version=found.version,
    )
    return msgspec.structs.replace(made, glossary=terms_used(texts_of(made), found.glossary))


def counts_line(studies: Sequence[Study], claims: int) -> str:
    """What matched, in numbers: a trial counts once."""
    trials = len({trial_key(study) for study in studies})
    text = f"{len(studies)} {'study' if len(studies) == 1 else 'studies'}"
    if trials != len(studies):
        text += f" of {trials} trials or works"
    with_groups = sum(compares(study) for study in studies)
    people = sum(study.design in CLINICAL for study in studies)
    parts = [
        text,
        f"{people} of them treated or observed people",
        f"{with_groups} {'gives' if with_groups == 1 else 'give'} a figure that compares groups",
        f"{claims} {'statement' if claims == 1 else 'statements'} weighed or checked",
    ]
    return "; ".join(parts) + "."


def reading_line(studies: Sequence[Study]) -> str:
    """How many were read in full."""
    if not studies:
        return ""
    unread = sum(abstract_only(study) for study in studies)
    if not unread:
        return "All of them were read in full."
    if unread == len(studies):
        return "None of them was read in full: what stands here comes from abstracts, registry records and the like."
    return (
        f"{unread} of the {len(studies)} were not read in full: what stands here of them comes from abstracts, "
        "registry records and the like."
    )


def _limit(tally: Tally, vocabulary: Vocabulary) -> LimitLine:
    term = vocabulary.term("limitation", tally.code)
    return LimitLine(term.label, count_words(tally), term.definition, tally.yes)


def _claim(sheet: ClaimSheet, vocabulary: Vocabulary) -> ClaimPart:
    claim, weighed = sheet.claim, sheet.weighed
    shown = ""
    if weighed.certainty is not None:
        people = "number of people not known" if weighed.people is None else f"{weighed.people} people analysed"
        level = LEVEL_WORDS.get(weighed.level, "")
        shown = f"{SHOWN[weighed.shows]}; {people}; {level}"
    return ClaimPart(
        id=claim.id,
        statement=claim.statement,
        kind=vocabulary.label("claim_kind", claim.kind),
        verdict=verdict_label(claim, weighed, vocabulary),
        tone=claim.verdict,
        certainty="" if weighed.certainty is None else vocabulary.label("certainty", weighed.certainty),
        closing=closing(claim, weighed),
        instead=claim.instead,
        shown=shown,
        steps=tuple(f"{step.name} -{step.down}: {step.reason} ({', '.join(step.studies)})" for step in weighed.steps),
        settle="; ".join(settling(weighed)),
        for_=_lines(sheet.for_, vocabulary),
        against=_lines(sheet.against, vocabulary),
        beside=_lines(sheet.context, vocabulary),
        for_ids=ids(claim.for_),
        against_ids=ids(claim.against),
        both_sides=claim.both_sides,
        said_by=claim.said_by,
        origin="" if sheet.origin == "built-in" else PurePath(sheet.origin).name,
    )


def _lines(side: Iterable[Linked], vocabulary: Vocabulary) -> tuple[LinkedLine, ...]:
    return tuple(LinkedLine(linked.study.id, tuple(facts(linked, vocabulary))) for linked in side)


def _row(study: Study, origin: str, vocabulary: Vocabulary) -> StudyRow:
    count = counted(study)
    strength = vocabulary.term("design", study.design).strength
    return StudyRow(
        id=study.id,
        byline=phrases.byline(study),
        year=study.year,
        design=vocabulary.label("design", study.design),
        strength=99 if strength is None else strength,
        people=None if count is None else count.people,
        people_text=phrases.people(study),
        conditions=phrases.conditions(study, vocabulary),
        given="; ".join(
            filter(
                None,
                (
                    phrases.given(study, vocabulary),
                    phrases.therapy(study, vocabulary),
                    phrases.comparator(study, vocabulary),
                ),
            )
        ),
        compares=compares(study),
        finding=study.finding,
        limits=phrases.limits_line(study, vocabulary),
        reading=phrases.reading_mark(study),
        origin="" if origin == "built-in" else origin,
    )


def _reference(study: Study, text: str) -> Reference:
    sources = dict.fromkeys((reading.read, reading.url) for reading in study.read_at)
    return Reference(
        study.id,
        text,
        link(study),
        tuple(beside(study)),
        tuple(Source(read, url, address(url)) for read, url in sources),
    )


def texts_of(made: Report) -> str:
    """Every text of a report a term could stand in, joined."""
    parts: list[str] = [*made.answer]
    for claim in (*made.claims, *made.other_claims):
        parts += [claim.statement, claim.closing, claim.instead, *claim.steps]
        for line in (*claim.for_, *claim.against, *claim.beside):
            parts += line.facts
    for row in made.studies:
        parts += [row.design, row.conditions, row.given, row.finding, row.limits]
    parts += [f"{limit.label} {limit.meaning}" for limit in made.limits]
    parts += [line.text for line in (*made.harms.lines, *made.harms.known)]
    return "\n".join(parts)


__all__ = ["counts_line", "reading_line", "report", "texts_of"]
