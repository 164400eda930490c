"""A claim holds together: its links exist and rest on something, its verdict agrees with what is linked, and its words
are its own, plain, and hold no number that its studies do not have.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest
from bad_files import catalogue as file_of
from bad_files import outcome, study
from test_sentences import DATA, LEVEL, PRAISE, digest, field_numbers, numbers, phrases

from kapcli.catalogue.claim import Asked, Claim, Link
from kapcli.catalogue.faults import Fault
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.study import Study
from kapcli.catalogue.validation import Below, by_id
from kapcli.catalogue.vocabulary import Vocabulary, fold
from kapcli.evidence.assessment import LADDER
from kapcli.evidence.certainty import weigh
from kapcli.evidence.claim_validation import complaints
from kapcli.evidence.grade_wording import closing
from kapcli.evidence.limitation_rules import gave_treatment
from kapcli.evidence.verdicts import LEAST, by_rule
from kapcli.index.loading import load_vocabulary, read_layer

# What kap validate says of a claim. The file below is sound; each test changes what it is about.

MANY: dict[str, str | None] = {"domain": "ptsd", "n": "500"}
TURNED: dict[str, str | None] = {"first": "ketamine", "second": "saline", "minuend": "first", "better": "higher"}
RANDOMISED = MANY | TURNED | {"comparison": "between-randomised", "estimate": "mean-difference", "unit": "points"}
FOLLOW = MANY | {"comparison": "within", "estimate": "pre-post-change", "value": "2", "unit": "points"}
BETTER: dict[str, str | None] = {"value": "2", "ci95": "[1, 3]", "direction": "favours-ketamine"}
WORSE: dict[str, str | None] = {"value": "-2", "ci95": "[-3, -1]", "direction": "favours-control"}
STUDIES = (
    study(id="helped2020", outcomes=f"[{outcome(**RANDOMISED | BETTER, id='scale')}]"),
    study(
        id="harmed2020",
        outcomes=f"[{outcome(**RANDOMISED | WORSE, id='scale')}, "
        f"{outcome(**RANDOMISED | WORSE | {'domain': 'depression'}, id='mood')}]",
    ),
    study(
        id="followed2020",
        outcomes=f"[{outcome(**FOLLOW, id='scale', direction='improved')}]",
    ),
)
HELPED, HARMED, FOLLOWED = (
    {"study": name, "outcome": "scale", "because": "It was measured."}
    for name in ("helped2020", "harmed2020", "followed2020")
)
LIMIT = {"id": "few", "title": "Few people", "text": "Few take part.", "said_by": "reviewers", "rule": "small"}
ASKED = {"condition": ["ptsd"], "intervention": "ketamine", "comparator": "active", "window": "a day"}
READ = {"study": "helped2020", "rests_on": "title", "because": "It was read."}


@functools.cache
def words() -> Vocabulary:
    return load_vocabulary()


def faults_of(**changes: Any) -> list[Fault]:
    """What is wrong with a file of one supported effect, changed; ``None`` takes a field out."""
    sound: dict[str, Any] = {
        "id": "it-works",
        "kind": "effect",
        "topic": "ptsd",
        "statement": "It works.",
        "plain": "It was compared.",
        "verdict": "supported",
        "domain": "ptsd",
    }
    if changes.get("kind", "effect") == "effect":
        sound |= {"question": ASKED, "evidence": [HELPED]}
    else:
        sound |= {"for": [HELPED]}
    written = {name: value for name, value in (sound | changes).items() if value is not None}
    # What is JSON is YAML.
    text = file_of(*STUDIES) + f"claims:\n- {json.dumps(written)}\n" + f"limitations:\n- {json.dumps(LIMIT)}\n"
    return read_layer(text.encode(), "my.yaml", words(), {}, Below())[1]


def only_fault(**changes: Any) -> Fault:
    faults = faults_of(**changes)
    assert len(faults) == 1, faults
    return faults[0]


def test_a_supported_effect_with_a_trial_for_it_is_sound() -> None:
    assert faults_of() == []


def test_a_fault_of_a_claim_is_told_at_its_line_and_by_its_id() -> None:
    fault = only_fault(domain=None)
    assert fault.line == file_of(*STUDIES).count("\n") + 2
    assert fault.message.startswith("it-works: ")


# Links.


@pytest.mark.parametrize("side", ["evidence", "context"])
def test_a_study_that_is_not_there_is_told_with_the_nearest(side: str) -> None:
    fault = only_fault(**{side: [HELPED | {"study": "helped202"}]})
    assert fault.path == f"claims[0].{side}[0]"
    assert (fault.message, fault.fix) == ("it-works: no study 'helped202'", "did you mean 'helped2020'?")


@pytest.mark.parametrize("side", ["evidence", "context"])
def test_an_outcome_that_is_not_there_is_told_with_the_nearest(side: str) -> None:
    fault = only_fault(**{side: [HELPED | {"outcome": "scalle"}]})
    assert fault.path == f"claims[0].{side}[0]"
    assert (fault.message, fault.fix) == ("it-works: helped2020 has no outcome 'scalle'", "did you mean 'scale'?")


def test_each_link_is_judged_in_its_place() -> None:
    wrong = HELPED | {"study": "nobody1999"}
    paths = [fault.path for fault in faults_of(context=[HELPED, wrong, FOLLOWED, wrong])]
    assert paths == ["claims[0].context[1]", "claims[0].context[3]"]


def test_a_figure_of_another_domain_is_told() -> None:
    fault = only_fault(evidence=[HELPED, HARMED | {"outcome": "mood"}])
    assert (fault.path, fault.message) == (
        "claims[0].evidence[1]",
        "it-works: 'mood' is of the domain depression, the claim of ptsd",
    )


def test_a_figure_of_another_domain_may_stand_as_context() -> None:
    assert faults_of(context=[HARMED | {"outcome": "mood"}]) == []


def test_a_figure_of_another_domain_is_told_of_a_harm_with_a_domain() -> None:
    harm = {"kind": "harm", "for": [HARMED | {"outcome": "mood"}]}
    assert "of the domain depression" in only_fault(**harm).message
    assert faults_of(**harm, domain="depression") == []
    assert faults_of(**harm, domain=None) == []


def test_a_figure_of_another_domain_is_evidence_where_the_link_says_that_it_is_indirect() -> None:
    other = HARMED | {"outcome": "mood", "indirect": {"kind": "outcome", "reason": "Mood was measured."}}
    assert faults_of(evidence=[HELPED, other], verdict="mixed", instead="They differ.") == []


def test_only_a_pool_can_lead() -> None:
    fault = only_fault(evidence=[HELPED | {"leads": True}])
    assert (fault.path, fault.message) == ("claims[0].evidence[0]", "it-works: 'scale' pools nothing, and cannot lead")


def test_an_effect_asks_a_question() -> None:
    fault = only_fault(question=None)
    assert (fault.path, fault.message) == ("claims[0].question", "it-works: an effect without a question")


def test_only_an_effect_has_evidence_without_sides() -> None:
    fault = only_fault(kind="record", evidence=[READ])
    assert fault.message == "it-works: only an effect has evidence without sides"


def test_a_formal_rating_that_is_not_there_is_told() -> None:
    fault = only_fault(formal=[{"study": "helped2020", "rating": "grade"}])
    assert fault.path == "claims[0].formal[0].rating"
    assert fault.message == "it-works: helped2020 has no formal rating 'grade'"


def test_an_unreported_trial_that_is_not_there_is_told_with_the_nearest() -> None:
    fault = only_fault(unreported=["helped202"])
    assert (fault.path, fault.fix) == ("claims[0].unreported[0]", "did you mean 'helped2020'?")


@pytest.mark.parametrize("side", ["for", "against"])
def test_sides_of_the_first_edition_are_read_with_a_warning(side: str) -> None:
    """The side a figure stands on no longer matters: it follows from the figure."""
    (fault,) = faults_of(evidence=None, question=None, **{side: [HELPED]})
    assert (fault.severity, fault.path) == ("warning", f"claims[0].{side}")
    assert fault.fix == "kap validate --migrate my.yaml rewrites them"


def test_an_effect_has_a_domain() -> None:
    fault = only_fault(domain=None)
    assert (fault.path, fault.message) == ("claims[0].domain", "it-works: an effect without a domain")


@pytest.mark.parametrize("kind", ["harm", "record", "field", "mechanism", "rule"])
def test_no_other_kind_needs_a_domain(kind: str) -> None:
    assert faults_of(kind=kind, domain=None) == []


def test_an_effect_rests_on_an_outcome() -> None:
    fault = only_fault(evidence=[READ])
    assert (fault.path, fault.message) == ("claims[0].evidence[0]", "it-works: an effect rests on an outcome")


def test_context_of_an_effect_may_rest_on_a_field() -> None:
    assert faults_of(context=[READ]) == []


@pytest.mark.parametrize(("kind", "side"), [("record", "for"), ("harm", "against"), ("effect", "context")])
def test_a_link_rests_on_something(kind: str, side: str) -> None:
    bare = {"study": "helped2020", "because": "It was read."}
    fault = only_fault(kind=kind, both_sides="Both.", **{side: [bare]})
    assert fault.path == f"claims[0].{side}[0]"
    assert (fault.message, fault.fix) == ("it-works: rests on nothing", "add 'outcome: ...' or 'rests_on: ...'")


def test_what_a_link_rests_on_is_a_field_of_a_study() -> None:
    fault = only_fault(kind="record", **{"for": [READ | {"rests_on": "titel"}]})
    assert (fault.path, fault.message) == ("claims[0].for[0]", "it-works: 'titel' is no field of a study")
    assert fault.fix == "did you mean 'title'?"


@pytest.mark.parametrize("field", ["title", "n", "n.randomised", "design_detail.blinding", "safety"])
def test_what_a_link_rests_on_may_be_a_field_within_a_field(field: str) -> None:
    assert faults_of(kind="record", **{"for": [READ | {"rests_on": field}]}) == []


def test_a_claim_links_at_least_one_study() -> None:
    nothing = {"kind": "record", "verdict": "overstated", "instead": "Less.", "for": None}
    fault = only_fault(**nothing)
    assert (fault.path, fault.message) == ("claims[0].evidence", "it-works: no study is linked")
    assert faults_of(**nothing | {"context": [READ]}) == []


def test_what_is_counted_over_the_catalogue_needs_no_study() -> None:
    assert faults_of(kind="field", counted_by="few", domain=None, **{"for": None}) == []


def test_a_faulty_link_is_told_before_the_verdict_is_judged() -> None:
    fault = only_fault(verdict="mixed", evidence=[HELPED | {"study": "nobody1999"}])
    assert "no study" in fault.message


def test_a_claim_may_link_a_study_of_the_catalogue_below() -> None:
    below = read_layer(file_of(*STUDIES).encode(), "below.yaml", words(), {}, Below())[0]
    claimed = {"id": "c", "kind": "record", "topic": "ptsd", "statement": "S.", "plain": "P.", "verdict": "supported"}
    text = f"claims:\n- {json.dumps(claimed | {'for': [READ]})}\n"
    elsewhere = dict.fromkeys(by_id(below.studies), "below.yaml")
    assert read_layer(text.encode(), "my.yaml", words(), elsewhere, Below().joined(below))[1] == []


def test_the_id_of_a_claim_stands_once() -> None:
    claimed = {"id": "c", "kind": "record", "topic": "ptsd", "statement": "S.", "plain": "P.", "verdict": "supported"}
    row = json.dumps(claimed | {"for": [READ]})
    text = file_of(*STUDIES) + f"claims:\n- {row}\n- {row}\n"
    (fault,) = read_layer(text.encode(), "my.yaml", words(), {}, Below())[1]
    assert (fault.path, fault.message) == ("claims[1].id", "the id 'c' is used twice")


@pytest.mark.parametrize("field", ["id", "kind", "statement", "plain", "topic", "verdict"])
def test_a_claim_lacks_nothing_that_every_claim_has(field: str) -> None:
    assert only_fault(**{field: None}).message == f"{field!r} is missing"


def test_a_link_says_why_it_bears_on_the_claim() -> None:
    bare = {"study": "helped2020", "outcome": "scale"}
    fault = only_fault(evidence=[bare])
    assert (fault.path, fault.message) == ("claims[0].evidence[0]", "'because' is missing")


def test_an_unknown_field_of_a_claim_is_told_with_the_nearest() -> None:
    fault = only_fault(wording=["It does work."])
    assert (fault.message, fault.fix) == ("unknown field", "did you mean 'wordings'?")


@pytest.mark.parametrize("code", ["kind", "topic", "verdict", "domain"])
def test_a_code_of_a_claim_is_one_of_the_vocabulary(code: str) -> None:
    assert "unknown " in only_fault(**{code: "nonsense-of-sorts"}).message


# Verdicts.

LOOKED_UP: dict[str, Any] = {"kind": "record", "domain": None, "for": None, "context": [READ], "instead": "Less."}
LESS = {"instead": "Less."}

VERDICTS: list[tuple[str, dict[str, Any], str]] = [
    ("nothing for a supported one", LOOKED_UP | {"verdict": "supported"}, "supported, and nothing stands for it"),
    (
        "against a supported one, unexplained",
        LOOKED_UP | {"verdict": "supported", "for": [READ], "against": [READ | {"study": "harmed2020"}]},
        "supported, and a study against it is not explained",
    ),
    (
        "on both sides without a reason",
        LOOKED_UP | {"verdict": "mixed", "for": [READ], "against": [READ]},
        "helped2020 stands on both sides without a reason",
    ),
    (
        "nothing against a contradicted one",
        LOOKED_UP | {"verdict": "contradicted"},
        "contradicted, and nothing stands against it",
    ),
    (
        "nothing for a mixed one",
        LOOKED_UP | {"verdict": "mixed", "against": [READ]},
        "mixed, and nothing stands for it",
    ),
    (
        "nothing against a mixed one",
        LOOKED_UP | {"verdict": "mixed", "for": [READ]},
        "mixed, and nothing stands against it",
    ),
    (
        "mixed where estimates agree",
        LESS | {"verdict": "mixed", "evidence": [HELPED, FOLLOWED]},
        "mixed, but by the rules it is supported",
    ),
    (
        "untested where groups were compared",
        LESS | {"verdict": "untested"},
        "untested, but by the rules it is supported",
    ),
    (
        "unverified and said by nobody",
        LOOKED_UP | {"verdict": "unverified"},
        "unverified, and nobody is named who says so",
    ),
    (
        "contradicted where it is favoured",
        LESS | {"verdict": "contradicted"},
        "contradicted, but by the rules it is supported",
    ),
    (
        "supported where nobody was compared",
        {"evidence": [FOLLOWED]},
        "supported, but by the rules it is untested",
    ),
    (
        "supported where studies disagree",
        {"evidence": [HELPED, HARMED]},
        "supported, but by the rules it is mixed",
    ),
    (
        "overstated where nobody was compared",
        LESS | {"verdict": "overstated", "left_out": "Much.", "evidence": [FOLLOWED]},
        "overstated, but by the rules it is untested",
    ),
    (
        "overstated, and nobody says by what",
        LESS | {"verdict": "overstated"},
        "overstated, and nothing says by what",
    ),
    (
        "a record that is uncertain",
        LOOKED_UP | {"verdict": "uncertain"},
        "uncertain is a verdict on effects and harms",
    ),
    (
        "most, with half of the people",
        {"says": "share", "evidence": [HELPED]},
        "supported, but not every share has its interval above half",
    ),
]


@pytest.mark.parametrize(("changes", "message"), [case[1:] for case in VERDICTS], ids=[case[0] for case in VERDICTS])
def test_a_verdict_that_does_not_agree_with_its_links_is_told(changes: dict[str, Any], message: str) -> None:
    fault = only_fault(**changes)
    assert (fault.path.rpartition(".")[2], fault.message) == ("verdict", f"it-works: {message}")
    assert fault.fix


@pytest.mark.parametrize("verdict", ["overstated", "contradicted", "mixed", "untested", "unverified"])
def test_what_is_not_supported_says_what_holds_instead(verdict: str) -> None:
    sides = {"contradicted": {"against": [READ]}, "mixed": {"for": [READ], "against": [READ | {"study": "harmed2020"}]}}
    changes = LOOKED_UP | {"verdict": verdict, "said_by": "somebody"} | sides.get(verdict, {})
    assert faults_of(**changes) == []
    assert (
        only_fault(**changes | {"instead": None}).message == f"it-works: {verdict}, and nothing says what holds instead"
    )


@pytest.mark.parametrize(
    "changes",
    [
        LESS | {"verdict": "mixed", "evidence": [HELPED, HARMED]},
        LOOKED_UP | {"verdict": "mixed", "for": [READ], "against": [READ], "both_sides": "It says both."},
        LOOKED_UP | {"kind": "harm", "verdict": "uncertain"},
        LOOKED_UP | {"kind": "harm", "verdict": "not-shown"},
        LESS | {"verdict": "uncertain", "evidence": [HARMED]},
        LESS | {"verdict": "overstated", "left_out": "That it was one trial."},
        LESS | {"verdict": "untested", "evidence": [FOLLOWED]},
        LESS | {"verdict": "untested", "evidence": None, "context": [HELPED, HARMED]},
        LESS | {"verdict": "unverified", "evidence": None, "context": [HELPED], "said_by": "somebody"},
        LESS | {"verdict": "contradicted", "says": "cure"},
        {"evidence": [HELPED, FOLLOWED]},
    ],
)
def test_a_verdict_that_agrees_with_its_links_is_sound(changes: dict[str, Any]) -> None:
    assert faults_of(**changes) == []


def test_an_effect_is_supported_from_low_certainty_on() -> None:
    assert LEAST == "low"
    for people, verdict in ((49, "uncertain"), (50, "supported"), (500, "supported")):
        figure = outcome(**RANDOMISED | BETTER | {"n": str(people)}, id="scale")
        own = read_layer(file_of(study(id="own2020", outcomes=f"[{figure}]")).encode(), "x", words(), {}, Below())[0]
        row = Claim(
            id="c",
            kind="effect",
            statement="It works.",
            plain="It was compared.",
            topic="ptsd",
            verdict="supported",
            domain="ptsd",
            question=Asked(condition=("ptsd",), intervention="ketamine", comparator="active", window="a day"),
            evidence=(Link(study="own2020", outcome="scale", because="."),),
        )
        assert by_rule(row, weigh(row, by_id(own.studies))) == verdict, people


# The claims that come with kapcli.

ABBREVIATION = re.compile(r"\b[A-Z]{2,}[A-Z0-9-]*\b")
ALLOWED = {"US", "UK", "FDA", "LSD", "HIV", "MRI", "COVID-19", "VA", "DNA", "PTSD"}
SPELT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
SAFE = re.compile(r"\bsafe(ly)?\b", re.IGNORECASE)
DENIED = re.compile(r"\b(not|no|nobody|nothing|never|cannot|neither|whether)\b|n't\b", re.IGNORECASE)


def links(claim: Claim) -> tuple[Link, ...]:
    return (*claim.linked, *claim.context)


def texts(claim: Claim) -> Iterator[str]:
    """Every sentence of a claim."""
    yield from (claim.statement, *claim.wordings, *claim.found_by)
    yield from (claim.plain, claim.instead, claim.both_sides, claim.left_out)
    yield from (link.because for link in links(claim))
    yield from (link.indirect.reason for link in links(claim) if link.indirect)
    yield from (caveat.note for caveat in claim.caveats)


@pytest.fixture(scope="module")
def studies(catalogue: Catalogue) -> Mapping[str, Study]:
    return by_id(catalogue.studies)


@pytest.fixture(scope="module")
def source_hashes() -> frozenset[bytes]:
    data = (DATA / "source-phrases.bin").read_bytes()
    return frozenset(data[i : i + 5] for i in range(0, len(data), 5))


@functools.cache
def known_numbers(study: Study) -> frozenset[str]:
    """Every number of a study's fields, as figures, also where a field spells it."""
    spelt = re.findall(r"[a-z]+", json.dumps(msgspec.to_builtins(study)).lower())
    return frozenset(field_numbers(study) | {str(SPELT.index(word)) for word in spelt if word in SPELT})


