"""One claim: on a first screen the answer, the studies, the steps of its certainty and limitations; or in full."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from kapcli.evidence.assessment import GRADED
from kapcli.evidence.estimates import people
from kapcli.evidence.grade_wording import LEVELS, closing, people_words, settling, shown_words, step_words
from kapcli.evidence.people import counted
from kapcli.views import effect_words, phrases, signs
from kapcli.views.claim import certainty_line, certainty_words, figure_text, verdict_label
from kapcli.views.closing_lines import concerns_suicidality, last_line, last_lines
from kapcli.views.document import Heading, Shortest, Space, Span, Table, inline, item, row, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About, Claim
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Weighed
    from kapcli.views.claim import ClaimView, Linked
    from kapcli.views.document import Block, Document, Inline

_NOT_GRADE_SHORT = "Rules modelled on GRADE; not a formal GRADE assessment, signed by no clinician."
NOT_GRADE = "Rated by fixed rules modelled on GRADE; not a formal GRADE assessment, and signed by no clinician."
_IN_BRACKETS = "(N): people in the study; how many were analysed for this figure is not given."
# A first screen has so many lines, the last one of the page among them.
SCREEN = 23


class _Length(NamedTuple):
    """How much a first screen tells.

    Attributes:
        studies: At most so many.
        figures: At most so many of each study.
        columns: Of design, comparator and time: both, the time, or none.
        aside: Whether what is also relevant is named.
        steps: Listed, in a line, in short or briefly.
    """

    studies: int
    figures: int
    columns: int
    aside: bool
    steps: str


# The same told at several lengths: a window shows the first that fits into it.
_LENGTHS = (
    _Length(99, 99, 2, True, "listed"),
    _Length(8, 2, 2, True, "listed"),
    _Length(8, 2, 1, True, "listed"),
    _Length(5, 1, 1, True, "listed"),
    _Length(5, 1, 1, False, "in a line"),
    _Length(4, 1, 1, False, "in a line"),
    _Length(6, 1, 1, False, "in short"),
    _Length(5, 1, 1, False, "in short"),
    _Length(4, 1, 1, False, "in short"),
    _Length(3, 1, 1, False, "in short"),
    _Length(3, 1, 0, False, "in short"),
    _Length(3, 1, 0, False, "briefly"),
    _Length(2, 1, 0, False, "briefly"),
)
# Longer reasons of a step are left to the full page.
_REASONS = {"in a line": None, "in short": 45, "briefly": 32}
_LIMITATIONS = 3


def claim_document(
    views: Sequence[ClaimView], vocabulary: Vocabulary, about: About, remarks: Sequence[str] = (), *, full: bool = False
) -> Document:
    """Claims one after another: each on a first screen, or in full.

    Args:
        views: The claims with their studies.
        vocabulary: For labels.
        about: For the foot.
        remarks: What has to be said before them.
        full: Whether everything is told.
    """
    studies = [study for view in views for study in view.studies]
    urgent = [about.urgent_help] if any(map(concerns_suicidality, studies)) else []

    def blocks() -> Iterator[Block]:
        if full:
            yield from first_remarks(remarks)
            for view in views:
                yield Space()
                yield from _in_full(view, vocabulary)
            yield Space()
            yield from closing_blocks(last_lines(about, studies))
            return
        for place, view in enumerate(views):
            first = [] if place else [*first_remarks(remarks)]
            last = place == len(views) - 1
            foot = [*(text(Span(line, "strong")) for line in urgent), text(Span(last_line(about), "muted"))]
            if place:
                yield Space()
            lengths = ((*first, *_screen(view, vocabulary, length), *(foot if last else ())) for length in _LENGTHS)
            yield Shortest(SCREEN, tuple(tuple(blocks) for blocks in lengths))

    return tuple(blocks())


def _screen(view: ClaimView, vocabulary: Vocabulary, length: _Length) -> Iterator[Block]:
    claim, weighed = view.claim, view.weighed
    yield text(*_standing(view, vocabulary), hang=2)
    yield text(Span(claim.statement, "heading"))
    yield text(closing(claim, weighed))
    yield from _figure(view, vocabulary, way=False, when=length.columns > 0)
    if claim.instead:
        yield row("Fairer wording", claim.instead, level=0)
    yield from _table(view, vocabulary, length)
    if view.context and length.aside:
        ids = ", ".join(dict.fromkeys(linked.study.id for linked in view.context))
        yield row("Also relevant (not part of the rating)", ids, level=0)
    if claim.kind == "effect":
        yield from _steps(claim, weighed, vocabulary, length.steps)
    named = list(dict.fromkeys(vocabulary.label("limitation", caveat.code) for caveat in claim.caveats))
    if named:
        most = _LIMITATIONS if length.columns else _LIMITATIONS - 1
        more = f" · {len(named) - most} more" if len(named) > most else ""
        yield text(Span("Limitations", "label"), f"{''.join(f' · {name}' for name in named[:most])}{more}")
    yield row("More", Span(f"kap claims {claim.id} --full", "id"), " · --lay", level=0)


def _standing(view: ClaimView, vocabulary: Vocabulary) -> tuple[Inline, ...]:
    """Sign, verdict, certainty, kind, speaker and id."""
    claim = view.claim
    verdict = f"{signs.VERDICTS[claim.verdict]} {verdict_label(claim, view.weighed, vocabulary).upper()}"
    sure = certainty_words(view, vocabulary)
    if view.weighed.certainty is not None:
        sure += " certainty"
    parts = [sure, vocabulary.label("claim_kind", claim.kind), f"said by {claim.said_by}" if claim.said_by else ""]
    if view.origin != "built-in":
        parts.append(f"from {view.origin}, not from the built-in catalogue")
    rest = "".join(f" · {part}" for part in parts if part)
    return inline(Span(verdict, "strong"), rest, " · ", Span(claim.id, "id"))


def _figure(view: ClaimView, vocabulary: Vocabulary, *, way: bool = True, when: bool = True) -> Iterator[Block]:
    """The figure that the verdict rests on."""
    effect = view.weighed.effect
    every = (*view.for_, *view.against, *view.unsized)
    for linked in every if effect is not None else ():
        outcome = linked.outcome
        if effect is None or outcome is None or (linked.study.id, outcome.id) != (effect.study, effect.outcome):
            continue
        cell = effect_words.effect_cell(outcome, linked.study, vocabulary, way=way)
        who = ", ".join(filter(None, (linked.study.id, _size(linked), outcome.timepoint if when else "")))
        yield row("Effect", f"{cell} ({who})", level=0)
        return


def group_names(view: ClaimView) -> tuple[str, ...]:
    """What the groups of a claim's evidence are called: the sides of an effect follow from the estimate."""
    if view.claim.kind != "effect":
        return ("For", "Against", "")
    return ("Favours it, by the estimate", "Does not favour it, by the estimate", "No estimate of a difference")


