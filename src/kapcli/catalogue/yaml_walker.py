"""Typing of nodes by the schema: each value becomes what its field wants, or a fault with its line."""

from __future__ import annotations

import functools
import re
import types
import typing
from collections.abc import Callable
from typing import Any, Literal, get_args, get_origin

import msgspec

from kapcli.catalogue import forms
from kapcli.catalogue.drafts import Draft, is_marked
from kapcli.catalogue.faults import Fault, Fix, Tally, quoted
from kapcli.catalogue.forms import Code, Form
from kapcli.catalogue.nearest import nearest
from kapcli.catalogue.publication import Name
from kapcli.catalogue.study import Study
from kapcli.catalogue.vocabulary import Vocabulary, fold
from kapcli.catalogue.yaml_events import Node

_MAX_ITEMS = 5000
_INTEGER = re.compile(r"[-+]?\d{1,15}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})", re.ASCII)
_DIGITS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_MANY = "15 at most before the point, and 15 behind it"
# How YAML writes that there is nothing.
NOTHING = ("", "~", "null")
# What stands for a value that had a fault.
FAILED: Any = object()


class _Field(msgspec.Struct):
    name: str
    method: Callable[[Walker, Node, Any, str], Any]
    wanted: Any
    required: bool


@functools.cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, _Field]:
    hints = typing.get_type_hints(struct, include_extras=True)
    return {
        field.encode_name: _Field(field.name, *_way(hints[field.name]), field.required)
        for field in msgspec.structs.fields(struct)
    }


