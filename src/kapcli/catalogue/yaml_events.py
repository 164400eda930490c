"""YAML text to plain nodes with line marks, from the parser's events alone.

No document graph is built and nothing is typed here: a file from a stranger can then neither expand (anchors,
aliases and merge keys are refused), nor recurse (depth is bounded), nor run anything (tags are refused), and
``NO``, ``010`` and ``1:20`` stay the text that was written.
"""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec

from kapcli.catalogue.faults import cut, quoted
from kapcli.catalogue.folding import forbidden, named
from kapcli.catalogue.source import MAX_STRETCH, MAX_TEXT, Source, check, fail

MAX_DEPTH = 32
# Keys and values of one file. The built-in catalogue has 64,000; each takes some 300 bytes until it is a record.
MAX_VALUES = 500_000


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


class _TooDeepError(_RefusedError):
    def __init__(self, line: int) -> None:
        super().__init__(line, f"nested deeper than {MAX_DEPTH} levels", "use fewer brackets and levels")


def parse(data: bytes, file: str) -> Node | None:
    """The one document of a YAML file as nodes.

    Args:
        data: The bytes of the file.
        file: The name for faults.

    Returns:
        The top node; ``None`` for an empty document.

    Raises:
        CatalogueError: With one fault: no text (see `kapcli.catalogue.source.check`), not YAML, or YAML of a kind
            that a catalogue may not use.
    """
    check(data, file)
    source = Source(data)
    try:
        top = _parsed(data, source)
    except _RefusedError as refused:
        fail(file, refused.line, refused.message, refused.fix)
    if source.overrun:
        size = MAX_STRETCH // 1024**2
        fail(file, source.overrun, f"a text, a comment or a gap of more than {size} MB", "take it out, or cut it short")
    return top


def _parsed(data: bytes, source: Source) -> Node | None:
    import yaml

    from kapcli.catalogue.yaml_faults import deepest_opening, explain

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _build(loader(source), source)
    except yaml.MarkedYAMLError as error:
        if source.overrun:
            return None
        if (until := deepest_opening(error, source)) is not None:
            # The parser may have refused the depth before it told of any: what it had taken tells.
            part = Source(data, until)
            with contextlib.suppress(yaml.YAMLError):
                _build(loader(part), part)
        stopped = explain(error, source, data)
    except yaml.reader.ReaderError:
        line = source.reached.line + 1 if source.reached else 1
        raise _RefusedError(line, "a character that may not stand in YAML comes after this line") from None
    raise _RefusedError(stopped.line, stopped.message, stopped.fix)


def _build(loader: Any, source: Source) -> Node | None:
    """Nodes from the events of a YAML loader. A catalogue has tens of thousands: each is looked at once, in here."""
    from yaml import events

    # Containers that are open: the node, its list or else its mapping, and the key that waits for its value.
    root: list[Node] = []
    into: list[Node] | None = root
    fields: dict[str, tuple[int, Node]] | None = None
    key: str | None = None
    key_line = 0
    above: list[tuple[list[Node] | None, dict[str, tuple[int, Node]] | None, str | None, int]] = []
    documents = values = 0
    get = loader.get_event
    while True:
        source.reached = (event := get()).end_mark
        kind = type(event)
        value: str | list[Node] | dict[str, tuple[int, Node]]
        if kind is events.ScalarEvent:
            node = _scalar(event, source)
        elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
            _refuse(event)
            node = Node({} if kind is events.MappingStartEvent else [], event.start_mark.line + 1)
        elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
            into, fields, key, key_line = above.pop()
            continue
        elif kind is events.AliasEvent:
            raise _RefusedError(_line(event), f"an alias (*{cut(event.anchor)})", "write the value out")
        elif kind is events.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _RefusedError(_line(event), "a second document", "keep one document in a file")
            continue
        elif kind is events.StreamEndEvent:
            break
        else:
            continue
        values += 1
        if values > MAX_VALUES:
            raise _RefusedError(node.line, f"more than {MAX_VALUES:,} keys and values", "make several files of it")
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
                raise _RefusedError(node.line, f"{quoted(name)} is given twice (first in line {first})", "keep one")
            key, key_line = name, node.line
        else:
            fields[key] = (key_line, node)
            key = None
        value = node.value
        if not isinstance(value, str):
            above.append((into, fields, key, key_line))
            if len(above) > MAX_DEPTH:
                raise _TooDeepError(node.line)
            into, fields = (value, None) if isinstance(value, list) else (None, value)
            key = None
    if not root or (root[0].plain and root[0].value == ""):
        return None
    return root[0]


def _refuse(event: Any) -> None:
    if event.anchor is not None:
        raise _RefusedError(_line(event), f"an anchor (&{cut(event.anchor)})", "write the value out where it is used")
    if event.tag is not None and event.tag != "!":
        raise _RefusedError(_line(event), f"a tag ({cut(event.tag)})", "write the value without it")


def _scalar(event: Any, source: Source) -> Node:
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
    return Node(text, line, True, source.comment_follows(event.end_mark.index))


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1
