"""Where a study's own pages are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.views.document import text
from kapcli.views.links import addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.study import Study
    from kapcli.views.document import Document


def addresses_document(pages: Sequence[tuple[str, bool]]) -> Document:
    """Addresses, one a line, each with whether it was opened."""
    return tuple(text(f"Opened: {address}" if opened else address) for address, opened in pages)


def as_data(study: Study, origin: str, kind: str, address: str, *, opened: bool) -> dict[str, Any]:
    """A study's page for a program.

    Args:
        study: Whose it is.
        origin: The file it came from.
        kind: Of the address.
        address: The one asked for.
        opened: Whether it was handed to a browser.
    """
    return {
        "id": study.id,
        "kind": kind,
        "address": address,
        "opened": opened,
        "addresses": addresses(study),
        "retraction": study.retraction,
        "origin": origin,
    }
