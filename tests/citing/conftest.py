from __future__ import annotations

import pytest
from citing_items import DATA_NAMES, Item, neutral, read


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
