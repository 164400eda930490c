"""Faults of files as commands of a GitHub workflow: each becomes a remark beside its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.writers.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_KINDS = {"error": "error", "warning": "warning", "note": "notice"}


def workflow_commands(files: Iterable[Mapping[str, Any]]) -> str:
    """The commands for the faults and the drafts of some files, one a line."""
    return "".join(f"{line}\n" for file in files for line in _of_file(file))


def _of_file(file: Mapping[str, Any]) -> Iterator[str]:
    for fault in file["faults"]:
        said = f"{fault['path']}: " if fault["path"] else ""
        fix = f" ({fault['fix']})" if fault["fix"] else ""
        yield command(fault["severity"], fault["file"], fault["line"], f"{said}{fault['message']}{fix}")
    for draft in file["drafts"]:
        needed = ", ".join(draft["to_fill"]) or "nothing; take out 'draft: true'"
        yield command("note", file["id"], draft["line"], f"{draft['id']} is a draft; still to fill: {needed}")


def command(severity: str, file: str, line: int, message: str) -> str:
    """One command, with what would end it or part it written otherwise."""
    properties = [f"file={_property(file)}", *([f"line={line}"] if line else []), "title=kap validate"]
    return f"::{_KINDS[severity]} {','.join(properties)}::{_data(message)}"


def _data(text: str) -> str:
    # Line ends must be told apart from ours before unseen characters are taken out.
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return clean(text)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
