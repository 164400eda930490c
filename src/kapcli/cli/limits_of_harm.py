"""``kap limits --safety``: adverse events in place of limitations, by term or of one term."""

from typing import TYPE_CHECKING

from kapcli.api.adverse_events import adverse_events_of
from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.request import Request

if TYPE_CHECKING:
    from kapcli.views.document import Document


def harms_answer(request: Request, words: list[str], *, lay: bool, full: bool) -> Answer:
    """What the studies that match say of adverse events, or one adverse event that the words name."""
    from kapcli.index.harm_terms import harm_asked

    named = harm_asked(" ".join(words), request.session) if words else None
    question = request.ask(words if named is None or named.ambiguous else named.rest)
    found = adverse_events_of(question, named)
    term = "" if named is None else named.code

    def document() -> "Document":
        from kapcli.index.question import command_line
        from kapcli.views.adverse_events import FEW
        from kapcli.views.harms_page import harms_page

        short = request.format == "text" and not full and len(found) > FEW
        options = {**question.options(), "safety": True, "full": True}
        more = command_line("limits", words, options) if short else ""
        alone = bool(found.term)
        return harms_page(request.session, found.harms, found.remarks, named=term, alone=alone, lay=lay, full=more)

    return Answer(
        document=document if found else None,
        cells=lambda: Cells(*found.cells()),
        results=found.results,
        query=question.as_data() | {"safety": True, "adverse_event": term or None},
        total=found.total,
        summary=found.summary(),
        remarks=found.remarks,
        exit=Exit.ANSWERED if found else Exit.NOTHING_FOUND,
    )
