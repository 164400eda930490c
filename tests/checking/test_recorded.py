"""The figures of a sentence in the records: which record holds them, and which gives them otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from graded import GRADED, listed

from kapcli.checking.checker import Checked

Check = Callable[[str], Checked]
Kap = Callable[..., Any]


def on_one_line(text: str) -> str:
    return " ".join(text.split())


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


ADDRESS = "doi:10.1001/jamapsychiatry.2014.62"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (f"Feder et al. (2015) saw PTSD improve ({ADDRESS}).", 2015),
        (f"PTSD improved (Feder, Parides and others, 2013; {ADDRESS}).", 2013),
        (f"Feder et al. (2014) saw PTSD improve ({ADDRESS}).", None),
        # Another paper may be named beside it, and the year of something else.
        (f"Feder et al. (2014), unlike Feder et al. (2021), saw it within a day ({ADDRESS}).", None),
        (f"Feder et al. would have needed 2000 people ({ADDRESS}).", None),
        (f"In 2019 the FDA approved esketamine; PTSD had improved in an earlier trial ({ADDRESS}).", None),
    ],
)
def test_a_doi_tells_which_study_is_cited_and_whether_the_year_is_its_own(
    sentence: str, said: int | None, checked: Check
) -> None:
    found = checked(sentence)
    assert [(one.study, one.year, one.said) for one in found.cites] == [("feder2014", 2014, said)]
    assert found.doubtful == (said is not None)


def test_a_year_that_is_not_that_of_the_doi_stands_in_every_format(kap: Kap, tmp_path: Path) -> None:
    sentence = f"Feder et al. (2015) saw PTSD improve ({ADDRESS})."
    assert "that of feder2014, of 2014; the sentence says 2015." in on_one_line(kap("check", sentence).out)
    (one,) = json.loads(kap("check", sentence, "--json").out)["query"]["sentences"]
    assert one["cites"] == [{"study": "feder2014", "year": 2014, "said": 2015}]
    path = tmp_path / "text.txt"
    path.write_text(f"{sentence}\n\nKetamine is a drug.\n", encoding="utf-8")
    assert "! Feder et al. (2015)" in (page := kap("check", "--file", str(path)).out)
    assert "feder2014: not 2015" in page
