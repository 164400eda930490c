"""The JSON Schema of a catalogue file: what is sound passes it, and it says of every field what it is for."""

from __future__ import annotations

import copy
import importlib.util
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from kapcli.catalogue.schema import catalogue_schema, structs, texts
from kapcli.catalogue.yaml_events import Node, parse
from kapcli.index.loading import load_vocabulary
from small_catalogue import PLAIN

if TYPE_CHECKING:
    from conftest import InProcess

ROOT = Path(__file__).parents[2]


def texts_of(manual: str) -> dict[str, dict[str, str]]:
    """What the program that writes the texts makes of the manual."""
    spec = importlib.util.spec_from_file_location("field_texts", ROOT / "bench" / "field_texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, dict[str, str]] = module.texts(manual)
    return found


# The core schema of YAML 1.2, by which editors read: NO and a date are texts.
PLAIN_SCALARS = (
    ("true|false", lambda text: text == "true"),
    ("null|~|", lambda _: None),
    (r"[-+]?\d+", int),
    (r"[-+]?(?:\d+\.\d*|\.\d+)", float),
)


def value(node: Node) -> Any:
    """A node as an editor takes it."""
    if isinstance(node.value, dict):
        return {name: value(child) for name, (_, child) in node.value.items()}
    if isinstance(node.value, list):
        return [value(child) for child in node.value]
    ways = (read for pattern, read in PLAIN_SCALARS if node.plain and re.fullmatch(pattern, node.value))
    return next(ways, lambda text: text)(node.value)


def loaded(data: bytes) -> Any:
    """A whole file."""
    top = parse(data, "f")
    assert top is not None
    return value(top)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return catalogue_schema(load_vocabulary())


@pytest.fixture(scope="module")
def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema)


def faults(validator: Draft202012Validator, data: Any) -> list[str]:
    # The validator of compiled code says in a hundredth of the time that there is none; the other says what it is.
    if jsonschema_rs.Draft202012Validator(validator.schema).is_valid(data):
        return []
    found = validator.iter_errors(data)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


def test_the_built_in_catalogue_passes(validator: Draft202012Validator) -> None:
    data = loaded((ROOT / "data" / "studies.yaml").read_bytes())
    assert len(data["studies"]) > 200
    assert faults(validator, data)[:5] == []


def test_the_frozen_one_passes(validator: Draft202012Validator) -> None:
    assert faults(validator, loaded((ROOT / "tests" / "frozen" / "studies.yaml").read_bytes()))[:5] == []


def test_what_an_import_writes_passes(validator: Draft202012Validator, kap: InProcess, frozen: Path) -> None:
    names = sorted((ROOT / "tests" / "importing" / "data").glob("five*"))
    out = kap("import", *map(str, names)).out
    data = loaded(out.encode())
    assert len(data["studies"]) == 5
    assert faults(validator, data) == []


STUDY = PLAIN | {"year": 2021}


@pytest.mark.parametrize(
    ("changes", "sound"),
    [
        ({}, True),
        ({"volume": 71, "phase": None}, False),
        ({"volume": 71}, True),
        ({"draft": False}, True),
        ({"draft": True, "finding": None, "read_at": None, "unmapped": ["x"]}, True),
        ({"unmapped": ["x"]}, False),
        ({"design": "rtc"}, False),
        ({"design": None}, True),
        ({"year": 1000}, False),
        ({"year": "2021"}, False),
        ({"nosuch": 1}, False),
        ({"conditions": ["ptsd", "psd"]}, False),
        ({"arms": [{"drug": "ketamine"}]}, False),
        ({"arms": [{"drug": "ketamine", "role": "experimental"}]}, True),
        ({"includes": "not-read"}, True),
        ({"includes": ["a"]}, True),
        ({"includes": "read"}, False),
        ({"read_at": [{"url": "example.org", "read": "abstract"}]}, False),
    ],
)
def test_what_it_refuses(validator: Draft202012Validator, changes: dict[str, Any], sound: bool) -> None:
    assert (faults(validator, {"studies": [STUDY | changes]}) == []) is sound


def test_a_study_needs_what_a_draft_may_lack(validator: Draft202012Validator) -> None:
    for name in ("title", "csl_type", "year", "design", "status", "finding", "read_at"):
        less = copy.deepcopy(STUDY)
        del less[name]
        assert faults(validator, {"studies": [less]})
        assert not faults(validator, {"studies": [less | {"draft": True}]})


def test_it_is_printed(kap: InProcess, schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(kap("schema", "catalogue").out) == schema


def test_codes_have_their_labels(schema: dict[str, Any]) -> None:
    design = schema["$defs"]["Study"]["properties"]["design"]
    assert dict(zip(design["enum"], design["enumDescriptions"], strict=False))["rct"] == "randomised trial"


def test_what_a_field_is_for_is_said_as_in_the_manual() -> None:
    """After a change of a table in docs/catalogue.md: python bench/field_texts.py."""
    manual = texts_of((ROOT / "docs" / "catalogue.md").read_text("utf-8"))
    assert manual == texts()
    assert {struct.__name__ for struct in structs()} <= set(manual)
