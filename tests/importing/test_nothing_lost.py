"""Whatever a file holds: records out, and records named as faulty, are as many as were in it."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.catalogue.validation import Below
from kapcli.importing.bringing import FormatError, brought, read_source
from kapcli.importing.yaml_text import file_text
from kapcli.index.loading import load_vocabulary, read_layer

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=25).filter(
    lambda text: any(character.isalnum() for character in text)
)
# What makes a mess of one format or another, inside of a value.
NASTY = st.sampled_from(
    [
        "%",
        "{",
        "}",
        '"',
        "\\",
        "$",
        "@article{x,",
        "TY  - JOUR",
        "ER  - ",
        "PMID- 1",
        ",",
        ";",
        "]",
        "#",
        ": ",
        "- ",
        "&amp;",
    ]
)
VALUES = st.one_of(WORDS, st.tuples(WORDS, NASTY, WORDS).map("".join))
RECORDS = st.lists(st.tuples(VALUES, VALUES, st.integers(1500, 2300), st.booleans()), min_size=1, max_size=6)


def _ris(rows: list[Any]) -> str:
    return "".join(
        f"TY  - JOUR\nTI  - {title}\nAU  - {name}\n{'' if broken else f'PY  - {year}'}\n{'' if broken else 'ER  - '}\n"
        for title, name, year, broken in rows
    )


def _nbib(rows: list[Any]) -> str:
    return "\n".join(
        f"PMID- {'x' if broken else index + 10000}\nTI  - {title}\nFAU - {name}\nDP  - {year}\n"
        for index, (title, name, year, broken) in enumerate(rows)
    )


def _bibtex(rows: list[Any]) -> str:
    return "\n".join(
        f"@article{{k{index},\n title = {{{title}}},\n author = {{{name}}}, year = {year}{'' if broken else '}'}\n"
        for index, (title, name, year, broken) in enumerate(rows)
    )


def _csl(rows: list[Any]) -> str:
    items = [
        json.dumps({"title": title, "author": [{"family": name}], "volume": year}) for title, name, year, _ in rows
    ]
    return "[" + ",\n".join(f"{item[:-1]},}}" if row[3] else item for item, row in zip(items, rows, strict=True)) + "]"


def _trials(rows: list[Any]) -> str:
    studies = [
        json.dumps(
            {"protocolSection": {"identificationModule": {"briefTitle": title, "acronym": name}}}
            if not bad
            else {"x": year}
        )
        for title, name, year, bad in rows
    ]
    return '{"studies": [' + ",".join(studies) + "]}"


def _csv(rows: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([["title", "authors", "year"], *(row[:2] if row[3] else row[:3] for row in rows)])
    return out.getvalue()


WRITERS: dict[str, Callable[[list[Any]], str]] = {
    "ris": _ris,
    "nbib": _nbib,
    "bibtex": _bibtex,
    "csl-json": _csl,
    "clinicaltrials": _trials,
    "csv": _csv,
}


@pytest.mark.parametrize("format", WRITERS)
@given(rows=RECORDS, apart=st.booleans())
@settings(max_examples=20)
def test_as_many_come_out_as_went_in(format: str, rows: list[Any], apart: bool) -> None:
    vocabulary = load_vocabulary()
    source = read_source(WRITERS[format](rows).encode(), "f", format, vocabulary)
    found = brought([source], [], (), vocabulary, apart=apart)
    unbalanced = format == "bibtex" and any(set("{}") & set(row[0] + row[1]) for row in rows)
    if not unbalanced:
        assert len(found.outcomes) == len(rows)
    assert sum(found.count(kind) for kind in ("draft", "duplicate", "faulty")) == len(source.records)
    assert found.count("draft") == len(found.entries)
    if found.entries:
        catalogue, faults = read_layer(file_text(found.entries).encode(), "f", vocabulary, {}, Below())
        assert [fault for fault in faults if fault.severity == "error"] == []
        assert len(catalogue.drafts) == len(found.entries)
        ids = [one.id for one in found.outcomes if one.kind == "draft"]
        assert sorted(ids) == sorted(placed.draft.id for placed in catalogue.drafts)


@given(data=st.binary(max_size=400), format=st.sampled_from(list(WRITERS)))
@settings(max_examples=100)
def test_no_bytes_bring_it_down(data: bytes, format: str) -> None:
    vocabulary = load_vocabulary()
    with contextlib.suppress(FormatError):
        brought([read_source(data, "f", format, vocabulary)], [], (), vocabulary)


@given(cut=st.integers(1, 2000), format=st.sampled_from(list(WRITERS)))
@settings(max_examples=40)
def test_a_file_cut_short_loses_no_whole_record(cut: int, format: str) -> None:
    rows = [(f"Title {index}", f"Name{index}", 2000 + index, False) for index in range(5)]
    text = WRITERS[format](rows)
    source = read_source(text[:cut].encode(), "f", format, load_vocabulary())
    titles = [getattr(record, "title", "") for record in source.records]
    # Every record that ends before the cut: where the next one's title stands, or the file ends.
    ends = [text.find(row[0]) for row in rows[1:]] + [len(text)]
    whole = [row[0] for row, end in zip(rows, ends, strict=True) if end <= cut]
    assert [title for title in titles if title in whole] == whole
