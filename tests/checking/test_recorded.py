"""The figures of a sentence in the records: which record holds them, and which gives them otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from graded import GRADED, listed

from kapcli.checking.checker import Checked

Check = Callable[[str], Checked]


@pytest.mark.parametrize(
    ("sentence", "study", "held"),
    [
        ("67% responded to ketamine and 20% to midazolam.", "feder2021", ("67%", "20%")),
        (
            "Two thirds responded in Feder's 2021 PTSD trial, against one fifth.",
            "feder2021",
            ("Two thirds", "one fifth"),
        ),
        ("27.1% and 17.6% were in remission at week 8.", "reif2023", ("27.1%", "17.6%")),
    ],
)
def test_the_record_that_holds_them_is_named(sentence: str, study: str, held: tuple[str, ...], checked: Check) -> None:
    found = checked(sentence).recorded
    assert found is not None
    assert (found.study, found.held, found.differs) == (study, held, ())


@pytest.mark.parametrize(
    ("sentence", "study", "differs"),
    [
        ("In OKTOP the mean PCL-5 fell from 40 to 12.", "quigley2025", ("12",)),
        ("Feder et al. (2021) reported a PTSD response of 47% with ketamine versus 20%.", "feder2021", ("47%",)),
        ("By week 8, 37.1% were in remission versus 17.6% on quetiapine.", "reif2023", ("37.1%",)),
    ],
)
def test_one_that_differs_is_named_with_what_the_record_has(
    sentence: str, study: str, differs: tuple[str, ...], checked: Check
) -> None:
    found = checked(sentence).recorded
    assert found is not None
    assert (found.study, found.differs) == (study, differs)
    assert found.read
    assert checked(sentence).doubtful


def test_a_doi_tells_whose_figures_are_meant_and_holds_none(checked: Check) -> None:
    address = "https://doi.org/10.1176/appi.ajp.2020.20050596"
    found = checked(f"With ketamine 67% responded and with midazolam 25% ({address}).").recorded
    assert found is not None
    assert (found.study, found.differs) == ("feder2021", ("25%",))
    said = [one for near in checked(f"Ketamine works ({address}).").differences for one in near if one.said]
    assert said == []
    assert not checked(f"(Feder et al., 2022; {address})").close


@pytest.mark.parametrize(
    "sentence",
    [
        "Ketamine works in 90% of people.",
        "The FDA warned in 2023.",
        "A trial gave six infusions over two weeks.",
        "I am 41.",
    ],
)
def test_a_single_figure_or_a_common_one_is_nobodys(sentence: str, checked: Check) -> None:
    assert checked(sentence).recorded is None


def test_on_the_graded_sentences_no_true_one_differs_and_of_the_wrong_numbers_every_third_does(checked: Check) -> None:
    every = [one for name in GRADED for one in listed(name)]

    def differing(kind: str) -> list[str]:
        sentences = [one["sentence"] for one in every if one["kind"] == kind]
        return [text for text in sentences if (found := checked(text).recorded) and found.differs]

    assert differing("true") == []
    assert differing("off-topic") == []
    assert len(differing("wrong-number")) >= 15