# What an empty group is called beside the other.
_EMPTY = {
    "For": "for",
    "Against": "against",
    "Favours it, by the estimate": "favours it",
    "Does not favour it, by the estimate": "does not favour it",
}


def by_study(group: Sequence[Linked], first: Sequence[str] = ()) -> list[list[Linked]]:
    """A group with each study once, whatever number of its figures is linked.

    Args:
        group: Of one side.
        first: Ids of the studies that come first, in order.
    """
    found: dict[str, list[Linked]] = {}
    for linked in group:
        found.setdefault(linked.study.id, []).append(linked)
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys(first))}
    return sorted(found.values(), key=lambda one: ranks.get(one[0].study.id, len(ranks)))


def _table(view: ClaimView, vocabulary: Vocabulary, length: _Length) -> Iterator[Block]:
    effect = view.weighed.effect
    first = (*((effect.study,) if effect is not None else ()), *view.weighed.weighed)
    # Of a study's figures the one that the verdict rests on comes first.
    rests_on = None if effect is None else f"{effect.study} {effect.outcome}"
    groups = [
        by_study(sorted(group, key=lambda one: rests_on is not None and _figure_of(one) != rests_on), first)
        for group in (view.for_, view.against, view.unsized)
    ]
    if not any(groups):
        what = (
            f"the count of kap limits ({view.claim.counted_by})" if view.claim.counted_by else "none in this catalogue"
        )
        yield text(Span("Studies: ", "label"), what)
        return
    # Every group keeps some where there is no room for all.
    turns = [(place, at) for at, row in enumerate(zip_longest(*groups)) for place, one in enumerate(row) if one]
    kept = set(turns[: length.studies])
    is_effect = view.claim.kind == "effect"
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    names = group_names(view)
    for place, group in enumerate(groups):
        if not group:
            continue
        shown = [studies for at, studies in enumerate(group) if (place, at) in kept]
        more = f" ({len(group) - len(shown)} more: --full)" if len(group) > len(shown) else ""
        # That a side is empty is said beside the other.
        other = 1 - place
        none = f" · {_EMPTY[names[other]]}: none" if place < 2 and not groups[other] else ""
        rows.append(((Span(f"{names[place]}{more}{none}", "label"),),))
        rows += [_study_row(studies, vocabulary, length.figures, effect=is_effect) for studies in shown]
    shows = f"ESTIMATE [95% CI] {signs.NO_DIFFERENCE} no difference" if is_effect else "WHAT IT SHOWS"
    kept_columns = [0, 1, *((2,) if length.columns > 1 else ()), 3, *((4,) if length.columns and is_effect else ())]
    yield Table(
        tuple(("STUDY", "N", "DESIGN", shows, "WHEN")[place] for place in kept_columns),
        tuple(cells if len(cells) == 1 else tuple(cells[place] for place in kept_columns) for cells in rows),
        rest=kept_columns.index(3),
        right=(1,),
        level=0,
        roomy=(2,) if length.columns > 1 else (),
        caption="The evidence",
    )
    if any(_text(cells[1]).startswith("(") for cells in rows if len(cells) > 1):
        yield text(Span(_IN_BRACKETS, "muted"))


