"""The one list of tables: every format writes these, and docs/export.md describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.exporting.adverse_events import ADVERSE_EVENTS
from kapcli.exporting.claims import CLAIMS, LINKS, STEPS
from kapcli.exporting.columns import Filled
from kapcli.exporting.outcomes import OUTCOMES
from kapcli.exporting.printed import CHARACTERISTICS, FINDINGS
from kapcli.exporting.studies import ARMS, LIMITATIONS, STUDIES

if TYPE_CHECKING:
    from kapcli.exporting.columns import Selection, Table

# Those that together hold everything, each fact once; a table comes after those whose keys it holds.
TIDY = (STUDIES, ARMS, OUTCOMES, ADVERSE_EVENTS, LIMITATIONS, CLAIMS, STEPS, LINKS)
TABLES: dict[str, Table] = {table.name: table for table in (*TIDY, CHARACTERISTICS, FINDINGS)}


def filled(what: str, selection: Selection) -> list[Filled]:
    """The tables that are asked for, with their rows: one by its name, or ``all``."""
    wanted = TIDY if what == "all" else (TABLES[what],)
    return [Filled(table, table.values(selection)) for table in wanted]
