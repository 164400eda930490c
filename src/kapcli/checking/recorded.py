"""The figures of a sentence in the records of studies: which record holds them, and which one it gives otherwise."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.identifiers import key
from kapcli.catalogue.numbers import Figure, figures, same
from kapcli.catalogue.words import words
from kapcli.index.query_reading import without_identifiers
from kapcli.index.records import first_author_rows, rows_named, study_at

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.study import Study

# So many telling figures of a sentence must stand in a record before it is called theirs.
_ENOUGH = 2
# Units of what was counted and measured; times, doses and sessions belong to too many figures at once.
_COUNTED = ("percent", "points", "people", "")
# From a name to its year.
_FEW = 6
# Percentages apart by less are the same share, rounded.
_AROUND = 3.0


class Recorded(msgspec.Struct, frozen=True):
    """A record that holds figures of a sentence.

    Attributes:
        study: Its id.
        held: The figures that it holds, as the sentence has them.
        differs: Those it gives otherwise while it holds their neighbours.
        read: What it says there; empty where nothing differs.
    """

    study: str
    held: tuple[str, ...]
    differs: tuple[str, ...] = ()
    read: str = ""


class Cited(msgspec.Struct, frozen=True):
    """A study of the catalogue whose DOI or number a sentence gives.

    Attributes:
        study: Its id.
        year: The year of its record.
        said: The year that the sentence has behind its first author, where that is another one; else ``None``.
    """

    study: str
    year: int
    said: int | None = None


class Records:
    """The records of an open catalogue by their figures."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._study = functools.cache(lambda row: study_at(connection, row))

    def holding(self, sentence: str, named: Sequence[str], linked: Sequence[str]) -> Recorded | None:
        """The record that holds most figures of a sentence.

        Args:
            sentence: Read for its figures.
            named: Ids of the studies that it names: nothing is said of others where it names one.
            linked: Ids of studies behind the nearest claim: one of them may be meant where none is named.
        """
        said = figures(sentence)
        telling = [one for one in said if one.telling]
        if not telling:
            return None
        found: dict[int, list[Figure]] = {}
        for figure in dict.fromkeys(telling):
            for row in sorted(self._rows(figure)):
                found.setdefault(row, []).append(figure)
        near = {row for row in found if self._study(row).id in linked}
        rows = [
            row
            for row in found
            if (self._study(row).id in named if named else row in near or len(found[row]) >= _ENOUGH)
        ]
        if not rows:
            return None
        best = max(rows, key=lambda row: (len(found[row]), row in near, -row))
        counted = [one for one in said if one.unit in _COUNTED]
        missing = [one for one in counted if not any(one.value == own.value for own in found[best])]
        missing = [one for one in missing if best not in self._rows(one)]
        # What is approximate is a neighbour only where the sentence itself names the study.
        sure = [one for one in found[best] if named or not one.about]
        read = self._otherwise(self._study(best), sure, missing, said) if missing else None
        if read is None and len(found[best]) < _ENOUGH:
            return None
        held = tuple(one.written for one in found[best])
        return Recorded(self._study(best).id, held, *(read or ()))

    def named(self, sentence: str) -> list[str]:
        """Ids of the studies that a sentence names by first author, with the year where it gives one."""
        families = dict.fromkeys(word for part in sentence.split() if part[:1].isupper() for word in words(part)[:1])
        found = [self._study(row) for family in families for row in first_author_rows(self._connection, family)]
        years = [int(one.value) for one in figures(sentence) if one.unit == "year"] if found else []
        return [study.id for study in found if not years or study.year in years]

    def identified(self, names: Iterable[str]) -> list[str]:
        """Ids of the studies that DOIs and numbers of records are those of."""
        rows = (row for name in names for row, *_ in sorted(rows_named(self._connection, key(name))))
        return list(dict.fromkeys(self._study(row).id for row in rows))

    def cited(self, sentence: str, addressed: Sequence[str]) -> tuple[Cited, ...]:
        """The studies that a sentence gives the DOI or number of, each with the year that it is cited by.

        Args:
            sentence: With the names and years that stand in it.
            addressed: Their ids.
        """
        # The digits of a DOI are no year, and neither are *2000 people*.
        said = words(without_identifiers(sentence)[0])
        given = {int(one.value) for one in figures(sentence) if one.unit == "year"}
        sql = "SELECT year, name FROM study LEFT JOIN first_author USING (row) WHERE id = ?"
        found = []
        for study in addressed:
            for year, name in self._connection.execute(sql, (study,)).fetchall()[:1]:
                years = [one for one in _years_behind(said, (name or "").split()[-1:]) if one in given]
                found.append(Cited(study, year, years[0] if years and year not in years else None))
        return tuple(found)

    def _rows(self, figure: Figure) -> set[int]:
        """Rows of the records that hold a figure."""
        # Wide enough for what is rounded or called approximate; `same` decides.
        sql = "SELECT value, unit, row FROM figure WHERE value BETWEEN ? AND ?"
        value = abs(figure.value)
        margin = _AROUND if figure.about else 0.5
        return {
            row
            for read, unit, row in self._connection.execute(sql, (value - margin, value + margin))
            if same(figure, Figure(read, unit))
        }

    def _otherwise(
        self, study: Study, held: Sequence[Figure], missing: Sequence[Figure], said: Sequence[Figure]
    ) -> tuple[tuple[str, ...], str] | None:
        """Figures that a record gives otherwise, and the sentence of it that does.

        It must hold a neighbour of theirs, and a figure of their unit that the sentence does not have.
        """
        for text in (study.finding, *study.findings):
            own = figures(text)
            if not any(same(figure, one) for figure in held for one in own):
                continue
            spare = [one for one in own if one.unit in _COUNTED and not any(same(other, one) for other in said)]
            differs = [one.written for one in missing if any(one.unit == other.unit for other in spare)]
            if differs:
                return tuple(differs), text
        return None


def _years_behind(said: Sequence[str], family: Sequence[str]) -> list[int]:
    """The years that follow a name within a few words: *Feder et al. (2014)*, *Feder and others in 2014*."""
    return [
        int(word)
        for place, name in enumerate(said)
        if name in family
        for word in said[place + 1 : place + 1 + _FEW]
        if len(word) == 4 and word.startswith(("19", "20")) and word.isdigit()
    ]
