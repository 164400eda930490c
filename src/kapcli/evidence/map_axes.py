"""The axes of a map: which values a study has on each, by the same rules as the facets of a search.

A broader value holds its narrower ones. Route and drug must hold on one and the same arm, and where only a route is
asked for that arm is of ketamine in one of its forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.facets import FACETS, OF_ARMS, placed
from kapcli.catalogue.study_rules import KETAMINES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kapcli.catalogue.study import Arm, Study
    from kapcli.catalogue.vocabulary import Vocabulary

DIMENSIONS = (*placed(lambda facet: facet.mapped), "year")
# Values that are no kind of their own: they stand last, and an empty cell of theirs is no gap worth words.
NO_KIND = frozenset({"none", "other", "mixed", "not-applicable"})

# More years than this are put together.
_SINGLE_YEARS = 12
_BAND = 5


class ArmRule(msgspec.Struct, frozen=True):
    """What an arm must hold, beside the values of the axes.

    Attributes:
        drugs: Any of them; any form of ketamine where empty and no axis shows drugs.
        routes: Any of them; any or none where empty.
        dose: Lowest and highest dose per session, and the unit: it must overlap.
    """

    drugs: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    dose: tuple[float, float, str] | None = None

    def __bool__(self) -> bool:
        return bool(self.drugs or self.routes or self.dose)

    def holds(self, arm: Arm, *, any_drug: bool = False) -> bool:
        """Whether an arm is one of those."""
        if arm.drug not in (self.drugs or KETAMINES) and (self.drugs or not any_drug):
            return False
        if self.routes and arm.route not in self.routes:
            return False
        return self.dose is None or _overlaps(arm, *self.dose)


class Value(msgspec.Struct, frozen=True):
    """A row or column.

    Attributes:
        code: As it is asked for, such as ``ptsd`` or ``2020..2024``; `OTHER` where several are folded together.
        label: In words.
        depth: How many broader values of the same axis hold it.
        folded: The values that were folded together; else empty.
    """

    code: str
    label: str
    depth: int = 0
    folded: tuple[Value, ...] = ()


class Placed(msgspec.Struct, frozen=True):
    """Where one study stands: its rows, its columns, and the cells in which both hold."""

    rows: frozenset[str]
    columns: frozenset[str]
    cells: frozenset[tuple[str, str]]


class Placing(msgspec.Struct, frozen=True):
    """How studies are placed.

    Attributes:
        rows: The dimension of the rows.
        columns: That of the columns.
        arms: What an arm must hold besides.
        bands: First and last year of each value of the axis of years.
        allowed: Dimension to the only codes it may show; all where it has none.
    """

    rows: str
    columns: str
    vocabulary: Vocabulary
    arms: ArmRule
    bands: tuple[tuple[int, int], ...]
    allowed: Mapping[str, Collection[str]]

    def place(self, study: Study) -> Placed:
        """Where a study stands."""
        rows, columns = self._codes(study, self.rows), self._codes(study, self.columns)
        if {self.rows, self.columns} == OF_ARMS:
            arms = [arm for arm in study.arms if arm.route and self.arms.holds(arm, any_drug=True)]
            pairs = {(arm.drug, arm.route or "") for arm in arms}
            if self.rows == "route":
                pairs = {(route, drug) for drug, route in pairs}
            cells = {pair for pair in pairs if self._may(self.rows, pair[0]) and self._may(self.columns, pair[1])}
        else:
            cells = {(row, column) for row in rows for column in columns}
        return Placed(
            frozenset(rows | {row for row, _ in cells}),
            frozenset(columns | {column for _, column in cells}),
            frozenset(cells),
        )

    def holds(self, study: Study, placed: Placed) -> bool:
        """Whether a study belongs on the map at all: in a cell, or by what was asked of its arms."""
        return bool(placed.cells) or not self.arms or any(self.arms.holds(arm) for arm in study.arms)

    def _codes(self, study: Study, dimension: str) -> set[str]:
        if dimension == "year":
            return {band_code(band) for band in self.bands if band[0] <= study.year <= band[1]}
        if dimension == "route":
            found = {arm.route for arm in study.arms if arm.route and self.arms.holds(arm)}
        elif dimension == "drug":
            found = {arm.drug for arm in study.arms if self.arms.holds(arm, any_drug=True)}
        else:
            facet = FACETS[dimension]
            found = {above for code in facet.codes(study) for above in self.vocabulary.broader(dimension, code) if code}
        return {code for code in found if self._may(dimension, code)}

    def _may(self, dimension: str, code: str) -> bool:
        return dimension not in self.allowed or code in self.allowed[dimension]


def bands(years: Collection[int], asked: tuple[int | None, int | None]) -> tuple[tuple[int, int], ...]:
    """Single years, or five together where there are many; those between in which nothing appeared are there too.

    Args:
        years: The years of the studies.
        asked: First and last year asked for: a band ends where the question does.
    """
    if not years:
        return ()
    first, last = min(years), max(years)
    if last - first < _SINGLE_YEARS:
        return tuple((year, year) for year in range(first, last + 1))
    found = []
    for start in range(first - first % _BAND, last + 1, _BAND):
        low = start if asked[0] is None else max(start, asked[0])
        high = start + _BAND - 1 if asked[1] is None else min(start + _BAND - 1, asked[1])
        found.append((low, high))
    return tuple(found)


def band_code(band: tuple[int, int]) -> str:
    """A band as it is asked for with ``--year``."""
    first, last = band
    return str(first) if first == last else f"{first}..{last}"


def band_label(band: tuple[int, int]) -> str:
    """A band in words."""
    first, last = band
    return str(first) if first == last else f"{first} to {last}"


def _overlaps(arm: Arm, low: float, high: float, unit: str) -> bool:
    if arm.unit != unit or arm.dose_min is None:
        return False
    return arm.dose_min <= high and (arm.dose_min if arm.dose_max is None else arm.dose_max) >= low
