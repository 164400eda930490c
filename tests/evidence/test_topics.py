"""Topics: each has an answer, short, with verdict and certainty, from facts that no order changes."""

from __future__ import annotations

import functools
import random
import re

import msgspec
import pytest
from evidence_studies import VOCABULARY, claim, link, outcome, review, study, trial

from kapcli.catalogue import files
from kapcli.catalogue.claim import Claim, Link
from kapcli.catalogue.identifiers import key
from kapcli.catalogue.layers import layers
from kapcli.catalogue.model import Topic
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.study import Exclusion, Recommendation, Study
from kapcli.catalogue.validation import by_id
from kapcli.evidence.assessment import LADDER
from kapcli.evidence.topic_answer import TopicAnswer
from kapcli.evidence.topics import answered
from kapcli.index.loading import load
from kapcli.index.question import question
from kapcli.index.session import close_all, open_session
from kapcli.index.topics import topic_of, topics
from kapcli.views import topic_expert, topic_lay, topic_words
from kapcli.views.question import about_harm

ADDRESS = "https://example.org/a"
WARNING = Recommendation(
    who="FDA", plain="the regulator", says="warns", what="it", date="2023-10", source=ADDRESS, read="secondary"
)


@functools.cache
def built_in() -> dict[str, TopicAnswer]:
    """The answers of the catalogue that comes with kapcli."""
    ((_, catalogue),) = load(layers()).parts
    claims = {key(name): one for one in catalogue.claims for name in (*one.formerly, one.id)}
    studies = by_id(catalogue.studies)
    return {topic.id: answered(topic, claims, studies) for topic in catalogue.topics}


# Read as text: every process collects the tests, and only one of them needs the catalogue for it.
NAMES = re.findall(
    r"^  - id: (\S+)$",
    re.split(r"^(?:topics|claims):$", files.built_in("studies.yaml").read_text("utf-8"), flags=re.M)[1],
    re.M,
)
each_topic = pytest.mark.parametrize("name", NAMES)


def said(answer: TopicAnswer) -> str:
    return topic_expert.expert(answer, VOCABULARY)


def plainly(answer: TopicAnswer) -> str:
    return topic_lay.lay(answer, VOCABULARY)


def grade(text: str) -> float:
    """Flesch-Kincaid grade, as of the client's report."""
    sentences = max(1, len(re.findall(r"[.?!:](?=\s|$)", text)))
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


class TestBuiltIn:
    def test_each_is_looked_at(self) -> None:
        assert list(built_in()) == NAMES

    @each_topic
    def test_every_topic_has_an_answer_that_is_short(self, name: str) -> None:
        for text in (said(built_in()[name]), plainly(built_in()[name])):
            assert 5 <= len(text.split()) <= topic_words.MOST, text
            assert text[0].isupper()
            assert text.endswith((".", ":"))
            assert "None" not in text

    @each_topic
    def test_it_names_verdict_and_certainty_of_its_first_effect(self, name: str) -> None:
        answer = built_in()[name]
        if answer.topic.asks != "effect":
            return
        text, plain = said(answer), plainly(answer)
        assert VOCABULARY.label("verdict", answer.verdict) in text.casefold()
        if answer.certainty is None:
            assert "not rated" in text
        else:
            assert f"{VOCABULARY.label('certainty', answer.certainty)} certainty" in text
            assert f"({answer.certainty.replace('-', ' ')} certainty)" in plain

    @each_topic
    def test_harm_is_reported_and_no_word_makes_it_small(self, name: str) -> None:
        answer = built_in()[name]
        if answer.topic.asks != "harm":
            return
        text = said(answer)
        assert ": reported" in text
        assert answer.lead is not None or "how often" in text
        assert not re.search(r"\b(?:safe|rare|mild|only|well tolerated)\b", text.replace("known only in part", ""))

    @each_topic
    def test_plain_answers_are_easy_to_read(self, name: str) -> None:
        assert grade(plainly(built_in()[name])) <= 8, plainly(built_in()[name])

    @each_topic
    def test_three_to_eight_claims_and_guidelines_that_are_there(self, name: str) -> None:
        answer = built_in()[name]
        assert 3 <= len(answer.topic.claims) <= 8
        assert set(answer.topic.guidelines) == set(answer.guidelines)

    def test_the_questions_people_bring_are_there(self) -> None:
        assert {
            *("ptsd", "depression", "suicidal-thoughts", "psychotherapy", "oral-and-home", "anxiety-and-ocd", "pain"),
            *("alcohol-and-other-substances", "adverse-events", "bladder", "misuse-and-dependence", "esketamine"),
            *("ect", "how-long-it-lasts", "who-should-not-have-it"),
        } <= set(built_in())

    def test_who_should_not_have_it_is_whole_with_agency_and_date(self) -> None:
        answer = built_in()["who-should-not-have-it"]
        assert said(answer) == plainly(answer) == topic_words.CANNOT_TELL
        for plain in (False, True):
            lines = topic_words.exclusion_lines(answer, plain=plain)
            assert len(lines) == len(answer.exclusions) >= 4
            for one, line in zip(answer.exclusions, lines, strict=True):
                assert line.startswith(f"{one.exclusion.who}, ")
                assert one.exclusion.date[:4] in line
                assert all(text in line for text in (one.exclusion.plain if plain else one.exclusion.people))

    def test_oral_and_at_home_leads_with_the_warning_of_the_regulator(self) -> None:
        assert said(built_in()["oral-and-home"]).startswith("FDA Oct 2023 warns of compounded ketamine")
        assert (
            "(FDA) has warned of ketamine mixed by pharmacies" in plainly(built_in()["oral-and-home"]).partition(".")[0]
        )

    def test_that_it_is_not_shown_to_prevent_suicide_is_said(self) -> None:
        for text in (said(built_in()["suicidal-thoughts"]), plainly(built_in()["suicidal-thoughts"])):
            assert "not shown" in text.casefold()
            assert "prevents suicide" in text

    def test_the_largest_trial_that_shows_no_difference_in_ptsd_is_named(self) -> None:
        assert built_in()["ptsd"].against is not None
        assert (built_in()["ptsd"].against.study, built_in()["ptsd"].against.randomised) == ("abdallah2022", 158)

    def test_a_calculated_interval_says_so_and_a_sources_does_not(self) -> None:
        origins = {True: 0, False: 0}
        for answer in built_in().values():
            if answer.lead is not None and answer.lead.low is not None and answer.template == "compared":
                calculated = answer.lead.origin != "source"
                assert ("calculated)" in said(answer)) == calculated
                origins[calculated] += 1
        assert origins[False]


