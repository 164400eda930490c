"""A question as typed, read against an open catalogue: what cannot be understood is said as a mistake in typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.cli.answer import usage
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.question import Question
    from kapcli.index.session import Session

# Asks for every domain of outcomes.
ALL = "all"


def read_question(
    session: Session, text: str, values: Mapping[str, Sequence[str]], ranges: Mapping[str, Any]
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
        found = question(session, text, values, **ranges)
    except FacetError as error:
        near = [f"{error.option} {value}" for value in error.near]
        raise usage(f"{error.option}: {error}", f"try {', '.join(near)}" if near else "") from None
    except QueryError as error:
        raise usage(str(error), "use fewer words") from None
    if text.strip() and not found.query.units and not found.facets:
        raise usage(
            "there is nothing in these words to search for",
            "name a condition, a drug, a route, a therapy, an author or a harm",
        )
    return found


def domains_of(question: Question, typed: Sequence[str] | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The domains of outcomes typed, else those that words or ``--condition`` name; all where empty.

    Raises:
        Stop: A value that is no domain.
    """
    from kapcli.index.facets import FacetError, facets

    if typed:
        if any(value.casefold() == ALL for value in typed):
            return ()
        try:
            return facets(vocabulary, {"domain": typed}).codes["domain"]
        except FacetError as error:
            near = [f"--domain {value}" for value in (*error.near, ALL)]
            raise usage(f"--domain: {error}", f"try {', '.join(near)}") from None
    known = vocabulary.codes("domain")
    conditions = list(question.facets.codes.get("condition", ()))
    found = []
    for unit in question.query.units:
        conditions += [code for section, code in unit.codes if section == "condition"]
        found += [code for section, code in unit.codes if section == "domain"]
    for code in conditions:
        family = (*vocabulary.broader("condition", code), *vocabulary.narrower("condition", code))
        found += [other for other in family if other in known]
    return tuple(code for code in known if code in found)


def codes_typed(session: Session, section: str, values: Sequence[str]) -> tuple[str, ...]:
    """The codes of values typed for an option on claims.

    Raises:
        Stop: A value that is none of its codes.
    """
    from kapcli.catalogue.nearest import nearest
    from kapcli.catalogue.vocabulary import fold

    known = session.vocabulary.names(section)
    found = []
    for value in values:
        code = known.get(fold(value))
        if code is None:
            option = f"--{section.replace('claim_', '')}"
            near = nearest(value, session.vocabulary.codes(section)) or session.vocabulary.codes(section)
            raise usage(f"{option}: {value!r} is none of its values", f"try {', '.join(f'{option} {n}' for n in near)}")
        found.append(code)
    return tuple(found)
