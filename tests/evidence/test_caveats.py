"""The limits of a study, by rule: yes, no, not known, and not asked."""

from __future__ import annotations

from typing import Any

import pytest

from kapcli.catalogue.claim import Caveat
from kapcli.catalogue.outcome import Outcome, Safety
from kapcli.catalogue.publication import Reading
from kapcli.catalogue.study import Detail, FollowUp, People, Study
from kapcli.catalogue.study_rules import Count, counted
from kapcli.evidence.limitation_counts import Tally
from kapcli.evidence.limitation_rules import CLINICAL, RULES
from kapcli.evidence.limitations import IMPLIES, Limit, abstract_only, heaviest, limits
from kapcli.index.loading import load_vocabulary

VOCABULARY = load_vocabulary()
CODES = VOCABULARY.codes("limitation")
# Works without people of their own, to which no question of how people were treated applies.
BOOKISH = ("meta-analysis", "systematic-review", "narrative-review", "guideline", "theory", "book")
TO_COME = ("protocol", "ongoing-trial")


def made(**fields: Any) -> Study:
    """A randomised trial of which nothing more is known."""
    plain: dict[str, Any] = {
        "id": "doe2020",
        "title": "A study",
        "csl_type": "article-journal",
        "year": 2020,
        "design": "rct",
        "status": "published",
        "finding": "",
        "read_at": (Reading(url="https://example.org/a", read="abstract"),),
    }
    return Study(**(plain | fields))


def detail(**fields: Any) -> Detail:
    return Detail(**fields)


def outcome(value: float | None) -> Outcome:
    return Outcome(
        id="a",
        measure="a scale",
        domain="depression",
        comparison="between-randomised",
        estimate="mean-difference",
        direction="favours-first",
        source="https://example.org/a",
        value=value,
    )


def size(value: float | None, n: int | None = 60, **fields: Any) -> Outcome:
    """A standardised difference between two groups."""
    plain: dict[str, Any] = {
        "id": "a",
        "measure": "a scale",
        "domain": "depression",
        "comparison": "between-randomised",
        "estimate": "hedges-g",
        "direction": "favours-ketamine",
        "source": "https://example.org/a",
        "value": value,
        "n": n,
    }
    return Outcome(**(plain | fields))


def asked(code: str, **fields: Any) -> str | None:
    """How a limit is answered for a study; ``None`` where the question does not apply."""
    found = limits(made(**fields), (code,))
    return found[0].answer if found else None


YES, NO, UNKNOWN, NOT_ASKED = "yes", "no", "unknown", None

# Users outside medicine, or deaths in a register: nobody was given a treatment.
USERS = {"safety": Safety(among="recreational"), "comparator": ("none",), "n": People(enrolled=100, analysed=60)}
ON_TREATMENT = ("no-control", "not-randomised", "open-label", "attrition", "short-follow-up")

