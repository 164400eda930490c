"""What is said where nothing is found: never that there is nothing, and what to ask in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.facets import option
from kapcli.catalogue.nearest import nearest
from kapcli.catalogue.words import words
from kapcli.index.claim_search import RECORD
from kapcli.index.claims import claim_ids
from kapcli.index.lexicon import SAFETY_WORDS
from kapcli.index.matching import matching
from kapcli.index.question import command_line
from kapcli.index.records import glossary_named
from kapcli.views.closing_lines import ELSEWHERE
from kapcli.views.question import CLOSEST
from kapcli.views.question_words import parts_of_narrowing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.index.facets import Facets
    from kapcli.index.question import Question
    from kapcli.index.session import Session

NO_SIGN_OF_SAFETY = "Finding no studies does not mean it is safe."


def nothing_found(question: Question, *, shows_near: bool = False) -> list[str]:
    """An honest sentence for when no study matches, and what is near.

    Args:
        question: The question as understood.
        shows_near: Whether partial matches are shown below.
    """
    lines = [f"No study here matches {_asked(question)}. {ELSEWHERE}"]
    if set(words(question.query.text)) & SAFETY_WORDS:
        lines.append(NO_SIGN_OF_SAFETY)
    if shows_near:
        lines.append(CLOSEST)
    offers = [f"without {name}: {count}" for name, count in _looser(question)]
    lines += [f"Try fewer filters: {'; '.join(offers)}."] if offers else []
    for unit in question.query.units:
        if glossary_named(question.connection, unit.text):
            lines.append(f"What it means: kap glossary {unit.text}")
    return lines


def no_claim_found(session: Session, words: list[str], records: int = 0, wider: Sequence[str] = ()) -> list[str]:
    """The same for when no claim matches: ids that are near, and where there may be studies.

    Args:
        session: The open catalogue.
        words: As typed.
        records: How many statements of what one paper says match: they are listed only where they are asked for.
        wider: Codes of conditions that hold the one asked for.
    """
    ids = claim_ids(session.connection)
    near = [one for word in words if "-" in word and word not in ids for one in nearest(word, ids)]
    remarks = [f"No claim has that id. Closest: {', '.join(f'kap claims {one}' for one in near)}"] if near else []
    remarks += [f"By its id alone: kap claims {word}" for word in words if word in ids]
    if records:
        noun = "statement" if records == 1 else "statements"
        line = command_line("claims", words, {"kind": RECORD})
        remarks.append(f"{records} {noun} about what one paper says: {line}")
    nothing = "No claim here matches." + (f" Try: {command_line('search', words, {})}" if words else "")
    return [*remarks, nothing, *(f"The wider condition: kap claims {code}" for code in wider)]


def _looser(question: Question) -> Iterator[tuple[str, int]]:
    """Each option of the narrowing without which something would be found, and how much."""
    narrow = question.facets

    def count(facets: Facets) -> int:
        return len(matching(question.connection, question.query, facets))

    for name in narrow.codes:
        codes = {key: value for key, value in narrow.codes.items() if key != name}
        if found := count(msgspec.structs.replace(narrow, codes=codes)):
            yield option(name), found
    for field, name in (("years", "year"), ("min_n", "min_n"), ("dose", "dose")):
        if getattr(narrow, field) is not None and (found := count(msgspec.structs.replace(narrow, **{field: None}))):
            yield option(name), found


def _asked(question: Question) -> str:
    parts = [f"{unit.text!r}" for unit in question.query.units]
    parts += [f"{name} {text}".strip() for name, text in parts_of_narrowing(question)]
    return " with ".join(parts) or "this"
