"""The JSON Schema of what JSON holds, made of the shapes that are declared for each command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.views.output_questions import QUERIES, Nothing
from kapcli.views.output_shapes import RESULTS
from kapcli.views.output_summaries import SUMMARIES, Envelope

if TYPE_CHECKING:
    from collections.abc import Iterable

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REF = "#/$defs/{name}"


def output_schema(contract: int, *, draft: bool) -> dict[str, Any]:
    """The schema of the envelope, with the results, the query and the summary of each command.

    Args:
        contract: The version of the contract.
        draft: Whether it is a draft.
    """
    shapes = {shape for table in (RESULTS, QUERIES, SUMMARIES) for several in table.values() for shape in several}
    _, definitions = msgspec.json.schema_components({*shapes, Envelope, Nothing}, ref_template=_REF)
    for definition in definitions.values():
        _state(definition)
    envelope = definitions.pop(Envelope.__name__)
    envelope["properties"] |= {
        "kap": {"const": contract},
        "draft": {"const": draft},
        "command": {"enum": [*RESULTS, None]},
    }
    return {
        "$schema": DIALECT,
        "title": f"Output of kap, contract {contract}",
        **{key: value for key, value in envelope.items() if key != "title"},
        "allOf": [_of_command(command) for command in RESULTS],
        "$defs": dict(sorted(definitions.items())),
    }


def _of_command(command: str) -> dict[str, Any]:
    """What the envelope of a command holds; after an error query and summary are empty."""
    return {
        "if": {"properties": {"command": {"const": command}}},
        "then": {
            "properties": {
                "query": _one_of([*QUERIES[command], Nothing]),
                "results": {"type": "array", "items": _one_of(RESULTS[command])},
                "summary": _one_of([*SUMMARIES.get(command, ()), Nothing]),
            }
        },
    }


def _one_of(shapes: Iterable[Any]) -> dict[str, Any]:
    names = dict.fromkeys(shape.__name__ for shape in shapes)
    refs = [
        {"type": "object", "maxProperties": 0} if name == Nothing.__name__ else {"$ref": _REF.format(name=name)}
        for name in names
    ]
    return refs[0] if len(refs) == 1 else {"anyOf": refs}


def _state(definition: dict[str, Any]) -> None:
    """Say of an object what holds of all that is written: every key is there, and null stands for an empty text."""
    properties = definition.get("properties")
    if properties is None:
        return
    definition["required"] = list(properties)
    for name, found in properties.items():
        empty = found.pop("default", None) == ""
        if not empty:
            continue
        kinds = found.pop("anyOf", [found.copy()])
        properties[name] = {"anyOf": [*kinds, {"type": "null"}]}
