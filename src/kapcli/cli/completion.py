"""What the shell offers when Tab is pressed: ids with their titles, and every value of a vocabulary.

What is found here may hold anything; `kapcli.cli.shells` makes it harmless on its way out.
"""

from collections.abc import Callable

from kapcli.cli.shells import ASKED

_MOST = 200


def complete_id(incomplete: str) -> list[tuple[str, str]]:
    """Ids that begin so, each with its title."""
    from kapcli.catalogue.identifiers import key
    from kapcli.index.records import beginning
    from kapcli.index.session import open_session

    try:
        session = open_session(())
        return beginning(session.connection, key(incomplete), _MOST)
    except Exception:
        # A shell must never show an error because somebody pressed Tab.
        return []


# Typer inspects every completion function at every start; only a shell that completes needs them.
def ids() -> Callable[[str], list[tuple[str, str]]] | None:
    """A completion that offers ids with their titles; ``None`` where no shell asks."""
    return complete_id if ASKED else None


def topic_ids() -> Callable[[str], list[tuple[str, str]]] | None:
    """A completion that offers topics with their titles; ``None`` where no shell asks."""
    return _topics if ASKED else None


def _topics(incomplete: str) -> list[tuple[str, str]]:
    from kapcli.index.session import open_session
    from kapcli.index.topics import topics

    try:
        answers = topics(open_session(()).connection)
    except Exception:
        return []
    return [(one.topic.id, one.topic.title) for one in answers if one.topic.id.startswith(incomplete.casefold())]


def codes_of(section: str) -> Callable[[str], list[tuple[str, str]]] | None:
    """A completion that offers the codes of a vocabulary section with their labels; ``None`` where no shell asks."""
    return _codes(section) if ASKED else None


def _codes(section: str) -> Callable[[str], list[tuple[str, str]]]:

    def complete(incomplete: str) -> list[tuple[str, str]]:
        from kapcli.index.session import open_session

        try:
            vocabulary = open_session(()).vocabulary
        except Exception:
            return []
        return [
            (code, vocabulary.label(section, code))
            for code in vocabulary.codes(section)
            if code.startswith(incomplete.casefold())
        ]

    return complete