def _text(cell: tuple[Inline, ...]) -> str:
    return "".join(part.text for part in cell if isinstance(part, Span))


def _figure_of(linked: Linked) -> str:
    return "" if linked.outcome is None else f"{linked.study.id} {linked.outcome.id}"


def _study_row(
    group: Sequence[Linked], vocabulary: Vocabulary, figures: int, *, effect: bool
) -> tuple[tuple[Inline, ...], ...]:
    study = group[0].study
    # A corrected estimate is never left out beside the one that it corrects.
    first = [linked for linked in group if not linked.link.corrects]
    shown = [*first[:figures], *(linked for linked in group if linked.link.corrects)]
    times = dict.fromkeys(linked.outcome.timepoint for linked in shown if linked.outcome and linked.outcome.timepoint)
    if effect:
        cells = [_estimate(linked, vocabulary) for linked in shown]
        left = len(group) - len(shown)
        told = "; ".join(dict.fromkeys(cells)) + (f"; {left} more" if left else "")
    else:
        told = "; ".join(dict.fromkeys(linked.link.because.rstrip(".") for linked in shown))
    design = vocabulary.label("design", study.design)
    mark = phrases.retraction(study) if study.retraction in ("retracted", "concern") else ""
    return (
        inline(Span(study.id, "id")),
        inline(_cell(group[0])),
        inline(", ".join(filter(None, (design, phrases.comparator(study, vocabulary))))),
        inline(f"{told}{f' · {mark}' if mark else ''}"),
        inline("; ".join(times)),
    )


def _estimate(linked: Linked, vocabulary: Vocabulary) -> str:
    outcome, study = linked.outcome, linked.study
    if outcome is None:
        return linked.link.because.rstrip(".")
    told = effect_words.effect_cell(outcome, study, vocabulary, way=False)
    if linked.link.corrects:
        told = f"corrected for bias {told.removeprefix(effect_words.SHORT.get(outcome.estimate, '')).strip()}"
    level = outcome.direction == "no-difference" or effect_words.includes_no_effect(outcome, study)
    alone = " (one group, before and after)" if outcome.comparison == "within" else ""
    indirect = " (indirect)" if linked.link.indirect else ""
    return f"{signs.NO_DIFFERENCE + ' ' if level else ''}{told}{alone}{indirect}"


