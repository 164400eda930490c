"""YAML text to plain nodes with line marks, from the parser's events alone.

No document graph is built and nothing is typed here: a file from a stranger can then neither expand (anchors,
aliases and merge keys are refused), nor recurse (depth is bounded), nor run anything (tags are refused), and
``NO``, ``010`` and ``1:20`` stay the text that was written.
"""

from __future__ import annotations

from typing import Any, NoReturn

import msgspec

from kapcli.catalogue.faults import CatalogueError, Fault
from kapcli.catalogue.files import MAX_BYTES
from kapcli.catalogue.unseen import forbidden, named

MAX_DEPTH = 32
MAX_TEXT = 1024 * 1024


class Node(msgspec.Struct):
    """A value of the document and where it stands.

    Attributes:
        value: Text, a list of nodes, or a dict of key to (key node, value node).
        line: From 1.
        plain: Written without quotes.
        cut: A comment starts right behind this unquoted text on its line.
    """

    value: str | list[Node] | dict[str, tuple[int, Node]]
    line: int
    plain: bool = False
    cut: bool = False


class _RefusedError(Exception):
    def __init__(self, line: int, message: str, fix: str = "") -> None:
        self.line, self.message, self.fix = line, message, fix


def decode(data: bytes, file: str) -> str:
    """The text of a catalogue file.

    Args:
        data: The bytes of the file; a leading UTF-8 byte order mark is allowed.
        file: The name for faults.

    Raises:
        CatalogueError: Too large, not UTF-8, or with line ends that are a lone carriage return.
    """
    if len(data) > MAX_BYTES:
        _fail(file, 0, f"larger than {MAX_BYTES // 1024**2} MB, the limit for one catalogue file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _fail(file, line, f"byte {error.start} is not UTF-8", "re-save the file as UTF-8")
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        _fail(file, line, "a lone carriage return", "re-save the file with ordinary line ends")
    # The parser takes some of these for line ends, and they would be gone before a value is looked at.
    if bad := forbidden(text):
        line = text.count("\n", 0, bad.start()) + 1
        _fail(file, line, f"the character {named(bad[0])}", "leave it out")
    return text


def parse(text: str, file: str) -> Node | None:
    """The one document of a YAML text as nodes.

    Args:
        text: Decoded text (see `decode`).
        file: The name for faults.

    Returns:
        The top node; ``None`` for an empty document.

    Raises:
        CatalogueError: With one fault: not YAML, or YAML of a kind that a catalogue may not use.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    lines = text.split("\n")
    try:
        return _build(loader(text), lines)
    except _RefusedError as refused:
        _fail(file, refused.line, refused.message, refused.fix)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(part for part in (error.problem, error.context) if part)
        _fail(file, min(mark.line + 1, len(lines)) if mark else 1, f"not YAML: {message}", _yaml_hint(message))
    except yaml.reader.ReaderError as error:
        position = error.position if isinstance(error.position, int) else 0
        _fail(file, text.count("\n", 0, position) + 1, _unprintable(error))
    except RecursionError:
        _fail(file, 1, f"nested deeper than {MAX_DEPTH} levels")


def _build(loader: Any, lines: list[str]) -> Node | None:
    """Nodes from the events of a YAML loader. A catalogue has tens of thousands: each is looked at once, in here."""
    from yaml import events

    # Containers that are open: the node, its list or else its mapping, and the key that waits for its value.
    root: list[Node] = []
    into: list[Node] | None = root
    fields: dict[str, tuple[int, Node]] | None = None
    key: str | None = None
    key_line = 0
    above: list[tuple[list[Node] | None, dict[str, tuple[int, Node]] | None, str | None, int]] = []
    documents = 0
    get = loader.get_event
    while True:
        event = get()
        kind = type(event)
        value: str | list[Node] | dict[str, tuple[int, Node]]
        if kind is events.ScalarEvent:
            node = _scalar(event, lines)
        elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
            _refuse(event)
            node = Node({} if kind is events.MappingStartEvent else [], event.start_mark.line + 1)
        elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
            into, fields, key, key_line = above.pop()
            continue
        elif kind is events.AliasEvent:
            raise _RefusedError(_line(event), f"an alias (*{event.anchor})", "write the value out")
        elif kind is events.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _RefusedError(_line(event), "a second document", "keep one document in a file")
            continue
        elif kind is events.StreamEndEvent:
            break
        else:
            continue
        if fields is None:
            assert into is not None
            into.append(node)
        elif key is None:
            name = node.value
            if not isinstance(name, str):
                raise _RefusedError(node.line, "a key that is not text", "write a field's name")
            if node.plain and name == "<<":
                raise _RefusedError(node.line, "a merge key (<<)", "write the fields out")
            if name in fields:
                first = fields[name][0]
                raise _RefusedError(node.line, f"{name!r} is given twice (first in line {first})", "keep one")
            key, key_line = name, node.line
        else:
            fields[key] = (key_line, node)
            key = None
        value = node.value
        if not isinstance(value, str):
            above.append((into, fields, key, key_line))
            if len(above) > MAX_DEPTH:
                raise _RefusedError(node.line, f"nested deeper than {MAX_DEPTH} levels")
            into, fields = (value, None) if isinstance(value, list) else (None, value)
            key = None
    if not root or (root[0].plain and root[0].value == ""):
        return None
    return root[0]


def _refuse(event: Any) -> None:
    if event.anchor is not None:
        raise _RefusedError(_line(event), f"an anchor (&{event.anchor})", "write the value out where it is used")
    if event.tag is not None and event.tag != "!":
        raise _RefusedError(_line(event), f"a tag ({event.tag})", "write the value without it")


def _scalar(event: Any, lines: list[str]) -> Node:
    line = event.start_mark.line + 1
    if event.anchor is not None or event.tag is not None:
        _refuse(event)
    text: str = event.value
    if len(text) > MAX_TEXT:
        raise _RefusedError(line, f"a text longer than {MAX_TEXT // 1024**2} MB")
    # Printable ASCII, which nearly all is, holds nothing forbidden.
    if not (text.isascii() and text.isprintable()) and (bad := forbidden(text)):
        raise _RefusedError(line, f"the character {named(bad[0])}", "leave it out")
    if event.style:
        return Node(text, line)
    cut = False
    end = event.end_mark
    if end.line < len(lines):
        below = lines[end.line]
        cut = "#" in below and below[end.column :].lstrip().startswith("#")
    return Node(text, line, True, cut)


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _yaml_hint(message: str) -> str:
    if "\\t" in message or "tab" in message:
        return "indent with blanks, not tabs"
    if "mapping values are not allowed" in message:
        return "put a text that holds ': ' in quotes"
    if "cannot start any token" in message:
        return "put a text that starts with a special character in quotes; indent with blanks"
    return ""


def _unprintable(error: Any) -> str:
    character = error.character
    code = character if isinstance(character, int) else ord(str(character)[:1] or "\ufffd")
    return f"the character U+{code:04X} may not stand in a catalogue"


def _fail(file: str, line: int, message: str, fix: str = "") -> NoReturn:
    raise CatalogueError((Fault(file, line, "", message, fix),))


__all__ = ["MAX_DEPTH", "MAX_TEXT", "Node", "decode", "parse"]
