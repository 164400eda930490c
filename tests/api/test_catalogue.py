"""The catalogue in Python: the same answers as the commands, as objects, rows and data."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import kapcli
from kapcli import Catalogue, CatalogueError, NotFoundError, QuestionError, open_catalogue
from kapcli.catalogue import files

if TYPE_CHECKING:
    from conftest import InProcess

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def opened(frozen_base: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    """The frozen catalogue, for the commands as well."""
    monkeypatch.setattr(files, "_BASE", frozen_base)
    with open_catalogue() as found:
        yield found


@pytest.mark.parametrize(
    ("line", "ask"),
    [
        ("search ptsd --route iv", lambda kap: kap.search("ptsd", route="iv")),
        ("search depresion --limit 3 --sort year", lambda kap: kap.search("depresion", limit=3, sort="year")),
        ("search --year 2014..2021 --min-n 30", lambda kap: kap.search(year="2014..2021", min_n=30)),
        ("claims ptsd", lambda kap: kap.claims("ptsd")),
        ("claims --verdict untested --condition ptsd", lambda kap: kap.claims(verdict="untested", condition="ptsd")),
        ("claims ptsd-cure ka-emdr-works", lambda kap: kap.claims("ptsd-cure ka-emdr-works")),
        ("claims asdfgh", lambda kap: kap.claims("asdfgh")),
        ("limits ptsd --studies", lambda kap: kap.limits("ptsd")),
        ("forest ptsd --domain ptsd", lambda kap: kap.forest("ptsd", domain=["ptsd"])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_gives_what_the_command_gives(line: str, ask: Any, opened: Catalogue, kap: InProcess) -> None:
    # A command closes what the process has open.
    found = ask(opened)
    data = found.data()
    printed = json.loads(kap(*line.split(), "--json").out)
    assert data == printed["results"]
    assert found.total == printed["total"]
    assert set(found.remarks) <= set(printed["notes"])


def test_check_gives_what_the_command_gives(opened: Catalogue, kap: InProcess) -> None:
    found = opened.check("ketamine  cures PTSD")
    data = found.data()
    printed = json.loads(kap("check", "ketamine cures PTSD", "--json").out)
    assert data == printed["results"]
    assert found.verdict == printed["summary"]["verdict"]
    assert found.remarks == printed["notes"]
    assert found.doubtful


def test_of_a_question_whom_it_suits_check_says_what_the_command_says(kap: InProcess) -> None:
    sentence = "Can I take ketamine with high blood pressure?"
    with open_catalogue() as found:
        said = found.check(sentence).remarks
    assert "kap topics who-should-not-have-it" in " ".join(said)
    assert said == json.loads(kap("check", sentence, "--json").out)["notes"]


def test_a_study_is_whole_and_typed(opened: Catalogue) -> None:
    study = opened.study("10.1001/jamapsychiatry.2014.62")
    assert (study.id, study.year, study.outcomes[0].value) == ("feder2014", 2014, 12.7)


def test_a_name_is_never_corrected(opened: Catalogue) -> None:
    with pytest.raises(NotFoundError, match="did you mean") as caught:
        opened.study("feder2015")
    assert "feder2014" in caught.value.near
    with pytest.raises(NotFoundError):
        opened.claim("ptsd-cured-for-ever")
    with pytest.raises(NotFoundError):
        opened.study(" ")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda kap: kap.search(rout="oral"), "unknown filter 'rout'; did you mean route"),
        (lambda kap: kap.search(route="orall"), "route: unknown route 'orall'; did you mean oral"),
        (lambda kap: kap.search(year="20x"), "year: "),
        (lambda kap: kap.search(min_n="many"), "min_n: 'many' is no number"),
        (lambda kap: kap.search("what is the"), "only filler words"),
        (lambda kap: kap.search("x" * 600), "use fewer words"),
        (lambda kap: kap.claims(verdict="mixd"), "did you mean mixed"),
        (lambda kap: kap.claims("ptsd-cure", verdict="supported"), "cannot be combined with a filter"),
        (lambda kap: kap.claims("ptsd-cure", route="oral"), "cannot be combined with a filter"),
        (lambda kap: kap.forest(domain="nothing"), "choose from: "),
        (lambda kap: kap.cite("feder2014", style="turabian"), "choose from: apa"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_question_that_cannot_be_understood_says_what_to_ask(opened: Catalogue, ask: Any, said: str) -> None:
    with pytest.raises(QuestionError, match=re.escape(said)):
        ask(opened)


def test_nothing_found_is_no_error(opened: Catalogue) -> None:
    found = opened.search("ptsd", year=1950)
    assert (len(found), found.total, found.records()) == (0, 0, [])
    assert found.remarks


def test_rows_hold_numbers_and_none(opened: Catalogue) -> None:
    rows = opened.search().records()
    assert {type(row["year"]) for row in rows} == {int}
    assert {type(row["n"]) for row in rows} == {int, type(None)}
    assert not [row for row in rows if "" in row.values()]
    assert all(row["limits"] for row in rows)
    (feder,) = [row for row in rows if row["id"] == "feder2014"]
    assert "12.7" in feder["estimate"]


def test_rows_of_effects_tell_whose_people_they_count(opened: Catalogue) -> None:
    rows = opened.forest("ptsd").records()
    assert {row["n_of"] for row in rows} <= {"figure", "study", None}
    (feder,) = [row for row in rows if (row["id"], row["outcome"]) == ("feder2014", "ies-r")]
    assert (feder["estimate"], feder["low"], feder["high"], feder["n"], feder["n_of"]) == (12.7, 2.5, 22.8, 41, "study")
    assert all((row["panel"] is None) == (row["reason"] is not None) for row in rows)


def test_what_cannot_be_drawn_says_so(opened: Catalogue) -> None:
    empty = opened.forest("ptsd", year=1950)
    assert empty._repr_svg_() is None
    with pytest.raises(ValueError, match="interval"):
        empty.svg()


def test_tidy_tables_are_those_of_the_export(opened: Catalogue, kap: InProcess) -> None:
    rows, studies = opened.table("outcomes", "ptsd", design="rct"), opened.table("studies")
    with pytest.raises(QuestionError, match="choose from: studies"):
        opened.table("effects")
    printed = json.loads(kap("export", "ptsd", "--design", "rct", "--what", "outcomes", "--format", "json").out)
    assert rows
    assert [{"table": "outcomes", **row} for row in rows] == printed["results"]
    assert {row["study"] for row in rows} <= {row["id"] for row in studies}


def test_references(opened: Catalogue) -> None:
    assert opened.cite("feder2014").startswith("Feder, A.")
    assert opened.cite("feder2014", "feder2021", format="bibtex").count("@article") == 2


def test_a_file_of_ones_own_is_put_on_top(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("studies: [{}]")
    with pytest.raises(CatalogueError):
        open_catalogue(tmp_path / "broken.yaml")


def test_it_can_be_closed_twice_and_lists_its_names() -> None:
    catalogue = open_catalogue()
    catalogue.close()
    catalogue.close()
    assert "open_catalogue" in dir(kapcli)
    with pytest.raises(AttributeError):
        kapcli.nothing  # noqa: B018


def test_importing_it_loads_nothing() -> None:
    code = "import sys; old = set(sys.modules); import kapcli; print(*sorted(set(sys.modules) - old))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["kapcli"]


def test_the_example_of_the_documentation_runs(
    opened: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```$", (DOCS / "python.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        exec(compile(block, "python.md", "exec"), {})
    assert (tmp_path / "ptsd.svg").read_text("utf-8").startswith("<?xml")
    said = capsys.readouterr().out
    assert "feder2014" in said
    assert "12.7" in said
    assert "Not medical advice" in said


def test_every_method_is_documented() -> None:
    page = (DOCS / "python.md").read_text("utf-8")
    inner = {"question", "checker"}
    for name in vars(Catalogue):
        if not name.startswith("_") and name not in inner:
            assert f"`{name}" in page or f"{name}()" in page, name
