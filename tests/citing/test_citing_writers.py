from __future__ import annotations

import json

import bibtexparser
import pytest
import rispy
from citing_items import Item
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kapcli.citing.bibtex import bibtex
from kapcli.citing.csljson import csl_json
from kapcli.citing.fields import DATE_VARIABLES, ITEM_TYPES, NAME_VARIABLES, TEXT_VARIABLES, plain
from kapcli.citing.ris import ris


def read_bibtex(text: str) -> list[bibtexparser.model.Entry]:
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert library.comments == []
    return library.entries


def test_every_item_is_read_back(items):
    listed = list(items.values())
    assert [entry.key for entry in read_bibtex(bibtex(listed))] == list(items)
    records = rispy.loads(ris(listed))
    assert [record["id"] for record in records] == list(items)
    assert [record["title"] for record in records] == [plain(item["title"]) for item in listed]
    assert [record["id"] for record in json.loads(csl_json(listed))] == list(items)


def test_nothing_in_nothing_out():
    assert bibtex([]) == ris([]) == ""
    assert csl_json([]) == "[]\n"


FRAGMENTS = [
    "}", "{", "},\n", "\\", "%", "@article{x,", "@string", "ER  - ", "\nER  - \n", "\r\nTY  - JOUR",
    "\x85", "\u2028", "\x0bTY  - X", "\x00", "<i>", "</i>", '<span class="nocase">', "</span>",
    "$", "#", "_", "~", "^", "&", '"', "PTSD", "@PTSD", "@ PTSD", "and", " and ", ",", "小明", "=",
]  # fmt: skip
hostile = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), min_size=1).map("".join)
people = st.lists(
    st.fixed_dictionaries({}, optional={"family": hostile, "given": hostile, "literal": hostile}),
    max_size=3,
)
hostile_items: st.SearchStrategy[Item] = st.fixed_dictionaries(
    {
        "id": hostile,
        "type": st.sampled_from(["article-journal", "chapter", "webpage", "thesis", "no-such"]),
        "title": hostile,
    },
    optional={
        "author": people,
        "container-title": hostile,
        "publisher": hostile,
        "page": hostile,
        "DOI": hostile,
        "URL": hostile,
        "issued": st.just({"date-parts": [[2020, 13]]}) | st.just({"literal": "soon"}),
    },
)
TWINS = [{"id": "a", "type": "book", "title": "}"}, {"id": "A", "type": "book", "title": "x,"}]


@settings(derandomize=True, deadline=None, max_examples=60)
@example(hostile=TWINS)
@given(hostile=st.lists(hostile_items, max_size=4))
def test_as_many_records_as_items_whatever_the_text(hostile):
    entries = read_bibtex(bibtex(hostile))
    assert len(entries) == len(hostile)
    assert len({entry.key.lower() for entry in entries}) == len(hostile)
    text = bibtex(hostile)
    assert text.count("{") == text.count("}")
    records = rispy.loads(ris(hostile))
    assert [record.get("title", "") for record in records] == [plain(i["title"]) for i in hostile]
    assert len(json.loads(csl_json(hostile))) == len(hostile)
    for written in (text, ris(hostile), csl_json(hostile)):
        written.encode("utf-8")


def test_bibtex_in_full():
    item = {
        "id": "zarate2006",
        "type": "article-journal",
        "title": "Effects of an <i>N</i>-methyl-D-aspartate antagonist (50% off & DSM-5) in"
        ' <span class="nocase">ClinicalTrials.gov</span>: A trial',
        "author": [
            {"family": "Zarate", "given": "Carlos A.", "suffix": "Jr."},
            {"non-dropping-particle": "van der", "family": "Kolk", "given": "Bessel"},
            {"literal": "Institute of This and That"},
        ],
        "container-title": "Archives of General Psychiatry",
        "issued": {"date-parts": [[2006, 8]]},
        "volume": "63",
        "issue": "8",
        "page": "856-864",
        "DOI": "10.1001/a_b{c}",
    }
    assert bibtex([item]) == (
        "@article{zarate2006,\n"
        "  author = {Zarate, Jr., Carlos A. and van der Kolk, Bessel and"
        " {Institute of This and That}},\n"
        "  title = {Effects of an {{\\emph{N}}}-methyl-{D}-aspartate antagonist (50\\% off \\&"
        " {DSM}-5) in {ClinicalTrials.gov}: A trial},\n"
        "  journal = {Archives of General Psychiatry},\n"
        "  year = {2006},\n"
        "  month = aug,\n"
        "  volume = {63},\n"
        "  number = {8},\n"
        "  pages = {856--864},\n"
        "  doi = {10.1001/a_b%7Bc%7D},\n"
        "  options = {useprefix=true},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("So how special is K? A review", "So how special is {K}? {A} review"),
        ("Ketamine: A review. No. Really! Yes", "Ketamine: A review. {No}. {Really}! {Yes}"),
        ("midazolam vs. saline", "{midazolam} vs. {saline}"),
        ('Ketamine: "the trip"', 'Ketamine: "{the} trip"'),
        ("“The trip”: “The way”", "“{The} trip”: “{The} way”"),
        ("(The) trip: [The] way", "({The}) trip: [{The}] way"),
        ("¿Qué? ¡No!", "¿{Qué}? ¡{No}!"),
        ("Ketamine:The trip", "{Ketamine:The} trip"),
        ("<i>In vitro</i> and <i>N</i>-methyl", "\\emph{In vitro} and {{\\emph{N}}}-methyl"),
        ("CO<sub>2</sub> and <sup>11</sup>C", "{CO}\\textsubscript{2} and \\textsuperscript{11}{C}"),
        ('<span class="nocase"><i>R</i>-form</span>', "{{\\emph{R}-form}}"),
        ("<i>a <b>B</i> c", "{{\\emph{a \\textbf{B}}}} c"),
        ("</i>X <i></i>y", "X y"),
    ],
)
def test_capitals_that_bibtex_must_keep(title, written):
    assert f"  title = {{{written}}},\n" in bibtex([{"id": "a", "title": title}])