@functools.cache
def names_with_numbers() -> re.Pattern[str]:
    """The names of instruments that hold a number."""
    terms = words().sections["instrument"].values()
    names = {name for term in terms for name in (term.label, *term.synonyms) if re.search(r"\d", name)}
    return re.compile(
        rf"(?<!\w)({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)", re.IGNORECASE
    )


def test_every_claim_holds_together(catalogue: Catalogue, studies: Mapping[str, Study]) -> None:
    limits = {limit.id for limit in catalogue.limitations}
    found = [(claim.id, *complaint) for claim in catalogue.claims for complaint in complaints(claim, studies, limits)]
    assert found == []


def test_there_are_claims_of_every_kind_and_every_verdict(catalogue: Catalogue, vocabulary: Vocabulary) -> None:
    assert len(catalogue.claims) >= 90
    assert {claim.kind for claim in catalogue.claims} == set(vocabulary.codes("claim_kind"))
    assert {claim.verdict for claim in catalogue.claims} == set(vocabulary.codes("verdict"))


def test_no_two_claims_share_a_statement_or_a_wording(catalogue: Catalogue) -> None:
    owner: dict[str, str] = {}
    shared = []
    for claim in catalogue.claims:
        for said in (claim.statement, *claim.wordings, *claim.found_by):
            key = fold(said).rstrip(".?! ")
            if key in owner:
                shared.append((claim.id, owner[key], said))
            owner.setdefault(key, claim.id)
    assert shared == []


