"""How sure one can be, step by step: what is weighed, where it starts, what takes it down, and what may be said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from evidence_studies import VOCABULARY, claim, link, outcome, review, study, trial, weighed

from kapcli.catalogue.files import built_in, read_bytes
from kapcli.catalogue.model import Caveat, Link, Name, People, SameTrial, Study
from kapcli.catalogue.validation import by_id
from kapcli.catalogue.yaml_reader import read_catalogue
from kapcli.evidence.body import analysed, body
from kapcli.evidence.certainty import Step, Weighed, weigh
from kapcli.evidence.grade_wording import settling, verdict_words

SELF, CLINICIAN = "pcl-5", "caps-5"


def down(found: Weighed) -> dict[str, int]:
    """By how much each step takes the certainty down."""
    total: dict[str, int] = {}
    for step in found.steps:
        total[step.name] = total.get(step.name, 0) + step.down
    return total


def only_step(found: Weighed) -> Step:
    assert len(found.steps) == 1, found.steps
    return found.steps[0]


# Where it starts.


def test_a_large_masked_trial_is_of_high_certainty() -> None:
    found = weighed(trial("a"))
    assert (found.start, found.steps, found.certainty) == ("high", (), "high")
    assert (found.shows, found.leaning, found.people) == ("better", "for", 500)


@pytest.mark.parametrize(
    ("comparison", "level", "start"),
    [
        ("between-randomised", "between-randomised", "high"),
        ("pooled-randomised", "between-randomised", "high"),
        ("between", "between", "low"),
        ("pooled", "between", "low"),
        ("within", "within", "low"),
    ],
)
def test_only_groups_formed_by_chance_start_high(comparison: str, level: str, start: str) -> None:
    found = weighed(trial("a", comparison=comparison))
    assert (found.level, found.start) == (level, start)


def test_before_and_after_in_an_arm_of_a_randomised_trial_is_no_comparison() -> None:
    found = weighed(trial("a", comparison="within", direction="improved", design="rct"))
    assert (found.level, found.start, found.shows) == ("within", "low", "improved")


def test_nothing_linked_is_nothing_to_grade() -> None:
    assert weighed() == Weighed()
    assert Weighed().certainty is None


def test_a_figure_that_compares_nothing_is_not_weighed() -> None:
    assert weighed(trial("a", comparison="none")).certainty is None


def test_a_link_to_a_study_that_is_not_there_is_passed_over() -> None:
    links = [Link(study="nobody1999", outcome="a", because="."), Link(study="a", outcome="z", because=".")]
    assert weigh(claim(links), {"a": trial("a")}, VOCABULARY) == Weighed()


# What was found, whatever the claim says.


@pytest.mark.parametrize(
    ("directions", "shows"),
    [
        (["favours-ketamine"], "better"),
        (["favours-control"], "worse"),
        (["no-difference"], "no-difference"),
        (["favours-control", "no-difference"], "not-better"),
        (["favours-ketamine", "no-difference"], "not-worse"),
        (["improved"], "improved"),
        (["worsened"], "worsened"),
        (["favours-ketamine", "favours-control"], "mixed"),
        (["improved", "worsened"], "mixed"),
    ],
)
@pytest.mark.parametrize("leaning", ["for", "against"])
def test_what_is_shown_is_what_the_studies_of_the_side_found(directions: list[str], shows: str, leaning: str) -> None:
    studies = [trial(f"s{index}", direction=direction) for index, direction in enumerate(directions)]
    found = weighed(*studies) if leaning == "for" else weighed(against=studies)
    assert (found.shows, found.leaning) == (shows, leaning)


def test_people_are_those_of_the_studies_that_agree() -> None:
    found = weighed(trial("a", 500), trial("b", 70), against=[trial("c", 900)], indirect=["c"])
    assert found.people == 570


def test_people_of_a_figure_are_its_own_else_the_analysed_else_the_randomised_else_the_enrolled() -> None:
    every = People(analysed=30, randomised=40, enrolled=50)
    assert analysed(study("a", n=every), outcome(n=20)) == 20
    assert analysed(study("a", n=every), outcome(n=None)) == 30
    assert analysed(study("a", n=People(randomised=40, enrolled=50)), outcome(n=None)) == 40
    assert analysed(study("a", n=People(enrolled=50)), outcome(n=None)) == 50
    assert analysed(study("a", n=People(planned=60, studies=3)), outcome(n=None)) is None


def test_nobody_analysed_is_a_number() -> None:
    assert analysed(study("a", n=People(analysed=30)), outcome(n=0)) == 0


# Bias.

BIASED: list[tuple[str, dict[str, Any], str]] = [
    ("before and after", {"comparison": "within"}, "no control group"),
    ("open and self-rated", {"blinding": "open", "instrument": SELF}, "open label"),
    ("only raters masked and self-rated", {"blinding": "raters", "instrument": SELF}, "open label"),
    ("placebo", {"comparator": ("placebo",)}, "without any effect that could be felt"),
    ("saline", {"comparator": ("saline",)}, "without any effect that could be felt"),
    ("saline beside midazolam", {"comparator": ("midazolam", "saline")}, "without any effect that could be felt"),
    ("placebo that was seen through", {"comparator": ("placebo",), "guesses": "broken"}, "without any effect"),
    (
        "review that notes it",
        {"comparison": "pooled-randomised", "limitations": (Caveat(code="unblinding", note="Saline."),)},
        "without any effect that could be felt",
    ),
]
UNBIASED: list[tuple[str, dict[str, Any]]] = [
    ("open and rated by a clinician", {"blinding": "open", "instrument": CLINICIAN}),
    ("open and without an instrument", {"blinding": "open", "instrument": None}),
    ("masked and self-rated", {"blinding": "double", "instrument": SELF}),
    ("blinding not stated and self-rated", {"blinding": "unstated", "instrument": SELF}),
    ("midazolam", {"comparator": ("midazolam",)}),
    ("a trial that notes it", {"limitations": (Caveat(code="unblinding", note="Midazolam is felt too."),)}),
    ("saline whose masking held", {"comparator": ("saline",), "guesses": "held"}),
    ("review that does not note it", {"comparison": "pooled-randomised"}),
    ("saline and no difference", {"comparator": ("saline",), "direction": "no-difference"}),
    (
        "review that notes it and no difference",
        {
            "comparison": "pooled-randomised",
            "direction": "no-difference",
            "limitations": (Caveat(code="unblinding", note="Saline."),),
        },
    ),
]


@pytest.mark.parametrize(("fields", "reason"), [case[1:] for case in BIASED], ids=[case[0] for case in BIASED])
def test_bias_is_one_step_with_its_reason_and_its_study(fields: dict[str, Any], reason: str) -> None:
    step = only_step(weighed(trial("a", **fields)))
    assert (step.name, step.down, step.studies) == ("bias", 1, ("a",))
    assert reason in step.reason


@pytest.mark.parametrize("fields", [case[1] for case in UNBIASED], ids=[case[0] for case in UNBIASED])
def test_bias_is_not_seen_where_none_of_the_three_reasons_holds(fields: dict[str, Any]) -> None:
    assert weighed(trial("a", **fields)).steps == ()


def test_an_open_self_rated_trial_is_open_to_bias_whatever_it_shows() -> None:
    found = weighed(trial("a", blinding="open", instrument=SELF, direction="no-difference"))
    assert down(found) == {"bias": 1}


def test_bias_needs_more_than_half_of_the_people() -> None:
    half = [trial("a", 300, comparator=("saline",)), trial("b", 300)]
    more = [trial("a", 301, comparator=("saline",)), trial("b", 300)]
    assert "bias" not in down(weighed(*half))
    assert down(weighed(*more)) == {"bias": 1}


def test_where_a_number_of_people_is_missing_studies_are_counted() -> None:
    many = trial("a", 900, comparator=("saline",))
    assert "bias" not in down(weighed(many, trial("b", None)))
    assert "bias" in down(weighed(many, trial("b", None), trial("c", 10, comparator=("placebo",))))


def test_several_reasons_for_bias_are_one_step() -> None:
    step = only_step(weighed(trial("a", comparator=("saline",)), trial("b", blinding="open", instrument=SELF)))
    assert step.down == 1
    assert step.studies == ("a", "b")
    assert "felt" in step.reason
    assert "open label" in step.reason


def test_bias_of_the_side_that_does_not_agree_is_not_held_against_the_other() -> None:
    opposed = trial("b", 900, comparator=("saline",))
    assert weighed(trial("a"), against=[opposed], indirect=["b"]).steps == ()


# Inconsistency.


def test_studies_for_and_against_are_mixed_and_one_step_down() -> None:
    found = weighed(trial("a"), against=[trial("b", direction="favours-control")])
    assert (found.leaning, found.shows, found.certainty) == ("mixed", "mixed", "moderate")
    assert only_step(found) == Step("inconsistency", 1, "studies of the best level disagree", ("a", "b"))
    assert found.people == 1000


def test_an_indirect_link_does_not_make_a_disagreement() -> None:
    found = weighed(trial("a"), against=[trial("b")], indirect=["b"])
    assert (found.leaning, found.certainty) == ("for", "high")


def test_an_indirect_link_does_not_stand_in_for_a_direct_one() -> None:
    found = weighed(trial("a"), against=[trial("b")], indirect=["a"])
    assert (found.leaning, found.steps) == ("against", ())


def test_where_every_link_is_indirect_they_can_disagree() -> None:
    found = weighed(trial("a"), against=[trial("b")], indirect=["a", "b"])
    assert found.leaning == "mixed"
    assert down(found) == {"inconsistency": 1, "indirectness": 1}


def test_a_lower_level_does_not_disagree_with_a_higher() -> None:
    found = weighed(trial("a"), against=[trial("b", comparison="between")])
    assert (found.leaning, found.certainty) == ("for", "high")


# Indirectness.


def test_indirectness_is_one_step_with_the_reason_of_its_links() -> None:
    found = weighed(trial("a"), indirect=["a"])
    assert only_step(found) == Step("indirectness", 1, "Other people", ("a",))


def test_each_reason_for_indirectness_is_named_once() -> None:
    reasons = {trial("a"): "By mouth.", trial("b"): "Veterans.", trial("c"): "By mouth."}
    studies = list(reasons)
    links = [link(one, indirect=reason) for one, reason in reasons.items()]
    step = only_step(weigh(claim(links), by_id(studies), VOCABULARY))
    assert (step.reason, step.studies) == ("By mouth; Veterans", ("a", "b", "c"))


def test_indirectness_needs_more_than_half_of_the_people() -> None:
    assert weighed(trial("a", 300), trial("b", 300), indirect=["a"]).steps == ()
    assert down(weighed(trial("a", 301), trial("b", 300), indirect=["a"])) == {"indirectness": 1}


# Imprecision.


@pytest.mark.parametrize(
    ("people", "steps"), [(0, 2), (1, 2), (99, 2), (100, 1), (399, 1), (400, 0), (5000, 0), (None, 2)]
)
def test_few_people_are_imprecise(people: int | None, steps: int) -> None:
    found = weighed(trial("a", people))
    assert down(found) == ({"imprecision": steps} if steps else {})


@pytest.mark.parametrize("people", [100, 399, 400, 5000])
def test_without_an_interval_it_is_two_steps_however_many_people(people: int) -> None:
    step = only_step(weighed(trial("a", people, ci95=None)))
    assert (step.name, step.down, step.reason) == ("imprecision", 2, "no confidence interval was read")


def test_one_interval_is_enough() -> None:
    assert weighed(trial("a", ci95=None), trial("b")).steps == ()


def test_people_of_several_studies_add_up() -> None:
    assert weighed(trial("a", 200), trial("b", 200)).steps == ()


def test_people_on_the_other_side_do_not_make_it_more_precise() -> None:
    found = weighed(trial("a", 50), against=[trial("b", 5000)], indirect=["b"])
    assert down(found) == {"imprecision": 2}


@pytest.mark.parametrize(
    ("estimate", "interval", "steps"),
    [
        ("mean-difference", (1.0, 3.0), 0),
        ("mean-difference", (-3.0, -1.0), 0),
        ("mean-difference", (-1.0, 3.0), 1),
        ("mean-difference", (0.0, 3.0), 1),
        ("mean-difference", (-3.0, 0.0), 1),
        ("hedges-g", (-0.1, 0.9), 1),
        ("hazard-ratio", (0.29, 0.84), 0),
        ("odds-ratio", (1.2, 3.0), 0),
        ("risk-ratio", (0.8, 1.3), 1),
        ("risk-ratio", (1.0, 1.3), 1),
        ("risk-ratio", (0.5, 1.0), 1),
    ],
)
def test_better_with_an_interval_that_includes_no_effect_is_less_sure(
    estimate: str, interval: tuple[float, float], steps: int
) -> None:
    found = weighed(trial("a", estimate=estimate, ci95=interval))
    assert down(found) == ({"imprecision": steps} if steps else {})


def test_the_interval_of_the_largest_study_counts() -> None:
    wide = trial("a", 100, ci95=(-1.0, 3.0))
    assert weighed(wide, trial("b", 400)).steps == ()
    step = only_step(weighed(trial("a", 400, ci95=(-1.0, 3.0)), trial("b", 100)))
    assert (step.reason, step.studies) == ("the interval includes no effect", ("a",))


def test_a_study_without_an_interval_is_not_the_largest() -> None:
    assert weighed(trial("a", 4000, ci95=None), trial("b", 100)).steps == ()


@pytest.mark.parametrize("direction", ["no-difference", "favours-control"])
def test_only_better_is_held_against_zero(direction: str) -> None:
    """For non-inferiority the margin is the line: an interval around zero is what was hoped for."""
    assert weighed(trial("a", direction=direction, ci95=(-2.0, 2.0))).steps == ()


def test_few_people_and_an_interval_around_zero_add_up() -> None:
    assert down(weighed(trial("a", 399, ci95=(-1.0, 3.0)))) == {"imprecision": 2}
    assert down(weighed(trial("a", 99, ci95=(-1.0, 3.0)))) == {"imprecision": 3}


# What is weighed.


@pytest.mark.parametrize(
    ("levels", "best"),
    [
        (("within", "between", "between-randomised"), "between-randomised"),
        (("within", "between"), "between"),
        (("within", "pooled"), "between"),
        (("between", "pooled-randomised"), "between-randomised"),
        (("within",), "within"),
    ],
)
def test_only_the_best_level_is_weighed(levels: tuple[str, ...], best: str) -> None:
    studies = [trial(f"s{index}", comparison=level) for index, level in enumerate(levels)]
    found = weighed(*studies)
    last = studies[-1].id
    assert (found.level, found.weighed) == (best, (last,))
    assert found.beside == tuple((one.id, "a lower level of comparison") for one in studies[:-1])


def test_one_study_against_of_a_better_level_outweighs_many_for() -> None:
    many = [trial(f"s{index}", 9000, comparison="between") for index in range(5)]
    found = weighed(*many, against=[trial("small", 30)])
    assert (found.leaning, found.people, found.weighed) == ("against", 30, ("small",))


def test_what_is_weighed_is_told_in_alphabetical_order() -> None:
    assert weighed(trial("c"), trial("a"), against=[trial("b")]).weighed == ("a", "b", "c")


def test_a_study_counts_once_however_many_of_its_figures_are_linked() -> None:
    one = study("a", outcome(id="x"), outcome(id="y"), outcome(id="z"))
    found = weigh(claim([link(one, figure) for figure in "xyz"]), {"a": one}, VOCABULARY)
    assert (found.people, found.weighed, found.beside) == (500, ("a",), ())


def test_of_a_study_the_primary_outcome_counts() -> None:
    one = study("a", outcome(id="x"), outcome(id="y", primary=True, direction="no-difference"))
    found = weigh(claim([link(one, "x")], [link(one, "y")]), {"a": one}, VOCABULARY)
    assert (found.leaning, found.shows) == ("against", "no-difference")


def test_of_a_study_the_better_comparison_counts_before_the_primary_outcome() -> None:
    one = study("a", outcome(id="x", comparison="within", primary=True), outcome(id="y"))
    found = weigh(claim([link(one, "x"), link(one, "y")]), {"a": one}, VOCABULARY)
    assert found.level == "between-randomised"


def test_of_a_trial_its_own_report_counts_before_its_daughters() -> None:
    parent = trial("main", 300, year=2020, trial="main")
    daughter = trial("more", 900, year=2015, trial="main", parent="main", design="secondary-analysis")
    found = weighed(daughter, parent)
    assert (found.weighed, found.people) == (("main",), 300)
    assert found.beside == (("more", "the same trial as main"),)
    assert found.probable == ()


def test_of_two_papers_of_a_trial_the_earlier_counts() -> None:
    found = weighed(trial("late", year=2022, trial="both"), trial("early", year=2019, trial="both"))
    assert (found.weighed, found.beside) == (("early",), (("late", "the same trial as early"),))


def test_a_daughter_stands_for_its_trial_where_the_report_is_not_linked() -> None:
    found = weighed(trial("more", trial="main", parent="main", design="secondary-analysis"))
    assert found.weighed == ("more",)


def test_a_paper_of_a_trial_does_not_disagree_with_another_of_it() -> None:
    second = trial("late", year=2022, trial="early", direction="no-difference")
    assert weighed(trial("early"), against=[second]).leaning == "for"


@pytest.mark.parametrize("names_the_other", ["early", "late"])
def test_papers_that_are_probably_of_one_trial_count_once_and_are_marked(names_the_other: str) -> None:
    other = {"early": "late", "late": "early"}[names_the_other]
    pair = (SameTrial(id=other, sure="probable"),)
    studies = [
        trial(name, year=year, same_trial=pair if name == names_the_other else ())
        for name, year in (("early", 2019), ("late", 2022))
    ]
    found = weighed(*studies)
    assert (found.weighed, found.people, found.probable) == (("early",), 500, ("early",))
    assert found.beside == (("late", "probably the same trial as early"),)


def test_papers_that_are_surely_of_one_trial_are_not_marked() -> None:
    found = weighed(trial("early", year=2019), trial("late", same_trial=(SameTrial(id="early", sure="yes"),)))
    assert (found.weighed, found.probable) == (("early",), ())
    assert found.beside == (("late", "the same trial as early"),)


def test_a_pair_that_is_not_both_linked_is_not_marked() -> None:
    assert weighed(trial("a", same_trial=(SameTrial(id="b", sure="probable"),))).probable == ()


# Reviews.


@pytest.mark.parametrize("includes", [(), "not-read", ("a",), ("z", "a")])
def test_a_review_that_may_include_a_trial_weighed_stands_beside_it(includes: Any) -> None:
    found = weighed(trial("a"), review("pooled", includes=includes))
    assert (found.weighed, found.people) == (("a",), 500)
    assert found.beside == (("pooled", "a review that may include the trials weighed"),)


def test_a_review_that_includes_the_trial_under_another_paper_stands_beside_it() -> None:
    found = weighed(trial("late", trial="main"), review("pooled", includes=("main",)))
    assert found.weighed == ("late",)


def test_a_review_that_is_known_not_to_include_the_trials_is_weighed_with_them() -> None:
    found = weighed(trial("a"), review("pooled", includes=("x", "y")))
    assert (found.weighed, found.people, found.beside) == (("a", "pooled"), 5500, ())


def test_a_review_alone_is_weighed_whatever_it_includes() -> None:
    assert weighed(review("pooled", includes="not-read")).weighed == ("pooled",)


def test_a_review_of_trials_counts_before_a_trial_that_was_not_randomised() -> None:
    found = weighed(trial("a", comparison="between"), review("pooled", includes="not-read"))
    assert found.weighed == ("pooled",)


def test_of_reviews_the_largest_counts_and_the_later_where_they_are_as_large() -> None:
    found = weighed(review("one", 800), review("two", 900), review("three", 900, year=2024))
    assert found.weighed == ("three",)
    assert found.beside == tuple((name, "a review whose trials three may pool as well") for name in ("one", "two"))


# Where it ends.


def test_every_step_counts() -> None:
    studies = [trial("a", 200, comparator=("saline",)), trial("b", 60)]
    found = weighed(studies[0], against=[studies[1]], indirect=["a", "b"])
    assert down(found) == {"bias": 1, "inconsistency": 1, "indirectness": 1, "imprecision": 1}
    assert found.certainty == "very-low"


def test_it_never_ends_below_very_low() -> None:
    found = weighed(trial("a", 20, comparison="within", ci95=None), indirect=["a"])
    assert sum(down(found).values()) > 3
    assert found.certainty == "very-low"


@pytest.mark.parametrize(
    ("fields", "certainty"),
    [
        ({}, "high"),
        ({"people": 200}, "moderate"),
        ({"people": 50}, "low"),
        ({"people": 50, "comparator": ("saline",)}, "very-low"),
        ({"comparison": "between"}, "low"),
        ({"comparison": "between", "people": 200}, "very-low"),
    ],
)
def test_certainty_is_the_start_less_the_steps(fields: dict[str, Any], certainty: str) -> None:
    assert weighed(trial("a", **fields)).certainty == certainty


def test_one_group_of_authors_is_named_and_takes_nothing_down() -> None:
    doe, roe, poe = (Name(family=family) for family in ("Doe", "Roe", "Poe"))
    shared = weighed(trial("a", authors=(doe, roe)), trial("b", authors=(poe, Name(family="DOE"))))
    assert (shared.one_group, shared.certainty) == (True, "high")
    assert not weighed(trial("a", authors=(doe, roe)), trial("b", authors=(poe,))).one_group
    assert not weighed(trial("a", authors=(doe,))).one_group
    assert not weighed(trial("a", authors=()), trial("b", authors=())).one_group


def test_what_would_make_one_surer_follows_from_what_made_one_less_sure() -> None:
    assert settling(weighed(trial("a"))) == ()
    few = settling(weighed(trial("a", 99, ci95=(-1.0, 3.0))))
    assert few == ("more people: 400 or more analysed, with an interval",)
    assert len(settling(weighed(trial("a", 50, comparator=("saline",)), indirect=["a"]))) == 3


@pytest.mark.parametrize(
    ("verdict", "people", "words"),
    [
        ("supported", 50, "the verdict, weakly"),
        ("supported", 200, "the verdict"),
        ("supported", 500, "the verdict"),
        ("overstated", 50, "the verdict"),
    ],
)
def test_what_is_supported_at_low_certainty_is_supported_weakly(verdict: str, people: int, words: str) -> None:
    assert verdict_words(claim(verdict=verdict), weighed(trial("a", people)), "the verdict") == words


# The examples that were worked by hand, from the catalogue that comes with kapcli.


@pytest.fixture(scope="module")
def catalogued() -> Mapping[str, Study]:
    return by_id(read_catalogue(read_bytes(built_in("studies.yaml")), "studies.yaml", VOCABULARY).catalogue.studies)


def linked(name: str, figure: str) -> Link:
    return Link(study=name, outcome=figure, because="It was measured.")


def test_one_infusion_and_ptsd_a_day_later_is_low(catalogued: Mapping[str, Study]) -> None:
    found = weigh(claim([linked("feder2014", "ies-r")], domain="ptsd"), catalogued, VOCABULARY)
    assert (found.shows, found.leaning, found.people) == ("better", "for", 41)
    assert (found.start, down(found), found.certainty) == ("high", {"imprecision": 2}, "low")


def test_repeated_infusions_in_the_military_show_no_difference_and_that_is_low(
    catalogued: Mapping[str, Study],
) -> None:
    found = weigh(claim(against=[linked("abdallah2022", "pcl-5")], domain="ptsd"), catalogued, VOCABULARY)
    assert (found.shows, found.leaning) == ("no-difference", "against")
    assert (found.start, down(found), found.certainty) == ("high", {"imprecision": 2}, "low")


def test_esketamine_and_relapse_is_low(catalogued: Mapping[str, Study]) -> None:
    found = weigh(claim([linked("daly2019", "time-to-relapse")]), catalogued, VOCABULARY)
    assert (found.shows, found.people) == ("better", 176)
    assert (found.start, down(found), found.certainty) == ("high", {"bias": 1, "imprecision": 1}, "low")


def test_ketamine_as_good_as_ect_is_low_and_mixed(catalogued: Mapping[str, Study]) -> None:
    weighed_links = claim([linked("anand2023", "qids-sr")], [linked("ekstrand2022", "madrs")])
    found = weigh(weighed_links, catalogued, VOCABULARY)
    assert (found.shows, found.leaning, found.people) == ("mixed", "mixed", 551)
    assert (found.start, down(found), found.certainty) == ("high", {"bias": 1, "inconsistency": 1}, "low")


def test_ketamine_with_psychotherapy_in_practice_is_very_low(catalogued: Mapping[str, Study]) -> None:
    found = weigh(claim([linked("dore2019", "bdi")]), catalogued, VOCABULARY)
    assert (found.shows, found.level, found.start) == ("improved", "within", "low")
    assert (down(found), found.certainty) == ({"bias": 1, "imprecision": 2}, "very-low")


def test_a_body_names_the_side_and_the_level_of_each_piece() -> None:
    one, two = trial("a"), review("b", includes=("x",))
    pieces = body(claim([link(one)], [link(two, indirect="Veterans.")]), by_id([one, two])).pieces
    assert [(piece.side, piece.level, bool(piece.indirect)) for piece in pieces] == [
        ("for", "between-randomised", False),
        ("against", "between-randomised", True),
    ]
