"""The title of a report: the question in words, for those in the field and for everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Made = Callable[..., str]

TITLES = [
    (("ptsd",), "Ketamine for PTSD", "Ketamine for PTSD"),
    (("ptsd", "--route", "oral"), "Oral ketamine for PTSD", "Oral ketamine for PTSD"),
    (("emdr",), "Ketamine with EMDR", "Ketamine with EMDR"),
    (("kap",), "Ketamine-assisted psychotherapy", "Ketamine with talk therapy"),
    (("blood pressure",), "Ketamine and blood pressure", "Ketamine and blood pressure"),
    (("ect",), "Ketamine and ECT", "Ketamine and ECT"),
    (("suicide",), "Ketamine for suicidality", "Ketamine for suicidal thoughts and acts"),
    (("bladder",), "Ketamine and the lower urinary tract", "Ketamine and the bladder"),
    (("home lozenges",), "Sublingual ketamine at home", "Sublingual ketamine at home"),
    (("feder2014",), "Ketamine in feder2014", "Ketamine in feder2014"),
    (("ptsd", "--year", "2020.."), "Ketamine for PTSD (year: 2020..)", "Ketamine for PTSD (year: 2020..)"),
    ((), "Ketamine", "Ketamine"),
]


@pytest.mark.parametrize(("words", "expert", "lay"), TITLES, ids=[" ".join(row[0]) or "all" for row in TITLES])
def test_it_is_in_words_and_answers_nothing(made: Made, words: tuple[str, ...], expert: str, lay: str) -> None:
    first = made(*words).lstrip("*").partition("# ")[2].partition("\n")[0]
    assert first == f"{expert}: what the research says and how certain it is"
    assert made(*words, "--lay").startswith(f"# {lay}\n")
