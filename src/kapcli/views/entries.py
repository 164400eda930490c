"""Blocks of a list of things: an entry such as a hit with what belongs to it, or in one line, and what entries say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kapcli.views.document import Block


class Title(msgspec.Struct, frozen=True):
    """What an entry is: its id, and its name in full.

    Attributes:
        level: 1 where it is the subject of a page, 2 where it is one of a list.
    """

    id: str
    text: str
    level: int = 1


class Entry(msgspec.Struct, frozen=True):
    """One thing of a list of things, such as a hit.

    Attributes:
        id: Its id.
        title: In full, where the medium has room for it.
        source: By whom, when and where it was published.
        blocks: The rest, in order.
        href: Where its record is; empty where that is not known.
    """

    id: str
    title: str
    source: str
    blocks: tuple[Block, ...]
    href: str = ""


class Facts(msgspec.Struct, frozen=True):
    """A line of a few words each, one below the other where entries follow each other.

    Attributes:
        cells: The words.
        widths: How many columns of letters each of the first takes.
        level: How deep it is nested.
    """

    cells: tuple[str, ...]
    widths: tuple[int, ...] = ()
    level: int = 1


class Ends(msgspec.Struct, frozen=True):
    """A line with a text at each end: by whom something is, and its id.

    Attributes:
        href: Where its record is.
    """

    left: str
    id: str
    href: str = ""


class Listed(msgspec.Struct, frozen=True):
    """An entry in one line.

    Attributes:
        id: Its id.
        facts: A few words each, one below the other.
        widths: How many columns of letters each takes.
        source: By whom and where it was published, as far as there is room.
        end: What must not be cut.
        href: Where its record is.
    """

    id: str
    facts: tuple[str, ...]
    widths: tuple[int, ...]
    source: str
    end: str
    href: str = ""