def test_every_text_of_a_claim_is_in_own_words(catalogue: Catalogue, source_hashes: frozenset[bytes]) -> None:
    shared = [
        (claim.id, phrase)
        for claim in catalogue.claims
        for text in texts(claim)
        for phrase in phrases(text)
        if digest(phrase) in source_hashes
    ]
    assert shared == []


def test_the_plain_line_of_a_claim_holds_no_unexplained_abbreviation(catalogue: Catalogue) -> None:
    found = [
        (claim.id, word)
        for claim in catalogue.claims
        for word in ABBREVIATION.findall(claim.plain)
        if word not in ALLOWED and f"{word} (" not in claim.plain
    ]
    assert found == []


def sourced_numbers(claim: Claim, catalogue: Catalogue, studies: Mapping[str, Study]) -> set[str]:
    """What a claim may say: numbers of its studies' fields, of the text it names as read, and of what is counted."""
    known = {LEVEL}
    for link in links(claim):
        known |= known_numbers(studies[link.study])
        if link.rests_on:
            read = getattr(studies[link.study], link.rests_on.partition(".")[0])
            known |= numbers(json.dumps(msgspec.to_builtins(read)))
    for limit in catalogue.limitations:
        if limit.id == claim.counted_by:
            known |= numbers(f"{limit.title} {limit.text}")
    return known


