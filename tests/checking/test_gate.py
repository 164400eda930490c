"""When a sentence gets the verdict of a claim: only where it says the same, whatever is done to it otherwise."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import mutations
import pytest
from graded import GRADED, OPEN, listed
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.catalogue.claim import Claim
from kapcli.checking.checker import Checked, Checker
from kapcli.checking.gate import Gate
from kapcli.checking.splitting import Sentence

if TYPE_CHECKING:
    from conftest import Opened

Check = Callable[[str], Checked]
# No study bears these out as they stand.
WRONG = ("overstated", "negated", "wrong-number", "wrong-population")


@pytest.fixture(scope="module")
def gate(opened: Opened) -> Gate:
    return Gate(opened.ways, opened.vocabulary)


def made(statement: str, verdict: str) -> Claim:
    name = f"{verdict} {statement}"
    return Claim(id=name, kind="harm", topic="safety", statement=statement, plain="", verdict=verdict)


def texts(claims: list[Claim]) -> Iterator[tuple[Claim, str]]:
    for claim in claims:
        for text in (claim.statement, *claim.wordings):
            yield claim, text


def test_a_claim_says_the_same_as_itself(gate: Gate, claims: list[Claim]) -> None:
    for claim in claims:
        found = gate.same(claim.statement, [claim])
        assert found is not None
        assert (found.verdict, found.denied) == (claim.verdict, False)


@pytest.mark.parametrize(
    "change", ["swapped", "elsewhere", "broadened", "miscounted", "overstated", "everywhere", "repurposed", "negated"]
)
def test_what_is_changed_says_something_else(gate: Gate, claims: list[Claim], change: str) -> None:
    tried = 0
    for claim, text in texts(claims):
        for other in getattr(mutations, change)(text):
            if other.casefold() == text.casefold():
                continue
            tried += 1
            found = gate.same(other, [claim])
            if change == "negated" and found is not None:
                assert found.denied, (claim.id, other)
                assert (claim.verdict, found.verdict) == ("supported", "contradicted")
            elif found is not None:
                # A claim's own narrower or broader wording, if anything: never a text that it does not have.
                own = {plain(one) for one in (claim.statement, *claim.wordings)}
                assert plain(other) in own, (claim.id, other, found.wording)
    assert tried > 20


def plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


@settings(max_examples=300)
@given(data=st.data())
def test_another_order_says_something_else(gate: Gate, claims: list[Claim], data: st.DataObject) -> None:
    claim = data.draw(st.sampled_from(claims))
    words = claim.statement.rstrip(".").split()
    mixed = data.draw(st.permutations(words))
    kept = [word for word in words if gate._read(word).said]
    if [word for word in mixed if gate._read(word).said] != kept:
        found = gate.same(" ".join(mixed), [claim])
        assert found is None or set(plain(found.wording).split()) != set(plain(claim.statement).split())


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Ketamine raises blood pressure.", "supported"),
        ("Studies show that ketamine raises the blood pressure", "supported"),
        ("Ketamine does not raise blood pressure.", "contradicted"),
        ("Ketamine doesn't raise blood pressure.", "contradicted"),
        ("Ketamine never does not raise blood pressure.", None),
        ("Ketamine may raise blood pressure.", None),
        ("Ketamine raises blood pressure in veterans.", None),
        ("Esketamine raises blood pressure.", None),
        ("Blood pressure raises ketamine.", None),
        ("Ketamine raises blood pressure for anaesthesia.", None),
        ("Ketamine raises blood pressure by 10 points.", None),
    ],
)
def test_a_plain_claim(gate: Gate, sentence: str, verdict: str | None) -> None:
    claim = made("Ketamine raises blood pressure.", "supported")
    found = gate.same(sentence, [claim])
    assert (found.verdict if found else None) == verdict


def test_a_hedged_claim_is_not_turned_round(gate: Gate) -> None:
    for statement in ("Ketamine can raise blood pressure.", "Some people feel worse after ketamine."):
        claim = made(statement, "supported")
        assert gate.same(statement, [claim]) is not None
        for denied in mutations.negated(statement):
            assert gate.same(denied, [claim]) is None


def test_only_a_supported_claim_is_turned_round(gate: Gate) -> None:
    for verdict in ("contradicted", "uncertain", "not-shown", "mixed", "untested", "unverified", "overstated"):
        claim = made("Ketamine harms the liver.", verdict)
        assert gate.same("Ketamine does not harm the liver.", [claim]) is None


def test_a_wording_of_other_people_is_not_the_claim(gate: Gate) -> None:
    claim = Claim(
        id="approval",
        kind="rule",
        topic="safety",
        statement="Ketamine is approved for depression.",
        plain="",
        verdict="contradicted",
        wordings=("Ketamine is approved for PTSD.", "Ketamine has been approved for depression."),
    )
    assert gate.same("Ketamine is approved for PTSD.", [claim]) is None
    assert gate.same("Ketamine has been approved for depression.", [claim]) is not None


def test_two_claims_that_disagree_give_no_verdict(gate: Gate) -> None:
    one, two = (made("Ketamine harms the liver.", verdict) for verdict in ("supported", "unverified"))
    assert gate.same("Ketamine harms the liver.", [one, two]) is None


@pytest.mark.parametrize("name", [OPEN, *GRADED])
def test_no_graded_sentence_gets_a_verdict_it_must_not_have(name: str, checked: Check) -> None:
    for one in listed(name):
        found = checked(one["sentence"]).same
        if found is not None:
            assert (one.get("kind") in WRONG, found.verdict) != (True, "supported"), one["sentence"]
            assert (one.get("kind"), found.verdict) != ("true", "contradicted"), one["sentence"]


@pytest.mark.parametrize("name", GRADED)
def test_nor_within_a_text(name: str, opened: Opened) -> None:
    graded = listed(name)
    sentences = [Sentence(one["sentence"], number, 0) for number, one in enumerate(graded, 1)]
    checker = Checker(opened.connection, opened.vocabulary)
    for one, found in zip(graded, checker.text(sentences, 3), strict=True):
        verdict = found.same.verdict if found.same else None
        assert (one["kind"] in WRONG, verdict) != (True, "supported"), one["sentence"]
        assert (one["kind"], verdict) != ("true", "contradicted"), one["sentence"]


def test_a_word_that_no_study_can_bear_out_is_never_supported(checked: Check, claims: list[Claim]) -> None:
    for claim in itertools.islice((one for one in claims if one.verdict == "supported"), 40):
        assert checked(f"It is proven that {claim.statement}").same is None
