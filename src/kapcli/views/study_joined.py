"""A study with all that belongs to it, from an open catalogue: for its page, and for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.orientation import oriented
from kapcli.catalogue.study_rules import counted, trial_key
from kapcli.index.claims import claims_on
from kapcli.index.records import papers_of, reviews_with
from kapcli.views.study_fields import NEVER_EMPTY
from kapcli.views.study_limitations import own_data

if TYPE_CHECKING:
    from kapcli.catalogue.study import Study
    from kapcli.index.session import Session
    from kapcli.views.study import StudyView


def study_view(session: Session, study: Study, origin: str, *, cited: bool = True) -> StudyView:
    """A study for its page; ``cited`` with the reference, which costs more than all the rest."""
    from kapcli.views.study import StudyView

    reference, cautions = "", tuple[str, ...]()
    if cited:
        from kapcli.citing.engine import format_reference
        from kapcli.citing.from_study import beside, csl_item

        reference, cautions = format_reference(csl_item(study), "apa"), tuple(beside(study))

    return StudyView(
        study,
        origin,
        tuple(papers_of(session.connection, trial_key(study))),
        reviews_with(session.connection, study.id),
        reference,
        cautions,
        tuple(claims_on(session.connection, study.id)),
    )


def as_data(session: Session, study: Study, origin: str) -> dict[str, Any]:
    """A study for a program: every field, and what follows from them."""
    fields: dict[str, Any] = msgspec.to_builtins(study)
    for outcome, shown in zip(study.outcomes, fields["outcomes"], strict=True):
        shown["oriented"] = oriented(outcome)
    fields |= {name: fields[name] or None for name in NEVER_EMPTY}
    count = counted(study)
    return fields | {
        "counted": None if count is None else msgspec.to_builtins(count),
        "limits": own_data(study, session.vocabulary),
        "papers_of_trial": [name for name, _ in papers_of(session.connection, trial_key(study))],
        "included_in": reviews_with(session.connection, study.id),
        "claims": [
            {
                "id": assessed.claim.id,
                "side": side,
                "verdict": assessed.claim.verdict,
                "certainty": assessed.weighed.certainty,
                "statement": assessed.claim.statement,
            }
            for assessed, side in claims_on(session.connection, study.id)
        ],
        "origin": origin,
    }