class Walker:
    """Turns nodes into values of a type, collecting faults on the way."""

    def __init__(self, file: str, vocabulary: Vocabulary | None) -> None:
        self.file = file
        self.vocabulary = vocabulary
        self.faults = Tally(file)
        self.lines: dict[str, int] = {}
        self.kept: dict[str, list[int]] = {}
        # Studies with faults of their own, as far as they could be read, by their path: others still show in them.
        self.partial: dict[str, Draft] = {}

    def fault(self, line: int, path: str, message: str, fix: Fix = "") -> Any:
        """Note a fault, and give what stands for the value."""
        self.faults.note(line, path, message, fix)
        return FAILED

    def value(self, node: Node, kind: Any, path: str) -> Any:
        """The value of a type that a node holds, or `FAILED`."""
        method, wanted = _way(kind)
        return method(self, node, wanted, path)

    def _struct(self, node: Node, struct: type[msgspec.Struct], path: str) -> Any:
        if not isinstance(node.value, dict):
            return self.fault(node.line, path, "fields are expected here", f"such as {_sample(struct)}")
        if struct is Study and is_marked(node):
            struct = Draft
        self.lines[path] = node.line
        fields = _fields(struct)
        values: dict[str, Any] = {}
        empty: dict[str, int] = {}
        failed = False
        for key, (line, child) in node.value.items():
            where = f"{path}.{key}" if path else key
            field = fields.get(key)
            if field is None:
                self.fault(line, where, "unknown field", functools.partial(offer, key, fields))
                failed = True
                continue
            self.lines[where] = line
            if child.plain and child.value in NOTHING and not self._is_name(struct, node.value, key, where):
                empty[key] = line
                continue
            value = field.method(self, child, field.wanted, where)
            if value is FAILED:
                failed = True
            else:
                values[field.name] = value
            if child.cut:
                self._warn_cut(child, field.wanted, where)
        for key, field in fields.items():
            if field.required and field.name not in values and key not in node.value:
                self.fault(node.line, path, f"{key!r} is missing", f"add '{key}: ...'")
                failed = True
            elif field.required and key in empty:
                self.fault(empty[key], path, f"{key!r} is empty", "write its value")
                failed = True
        if failed and issubclass(struct, Study) and "id" in values:
            self.partial[path] = Draft(**values)
        return FAILED if failed else struct(**values)

    def _is_name(self, struct: type, fields: dict[str, tuple[int, Node]], key: str, path: str) -> bool:
        """Whether an unquoted null is the only name a person has: there are people called Null."""
        line, node = fields[key]
        literal = fields.get("literal")
        if struct is not Name or key != "family" or node.value != "null" or (literal and literal[1].value):
            return False
        message = "an unquoted null is read as the name 'null'"
        fix = "put it in quotes if it is the name; write a group's name under 'literal'"
        self.faults.add(Fault(self.file, line, path, message, fix, "warning"))
        return True

    def _warn_cut(self, node: Node, wanted: Any, path: str) -> None:
        """Warn where a comment may be the rest of a text: a code or number with a remark behind it is no text."""
        mark = next((one for one in wanted if isinstance(one, Form)), None) if isinstance(wanted, tuple) else None
        text = wanted is str or (mark is not None and mark.name in ("title", "name"))
        if not text or not re.search(r"[^\W\d_]", str(node.value)):
            return
        self.faults.add(
            Fault(
                self.file,
                node.line,
                path,
                "the text ends before ' #', which starts a comment",
                "put the text in quotes if the rest belongs to it",
                "warning",
            )
        )

    def _sequence(self, node: Node, kinds: tuple[Any, ...], path: str) -> Any:
        if not isinstance(node.value, list):
            return self.fault(node.line, path, "a list is expected here", "write [...], or one '- ' a line")
        if len(node.value) > _MAX_ITEMS and path != "studies":
            return self.fault(node.line, path, f"more than {_MAX_ITEMS} items")
        fixed = kinds[-1] is not Ellipsis
        if fixed and len(node.value) != len(kinds):
            return self.fault(node.line, path, f"{len(kinds)} values are expected, not {len(node.value)}")
        values = []
        failed = False
        method, wanted = _way(kinds[0])
        for index, child in enumerate(node.value):
            where = f"{path}[{index}]"
            self.lines[where] = child.line
            if child.plain and child.value in NOTHING:
                self.fault(child.line, where, "an empty item", "write its value or remove it")
                failed = True
                continue
            if fixed:
                method, wanted = _way(kinds[index])
            value = method(self, child, wanted, where)
            if value is FAILED:
                failed = True
            else:
                if child.cut:
                    self._warn_cut(child, wanted, where)
                values.append(value)
                if "[" not in path:
                    self.kept.setdefault(path, []).append(index)
        # A study with faults is left out but its neighbours stay, so that references to them can still be checked.
        return FAILED if failed and path.count("[") else tuple(values)

    def _either(self, node: Node, kinds: tuple[Any, ...], path: str) -> Any:
        wanted = [kind for kind in kinds if kind is not type(None)]
        for kind in wanted:
            if (get_origin(kind) is tuple) == isinstance(node.value, list):
                return self.value(node, kind, path)
        return self.value(node, wanted[0], path)

    def _marked(self, node: Node, wanted: tuple[Any, ...], path: str) -> Any:
        base, *marks = wanted
        value = self._scalar(node, base, path)
        if value is FAILED:
            return value
        for mark in marks:
            if isinstance(mark, Code):
                codes = self.vocabulary.sections.get(mark.section, {}) if self.vocabulary else {}
                if value not in codes:
                    message = f"unknown {mark.section.replace('_', ' ')} {quoted(value)}"
                    fix = functools.partial(self._offer_code, value, mark.section)
                    return self.fault(node.line, path, message, fix)
            elif isinstance(mark, Form):
                try:
                    if mark.name == "year":
                        forms.check_year(value)
                    else:
                        value = forms.FORMS[mark.name](value)
                except forms.FormError as error:
                    return self.fault(node.line, path, f"{_short(node.value)} is not valid", str(error))
        return value

    def _offer_code(self, value: str, section: str) -> str:
        if self.vocabulary is None:
            return ""
        return offer(value, self.vocabulary.codes(section), self.vocabulary.names(section))

    def _choice(self, node: Node, choices: tuple[str, ...], path: str) -> Any:
        if not isinstance(node.value, str) or node.value not in choices:
            return self.fault(node.line, path, f"{_short(node.value)} is not valid", f"one of: {', '.join(choices)}")
        return node.value

    def _scalar(self, node: Node, kind: Any, path: str) -> Any:
        text = node.value
        if not isinstance(text, str):
            return self.fault(node.line, path, "a single value is expected here", "not a list or fields")
        if kind is str:
            return forms.composed(" ".join(text.split()))
        if kind is bool:
            if text in ("true", "false"):
                return text == "true"
            return self.fault(node.line, path, f"{_short(text)} is not valid", "true or false")
        if kind is int:
            if _INTEGER.fullmatch(text):
                return int(text)
            if _DIGITS.fullmatch(text) and "." not in text:
                return self.fault(node.line, path, f"{_short(text)} has too many digits", "15 at most")
            return self.fault(node.line, path, f"{_short(text)} is not a whole number", "digits only, such as 41")
        if kind is float:
            if _NUMBER.fullmatch(text):
                # Adding zero takes the sign from a negative zero.
                return float(text) + 0.0
            if _DIGITS.fullmatch(text):
                return self.fault(node.line, path, f"{_short(text)} has too many digits", _MANY)
            return self.fault(node.line, path, f"{_short(text)} is not a number", "digits, such as 12.7")
        raise TypeError(f"no way to read a {kind!r}")


@functools.cache
def _way(kind: Any) -> tuple[Callable[[Walker, Node, Any, str], Any], Any]:
    """How a value of a type is read: the walker's method, and what it has to know of the type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is typing.Annotated:
        return Walker._marked, parts
    if origin is typing.Union or origin is types.UnionType:
        wanted = [part for part in parts if part is not type(None)]
        return _way(wanted[0]) if len(wanted) == 1 else (Walker._either, parts)
    if origin is tuple:
        return Walker._sequence, parts
    if origin is Literal:
        return Walker._choice, tuple(str(choice) for choice in parts)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return Walker._struct, kind
    return Walker._scalar, kind


def _short(value: object) -> str:
    return quoted(value) if isinstance(value, str) else "this"


def _sample(struct: type[msgspec.Struct]) -> str:
    return ", ".join(f"{name}: ..." for name in list(_fields(struct))[:3])


def offer(word: str, choices: typing.Iterable[str], known: dict[str, str] | None = None) -> str:
    """What to write instead of a word that is none of the choices; empty if there are too many to name."""
    if known and (code := known.get(fold(word))):
        return f"write {code!r}"
    choices = tuple(choices)
    if near := nearest(word, choices):
        return f"did you mean {near[0]!r}?"
    return f"one of: {', '.join(choices)}" if len(choices) <= 40 else ""
