"""Studies by name, and claims joined with their studies, from an open catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.identifiers import key
from kapcli.index.records import rows_named, study_at
from kapcli.views.claim import claim_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.evidence.assessment import Assessed
    from kapcli.index.session import Session
    from kapcli.views.claim import ClaimView


def study_named(session: Session, name: str) -> Study | None:
    """The study that answers to a name; ``None`` where none does."""
    rows = rows_named(session.connection, key(name))
    return study_at(session.connection, rows[0][0]) if rows else None


def studies_named(session: Session, names: Iterable[str]) -> list[Study]:
    """The studies of some names, without those that are not there."""
    return [study for name in names if (study := study_named(session, name)) is not None]


def claim_views(session: Session, claims: Sequence[Assessed]) -> list[ClaimView]:
    """Claims joined with their studies, each study read once."""
    known: dict[str, Study | None] = {}

    def study_of(name: str) -> Study | None:
        if name not in known:
            known[name] = study_named(session, name)
        return known[name]

    return [claim_view(assessed, study_of) for assessed in claims]