CASES: list[tuple[str, dict[str, Any], str | None]] = [
    ("no-control", {"comparator": ("none",)}, YES),
    ("no-control", {"comparator": ("placebo",)}, NO),
    ("no-control", {"comparator": ("none", "placebo")}, NO),
    ("no-control", {}, UNKNOWN),
    ("no-control", {"design": "protocol", "comparator": ("none",)}, YES),
    ("no-control", {"design": "theory", "comparator": ("none",)}, NOT_ASKED),
    ("no-control", {"design": "qualitative", "comparator": ("none",)}, NOT_ASKED),
    *((code, {"design": "retrospective-cohort", **USERS}, NOT_ASKED) for code in ON_TREATMENT),
    *((code, {"design": "retrospective-cohort"}, YES) for code in ("not-randomised", "open-label")),
    ("retrospective", {"design": "retrospective-cohort"}, YES),
    ("retrospective", {"design": "prospective-cohort"}, NO),
    ("retrospective", {}, NO),
    ("retrospective", {"design": "case-series"}, UNKNOWN),
    ("retrospective", {"design": "meta-analysis"}, NOT_ASKED),
    ("not-randomised", {"design": "single-arm-trial"}, YES),
    ("not-randomised", {"design": "case-report"}, YES),
    ("not-randomised", {}, NO),
    ("not-randomised", {"design": "protocol", "design_detail": detail(allocation="parallel")}, NO),
    ("not-randomised", {"design": "protocol", "design_detail": detail(allocation="single-arm")}, YES),
    ("not-randomised", {"design": "protocol"}, UNKNOWN),
    ("not-randomised", {"design": "secondary-analysis"}, UNKNOWN),
    ("not-randomised", {"design": "secondary-analysis", "design_detail": detail(allocation="crossover")}, NO),
    ("not-randomised", {"design": "guideline"}, NOT_ASKED),
    ("open-label", {"design_detail": detail(blinding="open")}, YES),
    ("open-label", {"design_detail": detail(blinding="double")}, NO),
    ("open-label", {}, UNKNOWN),
    ("open-label", {"design_detail": detail(blinding="unstated")}, UNKNOWN),
    ("open-label", {"design": "retrospective-cohort"}, YES),
    ("open-label", {"design": "case-series"}, YES),
    ("open-label", {"design": "single-arm-trial"}, UNKNOWN),
    ("open-label", {"design": "ongoing-trial", "design_detail": detail(blinding="open")}, YES),
    ("open-label", {"design": "book"}, NOT_ASKED),
    ("unblinding", {"design_detail": detail(blinding="double"), "comparator": ("saline",)}, YES),
    ("unblinding", {"design_detail": detail(blinding="double"), "comparator": ("placebo", "midazolam")}, YES),
    ("unblinding", {"design_detail": detail(blinding="double"), "comparator": ("midazolam",)}, UNKNOWN),
    ("unblinding", {"design_detail": detail(blinding="double")}, UNKNOWN),
    ("unblinding", {"design_detail": detail(blinding="open"), "comparator": ("saline",)}, NOT_ASKED),
    ("unblinding", {"comparator": ("saline",)}, NOT_ASKED),
    ("unblinding", {"design": "single-arm-trial", "design_detail": detail(blinding="double")}, NOT_ASKED),
    ("very-small", {"n": People(randomised=19)}, YES),
    ("very-small", {"n": People(randomised=20)}, NO),
    ("very-small", {}, UNKNOWN),
    ("very-small", {"n": People(planned=8)}, UNKNOWN),
    ("very-small", {"design": "theory", "n": People(analysed=8)}, NOT_ASKED),
    ("small", {"n": People(analysed=49)}, YES),
    ("small", {"n": People(analysed=50)}, NO),
    ("small", {}, UNKNOWN),
    ("small", {"n": People(planned=300)}, UNKNOWN),
    ("small", {"design": "meta-analysis", "n": People(analysed=30)}, NOT_ASKED),
    ("small", {"design": "protocol", "n": People(planned=8)}, NOT_ASKED),
    ("attrition", {"n": People(randomised=100, analysed=69)}, YES),
    ("attrition", {"n": People(enrolled=10, analysed=6)}, YES),
    ("attrition", {"n": People(randomised=100, analysed=70)}, UNKNOWN),
    ("attrition", {"n": People(randomised=100, analysed=100)}, UNKNOWN),
    ("attrition", {"n": People(randomised=100)}, UNKNOWN),
    ("attrition", {"n": People(analysed=100)}, UNKNOWN),
    ("attrition", {"n": People(randomised=10, analysed=11)}, UNKNOWN),
    ("attrition", {"n": People(randomised=0, analysed=0)}, UNKNOWN),
    ("attrition", {"n": People(planned=100, analysed=10)}, UNKNOWN),
    ("attrition", {"design": "systematic-review", "n": People(enrolled=100, analysed=10)}, NOT_ASKED),
    ("short-follow-up", {"follow_up": FollowUp(text="27 days", days=27)}, YES),
    ("short-follow-up", {"follow_up": FollowUp(text="4 weeks", days=28)}, NO),
    ("short-follow-up", {"follow_up": FollowUp(text="the day after", days=0)}, YES),
    ("short-follow-up", {"follow_up": FollowUp(text="a while")}, UNKNOWN),
    ("short-follow-up", {}, UNKNOWN),
    ("short-follow-up", {"design": "theory", "follow_up": FollowUp(text="1 day", days=1)}, NOT_ASKED),
    ("not-separated", {"therapy": ("kap",), "comparator": ("none",)}, YES),
    ("not-separated", {"therapy": ("kap",), "comparator": ("waitlist", "usual-care")}, YES),
    ("not-separated", {"therapy": ("kap",), "comparator": ("drug-only",)}, NO),
    ("not-separated", {"therapy": ("kap",), "comparator": ("midazolam", "waitlist")}, NO),
    ("not-separated", {"therapy": ("kap",)}, UNKNOWN),
    ("not-separated", {"therapy": ("none",), "comparator": ("none",)}, NOT_ASKED),
    ("not-separated", {"therapy": ("coaching",), "comparator": ("none",)}, NOT_ASKED),
    ("not-separated", {"comparator": ("none",)}, NOT_ASKED),
    ("single-site", {"design_detail": detail(sites=1)}, YES),
    ("single-site", {"design_detail": detail(sites=2)}, NO),
    ("single-site", {}, UNKNOWN),
    ("single-site", {"design": "meta-analysis", "design_detail": detail(sites=1)}, NOT_ASKED),
    ("large-effect", {"outcomes": (size(1.2),)}, YES),
    ("large-effect", {"outcomes": (size(-1.3),)}, YES),
    ("large-effect", {"outcomes": (size(0.4), size(1.5))}, YES),
    ("large-effect", {"outcomes": (size(1.3, n=None),), "n": People(randomised=80)}, YES),
    ("large-effect", {"outcomes": (size(1.19),)}, NO),
    ("large-effect", {"outcomes": (size(1.3, n=100),)}, NO),
    ("large-effect", {"outcomes": (size(1.3, n=None),)}, UNKNOWN),
    ("large-effect", {"outcomes": (size(None),)}, UNKNOWN),
    ("large-effect", {"outcomes": (size(1.3, estimate="mean-difference"),)}, UNKNOWN),
    ("large-effect", {"outcomes": (size(1.3, comparison="within"),)}, UNKNOWN),
    ("large-effect", {"outcomes": (size(1.3),), "comparator": ("none",)}, NOT_ASKED),
    ("large-effect", {"outcomes": (size(1.3),), "design": "meta-analysis"}, NOT_ASKED),
    ("no-results", {"design": "ongoing-trial", "status": "recruiting"}, YES),
    ("no-results", {"design": "ongoing-trial", "status": "registered"}, YES),
    ("no-results", {"design": "ongoing-trial", "status": "withdrawn"}, YES),
    ("no-results", {"design": "ongoing-trial", "status": "completed"}, UNKNOWN),
    ("no-results", {"design": "ongoing-trial", "status": "completed", "outcomes": (outcome(None),)}, UNKNOWN),
    ("no-results", {"design": "ongoing-trial", "status": "completed", "outcomes": (outcome(0.0),)}, NO),
    ("no-results", {}, NO),
    ("no-results", {"design": "book"}, NOT_ASKED),
    ("not-peer-reviewed", {"status": "preprint"}, YES),
    ("not-peer-reviewed", {"status": "published"}, NO),
    ("not-peer-reviewed", {"status": "unknown"}, UNKNOWN),
    ("not-peer-reviewed", {"design": "guideline", "status": "preprint"}, NOT_ASKED),
    ("not-empirical", {"design": "theory"}, YES),
    ("not-empirical", {"design": "narrative-review"}, YES),
    ("not-empirical", {"design": "meta-analysis"}, NO),
    ("not-empirical", {}, NO),
    ("abstract-only", {}, YES),
    ("abstract-only", {"read_at": (Reading(url="https://example.org/a", read="full-text"),)}, NO),
    ("abstract-only", {"read_at": ()}, YES),
]


