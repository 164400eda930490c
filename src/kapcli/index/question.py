"""A question put to an open catalogue: read once, run once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.facets import option
from kapcli.index.counts import counted_rows, left_out, trials_of
from kapcli.index.facets import Facets, facets
from kapcli.index.matching import matching
from kapcli.index.query import Query, understand
from kapcli.index.records import study_at
from kapcli.index.search import search

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.index.ordering import Sort
    from kapcli.index.search import Found
    from kapcli.index.session import Session


class Question(msgspec.Struct, dict=True):
    """Words and a narrowing, as understood.

    Attributes:
        session: The open catalogue.
        query: The words.
        facets: The narrowing.
    """

    session: Session
    query: Query
    facets: Facets

    @property
    def connection(self) -> sqlite3.Connection:
        """The compiled catalogue."""
        return self.session.connection

    @property
    def everything(self) -> bool:
        """Whether nothing is asked for in particular: the answer is the whole catalogue."""
        return not self.query.units and not self.facets

    @cached_property
    def rows(self) -> list[int]:
        """The rows of all studies that match, in the order of evidence."""
        return matching(self.connection, self.query, self.facets)

    @cached_property
    def studies(self) -> list[Study]:
        """All studies that match, in the order of evidence."""
        return [study_at(self.connection, row) for row in self.rows]

    @cached_property
    def counted(self) -> list[Study]:
        """Those of them that take part in counts and pictures: a retracted study does not."""
        return [study_at(self.connection, row) for row in self.counted_rows]

    @cached_property
    def counted_rows(self) -> list[int]:
        """Their rows."""
        return counted_rows(self.connection, self.rows)

    @property
    def retracted(self) -> list[str]:
        """The ids of the others."""
        away = set(self.rows) - set(self.counted_rows)
        return [study_at(self.connection, row).id for row in sorted(away)]

    @cached_property
    def trials(self) -> int:
        """Of how many trials the matching studies are."""
        return trials_of(self.connection, self.rows)

    @cached_property
    def left_out(self) -> tuple[int, int]:
        """How many studies a dose, and a drug or route, left out because their sources give none."""
        return left_out(self.connection, self.query, self.facets)

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """The domains of outcomes that words or the narrowing name; all where empty."""
        vocabulary = self.session.vocabulary
        known = vocabulary.codes("domain")
        conditions = list(self.facets.codes.get("condition", ()))
        found = []
        for unit in self.query.units:
            conditions += [code for section, code in unit.codes if section == "condition"]
            found += [code for section, code in unit.codes if section == "domain"]
        for code in conditions:
            family = (*vocabulary.broader("condition", code), *vocabulary.narrower("condition", code))
            found += [other for other in family if other in known]
        return tuple(code for code in known if code in found)

    def order(self, sort: Sort) -> Sort:
        """What the studies are sorted by: where nothing is chosen, what a word such as *newest* asks for."""
        return self.query.order[1] if sort == "relevance" else sort

    def hits(
        self,
        *,
        limit: int | None = None,
        sort: Sort = "relevance",
        explain: bool = False,
        partial: int = 10,
        counts: bool = True,
    ) -> Found:
        """The studies that match, ranked; see `kapcli.index.search.search`."""
        return search(
            self.connection,
            self.query,
            self.facets,
            limit=limit,
            sort=self.order(sort),
            explain=explain,
            partial=partial,
            counts=counts,
        )

    def options(self) -> dict[str, list[str]]:
        """The narrowing as options with their values, in the order in which they are listed."""
        narrow: dict[str, list[str]] = {name: list(codes) for name, codes in self.facets.codes.items()}
        if self.facets.years:
            first, last = self.facets.years
            narrow["year"] = [str(first) if first == last else f"{first or ''}..{last or ''}"]
        if self.facets.min_n is not None:
            narrow["min_n"] = [str(self.facets.min_n)]
        if self.facets.dose is not None:
            dose = self.facets.dose
            narrow["dose"] = [f"{dose.low:g}..{dose.high:g}{dose.unit}"]
        return narrow

    def command_line(self, command: str, others: Mapping[str, Any] = {}, *, first: Mapping[str, Any] = {}) -> str:
        """A command that asks the same.

        Args:
            command: Its name.
            others: Further options to their values.
            first: Options in place of those parts of the narrowing that have the same name.
        """
        narrow = {name: values for name, values in self.options().items() if name not in first}
        return command_line(command, self.query.text.split(), {**first, **narrow, **others})

    def as_data(self) -> dict[str, Any]:
        """The question for a program; the keys are always the same."""
        query, narrow = self.query, self.facets
        return {
            "text": query.text,
            "units": [
                {
                    "text": unit.text,
                    "codes": [f"{section}:{code}" for section, code in unit.codes],
                    "identifier": unit.identifier or None,
                    "known": unit.known,
                }
                for unit in query.units
            ],
            "corrections": msgspec.to_builtins(query.corrections),
            "ambiguous": [{"wrote": word, "near": near} for word, near in query.ambiguous],
            "dropped": query.dropped,
            "facets": narrow.codes,
            "year": narrow.years,
            "min_n": narrow.min_n,
            "dose": msgspec.to_builtins(narrow.dose),
            "doses_not_searched": query.doses,
            "negated": query.negated,
        }


def question(
    session: Session,
    text: str,
    values: Mapping[str, Sequence[str]] = {},
    *,
    year: str | None = None,
    min_n: int | None = None,
    dose: str | None = None,
) -> Question:
    """Read words and a narrowing as people type them.

    Args:
        session: The open catalogue.
        text: The words.
        values: Facet to the values typed for it.
        year: ``2020``, ``2014..2025``, ``2014..`` or ``..2025``.
        min_n: The least number of people.
        dose: ``0.2..0.5`` (mg/kg unless a unit is written).

    Raises:
        FacetError: A facet value that cannot be understood.
        QueryError: Words that cannot be understood.
    """
    narrow = facets(session.vocabulary, values, year, min_n, dose)
    return Question(session, understand(text, session.connection, session.vocabulary), narrow)


def command_line(command: str, words: Sequence[str], options: Mapping[str, Any]) -> str:
    """A command line as it may be typed.

    Args:
        command: Its name.
        words: Its arguments.
        options: Options to their values; a list repeats one, ``True`` is a bare flag, ``None`` and ``False`` are left
            out.
    """
    import shlex

    # Words that would be taken for options go behind a double dash.
    dashed = any(word.startswith("-") for word in words)
    parts = ["kap", command, *([] if dashed else words)]
    for name, value in options.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is not None and one is not False:
                parts += [option(name)] if one is True else [option(name), str(one)]
    return shlex.join([*parts, *(["--", *words] if dashed else [])])
