"""A catalogue whose texts try to break out, in every format: as many records as studies, and none of it acts."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import bibtexparser
import nbib
import pytest
import rispy
import yaml

from hostile_catalogue import BAD_TEXTS, write_hostile
from later import Later

openpyxl = Later("openpyxl")
IDS = [f"hostile{place}" for place in range(len(BAD_TEXTS))]


@pytest.fixture
def export(kap: Any, tmp_path: Path) -> Any:
    path = str(write_hostile(tmp_path / "hostile.yaml"))

    def exported(name: str, *options: str) -> bytes:
        target = tmp_path / name
        ran = kap("export", "hostile", "--catalogue", path, "--output", str(target), *options)
        assert ran.code == 0, ran.err
        return target.read_bytes()

    return exported


def test_tables_hold_the_texts_as_they_are(export: Any) -> None:
    findings = {f"Found {text}" for text in BAD_TEXTS}
    read = json.loads(export("a.json"))["results"]
    assert {row["finding"] for row in read} == findings
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert {row["finding"] for row in yaml.load(export("a.yaml"), Loader=loader)["studies"]} == findings
    rows = list(csv.DictReader(io.StringIO(export("a.csv").decode())))
    assert {row["finding"] for row in rows} == findings
    assert sorted(row["id"] for row in rows) == sorted(IDS)


def test_a_workbook_and_a_database_hold_them_too(export: Any, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(export("a.xlsx", "--what", "studies")))["Studies"]
    cells = [one for row in sheet.iter_rows() for one in row]
    assert not [one for one in cells if one.data_type == "f" or one.hyperlink]
    assert {f"Found {text}" for text in BAD_TEXTS} <= {one.value for one in cells}
    export("a.db")
    connection = sqlite3.connect(tmp_path / "a.db")
    assert connection.execute("SELECT count(*) FROM studies WHERE id LIKE 'hostile%'").fetchone() == (len(IDS),)
    connection.close()


def test_markdown_has_no_markup_of_theirs(export: Any) -> None:
    text = export("a.md").decode()
    assert not re.search(r"(?<!\\)<(script|img|svg|b)\b", text)
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    lines = [line for line in text.splitlines() if line.startswith("| hostile")]
    header = next(line for line in text.splitlines() if line.startswith("| id"))
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {len(re.findall(r"(?<!\\)\|", header))}


def test_references_are_as_many_as_studies(export: Any) -> None:
    assert sorted(one["id"] for one in rispy.loads(export("a.ris").decode())) == sorted(IDS)
    for format in ("bibtex", "biblatex"):
        library = bibtexparser.parse_string(export(f"{format}.bib", "--format", format).decode())
        assert not library.failed_blocks
        assert sorted(one.key for one in library.entries) == sorted(IDS)
    assert len(nbib.read(export("a.nbib").decode())) == len(IDS)
    root = ET.fromstring(export("a.xml"))
    assert sorted(str(one.findtext("label")) for one in root.iter("record")) == sorted(IDS)
