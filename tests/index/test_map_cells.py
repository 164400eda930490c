"""A cell of the map holds what a search with its two facets finds, whatever else narrows the question."""

from __future__ import annotations

import itertools
import sqlite3
from random import Random
from typing import Any

import pytest
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
ROUTES = (None, "iv", "oral", "im", "intranasal")
ROUTED = ("route", ROUTES[1:])
DRUGS = ("ketamine", "esketamine", "midazolam", "placebo")


def narrowing(draw: Random) -> Facets:
    """Facets as somebody may set them, often none."""
    names = draw.sample(tuple(CODED), draw.randint(0, 2))
    codes = {name: tuple(draw.sample(VOCABULARY.codes(name), draw.randint(1, 2))) for name in names}
    span = (draw.choice((None, draw.randint(1998, 2012))), draw.choice((None, draw.randint(2013, 2024))))
    dose = draw.choice((None, None, Dose(0.2, 0.5, "mg/kg"), Dose(28, 84, "mg")))
    return Facets(codes, draw.choice((None, span)), draw.choice((None, None, draw.randint(0, 100))), dose)


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


def test_of_the_built_in_catalogue(catalogue: sqlite3.Connection) -> None:
    for draw in map(Random, range(100)):
        question = asked(catalogue, draw.choice(WORDS), narrowing(draw))
        rows, columns = draw.sample(DIMENSIONS, 2)
        agrees(question, rows, columns, lambda cells, draw=draw: draw.sample(cells, min(len(cells), 6)))


def test_where_drug_route_and_dose_are_of_one_arm() -> None:
    pairs = (("drug", "route"), ("route", "drug"), ("condition", "route"), ("drug", "condition"))
    for draw in map(Random, range(12)):
        arms = [
            tuple(
                arm(draw.choice(DRUGS), draw.choice(ROUTES), draw.choice((None, 0.1, 0.5, 2.0)))
                for _ in range(draw.randint(0, 3))
            )
            for _ in range(draw.randint(1, 6))
        ]
        connection = compiled(*(made(f"a{number}", arms=one, conditions=("ptsd",)) for number, one in enumerate(arms)))
        for pair, dose in itertools.product(pairs, (None, Dose(0.2, 0.6, "mg/kg"))):
            drawn = {name: tuple(draw.sample(of, draw.randint(0, 2))) for name, of in (("drug", DRUGS), ROUTED)}
            codes = {name: values for name, values in drawn.items() if values}
            agrees(asked(connection, "", Facets(codes, dose=dose)), *pair, list)
        connection.close()


@pytest.mark.parametrize("rows", DIMENSIONS[:-1])
def test_of_every_pair_of_dimensions(catalogue: sqlite3.Connection, rows: str) -> None:
    """Of the cells of each pair a third, another one each time: every row and column has some among them."""
    for place in range(DIMENSIONS.index(rows) + 1, len(DIMENSIONS)):
        agrees(asked(catalogue, "", Facets()), rows, DIMENSIONS[place], lambda cells, first=place % 3: cells[first::3])


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
