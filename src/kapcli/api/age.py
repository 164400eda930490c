"""How old the catalogue is: from a year after its last search every answer begins by saying so."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.catalogue.model import About


def today() -> str:
    """The date, as ISO 8601 writes it."""
    return time.strftime("%Y-%m-%d")


def old_age(about: About) -> str:
    """What has to be said of a catalogue whose last search is twelve months ago or more; empty before."""
    last = max((search.when for search in about.searches), default=about.as_of)
    year, _, rest = last.partition("-")
    due = f"{int(year) + 1}-{rest}" if rest else str(int(year) + 1)
    if not last or today() < due:
        return ""
    what = "the field was last searched" if about.searches else "it was last changed"
    return f"This catalogue is old: {what} on {last}. Newer studies are not in it."
