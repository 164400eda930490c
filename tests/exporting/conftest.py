"""The frozen catalogue as tables, once for all tests of a process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from exported import whole

if TYPE_CHECKING:
    from kapcli.exporting.columns import Filled, Selection


@pytest.fixture
def selection(frozen: Path) -> Selection:
    found = whole()
    # The frozen catalogue is of a time before there were editions.
    about = msgspec.structs.replace(found.about, edition="2030.1", licence="CC BY 4.0 for the texts; facts are free")
    return msgspec.structs.replace(found, about=about)


@pytest.fixture
def tables(selection: Selection) -> dict[str, Filled]:
    from kapcli.exporting.tables import TABLES, filled

    return {name: filled(name, selection)[0] for name in TABLES}
