"""Every work of the catalogue, and invented ones of every kind, written and read back by other programs."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import bibtexparser
import rispy
from citing_items import Item
from foreign import needs_bibutils, needs_pandoc, pandoc, ran

from kapcli.citing.bibtex import bibtex
from kapcli.citing.csljson import csl_json
from kapcli.citing.fields import family_name, people, plain
from kapcli.citing.ris import ris

MODS = {"": "http://www.loc.gov/mods/v3"}


def families(item: Item) -> list[str]:
    """The family names of the authors with their particles, or the name of a group."""
    return [straight(name.get("literal") or family_name(name)) for name in people(item, "author")]


def straight(name: str) -> str:
    """A name with straight apostrophes; readers make them curly."""
    return name.replace("’", "'")


def letters(text: str) -> str:
    """Only the letters and digits of a title, in lower case: readers spell marks and markup in ways of their own."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def title_of(entry: ET.Element) -> str:
    parts = entry.findall("titleInfo/title", MODS) + entry.findall("titleInfo/subTitle", MODS)
    return "".join(part.text or "" for part in parts)


def mods(program: str, text: str, folder: Path) -> dict[str, ET.Element]:
    """What bibutils reads: key of each work to its record."""
    records = list(ET.fromstring(ran([program], text, folder).lstrip("\ufeff")))
    found = {record.findtext("identifier[@type='citekey']", "", MODS): record for record in records}
    assert len(found) == len(records)
    return found


def read_families(record: ET.Element) -> list[str]:
    """Family names of the authors bibutils found, and the names it took for those of groups."""
    names = [name for name in record.findall("name", MODS) if name.findtext("role/roleTerm", "", MODS) == "author"]
    found = [
        name.findtext("namePart[@type='family']", "", MODS) or name.findtext("namePart", "", MODS) for name in names
    ]
    return [straight(unicodedata.normalize("NFKC", name)) for name in found]


def read_pages(record: ET.Element) -> tuple[str, str]:
    extent = record.find(".//part/extent[@unit='page']", MODS)
    if extent is not None:
        return extent.findtext("start", "", MODS), extent.findtext("end", "", MODS)
    return record.findtext(".//part/detail[@type='page']/number", "", MODS), ""


def test_bibtexparser_reads_every_field(works: list[Item]) -> None:
    library = bibtexparser.parse_string(
        bibtex(works),
        append_middleware=[
            bibtexparser.middlewares.SeparateCoAuthors(),
            bibtexparser.middlewares.SplitNameParts(),
        ],
    )
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [item["id"] for item in works]
    for entry, item in zip(library.entries, works, strict=True):
        fields = {field.key: field.value for field in entry.fields}
        assert letters(re.sub(r"\\[a-z]+", "", fields["title"])) == letters(plain(item["title"]))
        assert fields["year"] == str(item["issued"]["date-parts"][0][0])
        assert fields.get("doi", "") == item.get("DOI", "")
        read = [" ".join([*name.von, *name.last]) for name in fields.get("author", [])]
        assert [straight(re.sub(r"[{}]|\\(?=&)", "", name)) for name in read] == families(item)


def test_rispy_reads_every_field(works: list[Item]) -> None:
    records = rispy.loads(ris(works))
    assert [record["id"] for record in records] == [item["id"] for item in works]
    for record, item in zip(records, works, strict=True):
        assert record["title"] == plain(item["title"])
        assert record["year"] == str(item["issued"]["date-parts"][0][0])
        assert record.get("doi", "") == item.get("DOI", "")
        assert record["language"] == item["language"]
        expected = families(item)
        read = [straight(name) for name in record.get("authors", [])]
        read = [unicodedata.normalize("NFKC", name) if "\N{FULLWIDTH COMMA}" in name else name for name in read]
        assert len(read) == len(expected)
        for name, family in zip(read, expected, strict=True):
            assert f"{name}, ".startswith(f"{family}, ")


