"""``kap validate --strict``: what it finds, one by one; that the built-in catalogue stands it; its other formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kapcli.catalogue.strict import isbn_holds
from kapcli.writers.annotations import command
from small_catalogue import PLAIN, RATIO, TRIAL, write

if TYPE_CHECKING:
    from conftest import InProcess

ROOT = Path(__file__).parents[2]


@pytest.mark.whole
def test_the_built_in_catalogue_stands_it(kap: InProcess) -> None:
    ran = kap("validate", "--strict")
    assert (ran.code, ran.err) == (0, "")


def version(**fields: Any) -> list[dict[str, Any]]:
    return [{"kind": "preprint"} | fields]


FOUND = [
    ({"draft": "true"}, "made2021 is a draft"),
    ({"record": {"pmid": "99999999"}}, "no number that PubMed has given out"),
    ({"record": {"pmid": "01234567"}}, "no number that PubMed has given out"),
    ({"record": {"isbn": "978-0-670-78593-4"}}, "its check digit does not fit"),
    ({"record": {"doi": "10.1001/jamapsychiatry.2014.62"}}, "is that of feder2014, too"),
    ({"versions": version(doi="10.1001/JAMAPSYCHIATRY.2014.62")}, "is that of feder2014, too"),
    ({"pages": "688-681"}, "the last page comes before the first"),
    ({"pages": "681-8"}, "the last page comes before the first"),
    ({"pages": "S12-S9"}, "the last page comes before the first"),
    ({"year": "2090"}, "2090 is yet to come"),
    ({"versions": version(year="1921")}, "1921 is far from 2021"),
    ({"read_at": [{"url": "https://example.org/x", "read": "abstract", "when": "2090-01"}]}, "is yet to come"),
    ({"searched_to": "2022-05"}, "searched to 2022-05, and published in 2021"),
    ({"finding": "Scores fell by 7 points."}, "7 stands in no field of made2021"),
    ({"plain": "It helped 12.5 percent."}, "12.5 stands in no field"),
    ({"limitations": [{"code": "small", "note": "Only 8 people."}]}, "8 stands in no field"),
]
LET_BE = [
    {"record": {"isbn": "9780670785933"}},
    {"record": {"isbn": "0-306-40615-2"}},
    {"pages": "681-688"},
    {"pages": "xii-xxv"},
    {"pages": "e2165-e2174"},
    {"pages": "12-1–12-10"},
    {"pages": "S195-S198"},
    {"searched_to": "2021-01"},
    TRIAL | {"finding": "PCL-5 was halved (0.5, 0.2 to 0.9) in 20 people.", "outcomes": [RATIO]},
    {"finding": "The interval is at 95%."},
]


@pytest.mark.parametrize(("changes", "message"), FOUND, ids=lambda value: str(value)[:40])
def test_what_it_finds(kap: InProcess, tmp_path: Path, frozen: Path, changes: dict[str, Any], message: str) -> None:
    path = write(tmp_path / "my.yaml", changes)
    assert kap("validate", path).code == 0
    ran = kap("validate", "--strict", path)
    assert (ran.code, message in ran.err) == (3, True), ran.err


@pytest.mark.parametrize("changes", LET_BE, ids=lambda value: str(value)[:40])
def test_what_it_lets_be(kap: InProcess, tmp_path: Path, frozen: Path, changes: dict[str, Any]) -> None:
    ran = kap("validate", "--strict", write(tmp_path / "my.yaml", changes))
    assert (ran.code, ran.err) == (0, "")


def test_a_number_in_two_files_is_found(kap: InProcess, tmp_path: Path, frozen: Path) -> None:
    record = {"record": {"doi": "10.5555/a"}}
    files = [write(tmp_path / f"{name}.yaml", record | {"id": name}) for name in ("one", "two")]
    assert "10.5555/a is that of one, too" in kap("validate", "--strict", *files).err


def test_a_file_that_is_not_sound_is_told_that_first(kap: InProcess, tmp_path: Path, frozen: Path) -> None:
    ran = kap("validate", "--strict", write(tmp_path / "my.yaml", {"pages": "9-1", "design": "nosuch"}))
    assert ("unknown design" in ran.err, "last page" in ran.err) == (True, False)


def test_json_says_that_it_was_strict(kap: InProcess, tmp_path: Path, frozen: Path) -> None:
    found = json.loads(kap("validate", "--strict", "--json", write(tmp_path / "my.yaml", {"pages": "9-1"})).out)
    (fault,) = found["results"][0]["faults"]
    assert (found["query"]["strict"], fault["path"], fault["line"]) == (True, "studies[0].pages", 24)


@pytest.mark.parametrize(
    ("isbn", "holds"), [("080442957X", True), ("0804429571", False), ("9780306406157", True), ("97803", False)]
)
def test_the_check_digit_of_an_isbn(isbn: str, holds: bool) -> None:
    assert isbn_holds(isbn) is holds


class TestGitHub:
    def test_faults_stand_beside_their_lines(self, kap: InProcess, tmp_path: Path, frozen: Path) -> None:
        path = write(tmp_path / "my,a.yaml", {"design": "nosuch"}, {"id": "b2020", "draft": "true"})
        ran = kap("validate", path, "--format", "github")
        first, second = ran.out.splitlines()
        assert (ran.code, ran.err) == (3, "")
        assert first.startswith(f"::error file={tmp_path}/my%2Ca.yaml,line=8,title=kap validate::studies[0].design: ")
        assert second.startswith("::notice file=")
        assert "b2020 is a draft" in second

    def test_nothing_wrong_is_nothing_said(self, kap: InProcess, tmp_path: Path, frozen: Path) -> None:
        ran = kap("validate", write(tmp_path / "my.yaml", {}), "--format", "github")
        assert (ran.code, ran.out, ran.err) == (0, "", "")

    def test_no_text_of_a_file_makes_a_command_of_its_own(self) -> None:
        found = command("error", "a:b,c\n::warning::x", 3, "100% wrong\r\n::set-output name=x::y\x1b[31m")
        assert "\n" not in found
        assert "\x1b" not in found
        assert found == (
            "::error file=a%3Ab%2Cc%0A%3A%3Awarning%3A%3Ax,line=3,title=kap validate::"
            "100%25 wrong%0D%0A::set-output name=x::y^[[31m"
        )


def test_the_hook_calls_what_there_is(kap: InProcess, tmp_path: Path, frozen: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "kap-validate"
    kap_word, *words = hook["entry"].split()
    assert kap_word == "kap"
    assert kap(*words, write(tmp_path / "my.yaml", PLAIN)).code == 0
