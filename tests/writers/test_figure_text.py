"""Text in a picture: measured as it is drawn, wrapped without loss, and free of what a font or a reader cannot take."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.writers.cleaning import one_line
from kapcli.writers.figure_library import font_file, quiet
from kapcli.writers.figure_text import LACKING, _widths, lacks, shown, width, wrapped


class TestWidth:
    @pytest.mark.parametrize("bold", [False, True])
    @pytest.mark.parametrize("text", ["A" * 50, "randomised trial · n = 41", "−2.45 [−3.58, −1.33]", "◄ favours ECT"])
    def test_it_is_what_the_font_says_but_for_kerning(self, text: str, bold: bool) -> None:
        with quiet():
            from matplotlib.font_manager import FontProperties
            from matplotlib.textpath import text_to_path

            font = FontProperties(fname=font_file(bold), size=7)
            drawn, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
        # Kerning mostly brings letters together; what it parts, such as a row of As, it parts by a hair.
        assert 0.96 * width(text, 7, bold) <= drawn <= (1.05 if text[0] == "A" else 1.01) * width(text, 7, bold)

    @pytest.mark.parametrize("bold", [False, True])
    def test_the_table_is_that_of_the_font(self, bold: bool) -> None:
        from matplotlib.ft2font import FT2Font

        font = FT2Font(font_file(bold))
        assert set(_widths(bold)) == set(font.get_charmap())
        font.set_size(100, 72)
        for code in (0x20, 0x41, 0x69, 0xB7, 0x2212, 0x25CF, 0x25C4, 0x3B1, 0x2500):
            from matplotlib.ft2font import LoadFlags

            advance = font.load_char(code, flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100
            assert _widths(bold)[code] == pytest.approx(advance, abs=1e-3)


class TestWrapping:
    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=200), st.floats(30, 400), st.booleans())
    def test_no_line_is_wider_than_the_room_and_nothing_is_lost(self, text: str, room: float, bold: bool) -> None:
        lines = wrapped(text, 8.0, room, bold)
        assert all(width(line, 8.0, bold) <= room or len(line) == 1 for line in lines)
        assert "".join("".join(lines).split()) == "".join(one_line(text).split())

    def test_the_first_line_may_be_narrower(self) -> None:
        first, *_ = wrapped("word " * 30, 8.0, 200.0, first=60.0)
        assert width(first, 8.0) <= 60

    def test_a_no_break_space_holds_its_words_together(self) -> None:
        lines = wrapped("R\N{NO-BREAK SPACE}randomised; " * 9, 8.0, 100.0)
        assert all(line.startswith("R randomised") for line in lines)


class TestShown:
    def test_what_the_font_lacks_is_a_square_one_for_one(self) -> None:
        assert shown("a\u4e2d\u6587b") == f"a{LACKING}{LACKING}b"
        assert (lacks("a\u4e2d"), lacks("caf\u00e9 \u2212")) == (True, False)
        # It takes no more room than what it stands for was taken to need.
        assert width(LACKING, 8.0) <= width("\u4e2d", 8.0)

    @given(st.text())
    @settings(max_examples=100, deadline=None)
    def test_it_is_one_line_without_control_characters(self, text: str) -> None:
        assert not {character for character in shown(text) if ord(character) < 32 or ord(character) == 0x202E}