class TestWords:
    @pytest.fixture(autouse=True)
    def _closed(self) -> object:
        yield
        close_all()

    def met(self, text: str, **facets: list[str]) -> str | None:
        found = topic_of(question(open_session(()), text, facets))
        return None if found is None else found.topic.id

    @pytest.mark.parametrize(
        "text",
        ["sexual abuse", "emotional abuse", "physical abuse", "domestic violence", "survivors of abuse"],
    )
    def test_abuse_that_somebody_lived_through_is_trauma_and_no_misuse(self, text: str) -> None:
        assert self.met(text) == "ptsd"
        assert not about_harm(question(open_session(()), text))

    @pytest.mark.parametrize("text", ["childhood abuse", "abused as a child", "child abuse"])
    def test_that_of_a_child_has_no_answer_of_its_own(self, text: str) -> None:
        assert self.met(text) is None

    @pytest.mark.parametrize("text", ["abuse", "abuse of ketamine", "misuse"])
    def test_abuse_alone_is_that_of_a_drug(self, text: str) -> None:
        assert self.met(text) == "misuse-and-dependence"

    @each_topic
    def test_every_word_of_a_topic_leads_to_it(self, name: str) -> None:
        for text in built_in()[name].topic.words:
            assert self.met(text) == name, text

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("does ketamine help with ptsd", "ptsd"),
            ("flashbacks and nightmares", "ptsd"),
            ("treatment resistant depression", "depression"),
            ("esketamine for depression", "esketamine"),
            ("is ketamine addictive", "misuse-and-dependence"),
            ("ketamine side effects in ptsd", "adverse-events"),
            ("depression and pregnancy", "who-should-not-have-it"),
            ("who should not have it", "who-should-not-have-it"),
            ("is it safe with high blood pressure", "who-should-not-have-it"),
            ("hypertension", "who-should-not-have-it"),
            ("how long does it last", "how-long-it-lasts"),
            ("ketamine at home for depression", "at-home"),
            ("ketamine or ect", "ect"),
            ("oral ketamine for ptsd", "oral-and-home"),
            ("ketamine for ocd", "anxiety-and-ocd"),
        ],
    )
    def test_questions_meet_their_topic(self, text: str, name: str) -> None:
        assert self.met(text) == name

    @pytest.mark.parametrize(
        "text",
        [
            "bipolar depression",
            "ptsd veterans",
            "I want to die",
            "blood pressure",
            "ptsd without therapy",
            "feder2014",
            "ptsd alcohol",
            "emdr",
            "depression children",
            "",
        ],
    )
    def test_a_question_of_its_own_meets_none(self, text: str) -> None:
        assert self.met(text) is None

    def test_a_condition_as_a_facet_leads_as_its_word_does(self) -> None:
        assert self.met("", condition=["ptsd"]) == "ptsd"
        assert self.met("", condition=["ptsd"], design=["rct"]) is None
        assert self.met("", condition=["ptsd"], route=["oral"]) == "oral-and-home"
        assert self.met("", condition=["bipolar-depression"]) is None

    @pytest.mark.parametrize(
        ("text", "study"),
        [
            ("ocd", "rodriguez2013"),
            ("social anxiety", "taylor2018"),
            ("alcohol", "grabski2022"),
            ("cocaine", "dakwar2019"),
            ("oral ketamine for ptsd", "quigley2025"),
            ("oral ketamine for depression", "arabzadeh2018"),
        ],
    )
    def test_a_topic_on_several_conditions_answers_on_the_one_that_is_asked_for(self, text: str, study: str) -> None:
        found = topic_of(question(open_session(()), text))
        assert found is not None
        assert found.lead is not None
        assert found.lead.study == study
        assert max(len(said(found).split()), len(plainly(found).split())) <= topic_words.MOST

    def test_the_compiled_catalogue_has_the_same_answers(self) -> None:
        assert topics(open_session(()).connection) == list(built_in().values())


