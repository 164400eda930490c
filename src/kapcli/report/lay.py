"""What the client's version holds: one or two printed pages in plain words, never advice."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.limitations import CLINICAL, abstract_only, heaviest
from kapcli.report import lay_harms
from kapcli.report.harms import harms_of
from kapcli.report.lay_answer import lay_answer
from kapcli.report.links import address, link
from kapcli.report.questions import questions
from kapcli.views import lay_words, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.report.report_data import Gathered
    from kapcli.views.claim import ClaimSheet

# More would not fit on two printed pages.
_LIMITS, _CLAIMS, _STUDIES, _KNOWN, _TERMS = 4, 3, 3, 4, 6
# Limits that hold for nearly every work are no news in a short page; that a work was not read in full is said apart.
_SAID_APART = frozenset({"abstract-only", "not-peer-reviewed", "not-empirical", "no-results"})
WEAKLY = "what was read points this way, but not strongly"
NO_STUDY = "No study in this list is about just this."
LIMITS_OF_ONE = "One study here treated people. What weakens it:"
LIMITS_OF_SOME = "The heaviest come first. Each is counted among the studies where it can be known."


class LayFinding(msgspec.Struct, frozen=True):
    """A statement: what people say, what the research says, how sure."""

    statement: str
    short: str
    plain: str
    sure: str


class LayStudy(msgspec.Struct, frozen=True):
    """A study in plain words, with what it was compared with."""

    id: str
    kind: str
    plain: str
    compared: str
    counts: tuple[str, ...]
    weak: str
    harms: str


class LaySource(msgspec.Struct, frozen=True):
    """Where to find a study.

    Attributes:
        shown: The address, or where it is only where the study was read, whose address that is.
        said: That it is only where the study was read; else empty.
    """

    id: str
    text: str
    href: str
    shown: str
    said: str


class LayReport(msgspec.Struct, frozen=True):
    """The client's version."""

    question: str
    remarks: tuple[str, ...]
    answer: tuple[str, str]
    more: tuple[str, ...]
    limits_of: str
    limits: tuple[str, ...]
    unread: str
    findings: tuple[LayFinding, ...]
    studies: tuple[LayStudy, ...]
    others: str
    harm_counts: str
    harms: str
    serious: str
    known: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    sources: tuple[LaySource, ...]
    command: str
    as_of: str
    no_advice: str
    urgent_help: str
    crisis: bool
    version: str


def letters(made: LayReport) -> int:
    """About how many letters a page has: it is printed in larger type where there is room for it."""

    def count(value: object) -> int:
        if isinstance(value, str):
            return len(value)
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
        return sum(map(count, parts))

    return count(msgspec.to_builtins(made))


def lay_report(found: Gathered) -> LayReport:
    """Put the client's version together."""
    vocabulary, about = found.vocabulary, found.about
    works = [study for study, _ in found.studies]
    sheets = _sheets(found)
    chosen = _chosen(found, sheets)
    harms = harms_of(works, found.on_harm, vocabulary)
    shown = {study.id for study in chosen}
    known = [study for study in found.on_harm[:_KNOWN] if study.id not in shown]
    made = LayReport(
        question=found.plain_question,
        remarks=found.remarks,
        answer=lay_answer(found.verdict, works, vocabulary),
        more=tuple(dict.fromkeys(sheet.claim.plain for sheet in sheets if sheet.claim.kind == "harm")),
        limits_of=NO_STUDY if not works else LIMITS_OF_ONE if _treated(works) == 1 else LIMITS_OF_SOME,
        limits=_own_limits(works, vocabulary) if _treated(works) == 1 else _limits(found.tallies, vocabulary),
        unread=_unread(works),
        findings=tuple(_finding(sheet, vocabulary) for sheet in sheets if sheet.claim.kind == "effect"),
        studies=tuple(_study(study, vocabulary) for study in chosen),
        others=_others(len(works) - sum(study in works for study in chosen)),
        harm_counts=lay_harms.harm_counts(works),
        harms=lay_harms.named([harm for harm, _ in harms.named]),
        serious=lay_harms.serious(works),
        known=tuple((study.id, study.plain) for study in known),
        questions=questions(chosen, compared=found.verdict.ground in ("compared", "compared-and-harm")),
        words=(),
        sources=tuple(map(_source, (*chosen, *known))),
        command=found.command,
        as_of=about.as_of,
        no_advice=lay_words.NO_ADVICE,
        urgent_help=about.urgent_help,
        crisis=found.crisis,
        version=found.version,
    )
    text = _texts(made)
    words = dict(lay_words.explained(text, found.glossary))
    for term in found.glossary:
        # A term that stands in the text under its own name, in plain letters.
        if term.plain not in words.values() and re.search(rf"(?<![\w-]){re.escape(term.term)}(?![\w-])", text):
            words[term.term] = term.plain
    return msgspec.structs.replace(made, words=tuple(words.items())[:_TERMS])


