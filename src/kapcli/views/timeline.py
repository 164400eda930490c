"""The field by year: designs told apart by letters, landmarks, and what is still to come."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.study_rules import counted
from kapcli.catalogue.words import so_many
from kapcli.evidence.designs import KINDS
from kapcli.views import phrases
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import SCREEN, Heading, Shortest, Space, Span, closing, item, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.drawings import Bars, Series
from kapcli.views.signs import GAP, LETTERS, letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.chronology import Chronology, Landmark, YearOf
    from kapcli.views.document import Block, Document

# Fewer than so many need no summary.
_FEW = 4
# The columns of the tab-separated form. Others may be added at the end; none is moved or taken out.
COLUMNS = ("year", "trials", *KINDS, "studies")
LANDMARKS = "Landmark trials, by rule: the first and the largest randomised trials in this catalogue"


# Rows of years and landmarks of a first screen: a window shows the first pair that fits into it.
_LENGTHS = ((99, 99), (16, 8), (14, 6), (12, 4), (10, 3), (8, 2), (7, 2), (6, 2))


def timeline_document(
    found: Chronology,
    vocabulary: Vocabulary,
    about: About,
    *,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
    full: bool = True,
) -> Document:
    """The years with a bar of letters each, what is a landmark, and what is still to come.

    Args:
        found: The studies in order of time.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        remarks: What has to be said first.
        shown: Studies on the page, to know whether urgent help must be named.
        full: Whether everything is told, or what a first screen holds.
    """
    foot = tuple(closing(last_lines(about, shown, helped=about.urgent_help in remarks)))

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield Space()
        yield text(Span(title(found), "heading"))
        yield from _in_short(found)
        yield Space()
        yield bars(found)
        if found.landmarks:
            yield Heading(LANDMARKS)
            yield from (_landmark(one, vocabulary) for one in found.landmarks)
        for heading, studies in unfinished(found):
            yield Heading(heading)
            yield from (item(Span(study.id, "id"), f" · {plan_words(study, vocabulary)}") for study in studies)
        yield Space()
        yield from foot

    def screen(years: int, landmarks: int) -> Iterator[Block]:
        # Of help in danger alone it matters that it comes first.
        yield from first_remarks(line for line in remarks if line == about.urgent_help)
        yield text(Span(title(found), "heading"))
        yield from _in_short(found)
        yield bars(found, years)
        if found.landmarks:
            few = _few(found.landmarks, landmarks)
            more = f", {len(few)} of {len(found.landmarks)}" if len(few) < len(found.landmarks) else ""
            yield text(Span(f"First and largest randomised trials here{more}", "heading"))
            yield from (_landmark(one, vocabulary) for one in few)
        yield from first_remarks(line for line in remarks if line != about.urgent_help)
        counts = [f"{heading.lower()}: {len(studies)}" for heading, studies in unfinished(found)]
        yield text(" · ".join([*counts, "all of it: --full"]).capitalize(), hang=2)
        yield from foot

    if full:
        return tuple(blocks())
    return (Shortest(SCREEN, [partial(screen, *length) for length in _LENGTHS]),)


def _in_short(found: Chronology) -> Iterator[Block]:
    """From when to when, and since when half of them."""
    appeared = [year.year for year in found.years for _ in range(year.trials)]
    if len(appeared) < _FEW:
        return
    randomised = sum(len(year.kinds.get("randomised", ())) for year in found.years)
    half = f"; half of them since {sorted(appeared)[len(appeared) // 2]}" if appeared[0] != appeared[-1] else ""
    trials = f"{randomised} are randomised." if randomised else "None is randomised."
    yield text(f"{len(appeared)} published, {appeared[0]} to {appeared[-1]}{half}. {trials}")


def _few(landmarks: Sequence[Landmark], most: int) -> list[Landmark]:
    """The first ones and the largest."""
    if len(landmarks) <= most:
        return list(landmarks)
    largest = [one for one in landmarks if any(name == "largest" for name, _, _ in one.reasons)][:1]
    others = [one for one in landmarks if one not in largest][: most - len(largest)]
    return [one for one in landmarks if one in largest or one in others]


def _landmark(one: Landmark, vocabulary: Vocabulary) -> Block:
    who = f"{phrases.byline(one.study, most=1)} {one.study.year} "
    return text(who, Span(one.study.id, "id"), f" · {landmark_words(one, vocabulary)}", level=1, hang=2)


def bars(found: Chronology, most: int = 99) -> Bars:
    """The years as bars of letters.

    Args:
        found: The studies in order of time.
        most: So many bars at most: the earliest years are one.
    """
    early = found.years[: max(0, len(found.years) - most + 1)] if len(found.years) > most else ()
    rows = (*([_pooled(early)] if early else []), *_each_year(found.years[len(early) :]))
    return Bars(rows, GAP, lambda each: tuple(text(line, hang=2) for line in legend(found, each, len(early))))


def _pooled(years: Sequence[YearOf]) -> Series:
    kinds = {kind: sum(len(year.kinds.get(kind, ())) for year in years) for kind in KINDS}
    parts = tuple((LETTERS[kind], count) for kind, count in kinds.items() if count)
    return Series(f"{years[0].year}-{years[-1].year}", sum(year.trials for year in years), parts)


def _each_year(years: Sequence[YearOf]) -> Iterator[Series]:
    yield from (
        Series(str(year.year), year.trials, tuple((LETTERS[kind], len(ids)) for kind, ids in year.kinds.items()))
        for year in years
    )


def as_cells(found: Chronology) -> list[tuple[str, ...]]:
    """Every year as the cells of `COLUMNS`."""
    return [
        (
            str(year.year),
            str(year.trials),
            *(str(len(year.kinds.get(kind, ()))) for kind in KINDS),
            " ".join(year.studies),
        )
        for year in found.years
    ]


def title(found: Chronology) -> str:
    """What is shown."""
    publications = so_many(found.studies, "publication")
    studies = so_many(found.trials, "study", "studies")
    return f"By year: {studies}" if found.trials == found.studies else f"By year: {publications} of {studies}"


def legend(found: Chronology, each: int, pooled: int = 0) -> list[str]:
    """How a bar is read, where the first years are one."""
    lines = []
    if found.years:
        stands = "one study" if each == 1 else f"up to {each} studies"
        kinds = {kind for year in found.years for kind in year.kinds}
        lines.append(f"Each letter is {stands}, by year of publication: {letters(kinds)}.")
    if found.running or found.unreported:
        lines.append("Trials without results here are not in the bars.")
    if any(not year.kinds for year in found.years[pooled:]):
        lines.append(f"{GAP} no study here from that year.")
    return lines


def landmark_words(landmark: Landmark, vocabulary: Vocabulary) -> str:
    """Why a trial stands out."""
    parts = []
    for shared in (False, True):
        named = [
            _first_of(reason, code, vocabulary)
            for reason, code, together in landmark.reasons
            if reason != "largest" and together == shared
        ]
        if named:
            parts.append(f"{'among the first' if shared else 'first'} for {', '.join(named)}")
    if any(name == "largest" for name, _, _ in landmark.reasons):
        count = counted(landmark.study)
        assert count is not None
        parts.append(f"largest of these: {count.people} {count.kind}")
    return "; ".join(parts)


def _first_of(reason: str, code: str, vocabulary: Vocabulary) -> str:
    if reason == "first-condition":
        return vocabulary.label("condition", code)
    if reason == "first-route":
        return f"{vocabulary.label('route', code)} ketamine"
    return "ketamine with psychotherapy"


def plan_words(study: Study, vocabulary: Vocabulary) -> str:
    """A trial without results: its status, what it is about, and how many people are planned."""
    status = vocabulary.label("status", study.status)
    parts = [
        # A plan that was published is no result that was.
        f"{vocabulary.label('design', study.design)}, {status}" if study.design == "protocol" else status,
        phrases.conditions(study, vocabulary),
        phrases.given(study, vocabulary),
        phrases.therapy(study, vocabulary),
        _planned(study),
    ]
    return " · ".join(filter(None, parts))


def _planned(study: Study) -> str:
    """Planned people, said to be planned even where some have been enrolled."""
    people = phrases.people(study)
    if counted(study) is not None and study.n.planned is not None:
        return f"{people}, {study.n.planned} planned"
    return people


def unfinished(found: Chronology) -> list[tuple[str, tuple[Study, ...]]]:
    """Headings, each with the trials without results that stand under it."""
    pairs = [
        ("Ongoing and planned, as last seen in a registry", found.running),
        ("Planned or registered, no results here", found.unreported),
    ]
    return [(heading, studies) for heading, studies in pairs if studies]


def as_data(year: YearOf) -> dict[str, Any]:
    """A year for a program."""
    return {
        "id": str(year.year),
        "year": year.year,
        "trials": year.trials,
        "kinds": year.kinds,
        "studies": year.studies,
    }


def summary(found: Chronology) -> dict[str, Any]:
    """The whole of it for a program."""
    return {
        "output": None,
        "studies": found.studies,
        "trials": found.trials,
        "landmarks": [
            {
                "study": landmark.study.id,
                "year": landmark.study.year,
                "reasons": [
                    {"rule": rule, "code": code or None, "shared": shared} for rule, code, shared in landmark.reasons
                ],
            }
            for landmark in found.landmarks
        ],
        "running": [_plan(study) for study in found.running],
        "unreported": [_plan(study) for study in found.unreported],
    }


def _plan(study: Study) -> dict[str, Any]:
    return {
        "study": study.id,
        "status": study.status,
        "conditions": study.conditions or None,
        "n": None if (count := counted(study)) is None else msgspec.to_builtins(count),
        "n_planned": study.n.planned,
    }
