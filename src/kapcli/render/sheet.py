"""A study with all that its page needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kapcli.catalogue.model import Study


class Sheet(msgspec.Struct, frozen=True):
    """A study with what the page needs from outside it.

    Attributes:
        papers: Id and title of every work of the same trial, this one included.
        reviews: Ids of reviews here that include it.
        reference: In APA style; empty if it could not be made.
        beside: What must be said beside the reference.
    """

    study: Study
    origin: str
    papers: tuple[tuple[str, str], ...]
    reviews: tuple[str, ...]
    reference: str
    beside: tuple[str, ...]


__all__ = ["Sheet"]
