"""Text in a picture: measured as it is drawn, wrapped without loss, and free of what a font or a reader cannot take."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.pictures.letters import FONTS, LACKING, font_file, shown, width, wrapped
from kapcli.pictures.library import quiet


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> Iterator[None]:
    with quiet():
        yield


class TestWidth:
    @pytest.mark.parametrize("bold", FONTS)
    @pytest.mark.parametrize("text", ["A" * 50, "randomised trial · n = 41", "−2.45 [−3.58, −1.33]", "◄ favours ECT"])
    def test_it_is_what_matplotlib_draws(self, text: str, bold: bool) -> None:
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import text_to_path

        font = FontProperties(fname=font_file(bold), size=7)
        drawn, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
        assert width(text, 7, bold) == pytest.approx(drawn, rel=0.01)


class TestWrapping:
    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=200), st.floats(30, 400), st.booleans())
    def test_no_line_is_wider_than_the_room_and_nothing_is_lost(self, text: str, room: float, bold: bool) -> None:
        lines = wrapped(text, 8.0, room, bold)
        assert all(width(line, 8.0, bold) <= room or len(line) == 1 for line in lines)
        assert "".join("".join(lines).split()) == "".join(shown(text).split())

    def test_the_first_line_may_be_narrower(self) -> None:
        first, *_ = wrapped("word " * 30, 8.0, 200.0, first=60.0)
        assert width(first, 8.0) <= 60

    def test_a_no_break_space_holds_its_words_together(self) -> None:
        lines = wrapped("R\N{NO-BREAK SPACE}randomised; " * 9, 8.0, 100.0)
        assert all(line.startswith("R randomised") for line in lines)


class TestShown:
    def test_what_the_font_lacks_is_a_square_one_for_one(self) -> None:
        assert shown("a\u4e2d\u6587b") == f"a{LACKING}{LACKING}b"

    @given(st.text())
    @settings(max_examples=100, deadline=None)
    def test_it_is_one_line_without_control_characters(self, text: str) -> None:
        assert not {character for character in shown(text) if ord(character) < 32 or ord(character) == 0x202E}
