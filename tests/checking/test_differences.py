"""What differs between a sentence and a claim: each kind by itself, and on claims that were changed in one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import mutations
import pytest

from kapcli.catalogue.claim import Claim
from kapcli.checking.differences import (
    Claimed,
    certainty_sides,
    comparing_sides,
    denial_sides,
    differences,
    direction_sides,
    figure_sides,
    time_sides,
)

if TYPE_CHECKING:
    from conftest import Opened

Told = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


@pytest.fixture
def told(opened: Opened) -> Callable[..., Told]:
    def compared(sentence: str, statement: str, *others: str) -> Told:
        claim = Claimed(statement, others, opened.ways)
        return {one.kind: (one.said, one.read) for one in differences(sentence, claim, opened.ways, opened.vocabulary)}

    return compared


@pytest.mark.parametrize(
    ("rule", "sentence", "statement", "sides"),
    [
        (figure_sides, "PCL-5 fell from 40 to 12", "PCL-5 fell from 40 to 17", (("12",), ("17",))),
        (figure_sides, "two thirds responded", "67% responded", ((), ())),
        (figure_sides, "it fell in 2014", "it fell", ((), ())),
        (time_sides, "after six months", "after two weeks", (("six months",), ("two weeks",))),
        (time_sides, "after 14 days", "after two weeks", ((), ())),
        (time_sides, "within 24 hours", "within a day", ((), ())),
        (time_sides, "within a day", "after 24 hours", ((), ())),
        (time_sides, "within a day", "after 48 hours", ((), ("48 hours",))),
        (figure_sides, "a single infusion", "one infusion", ((), ())),
        (figure_sides, "one infusion", "a single infusion", ((), ())),
        (figure_sides, "a single infusion", "six infusions", ((), ("six infusions",))),
        (time_sides, "approved in 2018", "approved since March 2019", (("2018",), ("2019",))),
        (time_sides, "approved", "approved since March 2019", ((), ())),
        (denial_sides, "No, it is not safe", "it is safe", (("not",), ())),
        (denial_sides, "it is not safe", "it is safe", (("not",), ())),
        (denial_sides, "it isn't safe", "it is not safe", ((), ())),
        (denial_sides, "not without risk", "with risk", ((), ())),
        (comparing_sides, "it works", "it works better than that", ((), ("than",))),
        (comparing_sides, "compared with that it works", "it works better than that", ((), ())),
        (comparing_sides, "more than 70% got better", "most got better", ((), ())),
        (comparing_sides, "more than half, and more than with placebo", "most", (("than",), ())),
        (direction_sides, "it lowers blood pressure", "it can raise blood pressure", (("lowers",), ("raise",))),
        (direction_sides, "it worsens PTSD", "it reduces PTSD symptoms", (("worsens",), ("reduces",))),
        (direction_sides, "it prevents suicide", "it causes suicide", (("prevents",), ("causes",))),
        (direction_sides, "it improves PTSD", "it reduces PTSD symptoms", ((), ())),
        (direction_sides, "it lowers and then raises it", "it raises it", ((), ())),
        (direction_sides, "it works", "it raises blood pressure", ((), ())),
        (certainty_sides, "it always works", "it may work", (("always",), ("may",))),
    ],
)
def test_each_kind_by_itself(
    rule: Callable[..., object], sentence: str, statement: str, sides: tuple[tuple[str, ...], ...]
) -> None:
    assert rule(sentence, statement, ()) == sides


def test_what_another_wording_names_is_not_added_by_the_sentence() -> None:
    assert figure_sides("it fell by 12", "it fell", ("it fell by 12",)) == ((), ())
    assert comparing_sides("better than that", "it works", ("it works better than that",)) == ((), ())


@pytest.mark.parametrize(
    ("sentence", "statement", "kind", "sides"),
    [
        ("Ketamine lowers anxiety", "Ketamine lowers PTSD symptoms", "condition", (("anxiety",), ("ptsd",))),
        ("Oral ketamine helps", "Intravenous ketamine helps", "route", (("oral",), ("intravenous",))),
        ("Ketamine helps veterans", "Ketamine helps", "population", (("veteran",), ())),
        ("Ketamine beats saline", "Ketamine beats midazolam", "comparison", (("saline",), ("midazolam",))),
        ("Esketamine helps", "Ketamine helps", "treatment", (("esketamine",), ())),
        ("Ketamine with EMDR helps", "Ketamine helps", "treatment", (("emdr",), ())),
    ],
)
def test_what_the_vocabulary_names(
    told: Callable[..., Told], sentence: str, statement: str, kind: str, sides: tuple[tuple[str, ...], ...]
) -> None:
    assert told(sentence, statement)[kind] == sides


def test_a_broader_or_a_narrower_term_does_not_differ(told: Callable[..., Told]) -> None:
    assert "condition" not in told(
        "Ketamine helps with depression", "Ketamine helps with treatment-resistant depression"
    )


def test_nothing_differs_from_the_same_words(told: Callable[..., Told], claims: list[Claim]) -> None:
    assert [claim.id for claim in claims if told(claim.statement, claim.statement, *claim.wordings)] == []


@pytest.mark.parametrize(
    ("mutation", "kinds", "share"),
    [
        (mutations.negated, {"denial"}, 0.95),
        (mutations.miscounted, {"figures", "time"}, 0.9),
        (mutations.elsewhere, {"population", "route", "time"}, 0.9),
        (mutations.overstated, {"certainty"}, 0.95),
    ],
    ids=("negated", "miscounted", "elsewhere", "overstated"),
)
def test_a_claim_changed_in_one_thing_differs_in_it(
    mutation: Callable[[str], Iterator[str]],
    kinds: set[str],
    share: float,
    told: Callable[..., Told],
    claims: list[Claim],
) -> None:
    changed = [(other, claim.statement) for claim in claims for other in mutation(claim.statement)]
    named = [bool(kinds & set(told(other, statement))) for other, statement in changed]
    assert sum(named) >= share * len(named), [pair for pair, one in zip(changed, named, strict=True) if not one][:20]
