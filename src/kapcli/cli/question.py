"""Words and facets, read against an open catalogue: what search, limits and cite share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.words import words
from kapcli.cli.answer import usage
from kapcli.cli.session import Session, open_session
from kapcli.index.facets import Facets
from kapcli.index.lexicon import CRISIS_PHRASES, CRISIS_WORDS, SAFETY_WORDS
from kapcli.index.query import Query
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.cli.options import Narrowing
    from kapcli.index.search import Found

CURATED = "This catalogue is curated, not a systematic search: that none is here does not show that there is none."
NO_SIGN_OF_SAFETY = "No study here is no sign of safety."


class Asked(msgspec.Struct):
    """A question as understood."""

    session: Session
    query: Query
    facets: Facets

    def as_json(self) -> dict[str, Any]:
        """The question as the JSON envelope shows it; the keys are always the same."""
        query, facets = self.query, self.facets
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
            "facets": facets.codes,
            "year": facets.years,
            "min_n": facets.min_n,
            "dose": msgspec.to_builtins(facets.dose),
            "doses_not_searched": query.doses,
            "negated": query.negated,
        }


def ask(text: str, narrowing: Narrowing, catalogues: Sequence[str]) -> Asked:
    """Open the catalogue and read words and facets against it.

    Raises:
        Stop: A facet value or a query that cannot be understood.
    """
    from kapcli.index.facets import FacetError, facets
    from kapcli.index.query import QueryError, understand

    session = open_session(catalogues)
    text = encodable(text)
    try:
        narrow = facets(session.vocabulary, narrowing.values, narrowing.year, narrowing.min_n, narrowing.dose)
        query = understand(text, session.connection, session.vocabulary)
    except FacetError as error:
        near = [f"{error.option} {value}" for value in error.near]
        raise usage(f"{error.option}: {error}", f"try {', '.join(near)}" if near else "") from None
    except QueryError as error:
        raise usage(str(error), "use fewer words") from None
    if text.strip() and not query.units and not narrow:
        raise usage(
            "there is nothing in these words to search for",
            "name a condition, a drug, a route, a therapy, an author or a harm",
        )
    return Asked(session, query, narrow)


def remarks_on(asked: Asked) -> list[str]:
    """What has to be said before anything else, and about how the question was read."""
    lines = []
    if in_crisis(asked.query.text):
        lines.append(asked.session.about.urgent_help)
    if asked.query.negated:
        lines.append("Words cannot be left out of a search: those behind not, no or without were searched for.")
    if any(code == ("topic", "contraindication") for unit in asked.query.units for code in unit.codes):
        lines.append("Who should not have ketamine is not answered here: that is a question for a clinician.")
    if about_harm(asked):
        lines.append("Harms, counted and study by study: kap limits --safety")
    if asked.query.doses:
        lines.append(f"{', '.join(asked.query.doses)} was not searched for: ask with --dose, such as --dose 0.2..0.5.")
    for correction in asked.query.corrections:
        lines.append(f"Searched for {correction.searched} (you wrote {correction.wrote}).")
    for word, near in asked.query.ambiguous:
        lines.append(f"{word}: not corrected, it may be {' or '.join(near)}.")
    ambiguous = {word for word, _ in asked.query.ambiguous}
    for unit in asked.query.units:
        if not unit.known and unit.text not in ambiguous:
            what = "identifier" if unit.identifier else "word"
            lines.append(f"No study here has the {what} {unit.text}.")
    return lines


def about_harm(asked: Asked) -> bool:
    """Whether the question is about harm."""
    said = set(words(asked.query.text))
    return bool(said & SAFETY_WORDS) or any(
        code == ("domain", "safety") for unit in asked.query.units for code in unit.codes
    )


def in_crisis(text: str) -> bool:
    """Whether the words may be those of somebody in danger."""
    said = words(text.replace("'", "").replace("’", ""))
    return bool(CRISIS_WORDS & set(said)) or any(phrase in " ".join(said) for phrase in CRISIS_PHRASES)


def left_out(asked: Asked, found: Found) -> list[str]:
    """What the answer leaves out, because its sources do not tell or because it is another drug."""
    lines = _other_forms(asked)
    if found.without_dose:
        assert asked.facets.dose is not None
        lines.append(
            f"{_studies(found.without_dose)} without a dose in {asked.facets.dose.unit} left out: "
            "not known is not a no."
        )
    if found.without_arms:
        lines.append(
            f"{_studies(found.without_arms)} without arms of their own (reviews, theory) left out by drug or route."
        )
    return lines


def _other_forms(asked: Asked) -> list[str]:
    """Where ketamine was asked for: how much there is on esketamine, which is another drug and was not searched."""
    from kapcli.index.query import Unit
    from kapcli.index.search import matching

    plain = ("drug", "ketamine")
    if not any(plain in unit.codes for unit in asked.query.units):
        return []
    other = Unit("esketamine", codes=(("drug", "esketamine"),), labels=("esketamine",))
    units = tuple(other if plain in unit.codes else unit for unit in asked.query.units)
    query = msgspec.structs.replace(asked.query, units=units)
    count = len(matching(asked.session.connection, query, asked.facets))
    return [f"Esketamine is another drug: {_studies(count)} of it match the same words."] if count else []


def nothing_found(asked: Asked, found: Found, *, shows_near: bool = False) -> list[str]:
    """An honest sentence for when no study matches, and what is near.

    Args:
        asked: The question as understood.
        found: The answer, without a full match.
        shows_near: Whether the partial matches are shown below.
    """
    lines = [f"Nothing found: no study here matches {_asked(asked)}. {CURATED}"]
    if set(words(asked.query.text)) & SAFETY_WORDS:
        lines.append(NO_SIGN_OF_SAFETY)
    if found.hits and shows_near:
        lines.append("Nearest, each without some of the words:")
    lines += _looser(asked)
    from kapcli.index.records import glossary_named

    for unit in asked.query.units:
        if glossary_named(asked.session.connection, unit.text):
            lines.append(f"The term is explained by: kap glossary {unit.text}")
    return lines


def _looser(asked: Asked) -> list[str]:
    """What would be found with one facet less."""
    from kapcli.catalogue.facets import option
    from kapcli.index.search import matching

    if not asked.facets:
        return []
    offers = []
    for name in asked.facets.codes:
        codes = {key: value for key, value in asked.facets.codes.items() if key != name}
        facets = msgspec.structs.replace(asked.facets, codes=codes)
        if count := len(matching(asked.session.connection, asked.query, facets)):
            offers.append(f"without {option(name)} {count}")
    for field in ("years", "min_n", "dose"):
        if getattr(asked.facets, field) is not None:
            facets = msgspec.structs.replace(asked.facets, **{field: None})
            if count := len(matching(asked.session.connection, asked.query, facets)):
                offers.append(f"without {option('year' if field == 'years' else field)} {count}")
    return [f"Near: {'; '.join(offers)}."] if offers else []


def _asked(asked: Asked) -> str:
    parts = [f"{unit.text!r}" for unit in asked.query.units]
    for name, codes in asked.facets.codes.items():
        labels = [asked.session.vocabulary.label(name, code) for code in codes]
        parts.append(f"{name.replace('_', ' ')} {' or '.join(labels)}")
    facets = asked.facets
    if facets.years:
        first, last = facets.years
        parts.append(f"year {first or ''}..{last or ''}" if first != last else f"year {first}")
    if facets.min_n is not None:
        parts.append(f"at least {facets.min_n} people")
    if facets.dose:
        parts.append(f"dose {facets.dose.low:g}..{facets.dose.high:g} {facets.dose.unit}")
    return " with ".join(parts) or "this"


def _studies(count: int) -> str:
    return f"{count} {'study' if count == 1 else 'studies'}"


__all__ = ["Asked", "about_harm", "ask", "in_crisis", "left_out", "nothing_found", "remarks_on"]
