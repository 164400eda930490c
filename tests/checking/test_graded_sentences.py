"""The check against what sentences are: written by people who had not seen how it reads them.

Each file says of each sentence of what kind it is. The first was written before the check existed, and the check was
tuned on it; the others, as blindly, were looked at when it was done, and hold it to less: much that is
true is left without a verdict. In none may a sentence that is not true be called supported, nor a true one
contradicted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kapcli.checking.checking import Checked

DATA = Path(__file__).parents[1] / "data"
FIRST, LATER, THIRD, FOURTH = ALL = (
    *("sentences.json", "sentences-later.json", "sentences-third.json", "sentences-fourth.json"),
)
# The share that is judged as it should be, at least.
FLOOR = 0.9
LATER_FLOOR = 0.6
THIRD_FLOOR = 0.5
FOURTH_FLOOR = 0.6
KINDS = {"true", "overstated", "negated", "wrong-number", "wrong-population", "off-topic"}

Check = Callable[[str], Checked]


def load(name: str) -> list[dict[str, Any]]:
    sentences: list[dict[str, Any]] = json.loads((DATA / name).read_text("utf-8"))
    return sentences


def is_right(kind: str, found: Checked) -> bool:
    """Whether the answer is the one that a sentence of this kind should have."""
    if kind == "true":
        return found.verdict == "supported"
    if kind == "overstated":
        return found.verdict not in (None, "supported") or bool(found.frame.overstated)
    if kind in ("negated", "wrong-number"):
        return found.verdict == "contradicted"
    if kind == "wrong-population":
        return found.verdict != "supported" and bool(found.results)
    return not found.results


@pytest.mark.parametrize(("name", "count"), [(FIRST, 110), (LATER, 80), (THIRD, 90), (FOURTH, 60)])
def test_there_are_sentences_of_every_kind(name: str, count: int) -> None:
    sentences = load(name)
    assert len({one["sentence"] for one in sentences}) == count
    assert {one["kind"] for one in sentences} == KINDS


@pytest.mark.parametrize("name", ALL)
def test_no_sentence_that_is_not_true_is_called_supported(name: str, checked: Check) -> None:
    offenders = [
        one["sentence"]
        for one in load(name)
        if one["kind"] != "true" and checked(one["sentence"]).verdict == "supported"
    ]
    assert offenders == []


@pytest.mark.parametrize("name", ALL)
def test_no_true_sentence_is_called_contradicted(name: str, checked: Check) -> None:
    offenders = [
        one["sentence"]
        for one in load(name)
        if one["kind"] == "true" and checked(one["sentence"]).verdict == "contradicted"
    ]
    assert offenders == []


@pytest.mark.parametrize(
    ("name", "floor"), [(FIRST, FLOOR), (LATER, LATER_FLOOR), (THIRD, THIRD_FLOOR), (FOURTH, FOURTH_FLOOR)]
)
def test_most_sentences_are_judged_as_what_they_are(name: str, floor: float, checked: Check) -> None:
    sentences = load(name)
    missed = [one for one in sentences if not is_right(one["kind"], checked(one["sentence"]))]
    share = 1 - len(missed) / len(sentences)
    assert share >= floor, (share, Counter(one["kind"] for one in missed), [one["sentence"] for one in missed])


def test_what_is_off_topic_is_near_no_claim(checked: Check) -> None:
    off_topic = [one["sentence"] for name in ALL for one in load(name) if one["kind"] == "off-topic"]
    assert [sentence for sentence in off_topic if checked(sentence).results] == []
