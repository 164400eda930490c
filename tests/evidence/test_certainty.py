"""How sure one can be, step by step: what is weighed, where it starts, and what takes it down."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from evidence_studies import against, claim, link, outcome, review, study, trial, weighed

from kapcli.catalogue.claim import Caveat, Formal
from kapcli.catalogue.outcome import Heterogeneity, Sides
from kapcli.catalogue.publication import Name, SameTrial
from kapcli.catalogue.study import Detail, FormalRating, People, RiskOfBias, Study
from kapcli.catalogue.validation import by_id
from kapcli.evidence.assessment import Step, Weighed
from kapcli.evidence.certainty import weigh
from kapcli.evidence.grade_wording import closing, people_words, settling, step_words

# A yes or no of which so many are known to have had it.
COUNTED: dict[str, Any] = {
    "estimate": "risk-difference",
    "unit": "percentage-points",
    "value": 20.0,
    "ci95": (12.0, 28),
}
FELT = {"comparator": "active-placebo"}


def down(found: Weighed) -> dict[str, int]:
    """By how much each domain takes the certainty down."""
    total: dict[str, int] = {}
    for step in found.steps:
        total[step.name] = total.get(step.name, 0) + step.down
    return total


def only_step(found: Weighed) -> Step:
    assert len(found.steps) == 1, found.steps
    return found.steps[0]


# Where it starts, and what is not graded.


def test_a_large_masked_trial_is_of_high_certainty() -> None:
    found = weighed(trial("a"))
    assert (found.start, found.steps, found.certainty) == ("high", (), "high")
    assert (found.shows, found.leaning, found.people, found.favours) == ("better", "for", 500, ("a",))


@pytest.mark.parametrize(("comparison", "start"), [("between-randomised", "high"), ("between", "low")])
def test_only_groups_formed_by_chance_start_high(comparison: str, start: str) -> None:
    assert weighed(trial("a", comparison=comparison)).start == start


def test_one_group_before_and_after_is_not_rated() -> None:
    found = weighed(trial("a", comparison="within", direction="improved", estimate="pre-post-change", minuend="end"))
    assert (found.level, found.shows, found.certainty) == ("within", "improved", None)


@pytest.mark.parametrize("direction", ["favours-ketamine", "no-difference"])
def test_results_in_words_only_are_not_rated(direction: str) -> None:
    found = weighed(trial("a", estimate="not-reported", value=None, ci95=None, direction=direction))
    assert (found.level, found.certainty) == ("between-randomised", None)


@pytest.mark.parametrize("says", ["share", "universal", "cure", "duration", "no-difference"])
def test_what_claims_no_difference_of_groups_is_not_rated(says: str) -> None:
    assert weighed(trial("a"), says=says).certainty is None


def test_nothing_linked_is_nothing_to_grade() -> None:
    assert weighed() == Weighed()


# Sides follow from estimates.


@pytest.mark.parametrize("p", ["0.9", "0.001", "", "not significant"])
@pytest.mark.parametrize("direction", ["favours-ketamine", "no-difference"])
def test_the_side_of_a_figure_is_that_of_its_estimate_whatever_its_p(p: str, direction: str) -> None:
    found = weighed(trial("a", ci95=(-1.0, 5.0), p=p, direction=direction))
    assert (found.favours, found.opposes, found.silent) == (("a",), (), ())


def test_no_difference_in_words_takes_no_side() -> None:
    quiet = trial("b", 9000, estimate="not-reported", value=None, ci95=None, direction="no-difference")
    found = weighed(trial("a"), quiet)
    assert (found.silent, found.opposes, found.disagree) == (("b",), (), False)


def test_a_direction_without_an_estimate_is_no_estimate() -> None:
    found = weighed(trial("a", estimate="not-reported", value=None, ci95=None))
    assert (found.unsized, found.favours, found.shows) == (("a",), (), "unsized")


def test_a_reversed_link_claims_the_second_side() -> None:
    one = trial("a")
    turned = msgspec.structs.replace(link(one), reversed=True)
    assert weigh(claim([turned]), {"a": one}).opposes == ("a",)


# Risk of bias.

INERT: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    ("placebo", {}, "inert", {"blinding": "double"}),
    ("midazolam", {}, "active-placebo", {"blinding": "double"}),
    ("midazolam, blinding asked about and broken", {}, "active-placebo", {"blinding": "double", "guesses": "broken"}),
    ("open", {}, "active", {"blinding": "open"}),
    ("only the raters masked", {"instrument": "caps-5"}, "active", {"blinding": "raters"}),
    ("nothing to compare with", {}, "nothing", {"blinding": "double"}),
]


@pytest.mark.parametrize(("fields", "comparator", "detail"), [case[1:] for case in INERT], ids=[c[0] for c in INERT])
def test_blinding_that_cannot_hold_is_a_signal_whoever_rates(
    fields: dict[str, Any], comparator: str, detail: dict[str, Any]
) -> None:
    found = weighed(trial("a", design_detail=Detail(**detail), **fields), comparator=comparator)
    assert down(found) == {"bias": 1}


@pytest.mark.parametrize("comparator", ["inert", "active-placebo"])
def test_blinding_that_was_shown_to_hold_is_none(comparator: str) -> None:
    assert weighed(trial("a", guesses="held"), comparator=comparator).steps == ()


@pytest.mark.parametrize("code", ["missing-data", "attrition", "selective-reporting", "early-stop", "carry-over"])
def test_typed_signals_are_one_level_and_two_with_another_kind(code: str) -> None:
    one = trial("a", limitations=(Caveat(code=code, note="."),))
    assert down(weighed(one)) == {"bias": 1}
    assert down(weighed(one, **FELT)) == {"bias": 2}


@pytest.mark.parametrize(("analysed", "steps"), [(400, {}), (399, {"bias": 1})])
def test_more_than_a_fifth_without_data_is_a_signal(analysed: int, steps: dict[str, int]) -> None:
    assert down(weighed(study("a", n=People(randomised=500, analysed=analysed)))) == steps


def test_a_signal_counts_from_more_than_half_of_the_people() -> None:
    typed = (Caveat(code="carry-over", note="."),)
    assert down(weighed(trial("a", 500, limitations=typed), trial("b", 500))) == {}
    assert down(weighed(trial("a", 501, limitations=typed), trial("b", 500))) == {"bias": 1}


def test_a_leading_review_s_own_statement_on_bias_counts() -> None:
    def of(level: Any) -> dict[str, int]:
        own = RiskOfBias(level=level, text="by its own rating")
        return down(weighed(review("r", risk_of_bias=own), leads=["r"], **FELT))

    assert [of("low"), of("some"), of("most")] == [{}, {"bias": 1}, {"bias": 2}]
    # Without a verdict the review's trials are judged as any others.
    assert of("not-read") == down(weighed(review("r"), leads=["r"], **FELT))


# Inconsistency.


def test_two_intervals_wholly_on_opposite_sides_disagree() -> None:
    found = weighed(trial("a"), against("b"))
    assert (found.disagree, found.leaning, found.shows) == (True, "mixed", "mixed")
    assert only_step(found).studies == ("a", "b")


def test_two_estimates_that_chance_explains_do_not_disagree() -> None:
    found = weighed(trial("a", ci95=(-3.0, 7.0)), against("b", 100, ci95=(-7.0, 3.0)))
    assert (found.disagree, "inconsistency" in down(found)) == (False, False)


def test_two_results_on_either_side_of_a_p_of_five_percent_do_not_disagree() -> None:
    """Both favour the drug: that is no disagreement, whatever their p."""
    found = weighed(trial("a", p="0.01"), trial("b", ci95=(-1.0, 5.0), p="0.2", direction="no-difference"))
    assert "inconsistency" not in down(found)


def test_a_stated_difference_the_other_way_is_inconsistent_and_not_mixed() -> None:
    stated = trial("b", estimate="not-reported", value=None, ci95=None, direction="favours-control")
    found = weighed(trial("a"), stated)
    assert (down(found), found.disagree) == ({"inconsistency": 1}, False)


def test_outcomes_of_one_trial_that_differ_make_it_inconsistent_in_itself() -> None:
    one = study("a", outcome(primary=True), outcome(id="b", value=-2.0, ci95=(-3.0, -1.0), direction="favours-control"))
    found = weigh(claim([link(one, "a"), link(one, "b")]), {"a": one})
    assert (down(found), found.every) == ({"inconsistency": 1}, False)


@pytest.mark.parametrize(("value", "steps"), [(59.0, {}), (60.0, {"inconsistency": 1})])
def test_sizes_that_differ_in_the_leading_pool_are_inconsistent_and_never_mixed(
    value: float, steps: dict[str, int]
) -> None:
    found = weighed(review("r", i2=(Heterogeneity(outcome="a", value=value),)), leads=["r"])
    assert (down(found), found.disagree) == (steps, False)


# Indirectness.


def test_indirectness_needs_more_than_half_of_the_people() -> None:
    assert down(weighed(trial("a", 500), trial("b", 500), indirect=["b"])) == {}
    assert only_step(weighed(trial("a", 500), trial("b", 501), indirect=["b"])).reason == "Other people"


def test_a_withdrawal_trial_is_always_indirect() -> None:
    found = weighed(trial("a", design_detail=Detail(allocation="randomised-withdrawal", blinding="double")))
    assert down(found) == {"indirectness": 1}


# Imprecision.


@pytest.mark.parametrize(
    ("people", "levels"), [(400, 0), (399, 1), (100, 1), (99, 2), (50, 2), (49, 3), (1, 3), (None, 2)]
)
def test_people_on_a_score(people: int | None, levels: int) -> None:
    assert down(weighed(trial("a", people))).get("imprecision", 0) == levels


@pytest.mark.parametrize(("events", "levels"), [(300, 0), (299, 1), (100, 1), (99, 2), (30, 2), (29, 3)])
def test_events_of_a_yes_or_no(events: int, levels: int) -> None:
    sides = {"people": Sides(first=1000, second=1000), "events": Sides(first=events - 10, second=10)}
    assert down(weighed(trial("a", 2000, **COUNTED, **sides))).get("imprecision", 0) == levels


def test_events_that_are_not_known_are_at_least_one_level() -> None:
    assert "how many events is not known" in only_step(weighed(trial("a", 5000, **COUNTED))).reason


@pytest.mark.parametrize(
    ("interval", "levels"),
    [((1.0, 3.0), 0), ((0.0, 4.0), 1), ((-1.0, 5.0), 1), ((-1.6, 5.6), 1), ((-1.7, 5.7), 2)],
)
def test_the_interval_counts_by_no_effect_and_by_what_is_important(interval: Any, levels: int) -> None:
    assert down(weighed(trial("a", ci95=interval))).get("imprecision", 0) == levels


def test_an_instrument_without_an_important_difference_is_judged_by_no_effect_alone() -> None:
    assert down(weighed(trial("a", ci95=(-40.0, 44.0), instrument="pcl-5"))) == {"imprecision": 1}


def test_the_larger_of_size_and_interval_counts_not_their_sum() -> None:
    assert down(weighed(trial("a", 99, ci95=(-1.0, 5.0)))) == {"imprecision": 2}
    assert down(weighed(trial("a", 399, ci95=(-9.0, 13.0)))) == {"imprecision": 2}


def test_the_reason_is_worded_as_grade_words_it() -> None:
    step = only_step(weighed(trial("a", 41)))
    assert step_words(step) == "rated down three levels for imprecision: 41 people (fewer than 50)"


def test_without_any_interval_it_is_at_most_low() -> None:
    found = weighed(trial("a", ci95=None))
    assert (found.certainty, only_step(found).name) == ("low", "imprecision")


def unread(name: str, randomised: int | None, **fields: Any) -> Study:
    """A trial of which nobody read how many people it compared."""
    return msgspec.structs.replace(trial(name, None, **fields), n=People(randomised=randomised))


def test_people_not_read_are_no_shortage_of_people() -> None:
    found = weighed(trial("a", 300), unread("b", 346))
    assert down(found) == {"imprecision": 1}
    assert (
        only_step(found).reason == "300 people known of (a); how many people were compared in b is not in our sources"
    )
    assert (found.people, found.uncounted) == (300, ("b",))
    assert people_words(found) == "at least 300 people analysed; number not known for b"


def test_where_studies_disagree_the_people_of_one_side_do_not_pass_for_all() -> None:
    found = weighed(trial("a", 186, value=-5.0, ci95=(-8.0, -2.0)), trial("b", 365, value=5.0, ci95=(2.0, 8.0)))
    assert found.shows == "mixed"
    assert people_words(found) == "365 people analysed on the side of the claim; 551 in all"


def test_of_one_trial_what_was_randomised_is_said_beside_what_is_not_known() -> None:
    found = weighed(unread("a", 378))
    assert only_step(found).reason == "how many of the 378 people randomised were compared is not in our sources"
    assert people_words(found) == "number of people compared not known; 378 randomised in all"


def test_too_few_randomised_are_too_few() -> None:
    found = only_step(weighed(trial("a", 122), unread("b", 168)))
    assert (found.down, found.reason) == (1, "at most 290 people, counting all randomised (fewer than 400)")
    assert only_step(weighed(unread("a", 17))).down == 3


def test_all_randomised_are_those_of_the_studies_that_are_counted() -> None:
    found = weighed(trial("a", 40, value=None, ci95=None, direction="favours-ketamine"), unread("b", 96))
    assert people_words(found) == "at least 40 people analysed; number not known for b"
    reason = "at most 96 people in studies with an estimate, counting all randomised (fewer than 100)"
    assert (only_step(found).reason, only_step(found).studies) == (reason, ("b",))


def test_a_number_not_read_never_takes_more_beside_a_known_one_than_alone() -> None:
    assert down(weighed(unread("b", None))) == {"imprecision": 2}
    assert down(weighed(trial("a", 28), unread("b", None))) == {"imprecision": 2}


def test_the_total_of_a_review_is_no_bound_of_its_figure() -> None:
    found = weighed(msgspec.structs.replace(review("r", None), n=People(randomised=572)), leads=["r"])
    assert only_step(found).reason == "how many people were compared is not in our sources"


def test_people_of_indirect_links_lift_no_size_over_a_threshold() -> None:
    found = weighed(trial("a", 385), trial("b", 40), indirect=["b"])
    assert down(found) == {"imprecision": 1}
    assert only_step(found).reason == "385 people in studies that answer the question directly (fewer than 400)"
    assert only_step(found).studies == ("a",)
    # Where they are most of the body, that they are indirect is the step.
    assert down(weighed(trial("a", 385), trial("b", 386), indirect=["b"])) == {"indirectness": 1}


def test_a_study_without_an_estimate_makes_none_more_precise() -> None:
    words = trial("b", 84, estimate="not-reported", value=None, ci95=None)
    found = weighed(trial("a", 359), words)
    assert down(found) == {"imprecision": 1}
    assert only_step(found).reason == "359 people in studies with an estimate (fewer than 400)"
    assert (only_step(found).studies, found.people) == (("a",), 443)


# Publication bias.


def test_small_trials_with_larger_effects_are_one_level() -> None:
    found = weighed(review("r", small_study="yes"), leads=["r"])
    assert down(found) == {"publication": 1}


def test_a_corrected_estimate_that_includes_no_effect_is_one_level_and_not_the_effect() -> None:
    pool = study(
        "r",
        outcome(comparison="pooled-randomised"),
        outcome(id="b", comparison="pooled-randomised", value=1.0, ci95=(-0.5, 2.5)),
        design="meta-analysis",
    )
    links = [
        msgspec.structs.replace(link(pool, "a"), leads=True),
        msgspec.structs.replace(link(pool, "b"), corrects=True),
    ]
    found = weigh(claim(links), {"r": pool})
    assert down(found) == {"publication": 1}
    assert found.effect is not None
    assert (found.effect.outcome, found.effect.low) == ("a", 1.0)


def test_registered_trials_without_results_are_one_level() -> None:
    assert down(weighed(trial("a"), unreported=("b",))) == {"publication": 1}


# A formal rating of the same question.


def rated(rating: Any, searched_to: str, year: int) -> Weighed:
    own = FormalRating(id="f", who="A guideline", what="It.", rating=rating, searched_to=searched_to)
    guide = study("g", outcome(comparison="none"), design="guideline", formal_rating=(own,))
    one = trial("a", year=year)
    return weigh(claim([link(one)], formal=(Formal(study="g", rating="f"),)), by_id([one, guide]))


def test_a_lower_rating_that_has_seen_everything_sets_the_grade_as_a_step_of_its_own() -> None:
    found = rated("very-low", "2022-05", 2022)
    assert found.certainty == "very-low"
    assert (only_step(found).name, only_step(found).down) == ("rating", 3)
    assert found.rated == (("A guideline", "very-low", False),)


def test_a_rating_that_is_older_than_what_is_weighed_is_told_and_sets_nothing() -> None:
    found = rated("very-low", "2021-12", 2022)
    assert (found.certainty, found.rated) == ("high", (("A guideline", "very-low", True),))


def test_a_rating_that_is_higher_raises_nothing() -> None:
    assert rated("high", "2023", 2022).steps == ()


# The body.


def test_a_pool_leads_and_the_trials_it_may_hold_stand_beside_it() -> None:
    pool = review("r", 300, searched_to="2020-07")
    found = weighed(trial("old", year=2020), trial("new", 200, year=2021), pool, leads=["r"])
    assert (found.weighed, found.people) == (("new", "r"), 500)
    assert found.beside == (("old", "included in r, or may be"),)
    assert found.effect is not None
    assert found.effect.study == "r"


def test_of_several_pools_the_newest_search_leads() -> None:
    pools = [review("one", searched_to="2020-07", year=2022), review("two", searched_to="2021", year=2021)]
    found = weighed(*pools, leads=["one", "two"])
    assert (found.weighed, found.beside) == (("two",), (("one", "another pool leads"),))


def test_a_pool_that_does_not_lead_stands_beside_its_trials() -> None:
    found = weighed(trial("a"), review("r"))
    assert (found.weighed, found.beside) == (("a",), (("r", "a pool that may include the trials weighed"),))


def test_without_a_pool_the_interval_is_that_of_the_contribution_of_most_people() -> None:
    found = weighed(trial("a", 100, ci95=(1.5, 2.5)), trial("b", 300), trial("c", 900, ci95=None))
    assert found.effect is not None
    assert found.effect.study == "b"


def test_the_best_level_of_comparison_is_weighed_and_the_rest_named() -> None:
    found = weighed(trial("a"), trial("b", comparison="between"))
    assert (found.weighed, found.beside) == (("a",), (("b", "a lower level of comparison"),))


@pytest.mark.parametrize(("sure", "reason"), [("yes", "the same trial"), ("probable", "probably the same trial")])
def test_a_trial_counts_once(sure: Any, reason: str) -> None:
    twin = trial("b", year=2022, same_trial=(SameTrial(id="a", sure=sure),))
    found = weighed(trial("a"), twin)
    assert (found.weighed, found.people, found.beside) == (("a",), 500, (("b", f"{reason} as a"),))


def test_a_retracted_study_is_in_no_sum() -> None:
    found = weighed(trial("a"), trial("b", retraction="retracted"))
    assert (found.people, found.beside) == (500, (("b", "retracted"),))


def test_people_are_those_of_the_claimed_side() -> None:
    assert weighed(trial("a", 70), against("b", 900)).people == 70


def test_studies_of_one_group_of_authors_are_named_and_not_counted() -> None:
    team = (Name(family="Doe"),)
    found = weighed(trial("a", authors=team), trial("b", authors=team))
    assert (found.one_group, found.certainty) == (True, "high")


def test_what_would_settle_it_follows_from_what_made_less_sure() -> None:
    settled = settling(weighed(trial("a", 40), **FELT))
    assert len(settled) == 2
    assert settled[1] == "more people: 400 or more, with an interval"


# What may be said.


@pytest.mark.parametrize(
    ("others", "leads", "told"),
    [
        ([], [], "points both ways"),
        (["b"], [], "points mostly this way"),
        ([], ["a"], "points mostly this way"),
    ],
)
def test_one_estimate_on_the_other_side_is_not_as_much_as_all_on_this(
    others: list[str], leads: list[str], told: str
) -> None:
    wide: dict[str, Any] = {"ci95": None}
    first = review("a", 500) if leads else trial("a", 500)
    small = trial("z", 40, year=2025, value=-0.2, direction="no-difference", **wide)
    studies = [first, *(trial(name, 100) for name in others), small]
    links = [msgspec.structs.replace(link(one), leads=one.id in leads) for one in studies]
    claimed = claim(links, verdict="uncertain")
    assert told in closing(claimed, weigh(claimed, by_id(studies)))