def test_numbers_of_a_claim_stand_in_the_fields_of_a_study_it_links(
    catalogue: Catalogue, studies: Mapping[str, Study]
) -> None:
    """Years of those studies are fields, too; the names of instruments hold none, and "in 100" is a percentage."""
    stray = []
    for claim in catalogue.claims:
        known = sourced_numbers(claim, catalogue, studies)
        for text in (
            claim.statement,
            *claim.wordings,
            *claim.found_by,
            claim.plain,
            claim.instead,
            *(one.because for one in links(claim)),
        ):
            bare = re.sub(r"\bin 100\b", " ", names_with_numbers().sub(" ", text))
            stray += [(claim.id, number, text) for number in sorted(numbers(bare) - known)]
    assert stray == []


def test_nothing_is_praised_or_called_safe_in_the_catalogues_own_words(catalogue: Catalogue) -> None:
    """That something is not proven, not a cure or not shown to be safe may be said."""
    found = [
        (claim.id, sentence)
        for claim in catalogue.claims
        for text in (claim.plain, claim.instead, claim.both_sides)
        for sentence in re.split(r"(?<=[.;:])\s", text)
        if (PRAISE.search(sentence) or SAFE.search(sentence)) and not DENIED.search(sentence)
    ]
    assert found == []


# By certainty, how sure the closing of a supported claim may sound: may, probably, does.
SURE = {"low": "it may be so", "moderate": "this is probably so", "high": "shows this, with high certainty"}


