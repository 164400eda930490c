"""``kap report``: what the research says on a question, on two pages or in full."""

from typing import Annotated

import typer

from kapcli.citing.style_table import StyleName
from kapcli.cli.answer import Answer, usage
from kapcli.cli.command import command
from kapcli.cli.options import ForceOption, LayOption, WithOwnOption
from kapcli.cli.report_answer import Length, report_answer
from kapcli.cli.request import Request

HELP = """Make two pages on a question: answer, Summary of Findings, limitations, studies, adverse events, references.

One self-contained file: it loads nothing from the network and works without its script. --full adds every statement
with both sides, all studies, the gap map, the effects and the terms. Without --output it is written to stdout as
Markdown; a terminal shows the short answer. For clients: kap handout.

Examples:

  kap report ptsd --output brief.html

  kap report emdr --full --style vancouver --output emdr.md

  kap report "alcohol use" --format html > alcohol.html
"""

QuestionArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORDS]...", show_default=False, help="The question: topics, names, measures."),
]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write to a file: .html or .md."),
]


@command("report", HELP, "markdown", "html", "json", "ndjson", default="markdown", narrows=True)
def run(
    request: Request,
    words: QuestionArgument = None,
    output: OutputOption = None,
    force: ForceOption = False,
    style: Annotated[StyleName | None, typer.Option("--style", help="Reference style.", show_default="apa")] = None,
    full: Annotated[bool, typer.Option("--full", help="Everything: statements, all studies, map, effects.")] = False,
    lay: LayOption = False,
    with_own: WithOwnOption = False,
) -> Answer:
    """Answer ``kap report``."""
    if lay and style:
        raise usage("--style has no effect with --lay", "leave out one of them")
    if lay and full:
        raise usage("--lay and --full exclude each other", "leave one of them out")
    if with_own and not lay:
        raise usage("--with-own is for pages for clients", "add --lay; the other pages hold your own files anyway")
    length: Length = "lay" if lay else "full" if full else "brief"
    return report_answer(request, words, length, output, force=force, style=style, with_own=with_own)
