"""What kap reads and writes, path by path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.words import so_many
from kapcli.views.document import Heading, Space, Span, item, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.views.document import Block, Document

_WHAT = {
    "catalogue": "built-in catalogue",
    "vocabulary": "vocabulary",
    "compiled": "built-in catalogue, compiled",
    "own-folder": "your data folder (*.yaml in it is read)",
    "own": "your own file",
    "variable": "named by KAP_CATALOGUE",
    "option": "named by --catalogue",
    "cache": "cache: compiled catalogues",
    "registers": "cache: answers of registers (kap validate --online)",
    "completion": "completion",
    "start-file": "a line for completion in it",
}
_HEADINGS = {
    "With kap": ("catalogue", "vocabulary", "compiled"),
    "Yours": ("own-folder", "own", "variable", "option"),
    "Written by kap, and made again when needed": ("cache", "registers"),
    "Written by kap --install-completion": ("completion", "start-file"),
}
_UNITS = ("bytes", "kB", "MB", "GB")
_THOUSAND = 1000


class UsedPath(msgspec.Struct, frozen=True):
    """A path that kap reads or writes.

    Attributes:
        path: Where it is.
        kind: What it is.
        access: ``read``, ``written`` or ``both``.
        shell: Of completion: whose.
        files: How many files are there; ``None`` where nothing is.
        bytes: How large they are together.
    """

    path: str
    kind: str
    access: str
    shell: str
    files: int | None
    bytes: int | None

    def as_data(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "id": self.path,
            "what": self.kind,
            "access": self.access,
            "shell": self.shell or None,
            "files": self.files,
            "bytes": self.bytes,
        }


def paths_document(paths: Sequence[UsedPath]) -> Document:
    """Every path, with what lies there."""

    def blocks() -> Iterator[Block]:
        for heading, kinds in _HEADINGS.items():
            yield Heading(heading)
            for one in paths:
                if one.kind in kinds:
                    what = f"{one.shell} {_WHAT[one.kind]}".strip()
                    yield item(Span(one.path, "label"), f" · {what} · {_lies_there(one)}")
        yield Space()
        yield text("Besides, kap writes only the files that you name (--output, kap import, kap edit, kap validate).")

    return tuple(blocks())


def _lies_there(one: UsedPath) -> str:
    if one.files is None or one.bytes is None:
        return "not there"
    count = f"{so_many(one.files, 'file')}, " if one.kind in ("cache", "registers") else ""
    size, unit = float(one.bytes), 0
    while size >= _THOUSAND and unit < len(_UNITS) - 1:
        size, unit = size / _THOUSAND, unit + 1
    return f"{count}{size:.0f} {_UNITS[unit]}" if unit == 0 else f"{count}{size:.1f} {_UNITS[unit]}"
