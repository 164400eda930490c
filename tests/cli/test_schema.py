"""The schema that `kap schema output` prints, against what every command really prints."""

from __future__ import annotations

import copy
import functools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from test_contract import ANSWERED, NOTHING, USAGE

from kapcli.cli.app import COMMANDS

if TYPE_CHECKING:
    from conftest import InProcess

DOCS = Path(__file__).parents[2] / "docs"
# Where a command has several forms, each of them is among the lines of the contract or here.
MORE = (
    ("topics",),
    ("topics", "who should not have it"),
    ("claims", "--kind", "record"),
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
    ("cite", "--all"),
    ("cite", "kap"),
    ("report", "bladder"),
    ("about", "--changes"),
    ("schema", "catalogue"),
    ("timeline", "harpazrotem2023"),
    ("export", "oktop", "--what", "arms"),
    *(("export", "emdr", "--what", what) for what in ("claims", "steps", "links", "findings", "characteristics")),
    *(("export", "larkin2011", "--what", what) for what in ("studies", "outcomes", "limitations", "adverse_events")),
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    from kapcli.cli.schema import output

    found: dict[str, Any] = json.loads(json.dumps(output()))
    return found


@pytest.fixture(scope="module")
def closed(schema: dict[str, Any]) -> Draft202012Validator:
    """The same, with no key that it does not name: what is new has to be declared."""
    found = copy.deepcopy(schema)
    for definition in found["$defs"].values():
        if "properties" in definition:
            definition["additionalProperties"] = False
    found["additionalProperties"] = False
    return Draft202012Validator(found)


def faults(validator: Draft202012Validator, answer: Any) -> list[str]:
    # The validator of compiled code says in a hundredth of the time that there is none; the other says what it is.
    if compiled(json.dumps(validator.schema)).is_valid(answer):
        return []
    return [
        f"{'/'.join(map(str, deepest(error).absolute_path))}: {deepest(error).message[:300]}"
        for error in validator.iter_errors(answer)
    ][:5] or ["the two validators disagree"]


@functools.cache
def compiled(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema))


def deepest(error: Any) -> Any:
    """Of the forms a result may have the one that it is nearest to."""
    while error.context:
        error = max(error.context, key=lambda one: (len(one.absolute_path), one.validator != "required"))
    return error


def test_it_is_a_schema_of_its_dialect(kap: InProcess, schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(kap("schema", "output").out) == schema
    (result,) = json.loads(kap("schema", "output", "--json").out)["results"]
    assert result["schema"] == schema


def test_it_has_every_command(schema: dict[str, Any]) -> None:
    assert {rule["if"]["properties"]["command"]["const"] for rule in schema["allOf"]} == set(COMMANDS) - {"mcp"}


def test_every_key_is_in_the_manual(schema: dict[str, Any]) -> None:
    pages = "".join((DOCS / name).read_text("utf-8") for name in ("json.md", "catalogue.md", "export.md"))
    told = {part for word in re.findall(r"`([^`\n]+)`", pages) for part in (word, word.rpartition(".")[2])}
    assert {key for one in schema["$defs"].values() for key in one.get("properties", {})} <= told


@pytest.mark.parametrize("line", [*ANSWERED, *MORE, *NOTHING, *USAGE], ids=lambda line: " ".join(line)[:60])
def test_what_is_printed_is_as_declared(kap: InProcess, closed: Draft202012Validator, line: tuple[str, ...]) -> None:
    ran = kap(line[0], "--json", *line[1:])
    assert faults(closed, json.loads(ran.out)) == []
    assert '""' not in ran.out.replace('\\"', "")


def test_every_study_is_as_declared(kap: InProcess, closed: Draft202012Validator) -> None:
    ids = kap("search", "--format", "ids").out.split()
    assert faults(closed, json.loads(kap("show", *ids, "--json").out)) == []


@pytest.mark.parametrize("command", ["map", "forest", "timeline"])
def test_a_picture_is_as_declared(
    kap: InProcess, closed: Draft202012Validator, command: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = json.loads(kap(command, "ocd", "--output", "picture.svg", "--json").out)
    assert answer["summary"]["output"]["pages"] == 1
    assert faults(closed, answer) == []


def test_what_is_not_as_declared_is_found(kap: InProcess, closed: Draft202012Validator) -> None:
    answer = json.loads(kap("show", "feder2014", "--json").out)
    for key, value in (("year", "2014"), ("limits", None), ("undeclared", 1)):
        wrong = copy.deepcopy(answer)
        wrong["results"][0][key] = value
        assert faults(closed, wrong), key
    del answer["results"][0]["conditions"]
    assert faults(closed, answer)
