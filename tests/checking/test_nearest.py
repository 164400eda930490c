"""Which claims come first, measured on sentences for which somebody said it before anything was run.

The graded sentences speak of what the studies here say; the open ones are everyday sentences and questions by somebody
who had not seen the claims. No wording is added for the open ones, or they would measure nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from graded import GRADED, OPEN, listed
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kapcli.catalogue.claim import Claim
from kapcli.catalogue.layers import layers
from kapcli.checking.checker import Checked, Checker
from kapcli.checking.lists import lists
from kapcli.checking.nearest import FLOOR
from kapcli.index.loading import load

if TYPE_CHECKING:
    from conftest import Opened

Check = Callable[[str], Checked]
# Share of the sentences with a right claim first, and among the first three.
FLOORS = {
    # Where a claim that was added since fits better (music, monotherapy, chronic pain), it counts as a miss.
    OPEN: (0.62, 0.80),
    "sentences.json": (0.80, 0.94),
    "sentences-later.json": (0.80, 0.92),
    "sentences-third.json": (0.80, 0.96),
    "sentences-fourth.json": (0.84, 0.94),
}
LEADING = {one["sentence"]: one["claims"] for one in listed("sentence-claims.json")}


def ids(found: Checked) -> list[str]:
    return [near.assessed.claim.id for near in found.near]


@functools.cache
def merged() -> dict[str, str]:
    """The ids that claims had before, to the claims they belong to now."""
    ((_, catalogue),) = load(layers()).parts
    return {former: claim.id for claim in catalogue.claims for former in claim.formerly}


def expected(name: str) -> dict[str, list[str]]:
    """Sentence to the claims it should lead to; an empty list where there is none."""
    found = {one["sentence"]: one["claims"] if name == OPEN else LEADING[one["sentence"]] for one in listed(name)}
    return {sentence: [merged().get(one, one) for one in claims] for sentence, claims in found.items()}


@pytest.mark.parametrize("name", [OPEN, *GRADED])
def test_a_right_claim_is_among_the_first(name: str, checked: Check) -> None:
    wanted = {sentence: claims for sentence, claims in expected(name).items() if claims}
    found = {sentence: ids(checked(sentence)) for sentence in wanted}
    first, third = (
        sum(any(one in wanted[sentence] for one in found[sentence][:most]) for sentence in wanted) / len(wanted)
        for most in (1, 3)
    )
    assert (first, third) >= FLOORS[name], f"{first:.3f}, {third:.3f}"
    assert third >= FLOORS[name][1], f"{third:.3f}"


def test_below_the_floor_are_sentences_that_no_claim_is_about(checked: Check) -> None:
    every = {sentence: claims for name in (OPEN, *GRADED) for sentence, claims in expected(name).items()}
    far = {sentence for sentence in every if not checked(sentence).close}
    about = [sentence for sentence, claims in every.items() if claims]
    none = [sentence for sentence, claims in every.items() if not claims]
    # Claims have been added on some of these since they were judged (birth, withdrawal, deaths), and the list stays.
    assert len(far.intersection(none)) > 0.35 * len(none)
    assert len(far.intersection(about)) < 0.07 * len(about)


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("Ketamine prevents suicide", "suicide-prevented"),
        ("Ketamine does not prevent suicide", "suicide-prevented"),
        ("Ketamine reduces suicide attempts", "suicide-prevented"),
        ("Ketamine reduces PTSD symptoms", "ptsd-ketamine-works"),
        ("Ketamine works for PTSD", "ptsd-ketamine-works"),
        ("Ketamine doesn't work for PTSD", "ptsd-ketamine-works"),
        ("Is ketamine addictive?", "treatment-addictive"),
        ("No, ketamine can't prevent suicide", "suicide-prevented"),
        ("Ketamine is approved for PTSD", "ketamine-approved-ptsd"),
        ("Ketamine is approved for posttraumatic stress disorder", "ketamine-approved-ptsd"),
        ("Ketamine is approved by the FDA for post-traumatic stress disorder.", "ketamine-approved-ptsd"),
        ("The drug is approved by the Food and Drug Administration for PTSD", "ketamine-approved-ptsd"),
        ("Ketamine cures PTSD, a new study shows.", "ptsd-cure"),
        ("Esketamine nasal spray works for TRD", "esketamine-works"),
        ("The benefit of ketamine for PTSD disappears after two weeks", "ptsd-two-weeks"),
        ("Ketamine therapy for alcohol use disorder increases abstinence", "alcohol-more-dry-days"),
        ("In OKTOP the mean PCL-5 fell from 40 to 12", "oktop-results"),
        ("ECT is more effective than ketamine", "ect-better-than-ketamine"),
        ("Benzodiazepines reduce the antidepressant effect of ketamine", "benzodiazepines-weaken-ketamine"),
        ("Ketamine treatment is addictive", "treatment-addictive"),
        ("Esketamine nasal spray works for treatment-resistant depression", "esketamine-works"),
        ("Adding psychotherapy to ketamine improves outcomes", "therapy-adds-to-ketamine"),
        ("Ketamine works better than Zoloft for depression", "ketamine-better-than-antidepressants"),
        ("Is ketamine better than Prozac?", "ketamine-better-than-antidepressants"),
        ("VA guideline recommends against ketamine for PTSD", "vadod-suggests-against"),
        ("Ketamine is not addictive when used under medical supervision", "treatment-addictive"),
        ("You can keep taking your antidepressants", "safe-with-other-medicines"),
        ("Spravato is better than IV ketamine", "racemic-better-than-esketamine"),
        ("Ketamine works better than Spravato", "racemic-better-than-esketamine"),
        ("Ketamine can worsen PTSD symptoms", "du-2022-worse-overall"),
        ("There has never been a death from ketamine", "overdose-deaths"),
        ("Ketamine has never killed anyone", "overdose-deaths"),
    ],
)
def test_the_claim_about_just_that_comes_first(sentence: str, first: str, checked: Check) -> None:
    assert ids(checked(sentence))[0] == first


@pytest.mark.parametrize("name", lists().named)
def test_a_name_has_one_form_in_the_claims(name: str, checked: Check) -> None:
    """Every way of writing a name leads to the claims that the name leads to."""
    for way in lists().named[name]:
        assert ids(checked(f"Ketamine for {way} works")) == ids(checked(f"Ketamine for {name} works")), way


def test_a_claim_with_just_the_words_of_the_sentence_comes_first(claims: list[Claim], checked: Check) -> None:
    """Two claims may share a wording but for its small words; either may then lead."""
    lost = [
        (claim.id, found.near[0].assessed.claim.id)
        for claim in claims[:60]
        if (found := checked(claim.statement)).near[0].assessed.claim.id != claim.id
    ]
    assert len(lost) <= 1, lost


def test_the_words_of_every_statement_lead_to_its_claim(claims: list[Claim], checked: Check) -> None:
    lost = [claim.id for claim in claims if claim.id not in ids(checked(claim.statement))[:3]]
    assert lost == []


def test_a_slip_of_the_pen_does_not_lose_the_claim(checked: Check) -> None:
    assert "suicide-prevented" in ids(checked("Ketamin prevnts suicidde"))[:3]
    assert "esketamine-licensed" in ids(checked("esketamin spary is aproved for resistent depresion"))[:3]


def test_the_order_of_words_makes_no_difference(checked: Check) -> None:
    words = "ketamine prevents suicide in people with depression".split()
    # Letters that reach over a blank can change places further down than what is shown.
    assert ids(checked(" ".join(words)))[:3] == ids(checked(" ".join(reversed(words))))[:3]


def test_as_many_as_are_asked_for_are_given_however_far_they_are(opened: Opened) -> None:
    checker = Checker(opened.connection, opened.vocabulary)
    for most in (1, 3, 12):
        found = checker.sentence("Lighthouses are painted every summer.", most)
        assert len(found.near) == most
        assert not found.close
    assert all(near.close < FLOOR for near in found.near)


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(["ketamine", "not", "0.5", "%", "“"])).map(" ".join)))
@example("")
@example('"')
@example("a OR b NOT c* ^d NEAR(e)")
@example("9" * 5000)
@settings(derandomize=True, max_examples=100, deadline=None, database=None)
def test_any_text_is_answered(checked: Check, text: str) -> None:
    found = checked(text)
    assert len(found.differences) == len(found.near) <= 5
