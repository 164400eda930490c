"""Near misses, to be offered and never acted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.identifiers import key

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], limit: int = 3) -> list[str]:
    """The choices most like a word, best first.

    Args:
        word: What was written.
        choices: What could have been meant.
        limit: At most so many.

    Returns:
        Choices within a third of the word's length in edits (optimal string alignment); possibly none.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    cutoff = max(1, min(len(word), 40) // 3)
    folded = {choice: key(choice) for choice in choices}
    hits = process.extract(key(word)[:100], folded, scorer=OSA.distance, score_cutoff=cutoff, limit=limit)
    return [choice for _, _, choice in hits]


def meant(wanted: str, choices: Iterable[str], otherwise: str) -> str:
    """What to write instead of a word: the choice most like it.

    Args:
        wanted: What was written.
        choices: What could have been meant.
        otherwise: What is said where none is like it.
    """
    near = nearest(wanted, choices, 1)
    return f"did you mean {near[0]!r}?" if near else otherwise
