"""What became of the records of imported files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.words import so_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.importing.bringing import Brought
    from kapcli.importing.gathering import Outcome

# So many of a kind are named; JSON has them all.
_NAMED = 20
_MORE = {"faulty": "faulty records", "duplicate": "duplicates"}
_KINDS = (("draft", "draft", "drafts"), ("duplicate", "duplicate", "duplicates"), ("faulty", "faulty", "faulty"))


def as_data(one: Outcome) -> dict[str, Any]:
    """A record for a program."""
    return {
        "id": str(one.place),
        "outcome": one.kind,
        "file": one.place.file,
        "line": one.place.line,
        "title": one.title,
        "draft": one.id,
        "of": one.of,
        "where": one.where,
        "because": one.because,
        "adds": list(one.adds),
    }


def in_total(found: Brought, files: int, output: str, *, apart: bool) -> str:
    """All of it in a line."""
    read = len(found.outcomes)
    counts = {kind: found.count(kind) for kind, _, _ in _KINDS}
    parts = [so_many(counts[kind], one, many) for kind, one, many in _KINDS]
    if output and counts["draft"]:
        parts[0] += f" written to {output}"
    if counts["duplicate"] and not apart:
        parts[1] += " not written (--duplicates writes them)"
    return f"{so_many(read, 'record')} in {so_many(files, 'file')}: {', '.join(parts)}"


def remarks(outcomes: Sequence[Outcome]) -> list[str]:
    """What did not become a draft, and why; of each kind the first ones."""
    lines: list[str] = []
    for kind in ("faulty", "duplicate"):
        mine = [one for one in outcomes if one.kind == kind]
        lines += [_remark(one) for one in mine[:_NAMED]]
        if more := len(mine) - _NAMED:
            lines += [f"and {more} more {_MORE[kind]}; --json lists all"] if more > 0 else []
    return lines


def _remark(one: Outcome) -> str:
    title = f" {one.title[:60]!r}" if one.title else ""
    if one.kind == "faulty":
        return f"{one.place}: faulty record{title}: {one.because}"
    where = f" ({one.where})" if one.where else ""
    adds = f"; it has {', '.join(one.adds)} besides" if one.adds else ""
    return f"{one.place}: duplicate of {one.of}{where}: {one.because}{adds}"
