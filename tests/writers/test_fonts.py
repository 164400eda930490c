"""A font that cannot be read: a message and no picture, never a picture without its letters."""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

FAULT = "kap: a font of matplotlib cannot be read: "


@pytest.fixture(autouse=True)
def _anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a process that has drawn nothing yet: matplotlib keeps the fonts that it has read."""
    from matplotlib import font_manager

    monkeypatch.chdir(tmp_path)
    font_manager._get_font.cache_clear()
    yield
    font_manager._get_font.cache_clear()


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """From here on the n-th read of a font fails, as it does where a disk or a network drive gives out."""

    def begin(last: int) -> list[int]:
        count = [0]

        class Failing(io.FileIO):
            def read(self, size: int | None = -1) -> bytes:
                count[0] += 1
                if count[0] == last:
                    raise OSError(5, "Input/output error")
                return super().read(size)  # type: ignore[return-value, arg-type]

            def readinto(self, buffer: Any) -> int:
                data = self.read(len(buffer))
                buffer[: len(data)] = data
                return len(data)

        real = io.open

        def opened(name: Any, *rest: Any, **named: Any) -> Any:
            return Failing(name) if str(name).endswith(".ttf") else real(name, *rest, **named)

        for module in (io, builtins):
            monkeypatch.setattr(module, "open", opened)
        return count

    return begin


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """From here on only so many bytes of a font are left."""

    def begin(length: int) -> None:
        from kapcli.writers import figure_painting

        whole, folder = figure_painting.font_file, tmp_path_factory.mktemp("cut")

        def short(bold: bool) -> str:
            path = folder / f"cut{bold}.ttf"
            path.write_bytes(Path(whole(bold)).read_bytes()[:length])
            return str(path)

        monkeypatch.setattr(figure_painting, "font_file", short)

    return begin


@pytest.mark.parametrize(("suffix", "number"), [("png", 1), ("png", 40), ("pdf", 1), ("pdf", 500)])
def test_a_read_that_fails(kap: InProcess, failing: Any, suffix: str, number: int) -> None:
    count = failing(number)
    ran = kap("map", "ocd", "--output", f"picture.{suffix}")
    assert count[0] >= number
    assert (ran.code, ran.out, os.listdir()) == (4, "", [])
    assert ran.err.startswith(FAULT)
    assert len(ran.err.splitlines()) == 2


def test_without_a_fault_there_is_a_picture(kap: InProcess, failing: Any) -> None:
    count = failing(-1)
    ran = kap("map", "ocd", "--output", "picture.png")
    assert count[0] > 0
    assert (ran.code, ran.err, os.listdir()) == (0, "", ["picture.png"])


@pytest.mark.parametrize("suffix", ["png", "pdf"])
@pytest.mark.parametrize("length", [0, 100, 200_000])
def test_a_font_that_is_cut_short(kap: InProcess, cut: Any, length: int, suffix: str) -> None:
    cut(length)
    ran = kap("map", "ocd", "--output", f"picture.{suffix}")
    assert (ran.code, ran.out, os.listdir()) == (4, "", [])
    assert ran.err.startswith(FAULT)
    assert len(ran.err.splitlines()) == 2


def test_an_svg_needs_no_font_file(kap: InProcess, cut: Any) -> None:
    cut(0)
    assert kap("map", "ocd", "--output", "picture.svg").code == 0
    assert os.listdir() == ["picture.svg"]
