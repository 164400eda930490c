"""Nodes to the model: every value typed by the schema, every fault with its line, all faults at once."""

from __future__ import annotations

import functools
import re
import types
import typing
from collections.abc import Callable
from typing import Any, Literal, get_args, get_origin

import msgspec

from kapcli.catalogue import forms, model
from kapcli.catalogue.events import Node, decode, parse
from kapcli.catalogue.faults import CatalogueError, Fault
from kapcli.catalogue.nearest import nearest
from kapcli.catalogue.vocabulary import SECTIONS, Term, Vocabulary

MAX_ITEMS = 5000
_INTEGER = re.compile(r"[-+]?\d{1,15}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})", re.ASCII)
_NOTHING = ("", "~", "null")
_FAILED: Any = object()


class Read(msgspec.Struct):
    """What reading a file gave.

    Attributes:
        catalogue: The records.
        faults: What was found wrong; errors make the catalogue unusable.
        lines: Path in the document to its line, for the checks that come after.
        kept: Section to the places of those of its records that had no fault of their own.
    """

    catalogue: model.Catalogue
    faults: list[Fault]
    lines: dict[str, int]
    kept: dict[str, list[int]]


def read_vocabulary(data: bytes, file: str) -> Vocabulary:
    """The vocabularies of a YAML file.

    Raises:
        CatalogueError: With every fault of the file.
    """
    walker = _Walker(file, None)
    top = parse(decode(data, file), file)
    sections: dict[str, dict[str, Term]] = {name: {} for name in SECTIONS}
    if top is None or not isinstance(top.value, dict):
        raise CatalogueError((Fault(file, 1, "", "no vocabularies", "write sections of terms"),))
    for name, (line, node) in top.value.items():
        if name not in sections:
            walker.fault(line, name, "no such section", _offer(name, SECTIONS))
            continue
        terms = walker.value(node, tuple[Term, ...], name)
        for term in () if terms is _FAILED else terms:
            if term.code in sections[name]:
                walker.fault(node.line, name, f"{term.code!r} stands twice", "keep one")
            sections[name][term.code] = term
    for name, codes in sections.items():
        for term in codes.values():
            if term.broader and term.broader not in codes:
                walker.fault(1, f"{name}.{term.code}", f"broader: no {term.broader!r} in {name}")
    if walker.faults:
        raise CatalogueError(tuple(walker.faults))
    return Vocabulary(sections)


def read_catalogue(data: bytes, file: str, vocabulary: Vocabulary) -> Read:
    """The records of one catalogue file.

    Args:
        data: The bytes of the file.
        file: Its name for faults.
        vocabulary: The codes that may stand in it.

    Raises:
        CatalogueError: The file is not YAML of the kind a catalogue may be, or holds no studies; faults of single
            fields come back in `Read.faults` instead, so that all are seen at once.
    """
    top = parse(decode(data, file), file)
    if top is None or (isinstance(top.value, str) and top.plain and top.value in _NOTHING):
        raise CatalogueError((Fault(file, 1, "", "no studies", "write a list under 'studies:'"),))
    if not isinstance(top.value, dict):
        kind = "a list" if isinstance(top.value, list) else "a text"
        raise CatalogueError((Fault(file, top.line, "", f"{kind} at the top", "write 'studies:' and a list below"),))
    walker = _Walker(file, vocabulary)
    catalogue = walker.value(top, model.Catalogue, "")
    if not any(name in top.value for name in ("studies", "claims", "glossary", "limitations")):
        walker.fault(top.line, "", "no studies", "write a list under 'studies:'")
    if catalogue is _FAILED:
        walker.kept.clear()
        catalogue = model.Catalogue()
    return Read(catalogue, walker.faults, walker.lines, walker.kept)


class _Field(msgspec.Struct):
    name: str
    method: Callable[[_Walker, Node, Any, str], Any]
    wanted: Any
    required: bool


@functools.cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, _Field]:
    hints = typing.get_type_hints(struct, include_extras=True)
    return {
        field.name: _Field(field.name, *_way(hints[field.name]), field.required)
        for field in msgspec.structs.fields(struct)
    }


