"""``kap forest``: reported effects with their intervals, one axis for each kind of estimate and instrument."""

from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.api.effects import effects_of
from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.command import command
from kapcli.cli.completion import codes_of
from kapcli.cli.drawing import drawing, drawn, not_drawn
from kapcli.cli.options import ForceOption, OutputOption, WordsOrIdsArgument
from kapcli.cli.question import ALL, domains_of
from kapcli.cli.request import Request

if TYPE_CHECKING:
    from kapcli.views.document import Document

HELP = """Draw reported effects with their 95% CIs: right of the line is always better.

Each type of estimate and each instrument has its own axis; nothing is pooled. Published meta-analyses are shown
separately. If the words name a condition, only outcomes on it are drawn (--domain all draws every one).

Examples:

  kap forest ptsd

  kap forest depression --therapy kap

  kap forest feder2014 anand2023 --domain all

  kap forest suicidality --design rct --format tsv
"""


@command("forest", HELP, "text", "tsv", "json", "ndjson", "markdown", narrows=True)
def run(
    request: Request,
    words: WordsOrIdsArgument = None,
    domain: Annotated[
        list[str] | None,
        typer.Option(
            "--domain",
            metavar="VALUE",
            show_default=False,
            help="Only these outcomes: ptsd, depression, suicidality, safety ... or all.",
            autocompletion=codes_of("domain"),
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Every axis, what is not drawn, and every study's limitations.")
    ] = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> Answer:
    """Answer ``kap forest``."""
    wanted = drawing(output, force, page=request.page)
    words = words or []
    named = request.named(words)
    # Ids are all of them, and not a work that has every one of these words.
    question = request.ask(words[:1] if named else words)
    domains = domains_of(question, domain)
    found = effects_of(question, domains, names=words if named else (), named=named)

    def document() -> "Document":
        from kapcli.views.forest import forest_page

        window = request.window if wanted is None else None
        return forest_page(
            found.forest,
            found.vocabulary,
            question.session.about,
            window=window,
            leading=() if window is None else found.weighed(),
            remarks=found.before,
            footnotes=found.footnotes,
            others=found.command_line({"domain": [ALL]}),
            full="" if full else found.command_line({"domain": domain, "full": True}),
        )

    answer = Answer(
        document=document if found else None,
        cells=(lambda: Cells(*found.cells())) if found else None,
        results=found.results if found else None,
        query=question.as_data() | {"domain": domains},
        total=found.total,
        summary=found.summary(),
        remarks=found.remarks,
        exit=Exit.ANSWERED if found else Exit.NOTHING_FOUND,
    )
    if wanted is None or not found:
        return answer
    if not found.forest.panels:
        return not_drawn(wanted, answer, "no figure here has an interval that can stand on an axis.")

    answer.remarks = found.before + found.footnotes
    if not full and not request.page:
        answer.document = found.picture
    options = {"domain": domain} | ({"full": True} if full else {})
    return drawn(wanted, answer, request.format, found.frame(options, domains_asked=bool(domain)))