@needs_bibutils
def test_bibutils_reads_our_bibtex(works: list[Item], tmp_path: Path) -> None:
    records = mods("bib2xml", bibtex(works), tmp_path)
    assert records.keys() == {item["id"] for item in works}
    for item in works:
        record = records[item["id"]]
        # It keeps the names of commands that it does not know.
        title = re.sub(r"\\?text(superscript|subscript|sc)", "", title_of(record))
        assert letters(title) == letters(plain(item["title"])), item["id"]
        assert read_families(record) == families(item), item["id"]
        assert record.findtext("identifier[@type='doi']", "", MODS) == item.get("DOI", "")


@needs_bibutils
def test_bibutils_reads_our_ris(works: list[Item], tmp_path: Path) -> None:
    records = mods("ris2xml", ris(works), tmp_path)
    assert records.keys() == {item["id"] for item in works}
    for item in works:
        record = records[item["id"]]
        assert letters(title_of(record)) == letters(plain(item["title"])), item["id"]
        assert record.findtext("identifier[@type='doi']", "", MODS) == item.get("DOI", "")
        assert record.findtext("language/languageTerm", "", MODS) == item["language"]
        if item["type"] == "article-journal":
            journal = record.findtext("relatedItem[@type='host']/titleInfo/title", "", MODS)
            assert letters(journal).startswith(letters(plain(item["container-title"]))[:20]), item["id"]
        # It takes every name of several words for a person's, and has no way to be told otherwise.
        if not any("literal" in name and "," not in name["literal"] for name in people(item, "author")):
            assert read_families(record) == families(item), item["id"]


@needs_bibutils
def test_bibutils_reads_a_group_with_a_comma_as_one_author(works: list[Item], tmp_path: Path) -> None:
    groups = [item for item in works if any("," in name.get("literal", "") for name in item.get("author", []))]
    assert {item["id"] for item in groups} >= {"group-comma", "nct06378528"}
    for program, text in (("ris2xml", ris(groups)), ("bib2xml", bibtex(groups))):
        for name, record in mods(program, text, tmp_path).items():
            (author,) = record.findall("name", MODS)
            assert author.get("type") != "personal"
            (written,) = [item["author"][0]["literal"] for item in groups if item["id"] == name]
            assert unicodedata.normalize("NFKC", author.findtext("namePart", "", MODS)) == written


@needs_bibutils
def test_bibutils_reads_the_pages(works: list[Item], tmp_path: Path) -> None:
    expected = {
        "number-with-hyphen": ("2021-0123", ""),
        "pages-u2212": ("1574", "1581"),
        "pages-roman": ("xii", "xxv"),
        "pages-two-hyphens": ("16-1", "16-4"),
        "page-alone": ("A-12", ""),
    }
    chosen = [item for item in works if item["id"] in expected]
    records = mods("ris2xml", ris(chosen), tmp_path)
    assert {name: read_pages(record) for name, record in records.items()} == expected


def _parts(name: dict[str, str]) -> dict[str, str]:
    return {"family": name["family"], "particle": name.get("non-dropping-particle", "")}


def pandoc_families(work: dict[str, Any]) -> list[str]:
    return [straight(name.get("literal") or family_name(_parts(name))) for name in work.get("author", [])]


@needs_pandoc
def test_pandoc_reads_our_bibtex(works: list[Item], tmp_path: Path) -> None:
    read = {work["id"]: work for work in json.loads(pandoc(["-f", "bibtex", "-t", "csljson"], bibtex(works), tmp_path))}
    assert read.keys() == {item["id"] for item in works}
    for item in works:
        work = read[item["id"]]
        read_title, title = (unicodedata.normalize("NFKC", plain(given["title"])) for given in (work, item))
        if item["id"] == "hu2016":
            # Pandoc takes the end of "i.v." for the end of a sentence.
            read_title = read_title.replace("i.v. K", "i.v. k")
        assert straight(read_title) == straight(title), item["id"]
        assert pandoc_families(work) == families(item), item["id"]
        assert work.get("DOI", "") == item.get("DOI", "")


@needs_pandoc
def test_pandoc_reads_our_csl_json(works: list[Item], tmp_path: Path) -> None:
    read = json.loads(pandoc(["-f", "csljson", "-t", "csljson"], csl_json(works), tmp_path))
    assert {work["id"]: pandoc_families(work) for work in read} == {item["id"]: families(item) for item in works}