@pytest.mark.parametrize(("code", "fields", "expected"), CASES)
def test_a_rule_answers(code: str, fields: dict[str, Any], expected: str | None) -> None:
    assert asked(code, **fields) == expected


class TestRules:
    def test_each_has_a_case_above(self) -> None:
        assert {code for code, _, _ in CASES} == set(RULES)

    @pytest.mark.parametrize("code", sorted(set(RULES) - {"not-empirical", "abstract-only"}))
    def test_each_has_a_case_that_is_not_known(self, code: str) -> None:
        assert UNKNOWN in {expected for name, _, expected in CASES if name == code}

    def test_each_is_a_limitation_of_the_vocabulary(self) -> None:
        assert set(RULES) <= set(CODES)

    def test_each_design_they_name_is_one_of_the_vocabulary(self) -> None:
        assert set(VOCABULARY.codes("design")) >= CLINICAL

    # What a design says by itself: a bare randomised trial was randomised, planned, published and has data.
    @pytest.mark.parametrize("code", sorted(RULES))
    def test_not_known_is_never_a_no(self, code: str) -> None:
        told = {"retrospective", "not-randomised", "no-results", "not-peer-reviewed", "not-empirical"}
        assert asked(code) != NO or code in told

    @pytest.mark.parametrize("design", BOOKISH)
    def test_a_work_without_people_of_its_own_is_not_asked_about_them(self, design: str) -> None:
        people = set(RULES) - {"not-peer-reviewed", "not-empirical", "abstract-only"}
        codes = {limit.code for limit in limits(made(design=design), CODES)}
        assert not codes & people

    @pytest.mark.parametrize("design", VOCABULARY.codes("design"))
    def test_every_design_is_answered_without_an_error(self, design: str) -> None:
        assert {limit.answer for limit in limits(made(design=design), CODES)} <= {YES, NO, UNKNOWN}


