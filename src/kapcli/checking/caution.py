"""Readings that are less sure than a sentence by itself: parts, what the text around it adds, headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.checking.checking import Checked, Result, beside, precedence

if TYPE_CHECKING:
    from collections.abc import Sequence


# What a sentence says only if read with the text around it, or a part of it alone, must be nearer than a whole one.
_NEAR_PART = 0.5
_COUNTED = ("%", " people", " points")


def joined(whole: Checked, pieces: Sequence[Checked], most: int) -> Checked:
    """A long sentence with what its parts say: what a part gets wrong stands first, and the whole is judged by none."""
    found: dict[str, Result] = {}
    for piece in pieces:
        for result in piece.results:
            kept = found.get(result.assessed.claim.id)
            if kept is None or precedence(result) < precedence(kept):
                found[result.assessed.claim.id] = result
    for result in whole.results:
        found.setdefault(result.assessed.claim.id, result)
    ranked = sorted(found.values(), key=lambda one: (one.verdict == "supported", *precedence(one)))
    return msgspec.structs.replace(whole, results=tuple(ranked[:most]))


def cautious(found: Checked, part: str = "", *, named: bool = False) -> Checked:
    """Of an uncertain reading only what it shares with a claim that does not stand, or says of a result outright.

    A part leaves out what the rest of the sentence says, and a study named further up may not be the one that is meant:
    so nothing is called overstated or untested for what such a reading leaves open of a sound claim or adds to it.

    Args:
        found: What the reading came to.
        part: The part that was read; empty where that is the whole.
        named: Whether the part itself names the study it is about.
    """
    results = tuple(
        msgspec.structs.replace(one, part=part, verdict=one.verdict if _certain(one, bool(part), named=named) else None)
        for one in found.results
    )
    verdict = results[0].verdict if results and found.verdict == found.results[0].verdict else None
    return msgspec.structs.replace(found, results=results, verdict=verdict)


def _certain(result: Result, part: bool, *, named: bool) -> bool:
    match, sound = result.match, result.assessed.claim.verdict == "supported"
    if result.verdict is None:
        return False
    if sound and result.relation == "same":
        return part
    if sound and result.relation == "different-figure":
        return part and (named or (match.nearness >= _NEAR_PART and match.figures[0][0].endswith(_COUNTED)))
    return not sound and result.relation in ("same", "broader", "narrower") and match.nearness >= _NEAR_PART


def as_heading(found: Checked) -> Checked:
    """A heading that asserts nothing: what is near it is kept, and nothing is said of it."""
    frame = found.frame
    if frame.finding or frame.figures or frame.overstated:
        return found
    results = tuple(beside(one) for one in found.results)
    why = "it is a heading, and says nothing that could be held against the evidence"
    return msgspec.structs.replace(found, verdict=None, results=results, why=why)
