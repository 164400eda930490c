"""What holds of every body of evidence: more against a statement never helps it, more for it never harms it, and no
order, no second paper and no closing sentence changes that.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import Any, NamedTuple, get_args

import msgspec
import pytest
from evidence_studies import VOCABULARY, claim, link, outcome, review, study, trial
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kapcli.catalogue.model import Claim, Link, Outcome, Study
from kapcli.catalogue.validation import by_id
from kapcli.evidence.body import LEVELS
from kapcli.evidence.certainty import LADDER, Leaning, Weighed, weigh
from kapcli.evidence.grade_wording import closing

QUICK = settings(derandomize=True, max_examples=250, deadline=None, database=None)

# Each is drawn at once, by a strategy made once: anything else takes longer than all that is tested.
SHOWN = ("favours-ketamine", "favours-control", "no-difference", "improved", "worsened")
RATED = (None, "pcl-5", "caps-5")
INTERVALS = (None, (1.0, 3.0), (-1.0, 3.0), (0.0, 2.0), (1.5, 2.0), (-2.0, -1.0))
PEOPLE = (500, None, 0, 60, 99, 100, 250, 399, 400, 1000, 2000)
ESTIMATES = ("mean-difference", "risk-ratio")
FIGURES = st.sampled_from(tuple(itertools.product(SHOWN, RATED, ESTIMATES, INTERVALS, PEOPLE, (None, True, False))))
MASKED = st.sampled_from(tuple(itertools.product(("double", "open", "raters", None), (None, "held", "broken"))))
COMPARED = ("midazolam", "saline", "none")
TRIALS = st.sampled_from(tuple(itertools.product(COMPARED, range(2018, 2022), ("", "", "", "shared"))))
SIDES = st.sampled_from(["for", "against"])
PLACES = st.sampled_from(tuple(itertools.product(("for", "against"), ("", "", "Other people."))))


class Evidence(NamedTuple):
    """Studies, and the links by which they stand for and against a claim."""

    studies: tuple[Study, ...]
    links: tuple[tuple[str, Link], ...]

    def claim(self) -> Claim:
        return claim(*([one for side, one in self.links if side == wanted] for wanted in ("for", "against")))

    def weighed(self) -> Weighed:
        return weigh(self.claim(), by_id(self.studies), VOCABULARY)

    def with_study(self, added: Study, side: str) -> Evidence:
        return Evidence((*self.studies, added), (*self.links, (side, link(added))))


@functools.cache
def figures(*levels: str, name: str = "a") -> st.SearchStrategy[Outcome]:
    def made(level: str, fields: tuple[Any, ...]) -> Outcome:
        shown, instrument, estimate, interval, people, primary = fields
        return outcome(
            id=name,
            comparison=level,
            direction=shown,
            instrument=instrument,
            estimate=estimate,
            ci95=interval,
            n=people,
            primary=primary,
        )

    return st.builds(made, st.sampled_from(levels or LEVELS), FIGURES)


@functools.cache
def trials(name: str) -> st.SearchStrategy[Study]:
    def made(outcomes: tuple[Outcome, ...], masked: tuple[Any, ...], fields: tuple[Any, ...]) -> Study:
        comparator, year, shared = fields
        bare = trial(name, blinding=masked[0], guesses=masked[1], comparator=(comparator,), year=year, trial=shared)
        return msgspec.structs.replace(bare, outcomes=outcomes)

    outcomes = st.tuples(figures()) | st.tuples(figures(), figures(name="b"))
    return st.builds(made, outcomes, MASKED, TRIALS)


@functools.cache
def reviews() -> st.SearchStrategy[Study]:
    def made(figure: Outcome, includes: Any) -> Study:
        return msgspec.structs.replace(review("pooled"), outcomes=(figure,), includes=includes)

    includes = st.sampled_from(["not-read", (), ("s0",), ("s1", "added"), ("added",), ("elsewhere",)])
    return st.builds(made, figures("pooled-randomised", "pooled"), includes)


@st.composite
def bodies(draw: st.DrawFn) -> Evidence:
    """Up to four trials, some of them papers of one, and perhaps a review."""
    studies = [draw(trials(f"s{index}")) for index in range(draw(st.integers(0, 4)))]
    studies += draw(st.lists(reviews(), max_size=1))
    links = []
    for one in studies:
        for figure in one.outcomes:
            side, indirect = draw(PLACES)
            links.append((side, link(one, figure.id, indirect)))
    return Evidence(tuple(studies), tuple(links))


def favour(found: Weighed) -> int:
    """How much the closing favours the statement: against, then mixed or nothing, then for by certainty."""
    if found.leaning == "for":
        assert found.certainty is not None
        return 1 + LADDER.index(found.certainty)
    return -1 if found.leaning == "against" else 0


@QUICK
@given(bodies(), st.data())
def test_a_study_against_never_makes_the_closing_more_favourable(evidence: Evidence, data: st.DataObject) -> None:
    before = evidence.weighed()
    as_good = LEVELS[: LEVELS.index(before.level) + 1] if before.level else LEVELS
    level = data.draw(st.sampled_from(as_good))
    added = msgspec.structs.replace(data.draw(trials("added")), outcomes=(data.draw(figures(level)),), trial="")
    after = evidence.with_study(added, "against").weighed()
    assert favour(after) <= favour(before)
    assert after.leaning in ("against", "mixed")


@QUICK
@given(bodies(), st.integers(1, 500), st.sampled_from(SHOWN))
def test_a_larger_study_to_which_nothing_is_held_never_lowers_the_certainty(
    evidence: Evidence, more: int, shown: str
) -> None:
    before = evidence.weighed()
    assume(before.leaning in ("for", "against"))
    assert before.certainty is not None
    everyone = sum(each.n or 0 for one in evidence.studies for each in one.outcomes)
    shown = {"better": "favours-ketamine", "worse": "favours-control"}.get(before.shows, shown)
    added = trial("added", everyone + more, direction=shown, ci95=(1.5, 3.0))
    after = evidence.with_study(added, before.leaning).weighed()
    assert after.certainty is not None
    assert LADDER.index(after.certainty) >= LADDER.index(before.certainty)
    assert after.leaning == before.leaning


@QUICK
@given(bodies(), st.data())
def test_the_order_of_links_and_studies_changes_nothing(evidence: Evidence, data: st.DataObject) -> None:
    shuffled = Evidence(
        tuple(data.draw(st.permutations(evidence.studies))), tuple(data.draw(st.permutations(evidence.links)))
    )
    assert shuffled.weighed() == evidence.weighed()


@QUICK
@given(bodies(), st.data(), SIDES)
def test_a_second_paper_of_a_trial_changes_nothing_but_what_stands_beside(
    evidence: Evidence, data: st.DataObject, side: str
) -> None:
    reported = [one for one in evidence.studies if one.design == "rct"]
    assume(reported)
    parent = data.draw(st.sampled_from(reported))
    second = study(
        "second",
        data.draw(figures()),
        design="secondary-analysis",
        parent=parent.id,
        trial=parent.trial or parent.id,
        year=data.draw(st.sampled_from([2010, 2019, 2025])),
    )
    before, after = evidence.weighed(), evidence.with_study(second, side).weighed()
    assert msgspec.structs.replace(after, beside=before.beside) == before
    (added,) = set(after.beside) - set(before.beside)
    assert added[0] == "second"
    assert added[1].startswith("the same trial as ")


@QUICK
@given(bodies())
def test_the_certainty_is_the_start_less_the_steps_and_on_the_ladder(evidence: Evidence) -> None:
    found = evidence.weighed()
    if found.start is None:
        assert (found.certainty, found.steps, found.weighed, found.leaning) == (None, (), (), "none")
        return
    assert found.certainty is not None
    lost = sum(step.down for step in found.steps)
    assert LADDER.index(found.certainty) == max(0, LADDER.index(found.start) - lost)
    assert found.start == ("high" if found.level == "between-randomised" else "low")


@QUICK
@given(bodies())
def test_every_study_linked_is_weighed_or_stands_beside_with_a_reason(evidence: Evidence) -> None:
    found = evidence.weighed()
    beside = {name for name, reason in found.beside if reason}
    assert set(found.weighed) | beside == {one.id for one in evidence.studies}
    assert not set(found.weighed) & beside
    assert {name for step in found.steps for name in step.studies} <= set(found.weighed)


# The closing sentence, of every claim there can be.

FIRM = re.compile(
    r"\b(proven|proves?|undisputed|certain(ly)?|definite(ly)?|clear(ly)?|cures?|effective)\b", re.IGNORECASE
)
SAFE = re.compile(r"\bsafe(ly|ty)?\b", re.IGNORECASE)
PLAYED_DOWN = re.compile(
    r"\b(rare|rarely|seldom|mild|minor|harmless|tolerated|unlikely|only a|merely|just|few|may|might|probably"
    r"|weak|weakly|uncertain|no harm|not harmful|no sign of harm)\b",
    re.IGNORECASE,
)
KINDS, VERDICTS = VOCABULARY.codes("claim_kind"), VOCABULARY.codes("verdict")
LEANINGS = get_args(Leaning)


def closings(kind: str) -> list[tuple[str, str]]:
    """Every closing of a kind, with its verdict."""
    found = []
    every = itertools.product(VERDICTS, LEANINGS, LEVELS, (*LADDER, None), ([], [link(trial("a"))]))
    for verdict, leaning, level, certainty, against in every:
        weighed = Weighed(leaning=leaning, level=level, certainty=certainty)
        found.append((verdict, closing(claim(against=against, kind=kind, verdict=verdict), weighed)))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_closing_is_one_or_two_plain_sentences_and_never_firm(kind: str) -> None:
    for verdict, text in closings(kind):
        assert text.endswith("."), verdict
        # What is very uncertain may be called that.
        assert not FIRM.search(text.replace("uncertain", "")), (verdict, text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_closing_never_calls_anything_safe(kind: str) -> None:
    for verdict, text in closings(kind):
        assert not SAFE.search(text.replace("not shown to be safe", "")), (verdict, text)


def test_the_closing_of_a_harm_never_plays_it_down() -> None:
    for verdict, text in closings("harm"):
        assert not PLAYED_DOWN.search(text), (verdict, text)


@pytest.mark.parametrize("verdict", ["untested", "unverified"])
def test_a_harm_that_nothing_reports_is_not_shown_to_be_safe(verdict: str) -> None:
    assert {"not shown to be safe" in text for found, text in closings("harm") if found == verdict} == {True}


def test_a_harm_does_not_close_by_its_certainty() -> None:
    """A report is a report, however few people were compared."""
    assert len(set(closings("harm"))) == len(VERDICTS)


@pytest.mark.parametrize(
    ("certainty", "words"),
    [("high", "bears this out."), ("moderate", "probably"), ("low", "may"), ("very-low", "very uncertain")],
)
@pytest.mark.parametrize("leaning", ["for", "against"])
def test_an_effect_closes_by_its_certainty(certainty: Any, words: str, leaning: Any) -> None:
    text = closing(claim(), Weighed(leaning=leaning, level="between", certainty=certainty))
    if (certainty, leaning) == ("high", "against"):
        words = "speaks against this."
    assert words in text


def test_a_closing_never_bears_out_what_does_not_lean_for() -> None:
    for leaning, level, certainty in itertools.product(LEANINGS, LEVELS, LADDER):
        text = closing(claim(), Weighed(leaning=leaning, level=level, certainty=certainty))
        bears_out = "bears this out" in text or "points this way" in text
        assert bears_out == (leaning == "for" and level != "within"), text


def test_an_effect_without_a_comparison_closes_by_saying_so() -> None:
    assert closing(claim(), Weighed()) == "Nothing in this catalogue compares it."
    followed = Weighed(leaning="for", level="within", certainty="very-low")
    assert closing(claim(), followed).startswith("Nothing here compares it")


def test_that_nothing_opposes_is_said_only_where_nothing_is_linked_against() -> None:
    found = Weighed(leaning="for", level="between-randomised", certainty="high")
    assert "No opposing study" in closing(claim(), found)
    assert "No opposing study" not in closing(claim(against=[link(trial("a"))]), found)
