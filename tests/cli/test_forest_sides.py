"""Who is favoured, where both sides hold ketamine and where the comparator is named first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

OWN = Path(__file__).parent.parent / "frozen" / "user.yaml"
WITH, ALONE = "ketamine with therapy", "ketamine alone"
SIDE = f"(?:{WITH}|{ALONE})"


@pytest.fixture
def kap(kap: InProcess, frozen: Path) -> InProcess:
    return kap


def added(tmp_path: Path, *changes: tuple[str, str]) -> str:
    """The file of somebody's own with changes to it."""
    text = OWN.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = tmp_path / "own.yaml"
    file.write_text(text, "utf-8")
    return str(file)


# The same result, and one that is its opposite: what is written, who is favoured.
WRITTEN = {
    "first minus second": ((), WITH),
    "second minus first": (
        (
            ("minuend: first\n        better: lower\n        value: -4", "minuend: second\n        better: lower\n"
             "        value: 4"),
            ("ci95: [-7.5, -0.5]", "ci95: [0.5, 7.5]"),
        ),
        WITH,
    ),
    "the other is better": (
        (
            ("        value: -4", "        value: 4"),
            ("ci95: [-7.5, -0.5]", "ci95: [0.5, 7.5]"),
            ("n: 48\n        direction: favours-ketamine", "n: 48\n        direction: favours-control"),
        ),
        ALONE,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A file for each, compiled once for all that is asked of it."""
    other = ("id: own-therapy-adds", "id: own-claim")
    return {how: added(tmp_path_factory.mktemp("sides"), *changes, other) for how, (changes, _) in WRITTEN.items()}


@pytest.mark.parametrize("how", WRITTEN)
def test_every_answer_names_the_side_that_did_better(how: str, kap: InProcess, written: dict[str, str]) -> None:
    _, better = WRITTEN[how]
    worse = ALONE if better == WITH else WITH
    file = written[how]
    for line in (
        ("forest", "own2031"),
        ("forest", "own2031", "--format", "markdown"),
        ("show", "own2031", "--format", "markdown"),
        ("compare", "own2031", "topel2025", "--format", "markdown"),
        ("report", "own2031", "--full"),
        ("report", "own2031", "--full", "--format", "html"),
    ):
        ran = kap(*line, "--catalogue", file)
        assert ran.code == 0, ran.err
        text = re.sub(r"<[^>]+>", " ", ran.out)
        # The two ends of an axis name both sides; every sentence names but one.
        sentences = re.sub(
            rf"(?:[◄►]|left of the line:|right of it:) favours {SIDE}", "", " ".join(text.split()), flags=re.I
        )
        sentences = re.sub(rf"favours {SIDE} ►", "", sentences).casefold()
        assert f"favours {better}" in sentences, line
        assert f"favours {worse}" not in sentences, line


def test_the_end_of_the_axis_on_which_the_result_lies_is_the_side_it_favours(
    kap: InProcess, written: dict[str, str]
) -> None:
    for how, file in written.items():
        _, better = WRITTEN[how]
        ran = kap("forest", "own2031", "--catalogue", file)
        left = re.findall(rf"◄ favours ({SIDE})", ran.out)
        right = [one or other for one, other in re.findall(rf"► favours ({SIDE})|favours ({SIDE}) ►", ran.out)]
        (bar,) = (line for line in ran.out.splitlines() if "●" in line and "own2031" in line)
        line = bar.index("│")
        assert (right if bar.index("●") > line else left) == [better]
        assert sorted(left + right) == [ALONE, WITH]
        ends = f"Left of the line: favours {left[0]}; right of it: favours {right[0]}."
        for line in (("forest", "own2031", "--format", "markdown"), ("report", "own2031", "--full")):
            assert ends in kap(*line, "--catalogue", file).out, line


def test_a_comparator_that_is_named_first_is_not_called_favoured(kap: InProcess, tmp_path: Path) -> None:
    changes = (
        (
            "first: ketamine\n        second: midazolam\n        minuend: first",
            "first: midazolam\n        second: ketamine",
        ),
        ("estimate: mean-difference\n        first: midazolam", "estimate: not-reported\n        first: midazolam"),
        ("        value: -7\n        ci95: [-13, -1]\n        unit: points\n", ""),
    )
    file = tmp_path / "words.yaml"
    file.write_text(Path(added(tmp_path, *changes)).read_text("utf-8").partition("claims:")[0], "utf-8")
    ran = kap("show", "own2030", "--format", "markdown", "--catalogue", str(file))
    assert ran.code == 0, ran.err
    assert "favours ketamine" in ran.out
    assert "favours midazolam" not in ran.out


def test_people_who_are_in_two_papers_are_said_to_be_the_same(kap: InProcess) -> None:
    """A secondary analysis need only name the trial that it draws on."""
    text = " ".join(kap("forest", "feder2014", "own2030", "--catalogue", str(OWN)).out.split())
    assert "of 2 publications of 1 study" in text
    assert "Same people as feder2014: not a further study" in text


def test_a_claim_weighs_people_who_are_in_two_papers_once(kap: InProcess) -> None:
    text = " ".join(
        kap("claims", "own-infusion-day", "--full", "--catalogue", str(OWN), "--format", "text").out.split()
    )
    assert "(41 people" in text
    assert "not used: own2030, the same trial as feder2014" in text
