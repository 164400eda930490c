"""What a report holds: plain data, gathered once and shown as a page, as Markdown or as JSON."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.model import Study
from kapcli.citing.from_study import beside, csl_item
from kapcli.evidence.answers import compares
from kapcli.evidence.body import LEVELS
from kapcli.evidence.caveats import CLINICAL, abstract_only
from kapcli.evidence.people import counted
from kapcli.evidence.wording import SHOWN, closing, settling
from kapcli.render import phrases
from kapcli.render.claim_sheet import ids, verdict_label
from kapcli.render.claims_page import facts
from kapcli.render.limits_page import count_words
from kapcli.report.links import address, link
from kapcli.report.terms import terms_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.model import About, GlossaryTerm
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.answers import Verdict
    from kapcli.evidence.counting import Tally
    from kapcli.evidence.forest import Forest
    from kapcli.evidence.gaps import EvidenceMap
    from kapcli.render.claim_sheet import ClaimSheet, Linked

SILENCE = "Harm that was not reported is not known; it is no sign of safety."
RARE = "Most studies were small and short: harms that are rare or slow to show would be missed."
LEVEL_WORDS = dict(
    zip(LEVELS, ("groups formed by chance", "groups not formed by chance", "one group before and after"), strict=True)
)


class Gathered(msgspec.Struct, frozen=True):
    """Everything a report is made from, as the catalogue gave it.

    Attributes:
        question: As asked, in the words typed.
        plain_question: The same for a person outside the field.
        understood: How it was read, a line a part.
        command: What to type to make the report again.
        answering: Ids of the claims on an effect that are on just what was asked.
        studies: Those that match, best first, each with the file it came from.
        linked: Studies that claims rest on and the question does not match.
        tallies: Limits counted over the studies, heaviest first.
        map: The studies by two dimensions; ``None`` where there are too few for one.
        map_command: What draws the same in a terminal.
        remarks: What has to be said before anything else.
        left_out: What the answer leaves out.
        on_harm: Works on harm that every answer shows.
        files: The catalogue files, by name.
        crisis: Whether the words may be those of somebody in danger.
        narrowed: Whether it is of a part of the catalogue.
    """

    question: str
    plain_question: str
    understood: tuple[str, ...]
    command: str
    verdict: Verdict
    answering: tuple[str, ...]
    studies: tuple[tuple[Study, str], ...]
    claims: tuple[ClaimSheet, ...]
    tallies: tuple[Tally, ...]
    map: EvidenceMap | None
    map_command: str
    asked_columns: frozenset[str]
    gaps: tuple[str, ...]
    forest: Forest | None
    remarks: tuple[str, ...]
    left_out: tuple[str, ...]
    on_harm: tuple[Study, ...]
    references: dict[str, str]
    style: str
    vocabulary: Vocabulary
    about: About
    glossary: tuple[GlossaryTerm, ...]
    version: str
    files: tuple[str, ...]
    crisis: bool = False
    narrowed: bool = True


class LimitLine(msgspec.Struct, frozen=True):
    """A limit counted over the studies."""

    label: str
    count: str
    meaning: str
    studies: tuple[str, ...]


class LinkedLine(msgspec.Struct, frozen=True):
    """A study on one side of a claim, in a line."""

    study: str
    facts: tuple[str, ...]


class ClaimPart(msgspec.Struct, frozen=True):
    """A claim with both its sides."""

    id: str
    statement: str
    kind: str
    verdict: str
    tone: str
    certainty: str
    closing: str
    instead: str
    shown: str
    steps: tuple[str, ...]
    settle: str
    for_: tuple[LinkedLine, ...]
    against: tuple[LinkedLine, ...]
    beside: tuple[LinkedLine, ...]
    for_ids: str
    against_ids: str
    both_sides: str
    said_by: str
    origin: str


class HarmLine(msgspec.Struct, frozen=True):
    """What one work says of harm."""

    study: str
    text: str


class Harms(msgspec.Struct, frozen=True):
    """Harms: looked for, found, not reported.

    Attributes:
        people: Works that treated or observed people.
        counts: Status in words and how many of them.
        named: Harm to the ids of the works that name it.
        serious: Id and number of serious adverse events, where one was read.
        lines: Study by study.
        known: Works on harm outside the question.
    """

    people: int
    counts: tuple[tuple[str, int], ...]
    named: tuple[tuple[str, tuple[str, ...]], ...]
    serious: tuple[tuple[str, str], ...]
    lines: tuple[HarmLine, ...]
    known: tuple[HarmLine, ...]


class StudyRow(msgspec.Struct, frozen=True):
    """A study as a row of the table.

    Attributes:
        strength: For sorting: 1 is the strongest design.
        people: For sorting; ``None`` where no count is known.
    """

    id: str
    byline: str
    year: int
    design: str
    strength: int
    people: int | None
    people_text: str
    conditions: str
    given: str
    compares: bool
    finding: str
    limits: str
    reading: str
    origin: str


class Source(msgspec.Struct, frozen=True):
    """An address at which something was read."""

    read: str
    url: str
    href: str


class Reference(msgspec.Struct, frozen=True):
    """A reference with what must be said beside it."""

    id: str
    text: str
    href: str
    beside: tuple[str, ...]
    sources: tuple[Source, ...]


class Quote(msgspec.Struct, frozen=True):
    """A claim that the answer names, with its correction."""

    id: str
    text: str
    instead: str


class Report(msgspec.Struct, frozen=True):
    """All of a report but its pictures."""

    question: str
    understood: tuple[str, ...]
    command: str
    remarks: tuple[str, ...]
    answer: tuple[str, str]
    quotes: tuple[Quote, ...]
    counts: str
    reading: str
    limits: tuple[LimitLine, ...]
    gaps: tuple[str, ...]
    left_out: tuple[str, ...]
    harms: Harms
    claims: tuple[ClaimPart, ...]
    other_claims: tuple[ClaimPart, ...]
    studies: tuple[StudyRow, ...]
    glossary: tuple[tuple[str, str], ...]
    references: tuple[Reference, ...]
    style: str
    title: str
    as_of: str
    scope: str
    inclusion: tuple[str, ...]
    method: str
    disclaimer: str
    urgent_help: str
    crisis: bool
    version: str


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


def cited_studies(found: Gathered) -> list[Study]:
    """Every study a report names, each once: those that match, those claims rest on, those on harm; by id."""
    named = {study.id: study for study, _ in found.studies}
    for sheet in found.claims:
        named |= {study.id: study for study in sheet.studies}
    named |= {study.id: study for study in found.on_harm}
    return sorted(named.values(), key=lambda study: study.id)


def counts_line(studies: Sequence[Study], claims: int) -> str:
    """What matched, in numbers: a trial counts once."""
    trials = len({study.trial or study.id for study in studies})
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


def harms_of(studies: Sequence[Study], on_harm: Iterable[Study], vocabulary: Vocabulary) -> Harms:
    """What the studies say of harm, and how many say nothing."""
    people = [study for study in studies if study.design in CLINICAL]
    speaking = [study for study in studies if study.design in CLINICAL or study.safety.status != "not-reported"]
    named: dict[str, list[str]] = {}
    for study in speaking:
        for harm in study.safety.common:
            named.setdefault(harm, []).append(study.id)
    shown = {study.id for study in studies}
    return Harms(
        people=len(people),
        counts=tuple(
            (vocabulary.label("safety", status), sum(study.safety.status == status for study in people))
            for status in ("found", "none-found", "not-reported")
        ),
        named=tuple(
            (harm, tuple(ids)) for harm, ids in sorted(named.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        ),
        serious=tuple(
            (study.id, f"{study.safety.serious_adverse_events} ({phrases.people(study)})")
            for study in speaking
            if study.safety.serious_adverse_events is not None
        ),
        lines=tuple(HarmLine(study.id, study.safety.text) for study in speaking if study.safety.text),
        known=tuple(
            HarmLine(study.id, study.safety.text or study.finding) for study in on_harm if study.id not in shown
        ),
    )


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


def references_of(studies: Iterable[Study], style: str) -> dict[str, str]:
    """Id to reference, in one style."""
    from kapcli.citing.engine import format_references

    listed = list(studies)
    found = format_references([csl_item(study) for study in listed], style)
    return {study.id: text for study, text in zip(listed, found, strict=True)}


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


__all__ = [
    "RARE",
    "SILENCE",
    "ClaimPart",
    "Gathered",
    "HarmLine",
    "Harms",
    "LimitLine",
    "LinkedLine",
    "Quote",
    "Reference",
    "Report",
    "Source",
    "StudyRow",
    "cited_studies",
    "counts_line",
    "harms_of",
    "reading_line",
    "references_of",
    "report",
    "texts_of",
]