def test_a_supported_effect_is_at_least_of_low_certainty_and_closes_for_it(
    catalogue: Catalogue, studies: Mapping[str, Study]
) -> None:
    for claim in catalogue.claims:
        if claim.kind == "effect" and claim.verdict == "supported":
            found = weigh(claim, studies)
            assert found.certainty in LADDER[1:], claim.id
            assert SURE[found.certainty or ""] in closing(claim, found), claim.id


def test_no_grade_is_above_a_formal_rating_that_has_seen_everything(
    catalogue: Catalogue, studies: Mapping[str, Study]
) -> None:
    rated = [(claim.id, weigh(claim, studies)) for claim in catalogue.claims if claim.kind == "effect" and claim.formal]
    assert len(rated) >= 8
    for name, found in rated:
        for who, rating, outdated in found.rated:
            assert outdated or found.certainty is not None, (name, who)
            assert outdated or LADDER.index(found.certainty or "high") <= LADDER.index(rating), (name, who)


def test_grades_are_what_a_methodologist_expects(catalogue: Catalogue, studies: Mapping[str, Study]) -> None:
    """Hardly anything of this field stands above low: more than three that do are a mistake first."""
    grades = [weigh(claim, studies).certainty for claim in catalogue.claims if claim.kind == "effect"]
    assert grades.count("high") == 0
    assert grades.count("moderate") <= 3
    assert grades.count("low") >= 5


