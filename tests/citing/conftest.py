from __future__ import annotations

from pathlib import Path

import pytest
from citing_items import CASES, DATA_NAMES, Item, neutral, read

from kapcli.citing import engine
from kapcli.citing.from_study import csl_item
from kapcli.index.records import study_at
from kapcli.index.session import open_session
from shared_work import anew


@pytest.fixture(autouse=True)
def _each_time_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the engine is what is tested."""
    monkeypatch.setattr(engine, "format_reference", anew)


@pytest.fixture(scope="session")
def golden() -> dict[str, Item]:
    return {item["id"]: neutral(item) for item in read("items.csl.json")}


@pytest.fixture(scope="session")
def items(golden: dict[str, Item]) -> dict[str, Item]:
    """All 41 items."""
    return golden | {item["id"]: item for item in read("extended.json")["items"]}


@pytest.fixture(scope="session")
def expected() -> dict[str, dict[str, dict[str, str]]]:
    """Style code to id to the known texts."""
    golden, extended = read("expected.json"), read("extended.json")["expected"]
    return {code: golden[name]["items"] | extended[name] for code, name in DATA_NAMES.items()}


@pytest.fixture(scope="session")
def works(home: Path) -> list[Item]:
    """Every work of the built-in catalogue, and the invented ones."""
    connection = open_session((str(CASES),)).connection
    return [csl_item(study_at(connection, row)) for (row,) in connection.execute("SELECT row FROM doc").fetchall()]
