"""Claims joined with the studies of an open catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.index.records import rows_named
from kapcli.index.search import study_at
from kapcli.views.claim import claim_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import Study
    from kapcli.evidence.certainty import Assessed
    from kapcli.index.session import Session
    from kapcli.views.claim import ClaimView


def claim_views(session: Session, claims: Sequence[Assessed]) -> list[ClaimView]:
    """Claims joined with their studies, each study read once."""
    known: dict[str, Study | None] = {}

    def study_of(name: str) -> Study | None:
        if name not in known:
            rows = rows_named(session.connection, name.casefold())
            known[name] = study_at(session.connection, rows[0][0]) if rows else None
        return known[name]

    return [claim_view(assessed, study_of) for assessed in claims]
