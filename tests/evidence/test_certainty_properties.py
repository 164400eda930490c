"""What holds of every body of evidence: more against a statement never helps it, and no order, no second paper, no p
value and no closing sentence changes that.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import Any, NamedTuple, get_args

import msgspec
import pytest
from evidence_studies import claim, link, outcome, review, study, trial
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kapcli.catalogue.claim import Caveat, Claim, Link
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.study import Study
from kapcli.catalogue.validation import by_id
from kapcli.evidence.assessment import LADDER, LEVELS, Effect, Leaning, Weighed
from kapcli.evidence.certainty import weigh
from kapcli.evidence.grade_wording import closing
from kapcli.evidence.verdicts import by_rule
from kapcli.index.loading import load_vocabulary

QUICK = settings(derandomize=True, max_examples=250, deadline=None, database=None)
VOCABULARY = load_vocabulary()

# Each is drawn at once, by a strategy made once: anything else takes longer than all that is tested.
# Value, interval, and the direction that the source states.
FOUND = (
    (2.0, (1.0, 3.0), "favours-ketamine"),
    (2.0, (-1.0, 5.0), "no-difference"),
    (2.0, (-9.0, 13.0), "no-difference"),
    (0.5, (0.2, 0.8), "favours-ketamine"),
    (2.0, None, "favours-ketamine"),
    (0.0, (-1.0, 1.0), "no-difference"),
    (None, None, "favours-ketamine"),
    (None, None, "favours-control"),
    (None, None, "no-difference"),
    (-2.0, (-3.0, -1.0), "favours-control"),
    (-2.0, (-5.0, 1.0), "no-difference"),
    (-2.0, None, "favours-control"),
)
AGAINST = tuple(one for one in FOUND if (one[0] or 0) < 0 or (one[0] is None and one[2] != "favours-ketamine"))
P = ("", "0.04", "<0.001", "0.7", "not significant")
PEOPLE = (500, None, 20, 60, 99, 100, 250, 399, 400, 2000)
KINDS = ("mean-difference", "hedges-g")
FIGURES = st.sampled_from(tuple(itertools.product(FOUND, ("madrs", "pcl-5"), KINDS, PEOPLE, P, (None, True))))
OPPOSING = st.sampled_from(tuple(itertools.product(AGAINST, ("madrs", "pcl-5"), KINDS, PEOPLE, P, (None, True))))
CODES = (None, "carry-over", "missing-data")
MASKED = st.sampled_from(tuple(itertools.product(("double", "open", None), (None, "held", "broken"), CODES)))
TRIALS = st.sampled_from(tuple(itertools.product(range(2018, 2024), ("", "", "", "shared"))))
INDIRECT = st.sampled_from(["", "", "Other people."])
COMPARATORS = st.sampled_from(["inert", "active-placebo", "active", "nothing"])
SAYS = st.sampled_from(["better", "better", "equal"])


class Evidence(NamedTuple):
    """Studies, and the links by which they bear on a claim."""

    studies: tuple[Study, ...]
    links: tuple[Link, ...]
    comparator: str
    says: str = "better"

    def claim(self) -> Claim:
        return claim(self.links, comparator=self.comparator, says=self.says)

    def weighed(self) -> Weighed:
        return weigh(self.claim(), by_id(self.studies))

    def with_study(self, added: Study, indirect: str = "") -> Evidence:
        return self._replace(studies=(*self.studies, added), links=(*self.links, link(added, indirect=indirect)))


def figure(level: str, fields: tuple[Any, ...], name: str = "a") -> Outcome:
    (value, interval, direction), instrument, estimate, people, p, primary = fields
    return outcome(
        id=name,
        comparison=level,
        value=value,
        ci95=interval,
        direction=direction,
        instrument=instrument,
        estimate=estimate,
        n=people,
        p=p,
        primary=primary,
    )


@functools.cache
def figures(*levels: str, name: str = "a") -> st.SearchStrategy[Outcome]:
    return st.builds(lambda level, fields: figure(level, fields, name), st.sampled_from(levels or LEVELS), FIGURES)


@functools.cache
def trials(name: str) -> st.SearchStrategy[Study]:
    def made(outcomes: tuple[Outcome, ...], masked: tuple[Any, ...], fields: tuple[Any, ...]) -> Study:
        year, shared = fields
        typed = (Caveat(code=masked[2], note="."),) if masked[2] else ()
        bare = trial(name, blinding=masked[0], guesses=masked[1], limitations=typed, year=year, trial=shared)
        return msgspec.structs.replace(bare, outcomes=outcomes)

    outcomes = st.tuples(figures()) | st.tuples(figures(), figures(name="b"))
    return st.builds(made, outcomes, MASKED, TRIALS)


@functools.cache
def reviews() -> st.SearchStrategy[Study]:
    def made(pooled: Outcome, includes: Any, searched: str) -> Study:
        return msgspec.structs.replace(review("pooled"), outcomes=(pooled,), includes=includes, searched_to=searched)

    includes = st.sampled_from(["not-read", (), ("s0",), ("elsewhere",)])
    return st.builds(made, figures("pooled-randomised", "pooled"), includes, st.sampled_from(["", "2019", "2021-03"]))


@st.composite
def bodies(draw: st.DrawFn) -> Evidence:
    """Up to four trials, some of them papers of one, and perhaps a review, that may lead."""
    studies = [draw(trials(f"s{index}")) for index in range(draw(st.integers(0, 4)))]
    studies += draw(st.lists(reviews(), max_size=1))
    links = []
    for one in studies:
        for each in one.outcomes:
            made = link(one, each.id, draw(INDIRECT))
            leads = one.id == "pooled" and draw(st.booleans())
            links.append(msgspec.structs.replace(made, leads=leads))
    return Evidence(tuple(studies), tuple(links), draw(COMPARATORS), draw(SAYS))


def opposing(data: st.DataObject, level: str) -> Study:
    """A trial of its own of which nothing is on the claimed side."""
    bare = data.draw(trials("added"))
    return msgspec.structs.replace(bare, outcomes=(figure(level, data.draw(OPPOSING)),), trial="")


def favour(evidence: Evidence) -> int:
    """How much the closing favours the statement."""
    found = evidence.weighed()
    claimed = evidence.claim()
    text = closing(msgspec.structs.replace(claimed, verdict=by_rule(claimed, found)), found)
    order = (
        ("shows this, with high certainty", 6),
        ("shows that this is probably so", 5),
        ("it may be so", 4),
        ("points this way", 3),
        ("without its size", 2),
        ("points both ways", 2),
        ("disagree", 2),
        ("No difference was shown", 2),
        ("too little", 2),
        ("one group was followed", 2),
        ("compares it.", 2),
        ("points the other way", 1),
        ("speaks against", 0),
        ("may speak against", 0),
    )
    return next(rank for words, rank in order if words in text)


@QUICK
@given(bodies(), st.data())
def test_a_study_against_never_raises_the_grade_of_what_favours_it(evidence: Evidence, data: st.DataObject) -> None:
    before = evidence.weighed()
    assume(before.certainty is not None and evidence.says == "better")
    assume(before.favours)
    assert before.certainty is not None
    after = evidence.with_study(opposing(data, before.level), data.draw(INDIRECT)).weighed()
    assert after.certainty is not None
    assert LADDER.index(after.certainty) <= LADDER.index(before.certainty)


@QUICK
@given(bodies(), st.data())
def test_a_study_against_never_makes_the_closing_more_favourable(evidence: Evidence, data: st.DataObject) -> None:
    before = evidence.weighed()
    assume(evidence.says == "better")
    level = before.level or data.draw(st.sampled_from(LEVELS))
    after = evidence.with_study(opposing(data, level), data.draw(INDIRECT))
    assert favour(after) <= favour(evidence)


@QUICK
@given(bodies(), st.data())
def test_the_order_of_links_and_studies_changes_nothing(evidence: Evidence, data: st.DataObject) -> None:
    shuffled = evidence._replace(
        studies=tuple(data.draw(st.permutations(evidence.studies))),
        links=tuple(data.draw(st.permutations(evidence.links))),
    )
    assert shuffled.weighed() == evidence.weighed()


@QUICK
@given(bodies(), st.data())
def test_a_second_paper_of_a_trial_changes_nothing_but_what_stands_beside(
    evidence: Evidence, data: st.DataObject
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
        year=data.draw(st.sampled_from([2010, 2019])),
    )
    before, after = evidence.weighed(), evidence.with_study(second).weighed()
    kept = set(before.weighed) & {one.id for one in reported}
    assume(kept or not any(one.leads for one in evidence.links))
    assert msgspec.structs.replace(after, beside=before.beside) == before
    assert {name for name, _ in set(after.beside) - set(before.beside)} == {"second"}


@QUICK
@given(bodies())
def test_dropping_every_p_changes_no_direction_and_no_side(evidence: Evidence) -> None:
    bare = tuple(
        msgspec.structs.replace(one, outcomes=tuple(msgspec.structs.replace(each, p="") for each in one.outcomes))
        for one in evidence.studies
    )
    before, after = evidence.weighed(), evidence._replace(studies=bare).weighed()
    for name in ("favours", "opposes", "unsized", "silent", "weighed"):
        assert getattr(after, name) == getattr(before, name)


@QUICK
@given(bodies())
def test_the_certainty_is_the_start_less_the_steps_and_on_the_ladder(evidence: Evidence) -> None:
    found = evidence.weighed()
    if found.start is None:
        assert (found.certainty, found.steps) == (None, ())
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
    assert {name for step in found.steps for name in step.studies} <= {one.id for one in evidence.studies}


@QUICK
@given(bodies())
def test_nothing_that_is_very_uncertain_is_supported(evidence: Evidence) -> None:
    found = evidence.weighed()
    if by_rule(evidence.claim(), found) in ("supported", "contradicted"):
        assert found.certainty in LADDER[1:]


# The closing sentence, of every claim there can be.

FIRM = re.compile(
    r"\b(proven|proves?|undisputed|certain(ly)?|definite(ly)?|clear(ly)?|cures?|effective)\b", re.IGNORECASE
)
SAFE = re.compile(r"\bsafe(ly|ty)?\b", re.IGNORECASE)
NOT_SAFE = re.compile("does not show that it is safe|safety is not shown")
PLAYED_DOWN = re.compile(
    r"\b(rare|rarely|seldom|mild|minor|harmless|tolerated|unlikely|only a|merely|just|few|may|might|probably"
    r"|weak|weakly|uncertain|no harm|not harmful|no sign of harm)\b",
    re.IGNORECASE,
)
CLAIM_KINDS, VERDICTS = VOCABULARY.codes("claim_kind"), VOCABULARY.codes("verdict")
LEANINGS = get_args(Leaning)


def effect(sign: int, interval: tuple[float, float] | None = None) -> Effect:
    low, high = interval or (None, None)
    return Effect("a", "a", float(sign), "difference", low, high, "source" if interval else "")


def closings(kind: str) -> list[tuple[str, str]]:
    """Every closing of a kind, with its verdict."""
    found = []
    every = itertools.product(
        VERDICTS, LEANINGS, (*LEVELS, ""), (*LADDER, None), ("better", "equal", "share", "cure"), (1, 0, -1, None)
    )
    for verdict, leaning, level, certainty, says, sign in every:
        weighed = Weighed(
            leaning=leaning, level=level, certainty=certainty, effect=None if sign is None else effect(sign)
        )
        found.append((verdict, closing(claim(kind=kind, verdict=verdict, says=says), weighed)))
    return found


@pytest.mark.parametrize("kind", CLAIM_KINDS)
def test_a_closing_is_one_or_two_plain_sentences_and_never_firm(kind: str) -> None:
    for verdict, text in closings(kind):
        assert text.endswith("."), verdict
        # What is very uncertain may be called that.
        assert not FIRM.search(text.replace("uncertain", "")), (verdict, text)


@pytest.mark.parametrize("kind", CLAIM_KINDS)
def test_a_closing_never_calls_anything_safe(kind: str) -> None:
    for verdict, text in closings(kind):
        assert not SAFE.search(NOT_SAFE.sub("", text)), (verdict, text)


def test_the_closing_of_a_harm_never_plays_it_down() -> None:
    for verdict, text in closings("harm"):
        assert not PLAYED_DOWN.search(text), (verdict, text)


@pytest.mark.parametrize("verdict", ["untested", "unverified"])
def test_a_harm_that_nothing_reports_is_not_shown_to_be_safe(verdict: str) -> None:
    assert {"does not show that it is safe" in text for found, text in closings("harm") if found == verdict} == {True}


def test_a_harm_does_not_close_by_its_certainty() -> None:
    """A report is a report, however few people were compared."""
    assert len(set(closings("harm"))) == len(VERDICTS)


@pytest.mark.parametrize(
    ("certainty", "words"), [("high", "with high certainty"), ("moderate", "probably so"), ("low", "it may be so.")]
)
def test_a_supported_effect_closes_by_its_certainty(certainty: Any, words: str) -> None:
    weighed = Weighed(leaning="for", level="between", certainty=certainty, effect=effect(1, (0.5, 2.0)))
    assert words in closing(claim(), weighed)


def test_only_what_is_supported_closes_as_holding() -> None:
    for verdict in set(VERDICTS) - {"supported", "overstated"}:
        for sign, certainty in itertools.product((1, 0, -1, None), (*LADDER, None)):
            weighed = Weighed(level="between", certainty=certainty, effect=None if sign is None else effect(sign))
            text = closing(claim(verdict=verdict), weighed)
            assert not re.search(r"shows (this|that)|may be so", text), (verdict, text)


def test_what_is_overstated_never_closes_as_if_it_were_not() -> None:
    weighed = Weighed(level="between", certainty="low", favours=("a",), every=True, effect=effect(1, (0.5, 2.0)))
    text = closing(claim(verdict="overstated"), weighed)
    assert text.startswith("This says more than the comparisons show.")


def test_an_effect_without_a_comparison_closes_by_saying_so() -> None:
    assert closing(claim(verdict="untested"), Weighed()) == "No study in this catalogue compares it."
    followed = Weighed(leaning="for", level="within")
    assert "one group was followed" in closing(claim(verdict="untested"), followed)


ALONE = Weighed(level="between", certainty="low", favours=("a",), every=True, effect=effect(1, (0.5, 2.0)))


@pytest.mark.parametrize(
    "beside",
    [{"opposes": ("b",)}, {"silent": ("b",)}, {"unsized": ("b",)}, {"beside": (("b", "a lower level"),)}],
)
def test_that_nothing_opposes_is_said_only_where_nothing_else_is_linked(beside: dict[str, Any]) -> None:
    assert "No opposing study" in closing(claim(), ALONE)
    assert "No opposing study" not in closing(claim(), msgspec.structs.replace(ALONE, **beside))
    assert "No opposing study" not in closing(claim(context=(link(trial("b")),)), ALONE)
