"""How each kind of text looks on a terminal: the one table.

Nobody knows the palette of a terminal nor its background, and not one of the sixteen colours can be read on all of
those in use (tests/writers/test_styles.py works it out). So text stays in the terminal's own colour, and what must be
seen differs in weight, by a line under it, or with its two colours exchanged; its words say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.views.document import Style
    from kapcli.writers.layout import Line

# Parameters of "select graphic rendition": 1 bold, 4 underlined, 7 reversed; 30 to 37 would be colours. None is faint:
# how faint is up to the terminal, and on white it is too faint in most.
STYLES: dict[Style, str] = {
    "": "",
    "id": "4",
    "heading": "1",
    "label": "1",
    "muted": "",
    "limit": "",
    "warning": "1;7",
    "strong": "1",
    "code": "1",
}


def styled(lines: Iterable[Line], *, links: bool = False) -> str:
    """Lines with their styles, each ended; what has an address may be a link."""
    page = []
    for line in lines:
        for part in line:
            code = STYLES[part.style]
            text = f"\x1b[{code}m{part.text}\x1b[0m" if code else part.text
            # A link (OSC 8); where a terminal knows none, it shows the text alone.
            page.append(f"\x1b]8;;{part.href}\x1b\\{text}\x1b]8;;\x1b\\" if links and part.href else text)
        page.append("\n")
    return "".join(page)
