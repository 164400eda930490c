"""The keys or columns that a program asks for; a study among them keeps its limitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.cli.answer import Cells, usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.cli.answer import Shape

# As many as stand under a hit; having been read as an abstract only holds for nearly all.
_FEW, _PASSED_OVER = 2, "abstract-only"


def keys_of(results: Sequence[Any], shape: Shape) -> list[dict[str, Any]]:
    """Results with the keys asked for, in that order behind the id.

    Raises:
        Stop: A key that no result has.
    """
    rows: list[dict[str, Any]] = [msgspec.to_builtins(result) for result in results]
    known = list(dict.fromkeys(key for row in rows for key in row))
    if rows:
        _checked(shape.fields, known)
    wanted = list(dict.fromkeys(["id", *shape.fields]))
    kept = _kept(shape, known, wanted)
    return [
        {key: row.get(key) for key in wanted}
        | {key: _heaviest(row.get(key)) if key == "limits" else row.get(key) for key in kept}
        for row in rows
    ]


def without(results: Sequence[Any], aside: Sequence[str]) -> list[dict[str, Any]]:
    """Results without some keys, and without `origin` and `replaces` where the entry is a built-in one.

    Args:
        results: The results.
        aside: Keys; one within another has a dot before it (``safety.events.label``).
    """
    rows = [msgspec.to_builtins(result) for result in results]
    for row in rows:
        if row.get("origin") == "built-in":
            del row["origin"]
            row.pop("replaces", None)
        for path in aside:
            _drop(row, path.split("."))
    return rows


def _drop(value: Any, path: Sequence[str]) -> None:
    if isinstance(value, list | tuple):
        for one in value:
            _drop(one, path)
    elif isinstance(value, dict) and len(path) > 1:
        _drop(value.get(path[0]), path[1:])
    elif isinstance(value, dict):
        value.pop(path[0], None)


def columns_of(cells: Cells, shape: Shape) -> Cells:
    """A table with the columns asked for, in that order.

    Raises:
        Stop: A column that it does not have.
    """
    header = list(cells.header)
    _checked(shape.fields, header)
    wanted = list(dict.fromkeys(shape.fields))
    wanted += _kept(shape, header, wanted)
    places = [header.index(name) for name in wanted]
    return Cells(wanted, [[row[place] for place in places] for row in cells.rows])


def _kept(shape: Shape, known: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """What is told of a study though nobody asked: what weakens it, unless refused, and whether it still stands."""
    kept = [*(["limits"] if shape.limitations else []), "retraction"]
    return [name for name in kept if name in known and name not in wanted]


def _heaviest(limits: Any) -> Any:
    """The first of the limitations that hold: they are in the order of their weight."""
    if not isinstance(limits, list):
        return limits
    hold = [one for one in limits if one.get("answer", "yes") == "yes" and one.get("code") != _PASSED_OVER]
    return hold[:_FEW]


def _checked(fields: Iterable[str], known: Sequence[str]) -> None:
    from kapcli.catalogue.nearest import nearest

    for name in fields:
        if name not in known:
            near = nearest(name, known, 1)
            raise usage(
                f"no field {name!r} here", f"did you mean: {near[0]}" if near else f"fields: {', '.join(known)}"
            )
