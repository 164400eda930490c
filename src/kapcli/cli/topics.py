"""``kap topics``: the questions that people bring, each with an answer."""

from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.api.topics import every_topic, topic_for
from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.command import command
from kapcli.cli.completion import complete_topic, while_asked
from kapcli.cli.options import FullOption, LayOption
from kapcli.cli.request import Request

if TYPE_CHECKING:
    from kapcli.views.document import Document

HELP = """Questions that have an answer, with its verdict, its certainty, and the evidence that does not favour it.

List them all, or show one, by its id or by words that lead to it, with its claims and guidelines.

Examples:

  kap topics

  kap topics ptsd

  kap topics who should not have it --lay
"""


@command("topics", HELP, "text", "tsv", "csv", "json", "ndjson", "markdown", "ids")
def run(
    request: Request,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID or WORDS]...",
            show_default=False,
            help="A topic's id, or words that lead to it.",
            autocompletion=while_asked(complete_topic),
        ),
    ] = None,
    full: FullOption = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap topics``."""
    session, wanted = request.session, " ".join(words or ())
    found = topic_for(session, wanted, lambda: request.ask(words)) if wanted else every_topic(session)

    def document() -> "Document":
        from kapcli.views.topics import topics_page

        brief = request.window is not None and not full
        return topics_page(session, found.answers, one=found.one, lay=lay, brief=brief, remarks=found.remarks)

    return Answer(
        document=document if found.answers else None,
        cells=lambda: Cells(*found.cells()),
        results=found.results,
        ids=[answer.topic.id for answer in found.answers],
        query={"text": wanted},
        total=len(found.answers),
        remarks=found.remarks,
        errors=found.missing,
        exit=Exit.ANSWERED if found.answers else Exit.NOTHING_FOUND,
    )
