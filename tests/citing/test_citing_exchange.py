"""BibLaTeX, MEDLINE and EndNote XML: every work of the catalogue, and invented ones, read back by other programs."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import bibtexparser
import nbib as nbib_reader
import pytest
from citing_items import Item
from foreign import needs_bibutils, needs_pandoc, pandoc
from test_citing_readers import MODS, families, letters, mods, read_families, straight, title_of

from kapcli.citing.biblatex import biblatex
from kapcli.citing.endnotexml import endnote_xml
from kapcli.citing.fields import family_name, people, plain
from kapcli.citing.nbib import nbib


def year_of(item: Item) -> str:
    return str(item["issued"]["date-parts"][0][0])


def has_group_of_words(item: Item) -> bool:
    """Whether a group is among the authors, which some readers take for a person."""
    return any("literal" in name for name in people(item, "author"))


def test_bibtexparser_reads_our_biblatex(works: list[Item]) -> None:
    library = bibtexparser.parse_string(biblatex(works))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [item["id"] for item in works]
    for entry, item in zip(library.entries, works, strict=True):
        fields = {field.key: field.value for field in entry.fields}
        assert fields["date"].startswith(year_of(item))
        assert fields.get("doi", "") == item.get("DOI", "")
        assert fields.get("eprint", "") == item.get("PMID", "")
        assert not {"year", "month", "journal", "address"} & fields.keys()


@needs_bibutils
def test_bibutils_reads_our_biblatex(works: list[Item], tmp_path: Path) -> None:
    records = mods("biblatex2xml", biblatex(works), tmp_path)
    assert records.keys() == {item["id"] for item in works}
    for item in works:
        record = records[item["id"]]
        title = re.sub(r"\\?text(superscript|subscript|sc)", "", title_of(record))
        assert letters(title) == letters(plain(item["title"])), item["id"]
        assert read_families(record) == families(item), item["id"]
        assert record.findtext("identifier[@type='doi']", "", MODS) == item.get("DOI", "")


@needs_pandoc
@pytest.mark.parametrize(("format", "write"), [("biblatex", biblatex), ("endnotexml", endnote_xml)])
def test_pandoc_reads_titles_years_and_numbers(format: str, write, works: list[Item], tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    read = json.loads(pandoc(["-f", format, "-t", "csljson"], write(works), tmp_path))
    assert len(read) == len(works)
    for found, item in zip(read, works, strict=True):
        title = re.sub(r"</?(i|b|sup|sub|span|sc)\b[^>]*>", "", found["title"])
        assert letters(title) == letters(plain(item["title"])), item["id"]
        assert str(found["issued"]["date-parts"][0][0]) == year_of(item), item["id"]
        assert len(found.get("author", [])) == len(people(item, "author")), item["id"]
        if format == "biblatex":
            assert found["id"] == item["id"]
            assert found.get("DOI", "") == item.get("DOI", "")


@needs_bibutils
def test_bibutils_reads_our_endnote_xml(works: list[Item], tmp_path: Path) -> None:
    (tmp_path / "works.xml").write_text(endnote_xml(works), encoding="utf-8")
    records = mods("endx2xml", endnote_xml(works), tmp_path)
    assert len(records) == len(works)
    for record, item in zip(records.values(), works, strict=True):
        assert letters(title_of(record)) == letters(plain(item["title"])), item["id"]
        assert record.findtext("identifier[@type='doi']", "", MODS) == item.get("DOI", "")
        if not has_group_of_words(item):
            assert read_families(record) == families(item), item["id"]


def test_endnote_xml_is_well_formed_whatever_is_in_it(works: list[Item]) -> None:
    root = ET.fromstring(endnote_xml([*works, {"id": "x", "type": "book", "title": "a\x00b￾<&]]>"}]))
    assert len(root.findall("records/record")) == len(works) + 1
    assert root.findall("records/record")[-1].findtext("titles/title") == "ab<&]]>"


def test_a_reader_of_pubmed_reads_our_nbib(works: list[Item]) -> None:
    records = nbib_reader.read(nbib(works))
    assert len(records) == len(works)
    for record, item in zip(records, works, strict=True):
        if item["type"] not in ("book", "report"):
            assert letters(record["title"]) == letters(plain(item["title"])), item["id"]
        assert record["publication_date"].startswith(year_of(item))
        assert record.get("doi", "") == item.get("DOI", "")
        assert str(record.get("pubmed_id", "")) == item.get("PMID", "")
        # A group has a tag of its own.
        persons = [straight(family_name(name)) for name in people(item, "author") if "literal" not in name]
        read = [straight(author["author"]) for author in record.get("authors", [])]
        assert len(read) == len(persons), item["id"]
        assert all(f"{name},".startswith(f"{own},") for name, own in zip(read, persons, strict=True)), item["id"]


def test_a_record_of_pubmed_begins_with_its_number_and_folds_its_lines(works: list[Item]) -> None:
    text = nbib(works)
    assert all(len(line) <= 88 or " " not in line[6:] for line in text.splitlines())
    assert all(re.match(r"[A-Z]{2,4} *- |      \S|$", line) for line in text.splitlines())


@pytest.mark.parametrize(
    ("write", "expected"),
    [(biblatex, "keywords = {retracted}"), (nbib, "PT  - Retracted Publication"), (endnote_xml, "<keyword>retracted")],
)
def test_a_retraction_is_a_keyword(write, expected: str) -> None:  # type: ignore[no-untyped-def]
    assert expected in write([{"id": "a", "type": "article-journal", "title": "T", "keyword": "retracted"}])
