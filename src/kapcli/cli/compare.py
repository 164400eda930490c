"""``kap compare``: two to four studies side by side, differences marked."""

from typing import TYPE_CHECKING

from kapcli.api.lookup import joined, look_up
from kapcli.cli.answer import Answer, Cells, Exit, usage
from kapcli.cli.command import command
from kapcli.cli.options import FullOption, IdsArgument
from kapcli.cli.request import Request
from kapcli.index.question import command_line

if TYPE_CHECKING:
    from kapcli.views.document import Document


HELP = """Show two to four studies side by side, with differences marked.

A terminal shows the first screen; a file, a pipe or --full shows everything.

Examples:

  kap compare feder2014 abdallah2022

  kap compare anand2023 ekstrand2022 --format csv
"""
_FEWEST, _MOST = 2, 4


@command("compare", HELP, "text", "csv", "json", "ndjson", "markdown")
def run(request: Request, ids: IdsArgument, full: FullOption = False) -> Answer:
    """Answer ``kap compare``."""
    from kapcli.views.compare import as_cells, compare_document, compared, conclusion
    from kapcli.views.study_fields import as_data

    session = request.session
    ids = joined(session, ids)
    if not _FEWEST <= len(ids) <= _MOST:
        raise usage(
            f"compare takes two to four studies; you gave {len(ids)}", "e.g. kap compare feder2014 abdallah2022"
        )
    found, missing = look_up(session, ids)
    if missing:
        return Answer(query={"ids": ids}, summary={"rows": [], "closing": ""}, errors=missing, exit=Exit.NOTHING_FOUND)
    if len(found) < _FEWEST:
        raise usage("a study cannot be compared with itself", "name a second study")
    studies, vocabulary = [named.study for named in found], session.vocabulary
    rows = compared(studies, vocabulary)

    def document() -> "Document":
        if full or request.window is None:
            return compare_document(studies, vocabulary, session.about)
        from kapcli.views.compare_screen import first_screen

        again = command_line("compare", [study.id for study in studies], {"full": True})
        return first_screen(studies, vocabulary, session.about, lines=request.window, full=again)

    return Answer(
        document=document,
        cells=lambda: Cells(*as_cells(studies, rows)),
        results=lambda: [as_data(named.study, named.origin, vocabulary) for named in found],
        query={"ids": ids},
        total=len(found),
        summary={
            "rows": [{"name": row.name, "values": row.values, "differs": row.differs} for row in rows],
            "closing": conclusion(rows),
        },
    )
