"""Adverse events as terms: every code known, every status true to its content, and the counts that sources gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kapcli.catalogue.outcome import AdverseEvent, HarmCount
from kapcli.catalogue.study_validation import happened, says_something
from kapcli.catalogue.vocabulary import fold
from kapcli.catalogue.yaml_reader import read_catalogue
from kapcli.evidence.adverse_events import share, terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.model import Catalogue
    from kapcli.catalogue.outcome import Safety
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary

STUDY = """\
studies:
  - id: mine
    title: An invented example
    csl_type: article-journal
    year: 2030
    authors: [{family: Example}]
    design: case-series
    status: published
    finding: Invented.
    safety: SAFETY
    read_at: [{url: "https://example.org/a", read: abstract}]
"""


def faults(safety: str, vocabulary: Vocabulary) -> list[str]:
    from kapcli.catalogue.validation import Below, check

    read = read_catalogue(STUDY.replace("SAFETY", safety).encode(), "mine.yaml", vocabulary)
    return [str(fault) for fault in (*read.faults.kept, *check(read, "mine.yaml", {}, Below()))]


def own(safety: str, vocabulary: Vocabulary) -> Safety:
    (study,) = read_catalogue(STUDY.replace("SAFETY", safety).encode(), "mine.yaml", vocabulary).catalogue.studies
    return study.safety


@pytest.fixture(scope="module")
def studies(catalogue: Catalogue) -> dict[str, Study]:
    return {study.id: study for study in catalogue.studies}


def counts(study: Study) -> Iterator[HarmCount]:
    for side in (study.safety, study.safety.comparator):
        if side is not None:
            yield from (count for count in (side.any_event, side.serious, side.stopped, *side.events) if count)


class TestOfTheVocabulary:
    def test_every_term_has_a_system_and_a_definition(self, vocabulary: Vocabulary) -> None:
        for term in vocabulary.sections["adverse_event"].values():
            assert term.system in vocabulary.codes("body_system"), term.code
            assert term.definition, term.code

    def test_no_word_names_two_terms(self, vocabulary: Vocabulary) -> None:
        owner: dict[str, str] = {}
        for term in vocabulary.sections["adverse_event"].values():
            for name in (term.code, term.label, term.plain, *term.synonyms):
                if name:
                    assert owner.setdefault(fold(name), term.code) == term.code, name

    @pytest.mark.parametrize("code", ["death", "suicide", "suicidal-ideation", "respiratory-depression", "dependence"])
    def test_what_can_kill_is_serious(self, code: str, vocabulary: Vocabulary) -> None:
        assert vocabulary.term("adverse_event", code).serious

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ("lightheadedness", "dizziness"),
            ("light-headedness", "dizziness"),
            ("hypertension", "raised-blood-pressure"),
            ("transient dissociation", "dissociation"),
            ("k-hole", "dissociation"),
            ("bladder", "urinary-symptoms"),
        ],
    )
    def test_what_means_the_same_is_one_term(self, words: str, code: str, vocabulary: Vocabulary) -> None:
        assert vocabulary.names("adverse_event")[fold(words)] == code

    def test_vertigo_is_counted_as_dizziness(self, vocabulary: Vocabulary) -> None:
        assert vocabulary.broader("adverse_event", "vertigo") == ("vertigo", "dizziness")


class TestOfTheCatalogue:
    def test_every_code_is_known_and_nothing_stands_in_free_words(
        self, catalogue: Catalogue, vocabulary: Vocabulary
    ) -> None:
        known = set(vocabulary.codes("adverse_event"))
        for study in catalogue.studies:
            other = study.safety.comparator.events if study.safety.comparator else ()
            assert {event.term for event in (*study.safety.events, *other)} | set(study.safety.absent) <= known
            assert study.safety.uncoded == (), study.id

    def test_every_status_agrees_with_what_is_told(self, catalogue: Catalogue) -> None:
        for study in catalogue.studies:
            safety = study.safety
            if safety.status == "reported":
                assert happened(safety), study.id
            elif safety.status == "partial":
                assert says_something(safety) or safety.text, study.id
            else:
                assert not happened(safety), study.id
            if safety.status == "not-reported":
                assert not says_something(safety), study.id

    def test_whatever_tells_of_harm_says_so_in_words(self, catalogue: Catalogue) -> None:
        for study in catalogue.studies:
            assert study.safety.text or study.safety.status == "not-reported", study.id

    def test_every_count_can_be(self, catalogue: Catalogue) -> None:
        for study in catalogue.studies:
            for count in counts(study):
                if count.number is not None and count.of is not None:
                    assert 0 <= count.number <= count.of, study.id
                    if count.percent is not None:
                        assert abs(100 * count.number / count.of - count.percent) < 0.5, study.id

    def test_a_retracted_work_is_in_no_count(self, catalogue: Catalogue, vocabulary: Vocabulary) -> None:
        named = {name for count in terms(catalogue.studies, vocabulary) for name in count.named}
        assert not named & {study.id for study in catalogue.studies if study.retracted}

    def test_a_figure_of_harm_is_the_same_where_it_is_an_outcome(self, studies: dict[str, Study]) -> None:
        for name in ("daly2019", "williamson2022", "harding2025", "ploderl2025", "delsant2020"):
            study = studies[name]
            shares = {share(event) for event in study.safety.events}
            for outcome in study.outcomes:
                if outcome.domain == "safety" and outcome.unit == "percent":
                    assert outcome.value in shares, (name, outcome.id)

    @pytest.mark.parametrize(
        ("name", "status"),
        [
            ("feder2014", "reported"),
            ("feder2021", "partial"),
            ("topel2025", "partial"),
            ("zarate2006", "partial"),
            ("dakwar2019", "partial"),
            ("ekstrand2022", "partial"),
            ("azhari2021", "none-found"),
            ("dadabayev2020", "not-reported"),
        ],
    )
    def test_status(self, name: str, status: str, studies: dict[str, Study]) -> None:
        assert studies[name].safety.status == status

    def test_216_of_1148_had_a_serious_event(self, studies: dict[str, Study]) -> None:
        assert studies["zaki2025"].safety.serious == HarmCount(number=216, of=1148, percent=18.8)

    def test_daly2019_has_both_sides(self, studies: dict[str, Study]) -> None:
        safety = studies["daly2019"].safety
        assert AdverseEvent(term="dissociation", number=35, of=152, percent=23.0) in safety.events
        assert safety.comparator is not None
        assert AdverseEvent(term="dissociation", number=0, of=145) in safety.comparator.events

    def test_what_ect_does_is_no_harm_of_ketamine(self, studies: dict[str, Study]) -> None:
        safety = studies["anand2023"].safety
        assert [event.term for event in safety.events] == ["dissociation"]
        assert safety.comparator is not None
        assert {event.term for event in safety.comparator.events} == {"musculoskeletal", "memory-impairment"}

    def test_a_warning_is_no_event(self, studies: dict[str, Study]) -> None:
        events = {event.term: event for event in studies["fda2023"].safety.events}
        assert events["respiratory-depression"].number == 1
        assert events["urinary-symptoms"].risk


class TestOfTheCounts:
    def test_what_is_absent_or_a_risk_is_not_named(self, catalogue: Catalogue, vocabulary: Vocabulary) -> None:
        by_code = {count.code: count for count in terms(catalogue.studies, vocabulary)}
        assert "lara2013" in by_code["euphoria"].absent
        assert by_code["euphoria"].named == ()
        assert "fda2023" in by_code["urinary-symptoms"].risk
        assert "fda2023" not in by_code["urinary-symptoms"].named

    def test_a_narrower_term_counts_for_its_broader(self, catalogue: Catalogue, vocabulary: Vocabulary) -> None:
        by_code = {count.code: count for count in terms(catalogue.studies, vocabulary)}
        assert "morgan2012" in by_code["urinary-symptoms"].named
        assert set(by_code["vertigo"].named) <= set(by_code["dizziness"].named)

    def test_a_share_of_users_outside_medicine_is_never_the_largest(
        self, catalogue: Catalogue, vocabulary: Vocabulary
    ) -> None:
        by_code = {count.code: count for count in terms(catalogue.studies, vocabulary)}
        largest = by_code["urinary-symptoms"].largest
        assert largest is not None
        assert largest[0].id == "kerrgaffney2025"
        assert largest[1].percent_to == 24.5

    def test_serious_ones_come_first(self, catalogue: Catalogue, vocabulary: Vocabulary) -> None:
        grave = [vocabulary.term("adverse_event", count.code).serious for count in terms(catalogue.studies, vocabulary)]
        assert grave == sorted(grave, reverse=True)
        assert any(grave)


class TestOfFiles:
    @pytest.mark.parametrize(
        ("safety", "told"),
        [
            ("{status: reported}", "no adverse event is named"),
            ("{status: not-reported, events: [{term: nausea}]}", "adverse events are told of"),
            ("{status: partial}", "nothing is told of adverse events"),
            ("{status: none-found, events: [{term: nausea}]}", "adverse events are named"),
            ("{status: reported, events: [{term: nausea, number: 5, of: 4}]}", "5 of 4 cannot be"),
            ("{status: reported, events: [{term: nausea, number: -1}]}", "a count is not negative"),
            ("{status: reported, events: [{term: nausea, percent: 101}]}", "cannot be"),
            ("{status: reported, events: [{term: nausea, number: 1, of: 4, percent: 50}]}", "is not 50 percent"),
            ("{status: reported, events: [{term: nausea}], absent: [nausea]}", "is also among the events"),
            ("{status: reported, events: [{term: nausea}, {term: nausea}]}", "is given twice"),
            ("{status: reported, events: [{term: nausea, percent_to: 4}]}", "a range needs"),
            ("{status: reported, events: [{term: nausia}]}", "did you mean 'nausea'?"),
            ("{status: reported, events: [{term: lightheadedness}]}", "write 'dizziness'"),
        ],
    )
    def test_a_fault_is_found(self, safety: str, told: str, vocabulary: Vocabulary) -> None:
        assert any(told in fault for fault in faults(safety, vocabulary))

    def test_older_words_become_terms_with_a_warning(self, vocabulary: Vocabulary) -> None:
        older = "{status: found, serious_adverse_events: 0, withdrawals: 2, common: [transient dissociation, hiccups]}"
        (warning,) = faults(older, vocabulary)
        assert "warning" in warning
        assert "kap validate --migrate mine.yaml" in warning
        safety = own(older, vocabulary)
        assert safety.status == "reported"
        assert (safety.serious, safety.stopped) == (HarmCount(number=0), HarmCount(number=2))
        assert [event.term for event in safety.events] == ["dissociation"]
        assert safety.uncoded == ("hiccups",)

    @pytest.mark.parametrize(
        ("older", "status"),
        [
            ("{status: found}", "partial"),
            ("{status: not-reported, withdrawals: 0}", "partial"),
            ("{status: none-found, serious_adverse_events: 0}", "none-found"),
        ],
    )
    def test_an_older_status_says_no_more_than_before(self, older: str, status: str, vocabulary: Vocabulary) -> None:
        assert own(older, vocabulary).status == status
