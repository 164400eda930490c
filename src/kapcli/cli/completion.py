"""What the shell offers when Tab is pressed: ids with their titles, and every value of a vocabulary.

What is found here may hold anything; `kapcli.cli.shells` makes it harmless on its way out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kapcli.cli.shells import ASKED

if TYPE_CHECKING:
    from kapcli.index.session import Session

Completion = Callable[[str], list[tuple[str, str]]]

_MOST = 200


def complete_id(incomplete: str) -> list[tuple[str, str]]:
    """Ids of studies that begin so, each with its title."""
    from kapcli.catalogue.identifiers import key
    from kapcli.index.records import beginning

    return _asked(lambda session: beginning(session.connection, key(incomplete), _MOST))


def complete_claim(incomplete: str) -> list[tuple[str, str]]:
    """Ids of claims that begin so, each with what it says."""
    from kapcli.index.claims import statements

    start = incomplete.casefold()
    return _asked(
        lambda session: [pair for pair in statements(session.connection) if pair[0].startswith(start)][:_MOST]
    )


def complete_term(incomplete: str) -> list[tuple[str, str]]:
    """Ids of terms of the glossary that begin so, each in plain words: an id has no blank in it."""
    start = incomplete.casefold()
    return _asked(
        lambda session: [
            (entry.id, entry.plain) for entry in session.glossary() if entry.id.casefold().startswith(start)
        ][:_MOST]
    )


def complete_facet(incomplete: str) -> list[tuple[str, str]]:
    """Facets that begin so, each with some of its values."""
    from kapcli.catalogue.facets import FACETS

    pairs = [(facet.option[2:], facet.help) for facet in FACETS.values()]
    return [pair for pair in pairs if pair[0].startswith(incomplete.casefold())]


def _asked(offers: Callable[[Session], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    from kapcli.index.session import open_session

    try:
        return offers(open_session(()))
    except Exception:
        # A shell must never show an error because somebody pressed Tab.
        return []


def while_asked(complete: Completion) -> Completion | None:
    """A completion where a shell asks, else ``None``: Typer inspects every completion function at every start."""
    return complete if ASKED else None


def complete_topic(incomplete: str) -> list[tuple[str, str]]:
    """Ids of topics that begin so, each with its title."""
    from kapcli.index.topics import topics

    start = incomplete.casefold()
    return _asked(
        lambda session: [
            (one.topic.id, one.topic.title) for one in topics(session.connection) if one.topic.id.startswith(start)
        ]
    )


def codes_of(section: str) -> Completion | None:
    """A completion that offers the codes of a vocabulary section with their labels; ``None`` where no shell asks."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        start = incomplete.casefold()

        def codes(session: Session) -> list[tuple[str, str]]:
            vocabulary = session.vocabulary
            return [(code, vocabulary.label(section, code)) for code in vocabulary.codes(section)]

        return [pair for pair in _asked(codes) if pair[0].startswith(start)]

    return while_asked(complete)
