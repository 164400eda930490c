"""Entries added to a file that is there already: not one byte of it is changed, only more stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.faults import CatalogueError
from kapcli.catalogue.source import BYTE_ORDER_MARK
from kapcli.catalogue.yaml_events import parse
from kapcli.catalogue.yaml_reader import read_catalogue
from kapcli.importing.yaml_text import file_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.catalogue.yaml_reader import Read


class AppendError(ValueError):
    """A file that cannot be added to; the message says why."""


def appended(data: bytes, entries: Sequence[Sequence[str]], name: str, vocabulary: Vocabulary) -> bytes:
    """The bytes of a file with some entries behind its studies.

    Args:
        data: The file; empty for one that is not there yet.
        entries: The lines of each, with the dash standing in by two.
        name: The file's name for faults.
        vocabulary: The codes that may stand in it.

    Raises:
        CatalogueError: The file has errors.
        AppendError: Its studies are not written one below the other.
    """
    if not data.removeprefix(BYTE_ORDER_MARK).strip():
        return data + file_text([list(one) for one in entries]).encode()
    before = read_catalogue(data, name, vocabulary)
    if before.faults.errors:
        raise CatalogueError(tuple(before.faults.listed()))
    text = data.decode("utf-8")
    place, indent, heading = _place(text, data, name)
    end = "\r\n" if "\r\n" in text else "\n"
    lines = ["studies:"] if heading else []
    for entry in entries:
        lines += ["", *(line.removeprefix("  ") if indent == 0 else " " * (indent - 2) + line for line in entry)]
    head, tail = text[:place], text[place:]
    joint = "" if not head or head.endswith("\n") else end
    found = (head + joint + end.join(lines) + end + tail).encode()
    _hold(before, found, name, vocabulary)
    return found


def _place(text: str, data: bytes, name: str) -> tuple[int, int, bool]:
    """Where entries go, how far their dashes stand in, and whether there is no list of studies yet."""
    top = parse(data, name)
    assert top is not None
    assert isinstance(top.value, dict)
    lines = text.splitlines(keepends=True)
    keys = sorted(line for line, _ in top.value.values())
    if lines[keys[0] - 1].lstrip("\ufeff").startswith("{"):
        raise AppendError("it is written in braces, as JSON is: write into a new file, and name both")
    if "studies" not in top.value:
        return len(text), 2, True
    line, node = top.value["studies"]
    following = next((other - 1 for other in keys if other > line), len(lines))
    if not isinstance(node.value, list):
        return _offset(lines, line), 2, False
    if not node.value:
        raise AppendError("its list of studies is written as []: take the brackets out")
    if lines[line - 1].partition("#")[0].rstrip().endswith(("]", "[")) or node.value[0].line == line:
        raise AppendError("its studies are written in brackets: write into a new file, and name both")
    indent = _indent(lines, line, node.value[0].line)
    # What stands at the margin above the next section belongs to that.
    last = following
    while last > line and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    if any(one.startswith(("...", "---")) for one in lines[line:last]):
        raise AppendError("its document is closed by a line of dots or dashes: take that line out")
    return _offset(lines, last), indent, False


def _indent(lines: list[str], key: int, first: int) -> int:
    """How far the dash of the first item stands in: its fields may begin on the line below."""
    for line in reversed(lines[key:first]):
        if line.lstrip(" ").startswith("-"):
            return len(line) - len(line.lstrip(" "))
    raise AppendError("its studies are not written one below the other: write into a new file, and name both")


def _offset(lines: list[str], count: int) -> int:
    return sum(len(line) for line in lines[:count])


def _hold(before: Read, data: bytes, name: str, vocabulary: Vocabulary) -> None:
    """See that what stood in a file is read from it as before, and that the whole is sound.

    Raises:
        AppendError: It is not.
    """
    after = read_catalogue(data, name, vocabulary)
    if after.faults.errors:
        raise AppendError(f"the entries would not be sound in it: {after.faults.listed()[0]}")
    old, new = before.catalogue, after.catalogue
    same = all(
        getattr(old, field) == getattr(new, field)
        for field in old.__struct_fields__
        if field not in ("studies", "drafts")
    )
    drafts = [one.draft for one in old.drafts]
    if (
        not same
        or old.studies != new.studies[: len(old.studies)]
        or [one.draft for one in new.drafts][: len(drafts)] != drafts
    ):
        raise AppendError("what stands in it would be read otherwise")