def _sheets(found: Gathered) -> list[ClaimSheet]:
    """The statements that the page shows: those the answer stands on, then others on just what was asked."""
    quoted = [one.claim.id for one in found.verdict.quoted]
    by_id = {sheet.claim.id: sheet for sheet in found.claims}
    # Beside what the answer names, a statement on which the best studies disagree tells more than one more on a side.
    rest = sorted(found.answering, key=lambda name: name not in by_id or by_id[name].claim.verdict != "mixed")
    wanted = dict.fromkeys([*quoted, *rest])
    return [by_id[name] for name in wanted if name in by_id][:_CLAIMS]


def _chosen(found: Gathered, sheets: Iterable[ClaimSheet]) -> list[Study]:
    """The studies that are told: those the statements rest on, then the first of the others that treated people."""
    matching = {study.id: study for study, _ in found.studies}
    weighed = [list(sheet.weighed.weighed) for sheet in sheets]
    # The first of each statement before the second of any.
    linked = [name for names in zip_longest(*weighed) for name in names if name is not None]
    rest = sorted(matching, key=lambda name: matching[name].design not in CLINICAL)
    # A study on something else has no place here, however near: its figures would be taken for the answer.
    return [matching[name] for name in dict.fromkeys((*linked, *rest)) if name in matching][:_STUDIES]


def _finding(sheet: ClaimSheet, vocabulary: Vocabulary) -> LayFinding:
    claim, certainty = sheet.claim, sheet.weighed.certainty
    sure = vocabulary.plain("certainty", certainty) if certainty else "nobody has compared it"
    weak = claim.verdict == "supported" and certainty in ("low", "very-low")
    short = WEAKLY if weak else vocabulary.plain("verdict", claim.verdict)
    return LayFinding(claim.statement.rstrip("."), f"{short}.", claim.plain, _sentence(sure))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _study(study: Study, vocabulary: Vocabulary) -> LayStudy:
    counts = [text for outcome in study.outcomes if (text := lay_words.counts(outcome, study))]
    return LayStudy(
        study.id,
        lay_words.kind_of_study(study, vocabulary),
        study.plain,
        _compared(study, vocabulary),
        tuple(counts[:2]),
        f"Weak points: {lay_words.weak_points(study, vocabulary)}." if study.design in CLINICAL else "",
        _harms(study, vocabulary) if study.design in CLINICAL else "",
    )


def _compared(study: Study, vocabulary: Vocabulary) -> str:
    """With what it was compared, or that it was not; once is enough, and of a plan nobody can say it yet."""
    if study.design not in CLINICAL or (study.comparator == ("none",) and "no comparison group" in study.plain):
        return ""
    return lay_words.compared(study, vocabulary)


def _harms(study: Study, vocabulary: Vocabulary) -> str:
    silent = study.safety.status == "not-reported" and not study.safety.common
    return "Nothing about harms was read." if silent else lay_words.harms(study, vocabulary)


def _treated(works: Iterable[Study]) -> int:
    return sum(study.design in CLINICAL for study in works)


def _own_limits(works: Iterable[Study], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Those of the one study that treated people; one that a heavier one implies is not said twice."""
    (study,) = (study for study in works if study.design in CLINICAL)
    limits = heaviest(study, vocabulary, _LIMITS)
    return tuple(_sentence(vocabulary.plain("limitation", limit.code)) for limit in limits)


def _limits(tallies: Sequence[Tally], vocabulary: Vocabulary) -> tuple[str, ...]:
    found = []
    for tally in tallies:
        if not tally.yes or tally.code in _SAID_APART:
            continue
        of = tally.asked if tally.one_sided else tally.known
        least = "at least " if tally.one_sided else ""
        name = vocabulary.plain("limitation", tally.code)
        found.append(_sentence(f"{name}: {least}{len(tally.yes)} of {of} {'study' if of == 1 else 'studies'}"))
    return tuple(found[:_LIMITS])


def _unread(works: Sequence[Study]) -> str:
    unread = sum(abstract_only(study) for study in works)
    if not works or not unread:
        return ""
    if len(works) == 1:
        return "Only the summary of it was read for this page."
    if unread == len(works):
        return "Of every study only the summary, or a record like it, was read for this page."
    return f"Of {unread} of the {len(works)} studies only the summary, or a record like it, was read for this page."


def _others(count: int) -> str:
    if count <= 0:
        return ""
    return f"{count} more {'study is' if count == 1 else 'studies are'} in the full report."


def _source(study: Study) -> LaySource:
    """A study's lasting record; else where it was read, which is said."""
    text = f"{phrases.byline(study)}, {study.year}"
    if record := link(study):
        return LaySource(study.id, text, record, record, "")
    read = next((found for reading in study.read_at if (found := address(reading.url))), "")
    return LaySource(study.id, text, read, read.split("/")[2] if read else "", "read at" if read else "")


def _texts(made: LayReport) -> str:
    parts = [made.question, *made.answer, *made.more, *made.limits]
    for finding in made.findings:
        parts += [finding.statement, finding.plain]
    for study in made.studies:
        parts += [study.kind, study.plain, study.compared, study.weak, study.harms, *study.counts]
    parts += [made.harms, *(text for _, text in made.known), *made.questions]
    return "\n".join(parts)


__all__ = ["LayFinding", "LayReport", "LaySource", "LayStudy", "lay_report", "letters"]
