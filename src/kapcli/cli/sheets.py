"""Claims joined with the studies of an open catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.cli.session import Session
    from kapcli.evidence.certainty import Assessed
    from kapcli.render.claim_sheet import ClaimSheet


def sheets_of(session: Session, claims: list[Assessed]) -> list[ClaimSheet]:
    """Claims joined with their studies, each study read once."""
    from kapcli.catalogue.identifiers import key
    from kapcli.catalogue.model import Study
    from kapcli.index.records import rows_named
    from kapcli.index.search import study_at
    from kapcli.render.claim_sheet import claim_sheet

    known: dict[str, Study | None] = {}

    def study_of(name: str) -> Study | None:
        if name not in known:
            rows = rows_named(session.connection, key(name))
            known[name] = study_at(session.connection, rows[0][0]) if rows else None
        return known[name]

    return [claim_sheet(assessed, study_of) for assessed in claims]


__all__ = ["sheets_of"]
