"""The tables that the program is made of: a row adds a thing everywhere, and nothing about it is said elsewhere."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from kapcli.catalogue.facets import FACETS
from kapcli.citing.style_table import STYLES
from kapcli.cli.app import COMMANDS, app
from kapcli.cli.formats import WRITERS
from kapcli.exporting.formats import FORMATS
from kapcli.views.study_fields import COLUMNS, FIELDS

if TYPE_CHECKING:
    from conftest import InProcess

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
RETRACTED = "invented-retracted"
# Bare lists: whoever reads one has asked for nothing else.
BARE = {"ids"}
# The same as TSV and as JSON in another writing, of every command (test_fields.py, test_contract.py).
WRITTEN_ALIKE = {"csv", "ndjson"}


@functools.cache
def parameters(command: str) -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return {parameter.name: parameter for parameter in group.get_command(None, command).params}


def formats(command: str) -> list[str]:
    return list(parameters(command)["format"].type.choices)


# Every way to name a study: each command that does, with words or ids.
NAMING = [
    ("search", "ptsd"),
    ("search", "ptsd", "--lay"),
    ("show", RETRACTED),
    ("show", RETRACTED, "--lay"),
    ("compare", RETRACTED, "feder2014"),
    ("cite", RETRACTED),
    ("limits", RETRACTED),
    ("limits", RETRACTED, "--lay"),
    ("limits", "ptsd", "--studies"),
    ("limits", "ptsd", "--safety"),
    ("claims", "ptsd"),
    ("map", "ptsd"),
    ("forest", "ptsd"),
    ("timeline", "ptsd"),
    ("report", "ptsd"),
    ("report", "ptsd", "--lay"),
]


class TestFacets:
    def test_the_readme_names_them(self) -> None:
        assert [facet.name for facet in FACETS.values() if not re.search(rf"{facet.option}\b", README)] == []

    def test_every_command_that_narrows_has_all_of_them(self) -> None:
        for command in COMMANDS:
            assert "condition" not in parameters(command) or set(FACETS) <= set(parameters(command)), command

    def test_places_in_an_order_are_taken_once(self) -> None:
        for order in ("mapped", "offered"):
            taken = [place for facet in FACETS.values() if (place := getattr(facet, order))]
            assert len(taken) == len(set(taken))

    def test_map_takes_those_with_a_place(self) -> None:
        mapped = {name.replace("_", "-") for name, facet in FACETS.items() if facet.mapped}
        assert set(parameters("map")["rows"].type.choices) == {*mapped, "year"}


class TestFields:
    def test_names_and_columns_are_given_once(self) -> None:
        assert len({field.name for field in FIELDS}) == len(FIELDS)
        assert len(set(COLUMNS)) == len(COLUMNS)

    def test_every_column_is_in_the_header(self, kap: InProcess, frozen: Path) -> None:
        header = kap("search", "ptsd", "--format", "tsv").out.splitlines()[0]
        assert tuple(header.split("\t")) == COLUMNS

    @pytest.mark.parametrize("format", [name for name in formats("search") if name not in BARE])
    def test_every_hit_has_limits_and_reading_mark(self, format: str, kap: InProcess, frozen: Path) -> None:
        out = kap("search", "feder2014", "--format", format).out
        assert "follow-up under 4 weeks" in out
        assert "not read in full" in out or '"read_in_full": false' in out or '"read_in_full":false' in out


class TestFormats:
    def test_every_command_offers_only_what_is_written(self) -> None:
        own = {"bibtex", "ris", "csl-json", *FORMATS}
        # What serves a client has no format.
        for command in COMMANDS.keys() - {"mcp"}:
            assert set(formats(command)) <= {*WRITERS, *own}

    @pytest.mark.parametrize("line", NAMING, ids=" ".join)
    def test_a_retracted_study_is_marked_wherever_it_is_named(
        self, line: tuple[str, ...], kap: InProcess, frozen: Path
    ) -> None:
        for format in set(formats(line[0])) - BARE - WRITTEN_ALIKE:
            ran = kap(*line, "--format", format)
            said = f"{ran.out}\n{ran.err}"
            if re.search(rf"{RETRACTED}|10\.5555/invented", said):
                assert re.search("retracted(?!2)|withdrawn", said.replace(RETRACTED, ""), re.IGNORECASE), said


class TestStyles:
    def test_its_file_is_there(self) -> None:
        folder = ROOT / "src/kapcli/citing/styles"
        assert [name for name, style in STYLES.items() if not (folder / style.file).is_file()] == []

    @pytest.mark.parametrize("command", ["cite", "report"])
    def test_every_command_that_cites_offers_all_of_them(self, command: str) -> None:
        assert list(parameters(command)["style"].type.choices) == list(STYLES)
