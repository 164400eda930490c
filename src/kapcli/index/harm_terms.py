"""Words that name an adverse event, among those of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.facets import FACETS
from kapcli.catalogue.words import phrase, words
from kapcli.index.lexicon import FUNCTION_WORDS
from kapcli.index.query import understand
from kapcli.index.search_terms import harm_ways

if TYPE_CHECKING:
    from kapcli.index.session import Session

_LONGEST = 5
# Words that say that something is meant as a harm, where it could be a condition too.
_AS_HARM = frozenset("adverse cause caused causes effect effects event harm risk side".split())


class HarmAsked(msgspec.Struct, frozen=True):
    """An adverse event that a question names.

    Attributes:
        code: Its term.
        rest: What else the question narrows by, as words.
        ambiguous: Whether the words also name something else, such as a condition, which the question is then of.
    """

    code: str
    rest: tuple[str, ...]
    ambiguous: bool


def harm_asked(text: str, session: Session) -> HarmAsked | None:
    """The adverse event that some words name; ``None`` where they name none."""
    ways: dict[str, str] = {}
    for form, named in harm_ways(session.vocabulary):
        ways.setdefault(form, named)
    said = words(text)
    as_harm = bool(_AS_HARM & set(said))
    for length in range(min(_LONGEST, len(said)), 0, -1):
        for start in range(len(said) - length + 1):
            span = " ".join(phrase(" ".join(said[start : start + length])))
            if length == 1 and said[start] in FUNCTION_WORDS:
                continue
            code = ways.get(span)
            if code is not None:
                rest = (*said[:start], *said[start + length :])
                return HarmAsked(code, _narrowing(rest, session), not as_harm and _elsewhere(span, session))
    return _in_part(said, ways, session)


def _elsewhere(span: str, session: Session) -> bool:
    """Whether the words are a condition, too: *anxiety* is what is treated before it is what treatment does."""
    sql = "SELECT 1 FROM phrase WHERE name = ? AND section = 'condition'"
    return session.connection.execute(sql, (span,)).fetchone() is not None


def _narrowing(rest: tuple[str, ...], session: Session) -> tuple[str, ...]:
    """Those words that narrow: conditions, drugs, routes. *Can it damage my* before *bladder* narrows nothing."""
    query = understand(" ".join(rest), session.connection, session.vocabulary)
    return tuple(
        unit.text
        for unit in query.units
        if any(section in FACETS for section, _ in unit.codes) and ("drug", "ketamine") not in unit.codes
    )


def _in_part(said: list[str], ways: dict[str, str], session: Session) -> HarmAsked | None:
    """The term of whose names all these words are a part (*memory*), the shortest name first."""
    wanted = {part for word in said if word not in FUNCTION_WORDS for part in phrase(word)}
    if not wanted or _elsewhere(" ".join(phrase(" ".join(said))), session):
        return None
    found = [(len(form.split()), at, code) for at, (form, code) in enumerate(ways.items()) if wanted <= {*form.split()}]
    return HarmAsked(min(found)[2], (), ambiguous=False) if found else None
