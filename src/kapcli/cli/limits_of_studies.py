"""``kap limits ID...``: the limitations of single studies, each with what it means there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kapcli.api.lookup import Named
from kapcli.cli.answer import Answer, Cells
from kapcli.cli.request import Request

if TYPE_CHECKING:
    from kapcli.views.document import Document


def own_answer(request: Request, found: Sequence[Named], words: list[str], *, lay: bool, full: bool) -> Answer:
    """The limitations of studies that were named."""
    from kapcli.views import study_limitations as view

    session = request.session
    pairs = [(named.study, named.origin) for named in found]

    def document() -> "Document":
        from kapcli.index.question import command_line
        from kapcli.views.limitations_page import own_page

        again = command_line("limits", [study.id for study, _ in pairs], {"full": True})
        return own_page(session, pairs, again, lay=lay, window=None if full else request.window)

    return Answer(
        document=document,
        cells=lambda: Cells(view.OWN_COLUMNS, view.own_cells(pairs, session.vocabulary)),
        results=lambda: view.own_results(pairs, session.vocabulary),
        query={"ids": words},
        total=len(pairs),
    )
