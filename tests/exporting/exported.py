"""The catalogue at hand as it is exported."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.exporting.columns import Selection


def whole(what: str = "all") -> Selection:
    """Everything of the catalogue at hand."""
    from kapcli.exporting.selection import selected
    from kapcli.index.question import question
    from kapcli.index.session import open_session

    return selected(question(open_session(()), ""), what)
