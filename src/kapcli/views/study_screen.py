"""The first screen of a study: the result, its main limitations and the question it answers, in a window's height."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.forms import plain_title
from kapcli.views import field_words, harm_words, hits, phrases, study_results
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Rule, Span, closing, ends, row, text
from kapcli.views.study import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block, Document
    from kapcli.views.study import StudyView

# Adverse events named, and limitations; the rest is behind a command.
_EVENTS, _LIMITS = 3, 3
# Letters of a title, and of what is said at length elsewhere.
_TITLE, _LONG = 78, 60


def first_screens(views: Sequence[StudyView], vocabulary: Vocabulary, about: About) -> Document:
    """Studies as first screens, one below the other."""

    def blocks() -> Iterator[Block]:
        for index, view in enumerate(views):
            if index:
                yield Rule()
            yield from _screen(view, vocabulary)
        yield from closing(last_lines(about, [view.study for view in views]))

    return tuple(blocks())


def _screen(view: StudyView, vocabulary: Vocabulary) -> Iterator[Block]:
    study = view.study
    yield ends(hits.source(study), study.id, phrases.record(study))
    yield text(Span(_short(plain_title(study.title), _TITLE), "heading"), hang=2)
    yield text(phrases.record(study) or "no DOI, PubMed or registry number known")
    yield from marks(view, level=0)
    yield from _result(study, vocabulary)
    named = hits.all_limits(study, vocabulary)
    more = f"  {len(named) - _LIMITS} more: kap limits {study.id}" if len(named) > _LIMITS else ""
    shown = "  ".join(f"· {name}" for name in (*named[:_LIMITS], *filter(None, (phrases.reading_mark(study),))))
    yield row("Main limitations", Span(shown or phrases.NO_LIMITATION, "limit"), more, level=0)
    who = (phrases.people(study), phrases.conditions(study, vocabulary), field_words.populations(study, vocabulary))
    yield row("Population", " · ".join(filter(None, who)), level=0)
    compared = phrases.comparator(study, vocabulary).removeprefix("vs ")
    given = (("Intervention", hits.given(study, vocabulary)), ("Comparator", compared))
    watched = "" if study.follow_up is None else _short(study.follow_up.text, _LONG)
    yield from _labelled(given)
    yield from _labelled((("Design", field_words.compared_design(study, vocabulary)), ("Follow-up", watched)))
    yield row("Adverse events", _events(study, vocabulary), level=0)
    yield row("Funding", _short(study.funding or "not stated in our sources", _LONG), level=0)
    yield from _more(view)


def _labelled(pairs: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """Several labels with what belongs to them, in one line where they fit."""
    parts: list[Span] = []
    for label, said in pairs:
        if said:
            parts += [Span(f"{' · ' if parts else ''}{label}: ", "label"), Span(said)]
    if parts:
        yield text(*parts, hang=2)


def _result(study: Study, vocabulary: Vocabulary) -> Iterator[Block]:
    sign = hits.sign(study)
    yield row("Result", f"{sign} " if sign else "", Span(study.finding, "strong"), level=0)
    outcome = phrases.main_outcome(study)
    if outcome is None:
        return
    drawn = study_results.bar(outcome, study)
    yield text(f"{phrases.measure(outcome)}: {phrases.figure(outcome, vocabulary)}", level=1, hang=2)
    if drawn:
        yield text(*drawn, Span(" right of │ is better with treatment", "muted"), level=1)
    yield text(outcome.source, level=1)


def _events(study: Study, vocabulary: Vocabulary) -> str:
    all_named = harm_words.names(study, vocabulary)
    named = ", ".join(all_named[:_EVENTS]) + (" ..." if len(all_named) > _EVENTS else "")
    serious = study.safety.serious
    count = "" if serious is None else harm_words.count(serious)
    told = study.safety.status != "not-reported"
    serious_words = f"{count} serious" if count else "serious: not given" if told else ""
    return " · ".join(filter(None, (phrases.safety_status(study, vocabulary), named, serious_words)))


def _short(said: str, most: int) -> str:
    """A text cut after a word; the whole stands on the full page."""
    return said if len(said) <= most else said[:most].rsplit(" ", 1)[0].rstrip(",;") + " …"


def _more(view: StudyView) -> Iterator[Block]:
    study = view.study
    claims = f" · kap claims {study.id}" if view.claims else ""
    yield row("More", f"--full · --section NAME · --sources · --lay{claims}", level=0)