def _size(linked: Linked) -> str:
    size, analysed = _people(linked)
    if size is None:
        return "number of people not known"
    return f"{size} people" if analysed else f"{size} people in the study"


def _people(linked: Linked) -> tuple[int | None, bool]:
    """People of a figure, and whether they were analysed for it; where that was not read, those of its study."""
    if linked.outcome is not None:
        size, only_randomised = people(linked.outcome, linked.study)
        if size is not None:
            return size, not only_randomised
    count = counted(linked.study)
    return (None if count is None else count.people), False


def _cell(linked: Linked) -> str:
    size, analysed = _people(linked)
    return "" if size is None else str(size) if analysed else f"({size})"


def _steps(claim: Claim, weighed: Weighed, vocabulary: Vocabulary, how: str) -> Iterator[Block]:
    """Where the certainty starts and what takes it down."""
    if weighed.certainty is None or weighed.start is None:
        yield row("Certainty", not_rated(claim, weighed), level=0)
        return
    start = f"starts at {vocabulary.label('certainty', weighed.start)} ({LEVELS[weighed.level]})"
    if how == "listed":
        yield row("Certainty", start, level=0)
        yield from (item(step_words(step)) for step in weighed.steps)
    else:
        told = [step_words(step, _REASONS[how]) for step in weighed.steps]
        yield row("Certainty", "; ".join([start, *told]), level=0)
    if weighed.rated:
        told = [
            f"{who} {vocabulary.label('certainty', rating)}{' (older than a study weighed here)' if outdated else ''}"
            for who, rating, outdated in weighed.rated
        ]
        yield row("Formal ratings", "; ".join(told), level=0)
    yield text(Span(_NOT_GRADE_SHORT, "muted"))


