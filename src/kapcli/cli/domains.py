"""Which domains of outcomes a question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.cli.answer import usage

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.cli.question import Asked

ALL = "all"


def domains_of(asked: Asked, typed: list[str] | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The domains typed, else those that words or ``--condition`` name; all where empty.

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
    conditions = list(asked.facets.codes.get("condition", ()))
    found = []
    for unit in asked.query.units:
        conditions += [code for section, code in unit.codes if section == "condition"]
        found += [code for section, code in unit.codes if section == "domain"]
    for code in conditions:
        family = (*vocabulary.broader("condition", code), *vocabulary.narrower("condition", code))
        found += [other for other in family if other in known]
    return tuple(code for code in known if code in found)


__all__ = ["ALL", "domains_of"]
