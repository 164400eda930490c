"""An answer as JSON: UTF-8, with characters that could act on a terminal written as escapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.writers.cleaning import encodable, json_safe

if TYPE_CHECKING:
    from collections.abc import Iterable


# An empty text: within a text every quotation mark is behind a backslash, so two in a row are one everywhere else. What
# a colon follows is a key. What stands before is looked at last, since two marks are found sooner.
_EMPTY_TEXT = re.compile(rb'""(?<=[:,\[]"")(?!:)')


# What a link of a claim has beside other objects that name a study.
_LINK = {"study", "figure", "figure_text"}
# A limitation with its label or its note.
_CODED = ({"code", "label"}, {"code", "note"})
_NOTHING: tuple[Any, ...] = (None, "", [], (), {})


def indented(value: Any) -> bytes:
    """One document, laid out for the eye; null for every text that is empty."""
    return json_safe(msgspec.json.format(_encoded(value), indent=2)) + b"\n"


def lines(values: Iterable[Any], *, brief: bool = False) -> bytes:
    """A document a line; ``brief`` leaves out what is not known or nested."""
    kept = (_brief(msgspec.to_builtins(value)) for value in values) if brief else values
    return b"".join(json_safe(_encoded(value)) + b"\n" for value in kept)


def plain(value: Any) -> Any:
    """The same as a reader of what is written gets: dictionaries, lists, and None for every empty text."""
    return msgspec.json.decode(_encoded(value))


def _encoded(value: Any) -> bytes:
    try:
        found = msgspec.json.encode(value)
    except UnicodeEncodeError:
        # Bytes of the command line that are no text have come along (a file name, an unknown id).
        found = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value)))
    return _EMPTY_TEXT.sub(b"null", found)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value


def _brief(value: Any) -> Any:
    """A value without what is null or empty in it, and with ids in the place of outcomes and of what rests on one."""
    if isinstance(value, dict):
        if "kap" in value:
            # The envelope has all its keys whatever is in them.
            return {key: _brief(item) for key, item in value.items()}
        kept = {key: _ids(item) if key == "outcomes" else _brief(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in _NOTHING}
    if isinstance(value, list | tuple):
        return [_id(item) if isinstance(item, dict) else _brief(item) for item in value]
    return value


def _id(item: dict[str, Any]) -> Any:
    """What an object in a list is called, where that is all it needs to be; else the object."""
    if item.keys() >= _LINK:
        return item["study"]
    return item["code"] if item.keys() in _CODED else _brief(item)


def _ids(outcomes: Any) -> Any:
    """Outcomes as their ids; what is called so and is none stays."""
    if isinstance(outcomes, list | tuple) and all(isinstance(one, dict) and "id" in one for one in outcomes):
        return [one["id"] for one in outcomes]
    return _brief(outcomes)
