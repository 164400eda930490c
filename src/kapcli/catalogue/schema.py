"""The JSON Schema of a catalogue file, made of the model and the vocabulary: for editors, and for other validators.

It says less than the reader: what must hold between fields, and the finer forms, only ``kap validate`` knows.
"""

from __future__ import annotations

import functools
import types
import typing
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import msgspec

from kapcli.catalogue.drafts import Draft
from kapcli.catalogue.files import packaged
from kapcli.catalogue.forms import FIRST_YEAR, LAST_YEAR, MAX_TITLE, Code, Form
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.study import Study

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.vocabulary import Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What an editor reads as a number or as true is text all the same, where a field holds text.
_TEXT = ["string", "number", "boolean"]
_SCALARS = {str: _TEXT, bool: ["boolean"], int: ["integer"], float: ["number"]}
_FORMS: dict[str, dict[str, Any]] = {
    "id": {"type": "string", "pattern": r"^[^\W_][\w.-]{0,63}$"},
    "url": {"type": "string", "pattern": r"^https?://\S+$"},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "pmcid": {"type": "string", "pattern": "^PMC[0-9]{1,9}$"},
    "title": {"type": _TEXT, "maxLength": MAX_TITLE},
    "year": {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
}


@functools.cache
def texts() -> dict[str, dict[str, str]]:
    """What each field is for, in a sentence, by struct and field: for editors, for who is asked, and beside blanks.

    The tables of docs/catalogue.md are held to ``field_texts.json`` by a test.
    """
    return msgspec.json.decode(packaged("catalogue", "field_texts.json"), type=dict[str, dict[str, str]])


def text_of(struct: str, field: str) -> str:
    """What a field is for; empty where its name says it."""
    return texts().get(struct, {}).get(field, "")


def catalogue_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """The schema of a file.

    Args:
        vocabulary: The codes that may stand in it, with their labels.
    """
    definitions = {struct.__name__: _object(struct, vocabulary) for struct in structs()}
    study = definitions["Study"]
    draft = _object(Draft, vocabulary)
    study["properties"] |= {name: draft["properties"][name] for name in ("draft", "unmapped")}
    study |= {
        "required": ["id"],
        "if": {"properties": {"draft": {"const": True}}, "required": ["draft"]},
        "else": {"required": study["required"], "properties": {"unmapped": False}},
    }
    top = definitions.pop("Catalogue")
    return {
        "$schema": DIALECT,
        "title": "A catalogue file of kap",
        "description": "Studies, claims and terms, as docs/catalogue.md describes them. A blank is left out.",
        **top,
        "$defs": dict(sorted(definitions.items())),
    }


def structs() -> tuple[type[msgspec.Struct], ...]:
    """Every kind of record that a file may hold, the file itself first."""
    found: dict[type[msgspec.Struct], None] = {}
    todo: list[type[msgspec.Struct]] = [Catalogue]
    while todo:
        struct = todo.pop(0)
        if struct not in found:
            found[struct] = None
            todo += [one for hint in _hints(struct).values() for one in _structs_in(hint)]
    return tuple(found)


def _hints(struct: type[msgspec.Struct]) -> dict[str, Any]:
    hints = typing.get_type_hints(struct, include_extras=True)
    return {field.encode_name: hints[field.name] for field in msgspec.structs.fields(struct)}


def _structs_in(hint: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for part in get_args(hint):
        yield from _structs_in(part)


def _object(struct: type[msgspec.Struct], vocabulary: Vocabulary) -> dict[str, Any]:
    """An object with the fields of a record; a blank field is the same as one that is left out."""
    properties: dict[str, Any] = {}
    name = "Study" if issubclass(struct, Study) else struct.__name__
    for field, hint in _hints(struct).items():
        about = text_of(name, field) or text_of(struct.__name__, field)
        properties[field] = ({"description": about} if about else {}) | _or_blank(_kind(hint, vocabulary))
    required = [field.encode_name for field in msgspec.structs.fields(struct) if field.required]
    found = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def _or_blank(kind: dict[str, Any]) -> dict[str, Any]:
    if "enum" in kind:
        return kind | {"enum": [*kind["enum"], None]}
    if isinstance(kind.get("type"), str | list):
        types_ = kind["type"] if isinstance(kind["type"], list) else [kind["type"]]
        return kind | {"type": [*types_, "null"]}
    return {"anyOf": [*(kind.get("anyOf") or [kind]), {"type": "null"}]}


def _kind(hint: Any, vocabulary: Vocabulary) -> dict[str, Any]:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is typing.Annotated:
        return _marked(parts, vocabulary)
    if origin is typing.Union or origin is types.UnionType:
        kinds = [_kind(part, vocabulary) for part in parts if part is not type(None)]
        return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if origin is tuple and parts[-1] is Ellipsis:
        return {"type": "array", "items": _kind(parts[0], vocabulary)}
    if origin is tuple:
        items = [_kind(part, vocabulary) for part in parts]
        return {"type": "array", "prefixItems": items, "minItems": len(parts), "maxItems": len(parts)}
    if origin is Literal:
        return {"enum": list(parts)}
    if issubclass(hint, msgspec.Struct):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": _SCALARS[hint]}


def _marked(parts: tuple[Any, ...], vocabulary: Vocabulary) -> dict[str, Any]:
    base, *marks = parts
    for mark in marks:
        if isinstance(mark, Code):
            terms = vocabulary.sections[mark.section]
            return {"enum": list(terms), "enumDescriptions": [term.label for term in terms.values()]}
        if isinstance(mark, Form) and mark.name in _FORMS:
            return dict(_FORMS[mark.name])
    return _kind(base, vocabulary)
