"""The formats of tables, read back by other programs: the same rows, the same types, and nothing that is run."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kapcli.exporting.columns import Column, Filled, Table, cell
from kapcli.exporting.database import database
from kapcli.exporting.formats import FORMATS, Asked
from kapcli.exporting.package import package
from kapcli.exporting.workbook import workbook
from kapcli.writers.delimited import comma_separated
from later import Later

if TYPE_CHECKING:
    from conftest import InProcess
    from kapcli.exporting.columns import Selection

openpyxl = Later("openpyxl")
pandas = Later("pandas")
PANDAS = {
    **dict.fromkeys(("text", "code", "date", "address", "list"), "string"),
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
}
HOSTILE = ["=1+1", "+SUM(1)", "-x", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "＝1", " plain", "-3.5"]


@pytest.fixture
def hostile() -> Filled:
    columns = (
        Column("id", "code", "Key", lambda row, _: row),
        Column("said", "text", "Text", lambda row, _: row),
    )
    return Filled(
        Table("studies", "Hostile", "Rows", columns, lambda _: ()), [[str(n), s] for n, s in enumerate(HOSTILE)]
    )


@pytest.mark.parametrize("what", ["studies", "outcomes", "adverse_events", "claims"])
def test_pandas_reads_the_types_and_values_of_raw_csv(what: str, kap: InProcess, tables: dict[str, Filled]) -> None:
    filled = tables[what]
    kinds = {column.name: PANDAS[column.kind] for column in filled.table.columns}
    frame = pandas.read_csv(
        io.StringIO(kap("export", "--what", what, "--raw").out), dtype=kinds, keep_default_na=False, na_values=[""]
    )
    assert list(frame.columns) == filled.names
    assert len(frame) == len(filled.rows)
    for name, values in zip(filled.names, zip(*filled.rows, strict=True), strict=True):
        read = [None if pandas.isna(value) else value for value in frame[name]]
        expected = [cell(value) if isinstance(value, list) else value for value in values]
        # Blanks and line ends are folded in a cell.
        assert read == [" ".join(one.split()) if isinstance(one, str) else one for one in expected], name


def test_pandas_reads_json_as_the_same_rows(kap: InProcess, tables: dict[str, Filled]) -> None:
    answer = json.loads(kap("export", "--what", "outcomes", "--json").out)
    assert [list(row.values())[1:] for row in answer["results"]] == tables["outcomes"].rows
    frame = pandas.DataFrame(answer["results"])
    assert frame["value"].dtype == "float64"
    place = tables["outcomes"].names.index("value")
    assert frame["value"].notna().sum() == sum(row[place] is not None for row in tables["outcomes"].rows)


def test_a_workbook_is_tables_of_numbers_and_texts(selection: Selection, tables: dict[str, Filled]) -> None:
    data = workbook(list(tables.values()), selection)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames[:2] == ["About", "Columns"]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Edition"] == selection.about.edition
    assert "CC BY 4.0" in about["Licence"]
    assert "not a systematic review" in about["What it is"]
    for filled, sheet in zip(tables.values(), book.worksheets[2:], strict=True):
        read = [[one.value for one in row] for row in sheet.iter_rows()]
        assert read[0] == filled.names
        expected = [[cell(value) if isinstance(value, list) else value for value in row] for row in filled.rows]
        assert read[1:] == expected
        assert sheet.freeze_panes == "B2"
        assert {one.data_type for row in sheet.iter_rows() for one in row} <= {"s", "n", "b"}
    assert workbook(list(tables.values()), selection) == data


def test_nothing_in_a_workbook_is_a_formula(hostile: Filled, selection: Selection) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([hostile], selection))).worksheets[2]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert [one.data_type for one in cells] == ["s"] * len(HOSTILE)
    assert [bool(one.style and one.quotePrefix) for one in cells] == [one[0] in "=+-@\t\r＝" for one in HOSTILE]


def test_nothing_in_csv_is_a_formula(hostile: Filled, selection: Selection) -> None:
    for data in (
        package([hostile], selection)["studies.csv"].decode(),
        comma_separated([[cell(value) for value in row] for row in hostile.rows], hostile.names),
    ):
        frame = pandas.read_csv(io.StringIO(data), dtype="string")
        assert [one[0] in "=+@\t\r＝" or (one[0] == "-" and one != "-3.5") for one in frame["said"]] == [False] * 10
    raw = pandas.read_csv(io.BytesIO(package([hostile], selection, raw=True)["studies.csv"]), dtype="string")
    assert list(raw["said"])[:4] == HOSTILE[:4]


def test_a_folder_says_what_it_holds(selection: Selection, tables: dict[str, Filled]) -> None:
    files = package(list(tables.values()), selection)
    described = json.loads(files["datapackage.json"])
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert {resource["path"] for resource in described["resources"]} == {name for name in files if name.endswith("csv")}
    for resource in described["resources"]:
        header = files[resource["path"]].decode().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert b"not a systematic review" in files["README.txt"]


def test_yaml_says_the_same(selection: Selection, tables: dict[str, Filled]) -> None:
    few = Filled(tables["claims"].table, tables["claims"].rows[:5])
    write = FORMATS["yaml"].write
    assert write is not None
    read = yaml.load(write(Asked(selection, [few])), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert [list(row.values()) for row in read["claims"]] == few.rows
    assert read["about"]["edition"] == selection.about.edition


def test_a_database_has_keys_search_and_descriptions(
    selection: Selection, tables: dict[str, Filled], tmp_path: Path
) -> None:
    from kapcli.exporting.tables import filled

    (tmp_path / "kap.db").write_bytes(database(filled("all", selection), selection, "kap"))
    connection = sqlite3.connect(tmp_path / "kap.db")
    ask = connection.execute
    assert ask("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert ask("PRAGMA foreign_key_check").fetchall() == []
    assert len(ask("PRAGMA foreign_key_list(links)").fetchall()) == 3
    assert ask("SELECT count(*) FROM outcomes").fetchone()[0] == len(tables["outcomes"].rows)
    found = ask(
        "SELECT id FROM studies JOIN studies_fts ON studies.rowid = studies_fts.rowid WHERE studies_fts MATCH ?",
        ["EMDR"],
    )
    assert ("topel2025",) in found.fetchall()
    said = dict(ask("SELECT key, value FROM _metadata").fetchall())
    assert said["edition"] == selection.about.edition
    assert "CC BY 4.0" in said["licence"]
    assert json.loads(said["datasette"])["databases"]["kap"]["tables"]["studies"]["columns"]["n"]
    views = [name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert len(views) == 6
    for view in views:
        assert ask(f"SELECT count(*) FROM {view}").fetchone()[0], view
    assert ("invented-retracted",) not in ask("SELECT id FROM randomised_trials").fetchall()
    connection.close()


class TestCommand:
    @pytest.mark.parametrize("name", ["a.xlsx", "a.db", "a.zip", "a.csv", "a.tsv", "a.yaml", "a.md", "a.json", "a.bib"])
    def test_the_ending_tells_the_format_and_a_file_is_kept(
        self, name: str, kap: Any, frozen: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / name
        ran = kap("export", "emdr", "--output", str(path))
        assert (ran.code, ran.out.startswith(f"Written: {path} (")) == (0, True)
        before = path.read_bytes()
        assert before
        again = kap("export", "emdr", "--output", str(path))
        assert again.code == 2
        assert "--force" in again.err + again.out
        assert kap("export", "emdr", "--output", str(path), "--force").code == 0
        assert path.read_bytes() == before
        assert [one.name for one in tmp_path.iterdir()] == [name]

    def test_a_folder_is_written_whole_and_other_files_in_it_are_kept(
        self, kap: Any, frozen: Path, tmp_path: Path
    ) -> None:
        folder = tmp_path / "tables"
        assert kap("export", "emdr", "--output", f"{folder}/").code == 0
        assert {one.suffix for one in folder.iterdir()} == {".csv", ".json", ".txt"}
        (folder / "mine.txt").write_text("mine", encoding="utf-8")
        assert kap("export", "emdr", "--output", f"{folder}/").code == 2
        assert kap("export", "emdr", "--output", str(folder), "--force").code == 0
        assert (folder / "mine.txt").read_text("utf-8") == "mine"
        assert [one.name for one in tmp_path.iterdir()] == ["tables"]

    def test_a_zip_holds_the_same_files(self, kap: Any, frozen: Path, tmp_path: Path) -> None:
        kap("export", "emdr", "--output", str(tmp_path / "a.zip"))
        kap("export", "emdr", "--output", f"{tmp_path}/folder/")
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == {
                one.name: one.read_bytes() for one in (tmp_path / "folder").iterdir()
            }

    def test_json_of_a_file_is_that_of_stdout(self, kap: Any, frozen: Path, tmp_path: Path) -> None:
        kap("export", "emdr", "--output", str(tmp_path / "a.json"))
        in_file, on_stdout = (
            json.loads((tmp_path / "a.json").read_bytes()),
            json.loads(kap("export", "emdr", "--json").out),
        )
        assert in_file["results"] == on_stdout["results"]
        assert in_file["edition"] == on_stdout["edition"]
        assert "not a systematic review" in in_file["summary"]["nature"]

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            (("qqqqqq",), 1),
            (("--what", "claims", "qqqqqq"), 1),
            (("--what", "all"), 2),
            (("--format", "ris", "--what", "claims"), 2),
            (("--format", "csv", "--output", "a.xlsx"), 2),
            (("--output", "a.foo"), 2),
            (("--output", "nowhere/a.csv"), 4),
            (("--force",), 2),
            (("--format", "xlsx", "--output", "folder/"), 2),
            (("--output", "folder"), 2),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
    )
    def test_what_cannot_be_is_said_and_nothing_is_written(
        self, line: tuple[str, ...], code: int, kap: Any, frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        ran = kap("export", *line)
        assert (ran.code, ran.out) == (code, "")
        assert ran.err
        assert list(tmp_path.iterdir()) == []

    def test_a_claim_keeps_the_studies_it_rests_on(self, kap: Any, frozen: Path, tmp_path: Path) -> None:
        kap("export", "--year", "2021", "--output", str(tmp_path / "a.db"))
        connection = sqlite3.connect(tmp_path / "a.db")
        matched = dict(connection.execute("SELECT matched, count(*) FROM studies GROUP BY matched").fetchall())
        assert matched[1] > 0
        assert matched[0] > 0
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()

    def test_without_the_library_a_workbook_is_refused_in_one_line(
        self, kap: Any, frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
        ran = kap("export", "emdr", "--output", str(tmp_path / "a.xlsx"))
        assert ran.code == 4
        assert "kapcli[export]" in ran.err
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["xlsx", "sqlite"])
def test_a_binary_format_refuses_a_terminal(format: str, kap_terminal: Any) -> None:
    ran = kap_terminal("export", "emdr", "--format", format)
    assert ran.code == 2
    assert "no text for a terminal" in ran.out
    assert "--output" in ran.out


DRAFT = """studies:
  - id: drafted2030
    draft: true
    title: A draft that knows next to nothing
"""


def test_a_draft_is_in_no_export(kap: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(DRAFT, encoding="utf-8")
    for what in ("studies", "limitations"):
        ran = kap("export", "--what", what, "--catalogue", str(tmp_path / "mine.yaml"))
        assert ran.code == 0
        assert "drafted2030" not in ran.out
    assert kap("export", "drafted2030", "--catalogue", str(tmp_path / "mine.yaml")).code == 1


def test_a_retracted_work_is_marked_among_references(kap: Any) -> None:
    assert "KW  - retracted\n" in kap("export", "larkin2011", "--format", "ris").out
    assert json.loads(kap("export", "larkin2011", "--format", "csl-json").out)[0]["keyword"] == "retracted"
    assert "keyword" not in json.loads(kap("export", "feder2014", "--format", "csl-json").out)[0]