class _Walker:
    """Turns nodes into values of a type, collecting faults on the way."""

    def __init__(self, file: str, vocabulary: Vocabulary | None) -> None:
        self.file = file
        self.vocabulary = vocabulary
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}
        self.kept: dict[str, list[int]] = {}

    def fault(self, line: int, path: str, message: str, fix: str = "") -> Any:
        self.faults.append(Fault(self.file, line, path, message, fix))
        return _FAILED

    def value(self, node: Node, kind: Any, path: str) -> Any:
        method, wanted = _way(kind)
        return method(self, node, wanted, path)

    def _struct(self, node: Node, struct: type[msgspec.Struct], path: str) -> Any:
        if not isinstance(node.value, dict):
            return self.fault(node.line, path, "fields are wanted here", f"such as {_sample(struct)}")
        self.lines[path] = node.line
        fields = _fields(struct)
        values: dict[str, Any] = {}
        failed = False
        for key, (line, child) in node.value.items():
            where = f"{path}.{key}" if path else key
            field = fields.get(key)
            if field is None:
                self.fault(line, where, "unknown field", _offer(key, fields))
                failed = True
                continue
            self.lines[where] = line
            if child.plain and child.value in _NOTHING:
                continue
            value = field.method(self, child, field.wanted, where)
            if value is _FAILED:
                failed = True
            else:
                values[key] = value
            if key == "title" and child.cut:
                self._warn_cut(child, where)
        for field in fields.values():
            if field.required and field.name not in values and field.name not in node.value:
                self.fault(node.line, path, f"{field.name!r} is missing", f"add '{field.name}: ...'")
                failed = True
            elif field.required and field.name not in values and not failed:
                self.fault(node.line, path, f"{field.name!r} is empty", "write its value")
                failed = True
        return _FAILED if failed else struct(**values)

    def _warn_cut(self, node: Node, path: str) -> None:
        self.faults.append(
            Fault(
                self.file,
                node.line,
                path,
                "the text ends before ' #', which starts a comment",
                "put the title in quotes if the rest belongs to it",
                "warning",
            )
        )

    def _sequence(self, node: Node, kinds: tuple[Any, ...], path: str) -> Any:
        if not isinstance(node.value, list):
            return self.fault(node.line, path, "a list is wanted here", "write [...], or one '- ' a line")
        if len(node.value) > MAX_ITEMS and path != "studies":
            return self.fault(node.line, path, f"more than {MAX_ITEMS} items")
        fixed = kinds[-1] is not Ellipsis
        if fixed and len(node.value) != len(kinds):
            return self.fault(node.line, path, f"{len(kinds)} values are wanted, {len(node.value)} stand here")
        values = []
        failed = False
        method, wanted = _way(kinds[0])
        for index, child in enumerate(node.value):
            where = f"{path}[{index}]"
            self.lines[where] = child.line
            if child.plain and child.value in _NOTHING:
                self.fault(child.line, where, "an empty item", "write its value or take it out")
                failed = True
                continue
            if fixed:
                method, wanted = _way(kinds[index])
            value = method(self, child, wanted, where)
            if value is _FAILED:
                failed = True
            else:
                values.append(value)
                if "[" not in path:
                    self.kept.setdefault(path, []).append(index)
        # A study with faults is left out but its neighbours stay, so that references to them can still be checked.
        return _FAILED if failed and path.count("[") else tuple(values)

    def _either(self, node: Node, kinds: tuple[Any, ...], path: str) -> Any:
        wanted = [kind for kind in kinds if kind is not type(None)]
        for kind in wanted:
            if (get_origin(kind) is tuple) == isinstance(node.value, list):
                return self.value(node, kind, path)
        return self.value(node, wanted[0], path)

    def _marked(self, node: Node, wanted: tuple[Any, ...], path: str) -> Any:
        base, *marks = wanted
        value = self._scalar(node, base, path)
        if value is _FAILED:
            return value
        for mark in marks:
            if isinstance(mark, model.Code):
                codes = self.vocabulary.sections.get(mark.section, {}) if self.vocabulary else {}
                if value not in codes:
                    known = self.vocabulary.names(mark.section) if self.vocabulary else {}
                    return self.fault(
                        node.line,
                        path,
                        f"{value!r} is no {mark.section.replace('_', ' ')} of the vocabulary",
                        _offer(value, codes, known),
                    )
            elif isinstance(mark, model.Form):
                try:
                    if mark.name == "year":
                        forms.check_year(value)
                    else:
                        value = forms.FORMS[mark.name](value)
                except forms.FormError as error:
                    return self.fault(node.line, path, f"{_short(value)} will not do", str(error))
        return value

    def _choice(self, node: Node, choices: tuple[str, ...], path: str) -> Any:
        if not isinstance(node.value, str) or node.value not in choices:
            return self.fault(node.line, path, f"{_short(node.value)} will not do", f"one of: {', '.join(choices)}")
        return node.value

    def _scalar(self, node: Node, kind: Any, path: str) -> Any:
        text = node.value
        if not isinstance(text, str):
            return self.fault(node.line, path, "a single value is wanted here", "no list and no fields")
        if kind is str:
            return " ".join(text.split())
        if kind is bool:
            if text in ("true", "false"):
                return text == "true"
            return self.fault(node.line, path, f"{_short(text)} will not do", "true or false")
        if kind is int:
            if _INTEGER.fullmatch(text):
                return int(text)
            return self.fault(node.line, path, f"{_short(text)} is no whole number", "digits only, such as 41")
        if kind is float:
            if _NUMBER.fullmatch(text):
                return float(text)
            return self.fault(node.line, path, f"{_short(text)} is no number", "digits, such as 12.7")
        raise TypeError(f"no way to read a {kind!r}")


@functools.cache
def _way(kind: Any) -> tuple[Callable[[_Walker, Node, Any, str], Any], Any]:
    """How a value of a type is read: the walker's method, and what it has to know of the type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is typing.Annotated:
        return _Walker._marked, parts
    if origin is typing.Union or origin is types.UnionType:
        wanted = [part for part in parts if part is not type(None)]
        return _way(wanted[0]) if len(wanted) == 1 else (_Walker._either, parts)
    if origin is tuple:
        return _Walker._sequence, parts
    if origin is Literal:
        return _Walker._choice, tuple(str(choice) for choice in parts)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _Walker._struct, kind
    return _Walker._scalar, kind


def _short(value: object) -> str:
    text = repr(value) if isinstance(value, str) else "this"
    return text if len(text) <= 60 else text[:57] + "...'"


def _sample(struct: type[msgspec.Struct]) -> str:
    return ", ".join(f"{name}: ..." for name in list(_fields(struct))[:3])


def _offer(word: str, choices: typing.Iterable[str], known: dict[str, str] | None = None) -> str:
    from kapcli.catalogue.vocabulary import fold

    if known and (code := known.get(fold(word))):
        return f"write {code!r}"
    choices = tuple(choices)
    if near := nearest(word, choices):
        return f"did you mean {near[0]!r}?"
    return f"one of: {', '.join(choices)}" if len(choices) <= 40 else ""


__all__ = ["Read", "read_catalogue", "read_vocabulary"]
