"""A study with all that its page needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kapcli.catalogue.model import Study
    from kapcli.evidence.certainty import Assessed


class Sheet(msgspec.Struct, frozen=True):
    """A study with what the page needs from outside it.

    Attributes:
        papers: Id and title of every work of the same trial, this one included.
        reviews: Ids of reviews here that include it.
        reference: In APA style; empty if it could not be made.
        beside: What must be said beside the reference.
        claims: The claims that rest on it, each with the side it stands on.
    """

    study: Study
    origin: str
    papers: tuple[tuple[str, str], ...]
    reviews: tuple[str, ...]
    reference: str
    beside: tuple[str, ...]
    claims: tuple[tuple[Assessed, str], ...] = ()


__all__ = ["Sheet"]
