"""A wording says what its claim says, so that its verdict may be printed on a sentence that repeats it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kapcli.catalogue.claim import Claim
from kapcli.checking.differences import Claimed, differences
from kapcli.checking.gate import Gate

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Opened
    from kapcli.checking.checker import Checked

SUBJECT = {"condition", "population", "route", "treatment"}
DIGITS = re.compile(r"\d[\d.,]*")


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate()


def test_every_wording_is_taken_as_saying_the_same(gate: Gate, claims: list[Claim]) -> None:
    """One of fewer people, another route or a single study stands under ``found_by`` and gives no verdict."""
    for claim in claims:
        for wording in claim.wordings:
            found = gate.same(wording, [claim])
            assert found is not None, (claim.id, wording)
            assert (found.verdict, found.denied) == (claim.verdict, False)


def test_what_a_claim_is_only_found_by_gives_no_verdict(gate: Gate, claims: list[Claim]) -> None:
    for claim in claims:
        for other in claim.found_by:
            found = gate.same(other, [claim])
            assert found is None or found.denied, (claim.id, other)


def test_a_wording_is_of_the_same_people_and_treatment(opened: Opened, claims: list[Claim]) -> None:
    """What one paper says may be said in parts; any other wording names what the statement names, and its figures."""
    for claim in claims:
        statement = Claimed(generic(claim.statement), (), opened.ways)
        for wording in claim.wordings if claim.kind != "record" else ():
            found = differences(generic(wording), statement, opened.ways, opened.vocabulary)
            assert not {one.kind for one in found} & SUBJECT, (claim.id, wording, found)
            if claim.kind == "effect":
                assert not [one for one in found if one.read], (claim.id, wording, found)
            if claim.verdict != "supported":
                # A figure that the statement does not have is of one study, and may be right where the claim is not.
                assert not set(DIGITS.findall(wording)) - set(DIGITS.findall(claim.statement)), (claim.id, wording)


def generic(text: str) -> str:
    return text.replace("Spravato", "esketamine nasal spray")


def test_a_brand_name_is_the_drug_by_its_route(gate: Gate) -> None:
    claim = Claim(
        id="spray",
        kind="effect",
        topic="depression",
        statement="Esketamine nasal spray relieves depression.",
        plain="",
        verdict="uncertain",
    )
    assert gate.same("Spravato relieves depression.", [claim]) is not None
    assert gate.same("Esketamine relieves depression.", [claim]) is None


@pytest.mark.parametrize(
    ("sentence", "claim", "verdict"),
    [
        ("Ketamine works for PTSD.", "ptsd-ketamine-works", "uncertain"),
        ("Ketamine helps with depression.", "ketamine-works-for-depression", "overstated"),
        ("Ketamine is approved for PTSD.", "ketamine-approved-ptsd", "contradicted"),
        ("Ketamine is FDA approved for depression.", "ketamine-fda-approved", "contradicted"),
        ("Spravato works for treatment-resistant depression.", "esketamine-works", "overstated"),
        ("Ketamine with therapy works better than ketamine alone.", "therapy-adds-to-ketamine", "not-shown"),
        ("Ketamine at home is safe.", "at-home-safe", "overstated"),
        ("Ketamine can raise blood pressure.", "blood-pressure-rises", "supported"),
        ("It is safe to take ketamine while pregnant.", "pregnancy-safe", "untested"),
        ("Ketamine therapy is addictive.", "treatment-addictive", "uncertain"),
        ("Ketamine prevents suicide.", "suicide-prevented", "not-shown"),
        ("Ketamine helps with anxiety.", "ketamine-lowers-anxiety", "uncertain"),
        ("Ketamine helps with chronic pain.", "chronic-pain-infusions", "not-shown"),
        ("ECT works better than ketamine for depression.", "ect-better-than-ketamine", "mixed"),
    ],
)
def test_what_people_say_gets_the_verdict_of_its_claim(
    checked: Callable[[str], Checked], sentence: str, claim: str, verdict: str
) -> None:
    found = checked(sentence)
    assert found.near[0].assessed.claim.id == claim
    assert found.same is not None
    assert found.same.verdict == verdict


def test_no_verdict_of_a_rapid_effect_on_one_that_lasts(checked: Callable[[str], Checked]) -> None:
    assert checked("Ketamine reduces suicidal thoughts.").same is None


def test_a_harm_is_not_worded_down_by_what_is_not_known_of_patients(checked: Callable[[str], Checked]) -> None:
    """That many users become dependent is known; how often patients do is not."""
    found = checked("Ketamine is addictive.")
    assert found.same is None
    assert {"treatment-addictive", "frequent-use-dependence", "not-addictive"} & {
        one.assessed.claim.id for one in found.near
    }
