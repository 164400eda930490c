"""What a claim says, made false or broader, is never called supported."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import mutations
import pytest

from kapcli.catalogue.model import Claim
from kapcli.checking.checking import Checked

Mutation = Callable[[str], Iterator[str]]

OF_ANY = (mutations.negated, mutations.swapped, mutations.elsewhere, mutations.miscounted)
# What is said of a paper or of a rule stays true with a restriction less.
OF_EFFECTS = (mutations.broadened, mutations.everywhere)


def supported(claims: list[Claim], *kinds: str) -> list[str]:
    """The statements of the supported claims, of some kinds or of any."""
    return [claim.statement for claim in claims if claim.verdict == "supported" and (not kinds or claim.kind in kinds)]


def called_supported(sentences: list[str], mutate: Mutation, checked: Callable[[str], Checked]) -> list[str]:
    mutated = dict.fromkeys(other for sentence in sentences for other in mutate(sentence) if other != sentence)
    assert mutated
    return [sentence for sentence in mutated if checked(sentence).verdict == "supported"]


def name(mutation: Mutation) -> str:
    return mutation.__name__


@pytest.mark.parametrize("mutation", OF_ANY, ids=name)
def test_no_claim_is_called_supported_once_it_is(
    mutation: Mutation, claims: list[Claim], checked: Callable[[str], Checked]
) -> None:
    assert called_supported(supported(claims), mutation, checked) == []


@pytest.mark.parametrize("mutation", OF_EFFECTS, ids=name)
def test_no_effect_is_called_supported_once_it_is(
    mutation: Mutation, claims: list[Claim], checked: Callable[[str], Checked]
) -> None:
    assert called_supported(supported(claims, "effect"), mutation, checked) == []


def test_what_is_more_than_one_paper_is_not_called_supported_once_it_is_called_proven(
    claims: list[Claim], checked: Callable[[str], Checked]
) -> None:
    sentences = supported(claims, "effect", "harm", "field", "mechanism", "rule")
    assert called_supported(sentences, mutations.overstated, checked) == []


def test_what_is_said_as_it_stands_is_called_supported(claims: list[Claim], checked: Callable[[str], Checked]) -> None:
    """Else the tests above would hold of a check that supports nothing."""
    effects = supported(claims, "effect")
    assert [sentence for sentence in effects if checked(sentence).verdict != "supported"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Eight infusions of ketamine or saline were given.",
        "It did better than saline or midazolam.",
        "Depression was lower with racemic ketamine and with esketamine.",
        "Electroconvulsive therapy (ECT) was given.",
        "No difference was shown between ketamine infusions and midazolam.",
    ],
)
def test_a_swap_within_a_mere_list_is_none(sentence: str) -> None:
    assert list(mutations.swapped(sentence)) == []


@pytest.mark.parametrize(
    ("mutation", "sentence", "mutated"),
    [
        (mutations.swapped, "Ketamine did better than saline.", ["Saline did better than ketamine."]),
        (mutations.negated, "Ketamine was better.", ["Ketamine was not better."]),
        (mutations.negated, "Ketamine was not better.", ["Ketamine was better."]),
        (mutations.negated, "Scores fell.", ["It is not true that scores fell."]),
        (
            mutations.miscounted,
            "In 2014 it fell by 12.7 in 41 people.",
            ["In 2014 it fell by 45.4 in 41 people.", "In 2014 it fell by 12.7 in 130 people."],
        ),
        (mutations.broadened, "It lowers pain, compared with saline.", ["It lowers pain."]),
    ],
)
def test_a_mutation_says_what_it_should(mutation: Mutation, sentence: str, mutated: list[str]) -> None:
    assert list(mutation(sentence)) == mutated
