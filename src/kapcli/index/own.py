"""What of a catalogue does not come with kapcli, and what an answer says of it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.index.records import meta

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from kapcli.index.session import Session

_NAMED = 3
# Of what is no study or claim the ids are everyday words, and count only where such entries are spoken of.
_SPOKEN_OF = {
    "topics": ("topics", "claims", "search", "report", "handout"),
    "glossary": ("glossary", "report"),
    "limitations": ("limits", "report", "map"),
}


class Added(msgspec.Struct, frozen=True):
    """An entry of a file other than the built-in catalogue.

    Attributes:
        kind: The section of the file it stands in.
        origin: The file.
        replaces: Whether it stands in the place of an entry below.
    """

    kind: str
    id: str
    origin: str
    replaces: bool = False


def added(session: Session) -> list[Added]:
    """Every entry that does not come from the built-in catalogue."""
    return msgspec.json.decode(meta(session.connection, "added"), type=list[Added])


def only_own(session: Session) -> str:
    """That nothing of the built-in catalogue is in it."""
    files = " and ".join(dict.fromkeys(PurePath(name).name for name in session.origins()))
    return f"Only {files}: the built-in catalogue is left out."


def told_of(session: Session, command: str) -> list[Added]:
    """The entries that an answer of a command tells of where it holds or counts them.

    A file that was named for this one command is known to whoever typed it, and marked at each entry.
    """
    return [
        one
        for one in added(session)
        if (one.replaces or (one.origin in session.own and session.builtin))
        and command in _SPOKEN_OF.get(one.kind, (command,))
    ]


def own_remark(
    session: Session, entries: list[Added], named: Callable[[], Iterable[Any]], rows: Collection[int] | None
) -> str:
    """What an answer says of the files of one's own that changed it; empty where none did.

    Args:
        session: The open catalogue.
        entries: Those that it tells of.
        named: Gives data in which entries are named by their ids.
        rows: The studies that were counted; ``None`` where all of the catalogue was.
    """
    parts = []
    if not session.builtin:
        parts.append(only_own(session))
    if entries:
        touched = entries if rows is None else _touched(session, entries, named(), rows)
        new = [one for one in touched if not one.replaces]
        parts += [f"From {file}, not from the built-in catalogue: {ids}." for file, ids in _by_file(new)]
        put = [one for one in touched if one.replaces]
        parts += [f"Replaced by the file {file}: {ids}." for file, ids in _by_file(put)]
    return " ".join(parts)


def _touched(session: Session, entries: list[Added], named: Iterable[Any], rows: Collection[int]) -> list[Added]:
    ids = set(_texts(named))
    # What a claim of the built-in catalogue rests on may have been replaced.
    resting = "SELECT claim.id, study FROM claim_study JOIN claim USING (position)"
    ids |= {study for claim, study in session.connection.execute(resting).fetchall() if claim in ids}
    counted = {
        name
        for row, name in session.connection.execute("SELECT row, id FROM study WHERE origin != 'built-in'")
        if row in rows
    }
    return [one for one in entries if one.id in ids or (one.kind == "studies" and one.id in counted)]


def _by_file(entries: list[Added]) -> Iterator[tuple[str, str]]:
    files: dict[str, list[str]] = {}
    for one in entries:
        files.setdefault(PurePath(one.origin).name, []).append(one.id)
    for file, ids in files.items():
        more = len(ids) - _NAMED
        yield file, ", ".join(ids[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _texts(data: Any) -> Iterator[str]:
    """Every text in some data, keys too: ids stand in either."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield str(name)
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)
    elif isinstance(data, msgspec.Struct):
        yield from _texts(msgspec.to_builtins(data))
