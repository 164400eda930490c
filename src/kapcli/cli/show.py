"""``kap show``: one study in full, every figure with its source."""

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
    from kapcli.views.study_joined import as_data

    session = request.session
    found, missing = look_up(session, ids)
    notes = [
        f"{named.asked} is the {named.kind} of {named.study.id}"
        for named in found
        if named.kind not in ("id", "doi", "pmid", "pmcid", "registry")
    ]
    return Answer(
        document=(lambda: _document(session, found, lay)) if found else None,
        results=lambda: [as_data(session, named.study, named.origin) for named in found],
        query={"ids": ids},
        total=len(found),
        notes=notes,
        errors=missing,
        exit=Exit.NOTHING_FOUND if missing else Exit.ANSWERED,
    )


def _document(session: Session, found: list[Named], lay: bool) -> Document:
    if lay:
        from kapcli.views.lay import lay_studies_document

        return lay_studies_document(session, [named.study for named in found], whole=True)
    from kapcli.views.study import study_document
    from kapcli.views.study_joined import study_view

    views = [study_view(session, named.study, named.origin) for named in found]
    return study_document(views, session.vocabulary, session.about)