def facts(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    """A linked study in a line: year, design, number, comparator, figure, why, limitations."""
    return [*_of_study(linked, vocabulary), *_of_figure(linked, vocabulary), *_of_reading(linked, vocabulary)]


def _of_study(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    study = linked.study
    parts = [
        str(study.year),
        vocabulary.label("design", study.design),
        phrases.people(study),
        phrases.comparator(study, vocabulary),
        phrases.retraction(study),
    ]
    return [part for part in parts if part]


def _of_figure(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    link, parts = linked.link, []
    if linked.outcome is not None:
        when = f", {linked.outcome.timepoint}" if linked.outcome.timepoint else ""
        parts.append(f"{linked.outcome.measure}{when}: {figure_text(linked, vocabulary)}")
    parts.append(link.because.rstrip("."))
    if link.indirect is not None:
        label = vocabulary.label("indirectness", link.indirect.kind)
        parts.append(f"indirect ({label}): {link.indirect.reason.rstrip('.')}")
    return parts


def result(linked: Linked, vocabulary: Vocabulary) -> str:
    """A linked result in a sentence: the figure, or in words why it is linked, and how it is indirect."""
    return ". ".join(_of_figure(linked, vocabulary))


def _of_reading(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    study = linked.study
    parts = [f"limitations: {phrases.limits_line(study, vocabulary)}", phrases.reading_mark(study)]
    return [part for part in parts if part]


def _in_full(view: ClaimView, vocabulary: Vocabulary) -> Iterator[Block]:
    claim, weighed = view.claim, view.weighed
    yield Heading(claim.statement)
    yield text(*_standing(view, vocabulary), level=1, hang=2)
    yield text(closing(claim, weighed), level=1)
    yield from _figure(view, vocabulary)
    if claim.instead:
        yield row("Fairer wording", claim.instead)
    yield row("In plain words", claim.plain)
    yield row("Topic", vocabulary.label("theme", claim.topic))
    if claim.question is not None:
        yield row("Question", question_words(claim, vocabulary))
    for place, (name, group) in enumerate(zip(group_names(view), (view.for_, view.against, view.unsized), strict=True)):
        if not group and place == 2:
            continue
        yield Heading(name, 3)
        if not group:
            counted_by = claim.counted_by if place == 0 else ""
            none = f"the count of kap limits ({counted_by})" if counted_by else "none in this catalogue"
            yield text(none, level=2)
        yield from _studies(group, vocabulary)
    if claim.both_sides:
        yield row("Why they disagree", claim.both_sides)
    if view.context:
        yield Heading("Also relevant (not part of the rating)", 3)
        yield from _studies(view.context, vocabulary)
    if claim.kind == "effect":
        yield from _certainty(claim, weighed, vocabulary)
    if claim.caveats:
        yield Heading("Limitations")
        for caveat in claim.caveats:
            yield item(Span(vocabulary.label("limitation", caveat.code), "limit"), f": {caveat.note}")


def question_words(claim: Claim, vocabulary: Vocabulary) -> str:
    """The question of an effect in PICO's order."""
    asked = claim.question
    if asked is None:
        return ""
    who = ", ".join(vocabulary.label("condition", code) for code in asked.condition)
    population = f" ({asked.population})" if asked.population else ""
    outcome = vocabulary.label("domain", claim.domain) if claim.domain else ""
    against = COMPARATORS[asked.comparator]
    return f"{who}{population} · {asked.intervention} · vs {against} · {outcome} · {asked.window}"


COMPARATORS = {
    "inert": "something inert, such as saline",
    "active-placebo": "an active placebo, such as midazolam",
    "active": "another treatment",
    "nothing": "no treatment",
}


def _studies(group: Sequence[Linked], vocabulary: Vocabulary) -> Iterator[Block]:
    """Each study once, with its figures under it."""
    for found in by_study(group):
        head = "".join(f" · {part}" for part in _of_study(found[0], vocabulary))
        tail = "".join(f" · {part}" for part in _of_reading(found[0], vocabulary))
        if len(found) == 1:
            figure = "".join(f" · {part}" for part in _of_figure(found[0], vocabulary))
            yield item(Span(found[0].study.id, "id"), f"{head}{figure}{tail}", level=2)
            continue
        yield item(Span(found[0].study.id, "id"), f"{head}{tail}", level=2)
        yield from (item(" · ".join(_of_figure(linked, vocabulary)), level=3) for linked in found)


def _certainty(claim: Claim, weighed: Weighed, vocabulary: Vocabulary) -> Iterator[Block]:
    yield Heading("Certainty of the evidence")
    if weighed.certainty is None or weighed.start is None:
        yield text(not_rated(claim, weighed), level=1)
        return
    sure = certainty_line(weighed, vocabulary).removeprefix("certainty ").upper()
    yield text(Span(sure, "strong"), f": {shown_words(weighed)} ({people_words(weighed)})", level=1, hang=2)
    start = vocabulary.label("certainty", weighed.start)
    yield item(f"starts at {start}: {LEVELS[weighed.level]} ({', '.join(weighed.weighed)})")
    for step in weighed.steps:
        yield item(f"{step_words(step)} ({', '.join(step.studies)})")
    for who, rating, outdated in weighed.rated:
        old = "; studies weighed here are newer than its search" if outdated else ""
        yield item(f"formal rating by {who}: {vocabulary.label('certainty', rating)}{old}")
    for name, reason in weighed.beside:
        yield item(f"not used: {name}, {reason}")
    if weighed.probable:
        yield item(f"counted once with a paper probably of the same trial: {', '.join(weighed.probable)}")
    if weighed.one_group:
        yield item("all of it from one group of authors; named, not counted")
    if settle := settling(weighed):
        yield row("What would settle it", "; ".join(settle))
    yield text(Span(NOT_GRADE, "muted"), level=1)


def not_rated(claim: Claim, weighed: Weighed) -> str:
    """Why an effect has no certainty."""
    if weighed.level == "within":
        return "not rated, because there was no comparison group: one group was followed from before to after."
    if not weighed.level:
        return "not rated, because no study in this catalogue compares it."
    if claim.says not in GRADED:
        return "not rated: the verdict comes from what was seen, and no difference between groups is claimed."
    return "not rated: groups were compared, but no estimate of the difference is available."
