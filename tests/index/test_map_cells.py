"""A cell of the map holds what a search with its two facets finds, whatever else narrows the question."""

from __future__ import annotations

import itertools
import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_studies import VOCABULARY, arm, compiled, made

from kapcli.catalogue.facets import FACETS as CODED
from kapcli.catalogue.model import About
from kapcli.catalogue.study import People
from kapcli.evidence.gap_map import EvidenceMap
from kapcli.evidence.map_axes import DIMENSIONS
from kapcli.index.facets import Dose, Facets
from kapcli.index.mapped import mapped
from kapcli.index.matching import matching
from kapcli.index.query import understand
from kapcli.index.question import Question
from kapcli.index.records import ids
from kapcli.index.session import Session

ABOUT = About(title="", as_of="2026-01-01", scope="", inclusion=(), method="", disclaimer="", urgent_help="")
WORDS = ("", "", "ptsd", "veterans", "oral", "infusion suicidal", "feder")
PAIRS = st.lists(st.sampled_from(DIMENSIONS), min_size=2, max_size=2, unique=True)
ROUTES = (None, "iv", "oral", "im", "intranasal")
DRUGS = ("ketamine", "esketamine", "midazolam", "placebo")


@st.composite
def narrowings(draw: st.DrawFn) -> Facets:
    """Facets as somebody may set them, often none."""
    names = draw(st.lists(st.sampled_from(tuple(CODED)), max_size=2, unique=True))
    codes = {
        name: tuple(draw(st.lists(st.sampled_from(VOCABULARY.codes(name)), min_size=1, max_size=2, unique=True)))
        for name in names
    }
    years = draw(st.none() | st.tuples(st.none() | st.integers(1998, 2012), st.none() | st.integers(2013, 2024)))
    dose = draw(st.none() | st.none() | st.sampled_from([Dose(0.2, 0.5, "mg/kg"), Dose(28, 84, "mg")]))
    return Facets(codes, years, draw(st.none() | st.none() | st.integers(0, 100)), dose)


def asked(connection: sqlite3.Connection, text: str, facets: Facets) -> Question:
    session = Session(connection, VOCABULARY, ABOUT, "")
    return Question(session, understand(text, connection, VOCABULARY), facets)


def with_cell(facets: Facets, found: EvidenceMap, row: str, column: str) -> Facets:
    """The narrowing with the two facets of a cell in the place of its own on these dimensions."""
    codes, years = dict(facets.codes), facets.years
    for dimension, code in ((found.rows.dimension, row), (found.columns.dimension, column)):
        if dimension == "year":
            first, _, last = code.partition("..")
            years = (int(first), int(last or first))
        else:
            codes[dimension] = (code,)
    return Facets(codes, years, facets.min_n, facets.dose)


def counted(connection: sqlite3.Connection, rows: Any) -> list[str]:
    """Ids of what was found, but for the retracted: they are shown and in no count."""
    names = ids(connection)
    retracted = {row for (row,) in connection.execute("SELECT row FROM study WHERE retracted")}
    return [names[row] for row in rows if row not in retracted]


def agrees(question: Question, rows: str, columns: str, choose: Any) -> None:
    found = mapped(question, rows, columns)
    cells = [cell for line in found.cells for cell in line]
    for cell in choose(cells):
        facets = with_cell(question.facets, found, cell.row, cell.column)
        searched = matching(question.session.connection, question.query, facets)
        assert list(cell.studies) == counted(question.session.connection, searched), (cell.row, cell.column)


@settings(derandomize=True, max_examples=80, deadline=None, database=None)
@given(text=st.sampled_from(WORDS), pair=PAIRS, facets=narrowings(), data=st.data())
def test_of_the_built_in_catalogue(
    catalogue: sqlite3.Connection, text: str, pair: list[str], facets: Facets, data: st.DataObject
) -> None:
    def some(cells: list[Any]) -> list[Any]:
        return data.draw(st.lists(st.sampled_from(cells), max_size=12, unique=True)) if cells else []

    agrees(asked(catalogue, text, facets), pair[0], pair[1], some)


ARMS = st.builds(
    lambda drug, route, low: arm(drug, route, low),
    st.sampled_from(DRUGS),
    st.sampled_from(ROUTES),
    st.sampled_from([None, 0.1, 0.5, 2.0]),
)


@settings(derandomize=True, max_examples=40, deadline=None, database=None)
@given(
    arms=st.lists(st.lists(ARMS, max_size=3), min_size=1, max_size=6),
    drugs=st.lists(st.sampled_from(DRUGS), max_size=2, unique=True),
    routes=st.lists(st.sampled_from(ROUTES[1:]), max_size=2, unique=True),
    dose=st.none() | st.just(Dose(0.2, 0.6, "mg/kg")),
    pair=st.sampled_from([("drug", "route"), ("route", "drug"), ("condition", "route"), ("drug", "condition")]),
)
def test_where_drug_route_and_dose_are_of_one_arm(
    arms: list[list[Any]], drugs: list[str], routes: list[str], dose: Dose | None, pair: tuple[str, str]
) -> None:
    connection = compiled(
        *(made(f"a{number}", arms=tuple(one), conditions=("ptsd",)) for number, one in enumerate(arms))
    )
    codes = {name: tuple(values) for name, values in (("drug", drugs), ("route", routes)) if values}
    agrees(asked(connection, "", Facets(codes, dose=dose)), *pair, list)
    connection.close()


@pytest.mark.parametrize(("rows", "columns"), [*itertools.combinations(DIMENSIONS, 2)])
def test_of_every_pair_of_dimensions(catalogue: sqlite3.Connection, rows: str, columns: str) -> None:
    agrees(asked(catalogue, "", Facets()), rows, columns, list)


@pytest.mark.parametrize("dimension", [name for name in DIMENSIONS if name != "year"])
def test_a_row_has_in_all_what_a_search_with_its_facet_finds(catalogue: sqlite3.Connection, dimension: str) -> None:
    question = asked(catalogue, "", Facets())
    found = mapped(question, dimension, "year")
    for value, total in zip(found.rows.values, found.row_totals, strict=True):
        searched = matching(catalogue, question.query, Facets({dimension: (value.code,)}))
        assert list(total.studies) == counted(catalogue, searched), value.code


def test_the_map_holds_every_study_that_a_search_finds(catalogue: sqlite3.Connection) -> None:
    question = asked(catalogue, "ptsd", Facets({"route": ("oral",)}))
    found = mapped(question, "condition", "route")
    assert len(found.total.studies) == len(matching(catalogue, question.query, question.facets))


def test_people_who_are_only_planned_are_in_no_cell() -> None:
    connection = compiled(made("a2020", design="ongoing-trial", n=People(planned=300), conditions=("ptsd",)))
    found = mapped(asked(connection, "", Facets()), "condition", "design")
    assert (found.cells[0][0].people, found.cells[0][0].not_known) == (None, 1)
    connection.close()
