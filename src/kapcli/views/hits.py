"""A study in a list: by whom, what it found, with a sign for the direction, what it was and what limits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.forms import without_tags
from kapcli.catalogue.study_rules import counted, holds_ketamine, ketamine_arms
from kapcli.evidence.designs import REVIEWS
from kapcli.evidence.limitations import heaviest
from kapcli.evidence.limitations import limits as every_limit
from kapcli.views import field_words, phrases, signs
from kapcli.views.document import Fuller, Span, ends, row, text
from kapcli.views.entries import Entry, Facts, Listed
from kapcli.views.links import link
from kapcli.views.phrases import own_mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.search import Hit
    from kapcli.views.document import Block, Document

_ROUTES = {"iv": "IV", "im": "IM"}
_DESIGNS = {"rct": "RCT", "secondary-analysis": "secondary analysis", "ongoing-trial": "trial"}
# A longer name of a time is left to the page of the study.
_TIME = 26
# Letters for design, people and dose in the line of facts, and for sign and people in a list.
_FACTS, _LISTED = (10, 7, 20), (2, 7)


def source(study: Study) -> str:
    """Authors, year and journal: what people know a study by."""
    names = phrases.byline(study, most=2) if study.authors or study.editors else ""
    where = without_tags(study.journal or study.publisher)
    return " · ".join(filter(None, (f"{names} {study.year}".strip(), where)))


def sign(study: Study, domains: Collection[str] = ()) -> str:
    """Whether its main results were better, worse or no different with treatment; empty where no sign would be true.

    Args:
        study: The study.
        domains: What was asked about; all of the study's outcomes where empty.
    """
    those = [outcome for outcome in study.outcomes if not domains or outcome.domain in domains]
    main = [outcome for outcome in those if outcome.primary] or those[:1]
    found = {_sign(outcome) for outcome in main}
    if len(found) > 1:
        return signs.MIXED
    return found.pop() if found else ""


def _sign(outcome: Outcome) -> str:
    # Between two arms with ketamine neither better nor worse is said of the treatment.
    both = holds_ketamine(outcome.first) and holds_ketamine(outcome.second)
    return "" if both and outcome.direction != "no-difference" else signs.DIRECTIONS.get(outcome.direction, "")


def design(study: Study, vocabulary: Vocabulary) -> str:
    """The design, short."""
    return _DESIGNS.get(study.design) or vocabulary.label("design", study.design)


def people(study: Study) -> str:
    """How many people; of a review how many studies."""
    count = counted(study)
    if study.design in REVIEWS:
        return "" if study.n.studies is None else f"{study.n.studies} studies"
    if count is not None:
        return f"n={count.people}"
    return "" if study.n.planned is None else f"{study.n.planned} planned"


def given(study: Study, vocabulary: Vocabulary) -> str:
    """Route and dose of the ketamine arms, with the psychotherapy; ketamine itself goes without its name."""
    unsaid = "" if study.design in REVIEWS else "dose not reported"
    doses: dict[str, list[str]] = {}
    for arm in ketamine_arms(study):
        drug = "" if arm.drug == "ketamine" else vocabulary.label("drug", arm.drug)
        route = "" if arm.route in (None, "none") else _ROUTES.get(arm.route) or vocabulary.label("route", arm.route)
        doses.setdefault(" ".join(filter(None, (drug, route))), []).append(phrases.dose(arm))
    parts = []
    for name, those in doses.items():
        amounts = list(dict.fromkeys(filter(None, those)))
        unit = amounts[0].rpartition(" ")[2] if amounts else ""
        if len(amounts) > 1 and all(amount.endswith(f" {unit}") for amount in amounts):
            amounts = [*(amount.removesuffix(f" {unit}") for amount in amounts[:-1]), amounts[-1]]
        parts.append(" ".join(filter(None, (name, " or ".join(amounts) or unsaid))))
    drugs = "; ".join(parts)
    therapy = study.therapy if drugs and study.therapy not in ((), ("none",)) else ()
    return " + ".join(filter(None, (drugs, *(vocabulary.label("therapy", code) for code in therapy))))


def comparator(study: Study, vocabulary: Vocabulary) -> str:
    """Against what."""
    return phrases.comparator(study, vocabulary)


def time(study: Study) -> str:
    """When the main outcome was measured."""
    outcome = phrases.main_outcome(study)
    return outcome.timepoint if outcome is not None and len(outcome.timepoint) <= _TIME else ""


def facts(study: Study, vocabulary: Vocabulary, *, condition: bool) -> tuple[str, ...]:
    """Design, people, what was given, against what, and when.

    Args:
        study: The study.
        vocabulary: For labels.
        condition: Name the condition too: the question was about none.
    """
    return (
        ", ".join(filter(None, (design(study, vocabulary), field_words.status(study, vocabulary)))),
        people(study),
        given(study, vocabulary),
        comparator(study, vocabulary),
        time(study),
        phrases.conditions(study, vocabulary) if condition else "",
    )


def limits(study: Study, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The two heaviest limitations, and the mark of a study nobody read in full."""
    named = [vocabulary.label("limitation", limit.code) for limit in heaviest(study, vocabulary)]
    return (*(named or [phrases.NO_LIMITATION]), *filter(None, (phrases.reading_mark(study),)))