def topic(*claims: Claim, **fields: object) -> Topic:
    plain = {"id": "t", "title": "T", "plain_title": "T", "claims": tuple(one.id for one in claims)}
    return Topic(**(plain | fields))


def on(*studies: Study, **fields: object) -> Claim:
    """An effect that rests on the first figure of each study."""
    return claim([link(one) for one in studies], **fields)


def answer(*claims: Claim, studies: tuple[Study, ...], **fields: object) -> TopicAnswer:
    named = {key(one.id): one for one in claims}
    return answered(topic(*claims, **fields), named, by_id(studies))


FOR = trial("favours", 300)
AGAINST = trial("opposes", 200, value=-1.0, ci95=(-3.0, 1.0), direction="favours-control")
SILENT = trial("silent", 250, value=None, ci95=None, direction="no-difference")


class TestRules:
    def test_the_strongest_that_does_not_favour_has_most_people(self) -> None:
        found = answer(on(FOR, AGAINST, SILENT), studies=(FOR, AGAINST, SILENT))
        assert found.lead is not None
        assert found.against is not None
        assert (found.template, found.against.study) == ("compared", "silent")
        assert "Silent 2020 (n 250): no difference shown" in said(found)

    def test_order_does_not_matter(self) -> None:
        studies = [FOR, AGAINST, SILENT, review("pool", value=1.0, ci95=(0.5, 1.5))]
        first = answer(on(*studies), studies=tuple(studies))
        for seed in range(6):
            random.Random(seed).shuffle(studies)
            assert answer(on(*studies), studies=tuple(studies)) == first

    @pytest.mark.parametrize("which", [FOR, AGAINST, SILENT])
    def test_a_retracted_study_never_figures(self, which: Study) -> None:
        gone = msgspec.structs.replace(which, retraction="retracted")
        studies = tuple(gone if one is which else one for one in (FOR, AGAINST, SILENT))
        found = answer(on(*studies), studies=studies)
        assert which.id not in {one.study for one in (found.lead, found.against) if one is not None}
        assert which.authors[0].family not in said(found)

    def test_a_retracted_guideline_says_nothing(self) -> None:
        guideline = study("g", recommendations=(WARNING,), retraction="retracted", design="guideline")
        found = answer(on(FOR), studies=(FOR, guideline), guidelines=("g",))
        assert (found.advice, found.guidelines) == (None, ())

    def test_a_warning_stands_first(self) -> None:
        guideline = study("g", recommendations=(WARNING,), design="guideline")
        found = answer(on(FOR), studies=(FOR, guideline), guidelines=("g",))
        assert said(found).startswith("FDA Oct 2023 warns of it. ")

    def test_another_form_of_ketamine_is_no_answer_against(self) -> None:
        other = trial("forms", 900, value=None, ci95=None, direction="no-difference", second="esketamine")
        found = answer(on(FOR, other), studies=(FOR, other))
        assert found.against is None

    def test_one_group_alone_is_said_to_be_one(self) -> None:
        alone = study("alone", Outcome(**WITHIN), n=msgspec.structs.replace(FOR.n, enrolled=22))
        found = answer(on(alone, verdict="untested"), studies=(alone,))
        assert found.template == "single-group"
        assert "single group" in said(found)
        assert plainly(found).startswith("We don't know. In one study of 22 people, depression eased, but everyone got")

    def test_harm_without_a_count_is_reported_and_how_often_not_known(self) -> None:
        seen = study("seen")
        harm = Claim(
            id="h",
            kind="harm",
            statement="It can hurt.",
            plain="It can hurt.",
            topic="safety",
            verdict="supported",
            for_=(Link(study="seen", rests_on="safety", because="It was seen."),),
        )
        found = answer(harm, studies=(seen,), asks="harm", subject="hurt", plain_subject="hurt")
        assert said(found) == "Hurt: reported, how often not known."
        assert plainly(found) == "Yes, this has been reported: hurt. How often is not known."

    def test_a_share_of_people_outside_treatment_names_them(self) -> None:
        counted = outcome(
            id="r", comparison="within", estimate="rate", unit="percent", value=60.0, n=274, ci95=None, measure="hurt"
        )
        seen = study("seen", counted, population=("recreational-user",))
        harm = Claim(
            id="h",
            kind="harm",
            statement="It can hurt.",
            plain="It can hurt.",
            topic="safety",
            verdict="supported",
            for_=(Link(study="seen", outcome="r", because="It was counted."),),
        )
        found = answer(harm, studies=(seen,), asks="harm", subject="hurt", plain_subject="hurt")
        assert "60% of 274 people (Seen 2020, recreational ketamine users)" in said(found)
        assert "in one study of people who take ketamine outside medical care" in plainly(found).casefold()

    def test_exclusions_are_taken_over_whole(self) -> None:
        people = tuple(f"condition {number}" for number in range(30))
        one = Exclusion(
            who="Agency",
            date="2020-01",
            what="it",
            force="contraindicated",
            people=people,
            plain=people,
            source=ADDRESS,
            read="abstract",
        )
        label = study("label", exclusions=(one,), design="guideline")
        found = answer(on(FOR), studies=(FOR, label), guidelines=("label",), asks="exclusion")
        (line,) = topic_words.exclusion_lines(found)
        assert all(text in line for text in people)

    @pytest.mark.parametrize("certainty", LADDER)
    def test_every_certainty_has_its_words(self, certainty: str) -> None:
        found = msgspec.structs.replace(answer(on(FOR), studies=(FOR,)), certainty=certainty, verdict="supported")
        assert f"{VOCABULARY.label('certainty', certainty)} certainty" in said(found)