class TestTyped:
    def test_a_note_makes_a_limit_that_no_field_settles(self) -> None:
        (limit,) = limits(made(limitations=(Caveat(code="confounding", note="Age differed."),)), ("confounding",))
        assert limit == Limit("confounding", "yes", False, ("Age differed.",))

    def test_without_a_note_it_is_not_known(self) -> None:
        assert asked("confounding") == UNKNOWN

    def test_a_note_settles_what_the_fields_leave_open(self) -> None:
        (limit,) = limits(made(limitations=(Caveat(code="small", note="A handful."),)), ("small",))
        assert (limit.answer, limit.computed) == ("yes", False)

    def test_a_field_is_stronger_than_a_note_and_the_note_is_kept(self) -> None:
        study = made(n=People(randomised=500), limitations=(Caveat(code="small", note="Small arms."),))
        assert limits(study, ("small",)) == (Limit("small", "no", True, ("Small arms.",)),)

    def test_a_note_is_heard_where_the_rule_does_not_apply(self) -> None:
        study = made(design="meta-analysis", limitations=(Caveat(code="small", note="Small trials."),))
        assert limits(study, ("small",)) == (Limit("small", "yes", False, ("Small trials.",)),)

    def test_several_notes_of_one_code_stand_together(self) -> None:
        notes = tuple(Caveat(code="confounding", note=note) for note in ("Age.", "Sex."))
        assert limits(made(limitations=notes), ("confounding",))[0].notes == ("Age.", "Sex.")

    def test_the_order_is_that_of_the_codes_and_not_of_the_notes(self) -> None:
        notes = tuple(Caveat(code=code, note="") for code in ("self-report", "indirect"))
        codes = [limit.code for limit in limits(made(limitations=notes), CODES)]
        assert codes.index("indirect") < codes.index("self-report")


