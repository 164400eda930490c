"""What holds of every body of evidence: more against a statement never helps it, and no order, no second paper, no p
value and no closing sentence changes that.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, NamedTuple, get_args

import msgspec
import pytest
from evidence_studies import claim, link, outcome, review, study, trial

from kapcli.catalogue.claim import Caveat, Claim, Link
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.study import Study
from kapcli.catalogue.validation import by_id
from kapcli.evidence.assessment import LADDER, LEVELS, Effect, Leaning, Weighed
from kapcli.evidence.certainty import weigh
from kapcli.evidence.grade_wording import closing
from kapcli.evidence.verdicts import by_rule
from kapcli.index.loading import load_vocabulary

VOCABULARY = load_vocabulary()
# So many bodies of evidence are drawn, once for all; as all is drawn from lists there is nothing to make smaller.
MANY = 400

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
INDIRECT = ("", "", "Other people.")
COMPARATORS = ("inert", "active-placebo", "active", "nothing")


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


def figure(draw: Random, levels: Sequence[str] = LEVELS, name: str = "a", found: Sequence[Any] = FOUND) -> Outcome:
    value, interval, direction = draw.choice(found)
    return outcome(
        id=name,
        comparison=draw.choice(levels),
        value=value,
        ci95=interval,
        direction=direction,
        instrument=draw.choice(("madrs", "pcl-5")),
        estimate=draw.choice(KINDS),
        n=draw.choice(PEOPLE),
        p=draw.choice(P),
        primary=draw.choice((None, True)),
    )


def drawn_trial(draw: Random, name: str) -> Study:
    code = draw.choice((None, "carry-over", "missing-data"))
    bare = trial(
        name,
        blinding=draw.choice(("double", "open", None)),
        guesses=draw.choice((None, "held", "broken")),
        limitations=(Caveat(code=code, note="."),) if code else (),
        year=draw.randrange(2018, 2024),
        trial=draw.choice(("", "", "", "shared")),
    )
    return msgspec.structs.replace(bare, outcomes=tuple(figure(draw, name=one) for one in draw.choice(("a", "ab"))))


def drawn_review(draw: Random) -> Study:
    return msgspec.structs.replace(
        review("pooled"),
        outcomes=(figure(draw, ("pooled-randomised", "pooled")),),
        includes=draw.choice(("not-read", (), ("s0",), ("elsewhere",))),
        searched_to=draw.choice(("", "2019", "2021-03")),
    )


def body(draw: Random) -> Evidence:
    """Up to four trials, some of them papers of one, and perhaps a review, that may lead."""
    studies = [drawn_trial(draw, f"s{index}") for index in range(draw.randint(0, 4))]
    studies += [drawn_review(draw)] * draw.randint(0, 1)
    links = []
    for one in studies:
        for each in one.outcomes:
            made = link(one, each.id, draw.choice(INDIRECT))
            leads = one.id == "pooled" and draw.choice((True, False))
            links.append(msgspec.structs.replace(made, leads=leads))
    says = draw.choice(("better", "better", "equal"))
    return Evidence(tuple(studies), tuple(links), draw.choice(COMPARATORS), says)


@functools.cache
def bodies() -> list[tuple[Evidence, Weighed]]:
    """The same in every run, each with what it weighs."""
    return [(one, one.weighed()) for one in map(body, map(Random, range(MANY)))]


def drawing() -> Iterator[tuple[Evidence, Weighed, Random]]:
    """Each body, and what draws the study that is put beside it."""
    for place, (evidence, found) in enumerate(bodies()):
        yield evidence, found, Random(MANY + place)


def opposing(draw: Random, level: str) -> Study:
    """A trial of its own of which nothing is on the claimed side."""
    against = figure(draw, (level,), found=AGAINST)
    return msgspec.structs.replace(drawn_trial(draw, "added"), outcomes=(against,), trial="")


# The rank of a closing that leaves it open, as below.
NO_DIFFERENCE = 2


def favour(evidence: Evidence, found: Weighed) -> float:
    """How much the closing favours the statement."""
    claimed = evidence.claim()
    text = closing(msgspec.structs.replace(claimed, verdict=by_rule(claimed, found)), found)
    order = (
        ("shows this, with high certainty", 6),
        ("shows that this is probably so", 5),
        ("it may be so", 4),
        ("points this way", 3),
        ("points mostly this way", 2.5),
        ("without its size", 2),
        ("points both ways", 2),
        ("disagree", 2),
        ("No difference was shown", 2),
        ("too little", 2),
        ("one group was followed", 2),
        ("compares it.", 2),
        ("points mostly the other way", 1.5),
        ("points the other way", 1),
        ("speaks against", 0),
        ("may speak against", 0),
    )
    return next(rank for words, rank in order if words in text)


def test_there_is_evidence_of_every_kind() -> None:
    """What is drawn leads to every grade, level and leaning, so that what holds of all holds of something."""
    found = [weighed for _, weighed in bodies()]
    assert {one.certainty for one in found} == {*LADDER, None}
    assert {one.level for one in found} == {*LEVELS, ""}
    assert {one.leaning for one in found} == set(get_args(Leaning))


def test_a_study_against_never_raises_the_grade_of_what_favours_it() -> None:
    tried = 0
    for evidence, before, draw in drawing():
        if evidence.says == "better" and before.favours and before.certainty is not None:
            tried += 1
            after = evidence.with_study(opposing(draw, before.level), draw.choice(INDIRECT)).weighed()
            assert after.certainty is not None, evidence
            assert LADDER.index(after.certainty) <= LADDER.index(before.certainty), evidence
    assert tried > MANY / 4


def test_a_study_against_never_makes_the_closing_more_favourable() -> None:
    for evidence, before, draw in drawing():
        if evidence.says == "better":
            added = opposing(draw, before.level or draw.choice(LEVELS))
            after = evidence.with_study(added, draw.choice(INDIRECT))
            # Beside studies that point the other way, one that shows no difference may make that the answer; no more.
            alone = evidence._replace(studies=(added,), links=(link(added),)).weighed()
            most = NO_DIFFERENCE if alone.shows != "worse" else 0
            assert favour(after, after.weighed()) <= max(favour(evidence, before), most), evidence


def test_the_order_of_links_and_studies_changes_nothing() -> None:
    for evidence, found, draw in drawing():
        studies, links = (tuple(draw.sample(each, len(each))) for each in (evidence.studies, evidence.links))
        assert evidence._replace(studies=studies, links=links).weighed() == found, evidence


def test_a_second_paper_of_a_trial_changes_nothing_but_what_stands_beside() -> None:
    tried = 0
    for evidence, before, draw in drawing():
        reported = [one for one in evidence.studies if one.design == "rct"]
        kept = {*before.weighed} & {one.id for one in reported}
        if not reported or (not kept and any(one.leads for one in evidence.links)):
            continue
        tried += 1
        parent = draw.choice(reported)
        second = study(
            "second",
            figure(draw),
            design="secondary-analysis",
            parent=parent.id,
            trial=parent.trial or parent.id,
            year=draw.choice((2010, 2019)),
        )
        after = evidence.with_study(second).weighed()
        assert msgspec.structs.replace(after, beside=before.beside) == before, evidence
        assert {name for name, _ in set(after.beside) - set(before.beside)} == {"second"}, evidence
    assert tried > MANY / 2


def test_dropping_every_p_changes_no_direction_and_no_side() -> None:
    tried = 0
    for evidence, before in bodies():
        # Of two such outcomes the one with an interval stands for the trial, and from an exact p there may be one.
        if any("outcomes of one trial point in different directions" in step.reason for step in before.steps):
            continue
        tried += 1
        bare = tuple(
            msgspec.structs.replace(one, outcomes=tuple(msgspec.structs.replace(each, p="") for each in one.outcomes))
            for one in evidence.studies
        )
        after = evidence._replace(studies=bare).weighed()
        for name in ("favours", "opposes", "unsized", "silent", "weighed"):
            assert getattr(after, name) == getattr(before, name), evidence
    assert tried > MANY * 0.9


def test_the_certainty_is_the_start_less_the_steps_and_on_the_ladder() -> None:
    for evidence, found in bodies():
        if found.start is None:
            assert (found.certainty, found.steps) == (None, ()), evidence
            continue
        assert found.certainty is not None
        lost = sum(step.down for step in found.steps)
        assert LADDER.index(found.certainty) == max(0, LADDER.index(found.start) - lost), evidence
        assert found.start == ("high" if found.level == "between-randomised" else "low"), evidence


def test_every_study_linked_is_weighed_or_stands_beside_with_a_reason() -> None:
    for evidence, found in bodies():
        beside = {name for name, reason in found.beside if reason}
        assert set(found.weighed) | beside == {one.id for one in evidence.studies}, evidence
        assert not set(found.weighed) & beside, evidence
        assert {name for step in found.steps for name in step.studies} <= {one.id for one in evidence.studies}


def test_nothing_that_is_very_uncertain_is_supported() -> None:
    for evidence, found in bodies():
        if by_rule(evidence.claim(), found) in ("supported", "contradicted"):
            assert found.certainty in LADDER[1:], evidence


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


@functools.cache
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