WITHIN = {
    "id": "a",
    "measure": "a scale",
    "domain": "depression",
    "comparison": "within",
    "estimate": "pre-post-change",
    "direction": "improved",
    "source": ADDRESS,
    "minuend": "end",
    "better": "lower",
    "unit": "points",
    "value": -10.0,
    "n": 22,
}


def asked(claim: Claim) -> tuple[object, ...]:
    """What a claim is on, and whether against another treatment."""
    assert claim.question is not None
    return claim.domain, claim.question.condition, claim.question.comparator == "active"


class TestWhatIsNamed:
    """A figure in an answer without its event, time or sides, and a verdict on more than it is on, mislead."""

    def test_event_time_and_sides(self) -> None:
        text = said(built_in()["ect"])
        assert "QIDS-SR-16 response, end of 3-week treatment, risk difference 14.2 percentage points" in text
        assert "MADRS remission, end of treatment, ketamine 46% vs ECT 63%" in text
        assert "24 to 72 h" in said(built_in()["suicidal-thoughts"])
        assert "Arabzadeh 2018 (oral, n 81): HDRS response, 6 weeks, OR 4.31" in said(built_in()["oral-and-home"])

    @each_topic
    def test_the_time_is_never_left_out(self, name: str) -> None:
        answer = built_in()[name]
        if answer.template == "compared" and answer.lead is not None:
            assert topic_words.moment(answer.lead) in said(answer)

    def test_a_topic_wider_than_its_verdict_names_what_that_is_on(self) -> None:
        assert "(alcohol use)" in said(built_in()["alcohol-and-other-substances"])
        assert "(depression)" not in said(built_in()["depression"])

    @each_topic
    def test_no_headline_claim_on_the_same_says_more_than_the_answer(self, name: str) -> None:
        """Of two claims on the same domain the answer is not the one that is less sure."""
        answer = built_in()[name]
        if answer.template == "compared" and answer.verdict == "uncertain":
            ((_, catalogue),) = load(layers()).parts
            claims = {claim.id: claim for claim in catalogue.claims}
            lead = claims[answer.claim]
            wider = [claims[one] for one in answer.topic.claims if one in claims]
            sure = [one for one in wider if one.kind == "effect" and one.verdict == "supported"]
            assert [one.id for one in sure if asked(one) == asked(lead)] == []
