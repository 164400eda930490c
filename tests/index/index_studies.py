"""Small made catalogues, compiled in memory, so that a test shows all it is about."""

from __future__ import annotations

import sqlite3
from typing import Any

from kapcli.catalogue.drafts import Sorted
from kapcli.catalogue.publication import Reading
from kapcli.catalogue.study import Arm, Study
from kapcli.index.build import build
from kapcli.index.counts import left_out
from kapcli.index.facets import facets
from kapcli.index.loading import Loaded, load_vocabulary
from kapcli.index.query import Query, understand
from kapcli.index.search import Found, search

VOCABULARY = load_vocabulary()


def made(name: str, **fields: Any) -> Study:
    """A study with as little in it as a study can have."""
    plain: dict[str, Any] = {
        "title": "A study",
        "csl_type": "article-journal",
        "year": 2020,
        "design": "rct",
        "status": "published",
        "finding": "",
        "read_at": (Reading(url="https://example.org/a", read="abstract"),),
    }
    return Study(id=name, **(plain | fields))


def arm(drug: str, route: str | None = None, low: float | None = None, high: float | None = None, **fields: Any) -> Arm:
    unit = fields.pop("unit", None if low is None else "mg/kg")
    return Arm(drug=drug, role="experimental", route=route, dose_min=low, dose_max=high, unit=unit, **fields)


def compiled(*studies: Study) -> sqlite3.Connection:
    """The compiled catalogue of some studies."""
    connection = sqlite3.connect(":memory:")
    build(connection, Loaded(VOCABULARY, (("built-in", Sorted(studies=studies)),), ()), "made")
    return connection


def find(connection: sqlite3.Connection, text: str = "", **asked: Any) -> Found:
    """The answer to words and facets; a facet is given as text or as several."""
    ranges = {name: asked.pop(name, None) for name in ("year", "min_n", "dose")}
    values = {name: [value] if isinstance(value, str) else value for name, value in asked.items()}
    return search(connection, understand(text, connection, VOCABULARY), facets(VOCABULARY, values, **ranges))


def left_out_of(connection: sqlite3.Connection, **asked: Any) -> tuple[int, int]:
    """How many studies a dose, and a drug or route, left out."""
    ranges = {name: asked.pop(name, None) for name in ("year", "min_n", "dose")}
    values = {name: [value] if isinstance(value, str) else value for name, value in asked.items()}
    return left_out(connection, understand("", connection, VOCABULARY), facets(VOCABULARY, values, **ranges))


def ids(connection: sqlite3.Connection, text: str = "", **asked: Any) -> set[str]:
    """The ids of the studies that match."""
    found = find(connection, text, **asked)
    return {hit.study.id for hit in found.hits if hit.match != "partial"}


def codes(query: Query) -> set[str]:
    """Every meaning of a query, as ``section:code``."""
    return {f"{section}:{code}" for unit in query.units for section, code in unit.codes}
