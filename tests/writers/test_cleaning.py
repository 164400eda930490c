from __future__ import annotations

import json
import unicodedata

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.views.signs import GAP, LETTERS
from kapcli.writers.cleaning import clean, json_safe, one_line, with_signs_of

QUICK = settings(derandomize=True, max_examples=150, deadline=None, database=None)
# Turning the reading direction, by their names in Unicode's own tables.
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS = "\u200e\u200f\u061c"
ODD = st.characters(categories=("Cc", "Cf", "Cs", "Zl", "Zp"))
TEXTS = st.text(st.one_of(ODD, st.characters()))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.one_of(ODD, st.characters())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def harmful(text: str) -> list[str]:
    return [
        f"U+{ord(character):04X}"
        for character in text
        if (unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") and character not in "\n\t")
        or unicodedata.bidirectional(character) in TURNING
        or character in MARKS
    ]


def test_every_character_is_cleaned_that_could_harm() -> None:
    assert harmful(clean("".join(map(chr, range(0x110000))))) == []


@QUICK
@given(TEXTS)
def test_nothing_harmful_is_left_and_it_can_be_written(text: str) -> None:
    cleaned = clean(text)
    assert harmful(cleaned) == []
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


@QUICK
@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs"))))
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert clean(text) == text


@QUICK
@given(TEXTS)
def test_one_line_is_one_line(text: str) -> None:
    assert not set("\n\t\r") & set(one_line(text))
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "^[[31m"),
        ("\0", "^@"),
        ("\x7f", "^?"),
        ("\x9b31m", r"\x9b31m"),
        ("\x85", r"\x85"),
        ("\u202e", "<U+202E>"),
        ("\u200b", "<U+200B>"),
        ("\ud800", "<U+D800>"),
        ("\udcff", "<U+DCFF>"),
        ("\r", "^M"),
        ("a\tb\n", "a\tb\n"),
        ("Łuczak 李 é", "Łuczak 李 é"),
    ],
)
def test_notation(text: str, shown: str) -> None:
    assert clean(text) == shown


@QUICK
@given(VALUES)
def test_safe_json_holds_the_same_value_and_shows_nothing_harmful(value: object) -> None:
    for encoded in (
        json.dumps(value).encode(),
        json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"),
        json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass"),
    ):
        assert json.loads(json_safe(encoded)) == value
        assert harmful(json_safe(encoded).decode("utf-8")) == []


@QUICK
@given(st.text(st.one_of(st.characters(categories=("Cc", "Cf")), st.characters(exclude_categories=("Cs",)))))
def test_safe_json_of_the_encoder_in_use_holds_the_same_text(text: str) -> None:
    encoded = msgspec.json.format(msgspec.json.encode({"text": text}), indent=2)
    assert json.loads(json_safe(encoded)) == {"text": text}


class TestSigns:
    """What pages draw, where an encoding has it and where it has not."""

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "no-such-encoding"])
    def test_what_an_encoding_lacks_is_drawn_with_ascii_of_the_same_width(self, encoding: str) -> None:
        drawn = with_signs_of(encoding, f"\u2022 {GAP} a \u00b7 b \u2260 c")
        assert len(drawn) == len(f"\u2022 {GAP} a \u00b7 b \u2260 c")
        assert ".." in drawn

    def test_what_it_has_stays(self) -> None:
        assert with_signs_of("cp1252", "a \u00b7 b \u2022") == "a \u00b7 b \u2022"
        assert with_signs_of("utf-8", GAP) == GAP

    def test_letters_are_never_changed(self) -> None:
        assert with_signs_of("ascii", "\u0141uczak-\u674e, \u00c9.") == "\u0141uczak-\u674e, \u00c9."

    def test_a_gap_is_no_letter_and_no_number(self) -> None:
        drawn = with_signs_of("ascii", GAP)
        assert drawn.isascii()
        assert not set(drawn) & {*LETTERS.values(), "+", "?", "-", *"0123456789"}
