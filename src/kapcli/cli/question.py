"""A question as typed, read against an open catalogue: what cannot be understood is said as a mistake in typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.cli.answer import usage
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kapcli.api.catalogue import Catalogue
    from kapcli.index.question import Question

# Asks for every domain of outcomes.
ALL = "all"


def read_question(
    catalogue: Catalogue, text: str, values: Mapping[str, Sequence[str]], ranges: Mapping[str, Any]
) -> Question:
    """Read words and facets.

    Raises:
        Stop: A facet value or a query that cannot be understood.
    """
    from kapcli.index.facets import FacetError
    from kapcli.index.query import QueryError
    from kapcli.index.question import question

    text = encodable(text)
    try:
        found = question(catalogue.session, text, values, **ranges)
    except FacetError as error:
        raise usage(f"{error.option}: {error}", instead(error.option, error.near, error.choices)) from None
    except QueryError as error:
        raise usage(str(error), "use fewer words") from None
    if text.strip() and not found.query.units and not found.facets:
        if found.query.doses:
            dose = found.query.doses[0]
            raise usage(f"{dose} is a dose, which no words find", f"e.g. kap search --dose {dose.replace(' ', '')}")
        raise usage(
            "nothing to search for: only filler words or signs",
            f"to sort by {'year' if order == 'year' else 'number of people'}: kap search --sort {order}"
            if (order := found.query.order[1]) != "relevance"
            else "type a condition, drug, route, therapy, author or harm, e.g. kap search ptsd",
        )
    return found


def domains_of(question: Question, typed: Sequence[str] | None) -> tuple[str, ...]:
    """The domains of outcomes typed, else those that the question names; all where empty.

    Raises:
        Stop: A value that is no domain.
    """
    if not typed:
        return question.domains
    if any(value.casefold() == ALL for value in typed):
        return ()
    from kapcli.index.facets import FacetError, facets

    try:
        return facets(question.session.vocabulary, {"domain": typed}).codes["domain"]
    except FacetError as error:
        raise usage(f"--domain: {error}", instead("--domain", error.near, (*error.choices, ALL))) from None


def instead(option: str, near: Sequence[str], choices: Sequence[str]) -> str:
    """What to type for a value that is none."""
    if near:
        return f"did you mean {' or '.join(f'{option} {value}' for value in near)}?"
    return f"choose from: {', '.join(choices)}" if choices else ""
