"""``kap show``: one study in full, every figure with its source."""

from typing import Any

import msgspec

from kapcli.cli.answer import Answer
from kapcli.cli.command import Request, command
from kapcli.cli.exits import Exit
from kapcli.cli.lookup import Named, look_up
from kapcli.cli.options import IdsArgument, LayOption
from kapcli.index.session import Session
from kapcli.views.document import Document

HELP = """Show a study whole: people, arms and doses, outcomes, safety, limits, funding, sources.

Examples:

  kap show feder2014

  kap show 10.1001/jamapsychiatry.2014.62 --format markdown
"""


@command("show", HELP, "text", "json", "ndjson", "markdown")
def run(request: Request, ids: IdsArgument, lay: LayOption = False) -> Answer:
    """Answer ``kap show``."""
    session = request.session
    found, missing = look_up(session, ids)
    notes = [
        f"{named.asked} is the {named.kind} of {named.study.id}"
        for named in found
        if named.kind not in ("id", "doi", "pmid", "pmcid", "registry")
    ]
    return Answer(
        document=(lambda: _document(session, found, lay)) if found else None,
        results=lambda: [_result(session, named) for named in found],
        query={"ids": ids},
        total=len(found),
        notes=notes,
        errors=missing,
        exit=Exit.NOTHING_FOUND if missing else Exit.ANSWERED,
    )


def _document(session: Session, found: list[Named], lay: bool) -> Document:
    from kapcli.views.lay import lay_document, lay_studies, urgent
    from kapcli.views.study import study_document

    if not lay:
        return study_document([_view(session, named) for named in found], session.vocabulary, session.about)
    studies = [named.study for named in found]
    blocks = lay_studies(studies, session.vocabulary, whole=True)
    return lay_document(blocks, session.about, session.glossary(), urgent=urgent(studies))


def _view(session: Session, named: Named) -> Any:
    from kapcli.catalogue.trials import trial_key
    from kapcli.citing.engine import format_reference
    from kapcli.citing.from_study import beside, csl_item
    from kapcli.index.claims import claims_on
    from kapcli.index.records import papers_of
    from kapcli.views.study import StudyView

    return StudyView(
        named.study,
        named.origin,
        tuple(papers_of(session.connection, trial_key(named.study))),
        _reviews(session, named.study.id),
        format_reference(csl_item(named.study), "apa"),
        tuple(beside(named.study)),
        tuple(claims_on(session.connection, named.study.id)),
    )


def _reviews(session: Session, wanted: str) -> tuple[str, ...]:
    """The reviews here that say they include a study."""
    from kapcli.index.records import review_rows
    from kapcli.index.search import study_at

    reviews = (study_at(session.connection, row) for row in review_rows(session.connection))
    return tuple(review.id for review in reviews if not isinstance(review.includes, str) and wanted in review.includes)


def _result(session: Session, named: Named) -> dict[str, Any]:
    from kapcli.catalogue.orientation import oriented
    from kapcli.catalogue.trials import trial_key
    from kapcli.evidence.people import counted
    from kapcli.index.claims import claims_on
    from kapcli.index.records import papers_of
    from kapcli.views.limitations import own_data

    study = named.study
    fields: dict[str, Any] = msgspec.to_builtins(study)
    for outcome, shown in zip(study.outcomes, fields["outcomes"], strict=True):
        shown["oriented"] = oriented(outcome)
    count = counted(study)
    return fields | {
        "counted": None if count is None else msgspec.to_builtins(count),
        "limits": own_data(study, session.vocabulary),
        "papers_of_trial": [name for name, _ in papers_of(session.connection, trial_key(study))],
        "included_in": _reviews(session, study.id),
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
        "origin": named.origin,
    }
