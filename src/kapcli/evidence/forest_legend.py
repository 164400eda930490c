"""What a reader must be told of a forest plot before reading it: by what stands in it, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.evidence.forest import Forest


def traits(forest: Forest) -> frozenset[str]:
    """What a reader must be told of the rows that are drawn.

    ``line`` (of no effect), ``groups`` (two of them), ``worked-out`` (an interval), ``counts`` (of a share),
    ``of-study`` (n), ``no-number``, ``leaves`` (an interval, the axis), ``again`` (people counted before).
    """
    rows = forest.rows()
    tests = {
        "line": any(row.effect.none is not None for row in rows),
        "groups": any(len(row.effect.marks) > 1 for row in rows),
        "worked-out": any(row.effect.worked_out for row in rows),
        "counts": any(mark.count is not None for row in rows for mark in row.effect.marks),
        "of-study": any(row.people is not None and not row.own for row in rows),
        "no-number": any(row.people is None and not row.effect.worked_out for row in rows),
        "leaves": any(
            panel.axis.place(mark.low) < 0 or panel.axis.place(mark.high) > 1
            for panel in forest.panels
            for row in panel.rows
            for mark in row.effect.marks
        ),
        "again": any(row.again for row in rows),
    }
    return frozenset(name for name, holds in tests.items() if holds)