def test_what_is_counted_is_a_limit_of_the_field_and_said_of_the_field(catalogue: Catalogue) -> None:
    limits = {limit.id for limit in catalogue.limitations}
    counted = [(claim.id, claim.kind, claim.counted_by) for claim in catalogue.claims if claim.counted_by]
    assert counted
    assert [row for row in counted if row[1] != "field" or row[2] not in limits] == []


def test_no_claim_links_a_figure_twice_on_one_side(catalogue: Catalogue) -> None:
    found = []
    for claim in catalogue.claims:
        for side in (claim.evidence, claim.for_, claim.against, claim.context):
            figures = [(link.study, link.outcome) for link in side if link.outcome]
            found += [(claim.id, figure) for figure in {*figures} if figures.count(figure) > 1]
    assert found == []


def test_no_book_theory_or_overview_is_missed_a_comparison_group(
    catalogue: Catalogue, studies: Mapping[str, Study]
) -> None:
    """A work that treated nobody could not have had one, and neither could an interview or a count of deaths."""
    missing = re.compile(r"\b(?:no|without an?) (?:comparison|control) group", re.IGNORECASE)
    works = {claim.id: [studies[one.study] for one in links(claim)] for claim in catalogue.claims}
    said = [
        claim.id
        for claim in catalogue.claims
        if missing.search(claim.plain) and works[claim.id] and not any(map(gave_treatment, works[claim.id]))
    ]
    assert said == []
    typed = [study.id for study in catalogue.studies for one in study.limitations if one.code in ASKED_OF_TREATMENT]
    assert [name for name in typed if studies[name].design in NO_TREATMENT] == []


ASKED_OF_TREATMENT = {"no-control", "not-randomised", "open-label", "attrition", "baseline-imbalance", "carry-over"}
NO_TREATMENT = {"qualitative", "narrative-review", "theory", "book", "guideline"}
