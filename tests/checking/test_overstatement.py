"""Words that no study can bear out: which are named, with what they are said of, and which are none."""

from __future__ import annotations

from collections import Counter

import pytest
from graded import GRADED, listed

from kapcli.checking.lists import lists
from kapcli.checking.overstatement import overstatements


@pytest.mark.parametrize(
    ("sentence", "said_of"),
    [
        ("Ketamine cures PTSD, a new study shows", ["cures PTSD"]),
        ("It is proven that ketamine lowers PTSD symptoms", ["proven that ketamine lowers PTSD symptoms"]),
        ("Ketamine is guaranteed to work", ["guaranteed to work"]),
        ("Oral ketamine is completely safe", ["Oral ketamine is completely safe"]),
        ("Ketamine works for everyone with PTSD", ["everyone with PTSD"]),
        ("Ketamine has no side effects", ["Ketamine has no side effects"]),
        ("Ketamine always helps", ["always helps"]),
        ("Ketamine never fails", ["never fails"]),
        ("It permanently relieves depression, which is new", ["permanently relieves depression"]),
        ("KETAMINE CURES PTSD", ["CURES PTSD"]),
        ("It isn't cheap, and it cures PTSD", ["cures PTSD"]),
    ],
)
def test_each_is_named_with_what_it_is_said_of(sentence: str, said_of: list[str]) -> None:
    found = overstatements(sentence)
    assert [one.said_of for one in found] == said_of
    assert all(one.because for one in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ketamine is not a cure.",
        "It is false that ketamine cures PTSD.",
        "It is untrue that ketamine cures PTSD.",
        "Its benefit has yet to be proven.",
        "Most of it never reaches the bloodstream.",
        "It has not been proven to work.",
        "Nobody has shown that it is safe.",
        "It is unclear whether ketamine is safe.",
        "There is no evidence that it cures anything.",
        "Always ask your doctor first.",
        "A trial where everyone had therapy too",
        "The FDA gave it breakthrough therapy designation.",
        "A definitive trial is needed.",
        "It is a proof of concept.",
        "A safe space matters.",
        "It isn’t guaranteed.",
        "Ketamine lowered PTSD symptoms more than midazolam.",
        "",
    ],
)
def test_what_is_denied_asked_or_plain_is_none(sentence: str) -> None:
    assert overstatements(sentence) == ()


def test_the_graded_sentences_that_are_true_have_none_and_of_the_overstated_every_third_has() -> None:
    every = [one for name in GRADED for one in listed(name)]
    counts = Counter(one["kind"] for one in every)
    marked = Counter(one["kind"] for one in every if overstatements(one["sentence"]))
    assert [one["sentence"] for one in every if one["kind"] == "true" and overstatements(one["sentence"])] == []
    assert (marked["negated"], marked["off-topic"], marked["wrong-number"]) == (0, 0, 0)
    # The rest says too much in plain words (*prevents suicide*), which only its claim can tell.
    assert marked["overstated"] / counts["overstated"] > 0.35


def test_no_word_is_listed_for_two_reasons() -> None:
    words = [word for listed in lists().overstated.values() for word in listed]
    assert len(words) == len(set(words))
