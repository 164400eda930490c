"""Every letter finds itself: index and query are folded in one place."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kapcli.catalogue.words import words
from kapcli.index.query import quoted
from kapcli.index.schema import SCHEMA
from kapcli.index.texts import searchable
from small_catalogue import write

Kap = Callable[..., Any]
# Every letter, mark and number beyond ASCII that has been assigned in the first two planes.
LETTERS = [
    character for character in map(chr, range(0x80, 0x20000)) if unicodedata.category(character)[0] in ("L", "M", "N")
]


def spellings(character: str) -> Iterator[str]:
    """The ways in which the same word may be typed."""
    word = f"ab{character}cd"
    yield from (word.upper(), word.lower(), word.casefold(), f"ab{character.title()}cd")
    yield from (unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKC", "NFKD"))


def test_every_spelling_of_a_word_is_the_same_words() -> None:
    assert len(LETTERS) > 60_000
    other = set()
    for character in LETTERS:
        known = words(f"ab{character}cd")
        other |= {(spelling, character) for spelling in {*spellings(character)} if words(spelling) != known}
    assert other == set()


def test_every_letter_is_found_by_itself_in_the_index() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    # Of letters with one form alone, as most of Chinese, one in ten stands for its neighbours.
    letters = [
        character
        for place, character in enumerate(LETTERS)
        if place % 10 == 0
        or {character.upper(), character.lower(), unicodedata.normalize("NFKD", character)} - {character}
    ]
    groups = [letters[start : start + 50] for start in range(0, len(letters), 50)]
    texts = [" ".join(f"ab{character}cd" for character in group) for group in groups]
    connection.executemany("INSERT INTO fts (rowid, title) VALUES (?, ?)", enumerate(map(searchable, texts)))
    connection.execute("INSERT INTO fts (fts) VALUES ('optimize')")
    connection.commit()
    lost = []
    for row, group in enumerate(groups):
        asked = words(" ".join(f"AB{character.upper()}CD" for character in group))
        match = " AND ".join(map(quoted, asked))
        found = {row for (row,) in connection.execute("SELECT rowid FROM fts WHERE fts MATCH ?", (match,))}
        if row not in found:
            lost.append(group)
    assert lost == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Großmann", ["grossmann"]),
        ("Sørensen Łukasz Đorđe Ærø Þór", ["sorensen", "lukasz", "dorde", "aero", "thor"]),
        ("Spravato™ and Ketalar®", ["spravato", "and", "ketalar"]),
        ("keta\u00admine esket\u200bamine", ["ketamine", "esketamine"]),
        ("ΠΑΠΑΔΌΠΟΥΛΟΣ Παπαδόπουλος", ["παπαδοπουλοσ", "παπαδοπουλοσ"]),
        ("ﬁbromyalgia ｋｅｔａｍｉｎｅ", ["fibromyalgia", "ketamine"]),
        ("mg² ½", ["mg2", "1", "2"]),
        # Another letter, and no diacritic: such marks stay.
        ("ガ कि", ["ガ", "कि"]),
    ],
)
def test_what_is_folded(text: str, folded: list[str]) -> None:
    assert words(text) == folded


STUDIES = (
    {"id": "m1", "title": "Delta", "authors": [{"family": "Großmannix", "given": "Ada"}]},
    {"id": "m2", "title": "氯胺酮辅助心理治疗的随机试验", "authors": [{"family": "王", "given": "小明"}]},
    {"id": "m3", "title": "케타민의 보조 심리치료", "authors": [{"family": "김", "given": "민호"}]},
    {"id": "m4", "title": "Κεταμίνη και ψυχοθεραπεία", "authors": [{"family": "Παπαδόπουλος", "given": "Ada"}]},
    {"id": "m5", "title": "การบำบัดด้วยเคตามีน", "finding": "Ein Versuch über Ångström und Nuñez."},
    {"id": "m6", "title": "ケタミンの研究がある", "journal": "Журнал ёлки и йога"},
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One file for all, so that it is compiled once."""
    return write(tmp_path_factory.mktemp("letters") / "own.yaml", *STUDIES)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Großmannix", "m1"),
        ("GROSSMANNIX", "m1"),
        ("氯胺酮", "m2"),
        ("随机试验", "m2"),
        ("小明", "m2"),
        ("케타민", "m3"),
        (unicodedata.normalize("NFD", "케타민"), "m3"),
        ("치료", "m3"),
        ("Παπαδόπουλος", "m4"),
        ("ΠΑΠΑΔΟΠΟΥΛΟΣ", "m4"),
        ("ψυχοθεραπεια", "m4"),
        ("เคตามีน", "m5"),
        ("angstrom nunez", "m5"),
        ("ケタミン", "m6"),
        ("елки ИОГА", "m6"),
    ],
)
def test_a_word_of_any_script_is_found(kap: Kap, own: str, asked: str, found: str) -> None:
    ran = kap("search", asked, "--catalogue", own, "--format", "ids")
    assert (ran.code, ran.out) == (0, f"{found}\n")


@pytest.mark.parametrize("asked", ["胺氯酮", "氯酮", "カタミン"])
def test_letters_in_another_order_are_another_word_and_no_slip(kap: Kap, own: str, asked: str) -> None:
    ran = kap("search", asked, "--catalogue", own, "--format", "ids")
    assert (ran.code, ran.out) == (1, "")
    assert f"No study here has the word {asked}" in ran.err


def test_a_claim_is_found_by_any_spelling(kap: Kap, tmp_path: Path) -> None:
    own = tmp_path / "claims.yaml"
    own.write_text(
        "claims:\n"
        "- id: made-claim\n"
        "  kind: mechanism\n"
        "  statement: Straßenmüller und Ångström schrieben über 氯胺酮治疗.\n"
        "  plain: Invented.\n"
        "  topic: ptsd\n"
        "  verdict: supported\n"
        "  for: [{study: feder2014, rests_on: title, because: Invented.}]\n",
        encoding="utf-8",
    )
    for asked in ("STRASSENMÜLLER", "angstrom", "氯胺酮"):
        ran = kap("claims", asked, "--catalogue", str(own), "--format", "ids")
        assert (ran.code, ran.out) == (0, "made-claim\n"), asked
