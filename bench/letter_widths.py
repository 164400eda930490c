"""Write how wide each letter of DejaVu Sans is, from the fonts that come with matplotlib: a picture is laid out by it.

    python bench/letter_widths.py

Kerning is left out: it mostly brings letters closer together, and what it parts it parts by less than a twentieth, so
that lines of words are hardly ever wider than they were measured.
"""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib
from fontTools.ttLib import TTFont

FONTS = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
TABLE = Path(__file__).parents[1] / "src" / "kapcli" / "writers" / "letter_widths.json"


def row(widths: dict[int, int]) -> str:
    """The widths from one code point to the next: ``@`` leads to another code point, ``*`` says how many are alike."""
    found: list[str] = []
    expected = last = count = 0
    for code, width in [*sorted(widths.items()), (0, 0)]:
        if count and (code != expected or width != last):
            found.append(f"{last}*{count}" if count > 1 else str(last))
            count = 0
        if code > expected:
            found.append(f"@{code}")
        expected, last, count = code + 1, width, count + 1
    return " ".join(found)


def main() -> None:
    table: dict[str, int | str] = {}
    for name, file in FONTS.items():
        with TTFont(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / file) as font:
            advances = font["hmtx"].metrics
            table["em"] = font["head"].unitsPerEm
            table[name] = row({code: advances[glyph][0] for code, glyph in font.getBestCmap().items()})
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
