"""An answer as JSON: UTF-8, with characters that could act on a terminal written as escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.writers.cleaning import encodable, json_safe

if TYPE_CHECKING:
    from collections.abc import Iterable


def indented(value: Any) -> bytes:
    """One document, laid out for the eye."""
    return json_safe(msgspec.json.format(_encoded(value), indent=2)) + b"\n"


def lines(values: Iterable[Any]) -> bytes:
    """A document a line."""
    return b"".join(json_safe(_encoded(value)) + b"\n" for value in values)


def _encoded(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        # Bytes of the command line that are no text have come along (a file name, an unknown id).
        return msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value)))


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value