def people_of_list(study: Study) -> str:
    """The same in few letters: k is a number of studies."""
    if study.design in REVIEWS:
        return "" if study.n.studies is None else f"k={study.n.studies}"
    count = counted(study)
    return "" if count is None else f"n={count.people}"


def all_limits(study: Study, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Every limitation that holds, heaviest first."""
    found = every_limit(study, vocabulary.codes("limitation"))
    return tuple(
        vocabulary.label("limitation", one.code) for one in found if one.answer == "yes" and one.code != "abstract-only"
    )


def pick_list(studies: Sequence[Study]) -> Document:
    """By whom, when and where, with the title and the id to type."""

    def blocks() -> Iterator[Block]:
        for study in studies:
            yield ends(source(study), study.id, link(study))
            yield text(without_tags(study.title), level=1, hang=2)

    return tuple(blocks())


def line(hit: Hit, vocabulary: Vocabulary, domains: Collection[str]) -> Listed:
    """A hit in one line of a list."""
    study = hit.study
    shown = (sign(study, domains), people_of_list(study))
    weak = " · ".join(filter(None, (phrases.retraction(study), *limits(study, vocabulary)[:2])))
    return Listed(study.id, shown, _LISTED, source(study), f"· {weak}", link(study))


def guideline(hit: Hit, vocabulary: Vocabulary, *, told: str) -> Entry:
    """What it advises, or what the answer above that told it calls it, with its limitations behind it."""
    study = hit.study
    weak = " · ".join(limits(study, vocabulary))
    said = f"{told}, above · {weak}" if told else f"{study.finding} · {weak}"
    blocks: list[Block] = [text(Span(said, "limit"), level=1, hang=2 if told else 0)]
    return Entry(study.id, without_tags(study.title), source(study), (*blocks, *_marks(hit)), link(study))


def entry(
    hit: Hit, vocabulary: Vocabulary, domains: Collection[str], *, harms: bool, explain: bool, tight: bool = False
) -> Entry:
    """What it found, what it was and how it is limited; see `kapcli.views.search.search_document`."""
    study = hit.study
    direction = sign(study, domains)

    def blocks() -> Iterator[Block]:
        yield text(f"{direction} " if direction else "", study.finding, level=1, hang=2 if direction else 0)
        yield Facts(facts(study, vocabulary, condition=not domains), _FACTS)
        if harms:
            parts = filter(None, (phrases.safety_status(study, vocabulary), study.safety.text))
            yield row("Adverse events", ". ".join(parts))
        weak = "  ".join(f"· {name}" for name in limits(study, vocabulary))
        mark = _short_mark(study.retraction) if tight else ""
        yield text(Span(weak, "limit"), "  " if mark else "", Span(mark, "warning"), level=1, hang=2)
        yield Fuller((row("Record", phrases.record(study)),) if phrases.record(study) else ())
        yield from _marks(hit, marked=bool(mark))
        if explain:
            yield from (row(unit, ", ".join(fields)) for unit, fields in hit.matched.items())

    return Entry(study.id, without_tags(study.title), source(study), tuple(blocks()), link(study))


def _short_mark(retraction: str) -> str:
    """A mark that goes behind the limitations; that of a work that was retracted has a line of its own."""
    return {"corrected": "· corrected", "concern": "· expression of concern"}.get(retraction, "")


def _marks(hit: Hit, *, marked: bool = False) -> Iterator[Block]:
    """What must be known of a hit beside what it found, unless it was marked as corrected already."""
    if not marked and (retraction := phrases.retraction(hit.study)):
        yield text(Span(retraction, "warning"), level=1)
    if hit.missing:
        yield text(Span(f"Without: {', '.join(hit.missing)}", "warning"), level=1)
    if mark := own_mark(hit.origin, replaces=hit.study.replaces):
        yield text(Span(mark[:1].upper() + mark[1:], "muted"), level=1)
