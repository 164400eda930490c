"""An answer in JSON against the schema that ``kap schema output`` prints, and nothing but what it names."""

from __future__ import annotations

import copy
import functools
import json
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator

from kapcli.cli.schema import output


@functools.cache
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(output()))
    return found


@functools.cache
def _closed() -> tuple[jsonschema_rs.Draft202012Validator, Draft202012Validator]:
    """Two validators of the same, with no key that it does not name: what is new has to be declared."""
    found = copy.deepcopy(schema())
    for definition in found["$defs"].values():
        if "properties" in definition:
            definition["additionalProperties"] = False
    found["additionalProperties"] = False
    return jsonschema_rs.Draft202012Validator(found), Draft202012Validator(found)


def faults(answer: Any) -> list[str]:
    """What in an answer is not as declared."""
    # The validator of compiled code says in a hundredth of the time that there is none; the other says what it is.
    quick, telling = _closed()
    if quick.is_valid(answer):
        return []
    return [
        f"{'/'.join(map(str, _deepest(error).absolute_path))}: {_deepest(error).message[:300]}"
        for error in telling.iter_errors(answer)
    ][:5] or ["the two validators disagree"]


def _deepest(error: Any) -> Any:
    """Of the forms a result may have the one that it is nearest to."""
    while error.context:
        error = max(error.context, key=lambda one: (len(one.absolute_path), one.validator != "required"))
    return error