def test_markup_without_end_is_written_without_its_depths():
    text = bibtex([{"id": "a", "title": "<i>" * 1300 + "x"}])
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ({"family": "Lacerda da Silva", "given": "U"}, "{Lacerda da Silva}, U"),
        ({"family": "da Silva", "given": "U"}, "{da Silva}, U"),
        ({"family": "Di Vincenzo", "given": "J"}, "Di Vincenzo, J"),
        ({"non-dropping-particle": "van der", "family": "Kolk", "given": "B"}, "van der Kolk, B"),
        ({"non-dropping-particle": "van", "family": "Lacerda da Silva", "given": "U"}, "van {Lacerda da Silva}, U"),
        ({"non-dropping-particle": "d'", "family": "Andrea", "given": "L"}, "d'Andrea, L"),
        ({"family": "Lacerda da Silva", "suffix": "Jr.", "given": "U"}, "{Lacerda da Silva}, Jr., U"),
        ({"literal": "University of Somewhere, Elsetown"}, "{University of Somewhere, Elsetown}"),
    ],
)
def test_family_names_that_bibtex_must_not_take_apart(name, written):
    assert f"  author = {{{written}}},\n" in bibtex([{"id": "a", "author": [name]}])


def test_ris_in_full():
    item = {
        "id": "ch7",
        "type": "chapter",
        "title": "Dosing of <i>(S)</i>-ketamine\nER  - ",
        "author": [
            {"family": "Cruz", "given": "José", "dropping-particle": "de la"},
            {"family": "Zarate", "given": "Carlos A.", "suffix": "Jr."},
            {"literal": "World Health Organization"},
        ],
        "editor": [{"family": "Müller", "given": "Jürgen"}],
        "container-title": "Handbook",
        "issued": {"date-parts": [[2018, 3]]},
        "accessed": {"date-parts": [[2026, 11, 23]]},
        "page": "S101-S128",
        "publisher": "Example University Press",
        "publisher-place": "Cambridge, UK",
        "URL": "https://example.org/?a=1",
    }
    assert ris([item]) == (
        "TY  - CHAP\n"
        "ID  - ch7\n"
        "AU  - Cruz, José de la\n"
        "AU  - Zarate, Carlos A., Jr.\n"
        "AU  - World Health Organization\n"
        "A2  - Müller, Jürgen\n"
        "TI  - Dosing of (S)-ketamine ER -\n"
        "T2  - Handbook\n"
        "PY  - 2018\n"
        "DA  - 2018/03//\n"
        "SP  - S101\n"
        "EP  - S128\n"
        "PB  - Example University Press\n"
        "CY  - Cambridge, UK\n"
        "UR  - https://example.org/?a=1\n"
        "Y2  - 2026/11/23/\n"
        "ER  - \n"
        "\n"
    )


def test_csl_json_holds_only_the_standard(items):
    odd = {
        "id": "x",
        "type": "tweet",
        "article-number": "1020505",
        "retracted": True,
        "author": [{"family": "Roe", "orcid": "0000"}],
        "issued": {"date-parts": [[2020]], "checked": "yes"},
    }
    assert json.loads(csl_json([odd])) == [
        {
            "id": "x",
            "type": "document",
            "author": [{"family": "Roe"}],
            "issued": {"date-parts": [[2020]]},
            "page": "1020505",
        }
    ]
    known = NAME_VARIABLES | DATE_VARIABLES | TEXT_VARIABLES | {"id", "type"}
    for record in json.loads(csl_json(items.values())):
        assert set(record) <= known
        assert record["type"] in ITEM_TYPES


@pytest.mark.parametrize(
    ("kind", "entry", "tag"),
    [
        ("article-journal", "article", "JOUR"),
        ("article", "misc", "UNPB"),
        ("book", "book", "BOOK"),
        ("chapter", "incollection", "CHAP"),
        ("report", "techreport", "RPRT"),
        ("webpage", "misc", "ELEC"),
        ("dataset", "misc", "DATA"),
        ("thesis", "phdthesis", "THES"),
        ("software", "misc", "COMP"),
    ],
)
def test_types(kind, entry, tag):
    item = {"id": "a", "type": kind, "title": "T"}
    assert bibtex([item]).startswith(f"@{entry}{{a,\n")
    assert ris([item]).startswith(f"TY  - {tag}\n")
