"""The schema that `kap schema output` prints, against what every command really prints."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from declared import faults, schema

from kapcli.cli.app import COMMANDS

if TYPE_CHECKING:
    from conftest import InProcess

DOCS = Path(__file__).parents[2] / "docs"
# Where a command has several forms, each of them is among the lines of the contract, which are held to it too, or here.
MORE = (
    ("topics",),
    ("topics", "who should not have it"),
    ("claims", "feder2014", "--kind", "record"),
    ("claims", "ptsd", "--table"),
    ("limits", "ptsd"),
    ("limits", "--safety", "bladder"),
    ("limits", "--safety", "--lay"),
    ("check", "Does ketamine help with PTSD?"),
    ("check", "In OKTOP the mean PCL-5 fell from 40 to 12"),
    ("check", "Feder A, et al. Efficacy of intravenous ketamine for PTSD. JAMA Psychiatry. 2015;71(6):681-688."),
    ("compare", "feder2014", "anand2023", "quigley2025"),
    ("search", "--year", "2014..", "--dose", "0.2..0.5", "--min-n", "20"),
    ("search", "not esketamine 0.5 mg/kg depresion"),
    ("cite", "kap"),
    ("report", "bladder"),
    ("about", "--changes"),
    ("schema", "catalogue"),
    ("timeline", "harpazrotem2023"),
    ("export", "oktop", "--what", "arms"),
    *(("export", "emdr", "--what", what) for what in ("claims", "steps", "links", "findings", "characteristics")),
    *(("export", "larkin2011", "--what", what) for what in ("studies", "outcomes", "limitations", "adverse_events")),
)


def test_it_is_a_schema_of_its_dialect(kap: InProcess) -> None:
    jsonschema_rs.meta.validate(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(kap("schema", "output").out) == schema()
    (result,) = json.loads(kap("schema", "output", "--json").out)["results"]
    assert result["schema"] == schema()


def test_it_has_every_command() -> None:
    assert {rule["if"]["properties"]["command"]["const"] for rule in schema()["allOf"]} == set(COMMANDS) - {"mcp"}


def test_every_key_is_in_the_manual() -> None:
    pages = "".join((DOCS / name).read_text("utf-8") for name in ("json.md", "catalogue.md", "export.md"))
    told = {part for word in re.findall(r"`([^`\n]+)`", pages) for part in (word, word.rpartition(".")[2])}
    assert {key for one in schema()["$defs"].values() for key in one.get("properties", {})} <= told


@pytest.mark.parametrize("line", MORE, ids=lambda line: " ".join(line)[:60])
def test_what_is_printed_is_as_declared(kap: InProcess, line: tuple[str, ...]) -> None:
    ran = kap(line[0], "--json", *line[1:])
    assert faults(json.loads(ran.out)) == []
    assert '""' not in ran.out.replace('\\"', "")


def test_every_study_is_as_declared(kap: InProcess) -> None:
    ids = kap("search", "--format", "ids").out.split()
    assert faults(json.loads(kap("show", *ids, "--json").out)) == []


@pytest.mark.parametrize("command", ["map", "forest", "timeline"])
def test_a_picture_is_as_declared(kap: InProcess, command: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answer = json.loads(kap(command, "ocd", "--output", "picture.svg", "--json").out)
    assert answer["summary"]["output"]["pages"] == 1
    assert faults(answer) == []


def test_what_is_not_as_declared_is_found(kap: InProcess) -> None:
    answer = json.loads(kap("show", "feder2014", "--json").out)
    for key, value in (("year", "2014"), ("limits", None), ("undeclared", 1)):
        wrong = copy.deepcopy(answer)
        wrong["results"][0][key] = value
        assert faults(wrong), key
    del answer["results"][0]["conditions"]
    assert faults(answer)