class TestHeaviest:
    """The two limits that stand under every finding."""

    def test_the_order_of_weight_is_that_of_the_vocabulary(self) -> None:
        weights = [VOCABULARY.term("limitation", code).weight for code in CODES]
        assert weights == list(range(1, len(CODES) + 1))

    def test_the_first_two_that_hold(self) -> None:
        study = made(
            design_detail=detail(blinding="open", sites=1),
            comparator=("midazolam",),
            n=People(randomised=100, analysed=60),
            follow_up=FollowUp(text="a day", days=1),
        )
        assert [limit.code for limit in heaviest(study, VOCABULARY)] == ["open-label", "attrition"]

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"design": "single-arm-trial", "comparator": ("none",)}, ["no-control"]),
            (
                {"design": "single-arm-trial", "comparator": ("none",), "n": People(enrolled=12)},
                ["no-control", "very-small"],
            ),
            ({"design": "single-arm-trial", "comparator": ("none",), "therapy": ("kap",)}, ["no-control"]),
            ({"design": "retrospective-cohort", "comparator": ("usual-care",)}, ["retrospective"]),
            ({"comparator": ("midazolam",), "n": People(randomised=12)}, ["very-small"]),
            (
                {"design": "ongoing-trial", "status": "recruiting", "design_detail": detail(allocation="parallel")},
                ["no-results"],
            ),
        ],
    )
    def test_what_a_heavier_one_implies_is_passed_over(self, fields: dict[str, Any], expected: list[str]) -> None:
        assert [limit.code for limit in heaviest(made(**fields), VOCABULARY)] == expected

    def test_a_lighter_limit_implies_nothing_heavier(self) -> None:
        place = {code: index for index, code in enumerate(CODES)}
        for heavy, light in IMPLIES.items():
            assert all(place[heavy] < place[code] for code in light), heavy

    def test_having_read_the_abstract_only_is_never_one_of_them(self) -> None:
        study = made()
        assert abstract_only(study)
        assert heaviest(study, VOCABULARY, 99) == ()

    def test_what_is_not_known_is_never_one_of_them(self) -> None:
        assert all(limit.answer == "yes" for limit in heaviest(made(design="case-series"), VOCABULARY, 99))

    def test_a_note_may_be_one_of_them(self) -> None:
        study = made(limitations=(Caveat(code="conflict-of-interest", note="Paid by the maker."),))
        assert [limit.code for limit in heaviest(study, VOCABULARY)] == ["conflict-of-interest"]

    def test_no_more_than_asked_for(self) -> None:
        study = made(design="case-series", comparator=("none",), n=People(enrolled=3), design_detail=detail(sites=1))
        assert [len(heaviest(study, VOCABULARY, count)) for count in (1, 2)] == [1, 2]


class TestPeople:
    @pytest.mark.parametrize(
        ("people", "expected"),
        [
            (People(randomised=3, analysed=2, enrolled=4), Count(3, "randomised")),
            (People(analysed=2, enrolled=4), Count(2, "analysed")),
            (People(enrolled=4), Count(4, "enrolled")),
            (People(randomised=0, enrolled=4), Count(0, "randomised")),
            (People(planned=100), None),
            (People(studies=5), None),
            (People(ketamine=5, control=5), None),
            (People(), None),
        ],
    )
    def test_randomised_else_analysed_else_enrolled(self, people: People, expected: Count | None) -> None:
        assert counted(made(n=people)) == expected

    @pytest.mark.parametrize("design", [*sorted(CLINICAL), *TO_COME])
    def test_a_registered_target_is_nobody_yet(self, design: str) -> None:
        study = made(design=design, n=People(planned=8))
        assert counted(study) is None
        answers = {limit.code: limit.answer for limit in limits(study, ("very-small", "small", "attrition"))}
        assert set(answers.values()) <= {UNKNOWN}


class TestTally:
    def test_what_is_said_is_borne_out_by_more_than_half_of_those_known(self) -> None:
        assert Tally("small", ("a", "b"), ("c",), ("d", "e", "f")).bears_out() is True
        assert Tally("small", ("a",), ("b",), ()).bears_out() is False

    def test_where_nothing_is_known_it_is_neither_borne_out_nor_not(self) -> None:
        assert Tally("small", (), (), ("a",)).bears_out() is None

    def test_not_known_counts_as_asked_and_not_as_known(self) -> None:
        tally = Tally("small", ("a",), ("b",), ("c",))
        assert (tally.known, tally.asked) == (2, 3)
