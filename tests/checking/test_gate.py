"""When a sentence gets the verdict of a claim: only where it says the same, whatever is done to it otherwise."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import TYPE_CHECKING

import mutations
import pytest
from graded import EVERYDAY, GRADED, OPEN, listed

from kapcli.catalogue.claim import Claim
from kapcli.catalogue.numbers import figures
from kapcli.checking.checker import Checked, Checker
from kapcli.checking.gate import Gate
from kapcli.checking.lists import lists
from kapcli.checking.splitting import Sentence

if TYPE_CHECKING:
    from conftest import Opened

Check = Callable[[str], Checked]
# No study bears these out as they stand.
WRONG = ("overstated", "negated", "wrong-number", "wrong-population")


@pytest.fixture(scope="module")
def gate(opened: Opened) -> Gate:
    return Gate()


def made(statement: str, verdict: str) -> Claim:
    name = f"{verdict} {statement}"
    return Claim(id=name, kind="harm", topic="safety", statement=statement, plain="", verdict=verdict)


def texts(claims: list[Claim], change: str) -> Iterator[tuple[Claim, str]]:
    for claim in claims:
        # What is added at an end makes the same of every wording: the last one stands for all.
        added = change in ("overstated", "everywhere", "repurposed")
        for text in (claim.statement, *(claim.wordings[-1:] if added else claim.wordings)):
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
    for claim, text in texts(claims, change):
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


def test_another_order_says_something_else(gate: Gate, claims: list[Claim]) -> None:
    draw = Random(0)
    for claim in claims:
        words = claim.statement.rstrip(".").split()
        mixed = " ".join(draw.sample(words, len(words)))
        if gate._read(mixed) != gate._read(claim.statement):
            found = gate.same(mixed, [claim])
            assert found is None or set(plain(found.wording).split()) != set(plain(claim.statement).split()), mixed


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


@pytest.mark.parametrize(
    ("statement", "sentence", "same"),
    [
        ("Ketamine reduces PTSD symptoms.", "Ketamine eases the symptoms of post-traumatic stress disorder.", True),
        ("Ketamine is an effective treatment for PTSD.", "Ketamine works for people with PTSD.", True),
        ("Ketamine works for PTSD.", "Ketamine helps PTSD patients.", True),
        ("ECT works better than ketamine.", "ECT is more effective than ketamine.", True),
        ("ECT works better than ketamine.", "Ketamine is more effective than ECT.", False),
        ("One infusion lowers depression within a day.", "A single infusion reduces depression within 24 hours.", True),
        ("One infusion lowers depression within a day.", "A single infusion reduces depression within a week.", False),
        ("Spravato is approved for depression.", "Esketamine nasal spray is approved for depression.", True),
        ("Spravato is approved for depression.", "Esketamine is approved for depression.", False),
        ("Ketamine treatment is addictive.", "Ketamine is addictive.", False),
        ("Ketamine prevents suicide.", "Ketamine prevents suicidal thoughts.", False),
        ("The score fell by 0.5 points.", "The score fell by .5 points.", True),
        ("The score fell by 5 points.", "The score fell by .5 points.", False),
        ("The score fell by 1.8 points.", "The score fell by 18 points.", False),
        ("The score changed by 5 points.", "The score changed by -5 points.", False),
        ("It lasts for two weeks.", "It lasts for 2 weeks.", True),
        ("Of 1148 people nine died.", "Of 1,148 people nine died.", True),
        ("Ketamine prevents suicidal ideation.", "Ketamine prevents suicidal thoughts.", True),
        ("Ketamine helps with anxiety.", "Ketamine helps with panic attacks.", False),
        ("Ketamine reduces depression.", "Ketamine reduces the antidepressant effect.", False),
        ("Ketamine works for PTSD.", "Ketamine works for trauma.", False),
        ("Ketamine reduces heroin use.", "Ketamine reduces opioid use.", False),
        ("Ketamine is safe for teenagers.", "Ketamine is safe for kids.", False),
        ("Some people become dependent on ketamine.", "Some patients become dependent on ketamine.", False),
        ("Ketamine reduces PTSD symptoms.", "Ketamine raises PTSD symptoms.", False),
        ("Ketamine works for PTSD.", "Ketamine works for most people with PTSD.", False),
        ("Ketamine works for PTSD.", "Ketamine may help people with PTSD.", False),
        ("Ketamine works for PTSD.", "Ketamine works well for PTSD.", False),
        ("Ketamine can't be bought.", "Ketamine cannot be bought.", True),
    ],
)
def test_the_same_in_other_words(gate: Gate, statement: str, sentence: str, same: bool) -> None:
    assert (gate.same(sentence, [made(statement, "uncertain")]) is not None) == same


def test_phrases_that_say_the_same_hold_no_denial_certainty_or_number() -> None:
    """Whatever decides what a sentence says is compared as it stands, in every group."""
    known = lists()
    # What is *more effective* is better, no more or less of something.
    decides = (known.denials | known.certain | known.hedges | known.quantifies) - {"more"}
    for group in known.alike:
        for phrase in group:
            assert not decides.intersection(phrase.split()), phrase
            assert not figures(phrase), phrase


def test_sixty_everyday_sentences_get_no_verdict_that_they_must_not_have(checked: Check) -> None:
    """Written before any run, each with the verdicts it may have; a third of them gets one."""
    given = {one["sentence"]: one["verdicts"] for one in listed(EVERYDAY)}
    found = {sentence: same.verdict for sentence in given if (same := checked(sentence).same)}
    assert [sentence for sentence, verdict in found.items() if verdict not in given[sentence]] == []
    assert len(found) >= 20


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
