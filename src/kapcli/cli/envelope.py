"""An answer for a program: the bytes of one JSON envelope, or of NDJSON with the envelope as its last line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.render.cleaning import encodable, json_safe

if TYPE_CHECKING:
    from kapcli.cli.answer import Answer


def encoded(answer: Answer) -> bytes:
    """An answer as UTF-8, in the one of the two formats that it was asked for in."""
    if answer.format == "ndjson":
        parts = [_encoded(result) for result in answer.results]
        parts.append(_encoded(answer.envelope(with_results=False)))
        return b"".join(json_safe(part) + b"\n" for part in parts)
    return json_safe(msgspec.json.format(_encoded(answer.envelope()), indent=2)) + b"\n"


def _encoded(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        # Bytes of the command line that are no text have come along (the name of a file).
        return msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value)))


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value
