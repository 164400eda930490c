"""Questions turned into what they ask about."""

from __future__ import annotations

import pytest

from kapcli.checking.questions import asked


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Does ketamine help with flashbacks?", "Ketamine helps with flashbacks"),
        ("does ketamine help with flashbacks", "Ketamine helps with flashbacks"),
        ("Is ketamine addictive?", "Ketamine is addictive"),
        ("Will ketamine make me worse?", "Ketamine will make me worse"),
        ("Do ketamine infusions work for PTSD?", "Ketamine infusions work for PTSD"),
        ("Can oral ketamine replace a drip?", "Oral ketamine can replace a drip"),
        ("Does ketamine really work?", "Ketamine really works"),
        ("Is it addictive?", "It is addictive"),
        ("Does ketamine help, and how long does it last?", "Ketamine helps"),
        ("Is it true that ketamine harms the bladder?", "Ketamine harms the bladder"),
        ("Does esketamine carry a risk?", "Esketamine carries a risk"),
        ("Does it have side effects?", "It has side effects"),
        ("Does ketamine pass into milk?", "Ketamine passes into milk"),
    ],
)
def test_is_does_can_are_checked_as_their_statement(question: str, statement: str) -> None:
    found = asked(question)
    assert found is not None
    assert found.statement == found.words == statement


@pytest.mark.parametrize(
    "question",
    ["How long does it last?", "Can you take it at home?", "I read about it. Does it work?", "What are side effects?"],
)
def test_others_are_looked_for_by_their_words(question: str) -> None:
    found = asked(question)
    assert found is not None
    assert found.statement == ""
    assert found.words == question.rstrip("?")


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        # Who asks whether they can do it hedges nothing.
        ("Can I do it at home?", "I do it at home"),
        ("How long can it last?", "How long can it last"),
        ("Can oral ketamine replace a drip?", "Oral ketamine can replace a drip"),
    ],
)
def test_the_verb_that_opens_a_question_is_no_hedge(question: str, compared: str) -> None:
    found = asked(question)
    assert found is not None
    assert found.compared == compared


@pytest.mark.parametrize(
    "sentence",
    ["Ketamine helps.", "Ketamine helps", "May is a month.", "Has been used since 1970.", "", "?", "Do not drive"],
)
def test_a_statement_is_none(sentence: str) -> None:
    assert asked(sentence) is None
