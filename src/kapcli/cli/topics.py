"""``kap topics``: the questions that people bring, each with an answer."""

from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.cli.answer import Answer, Cells, Exit, Problem, Stop
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


def _instead(request: Request, words: list[str] | None) -> str:
    """Where words that are no topic do lead to something."""
    from shlex import join

    from kapcli.api.studies import studies_of

    every = "see all: kap topics"
    given = " ".join(words or ()).split()
    try:
        found = studies_of(request.ask(words), limit=1)
    except Stop:
        return every
    counted = {"search": found.found.total, "claims": found.claims}
    commands = [join(["kap", name, *given]) for name, count in counted.items() if count]
    return f"try: {' or '.join(commands)}; {every}" if commands else every


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
    from kapcli.index.claims import claim_named
    from kapcli.index.lexicon import in_crisis
    from kapcli.index.records import studies_named
    from kapcli.index.topics import topic_named, topic_of, topics
    from kapcli.views import topics as view

    session = request.session
    vocabulary, about = session.vocabulary, session.about
    wanted = " ".join(words or ())
    remarks = []
    errors = []
    if wanted:
        found = topic_named(session.connection, wanted) or topic_of(request.ask(words))
        answers = [found] if found is not None else []
        if in_crisis(wanted) or (found is not None and "suicidality" in found.topic.about.condition):
            remarks.append(about.urgent_help)
        if not answers:
            errors.append(Problem(f"no topic {wanted!r} in this catalogue", _instead(request, words)))
    else:
        answers = topics(session.connection)
        if not answers:
            errors.append(Problem("these files hold no topics", "see what they hold: kap about"))

    def document() -> "Document":
        if not wanted and not full and request.window is not None:
            return view.topics_screen(answers, vocabulary, about, lay=lay)
        if not wanted:
            return view.topics_document(answers, vocabulary, about, lay=lay)
        one = answers[0]
        claims = [claim_named(session.connection, name) for name in one.topic.claims]
        return view.topic_document(
            one,
            [claim for claim in claims if claim is not None],
            studies_named(session, one.guidelines),
            vocabulary,
            about,
            lay=lay,
            full=full or request.window is None,
            remarks=remarks,
        )

    return Answer(
        document=document if answers else None,
        cells=lambda: Cells(view.COLUMNS, [view.as_cells(one, vocabulary) for one in answers]),
        results=lambda: [view.as_data(one, vocabulary) for one in answers],
        ids=[one.topic.id for one in answers],
        query={"text": wanted},
        total=len(answers),
        remarks=remarks,
        errors=errors,
        exit=Exit.ANSWERED if answers else Exit.NOTHING_FOUND,
    )
