"""``kap handout``: two pages for clients, in one word."""

from kapcli.cli.answer import Answer
from kapcli.cli.command import command
from kapcli.cli.options import ForceOption, WithOwnOption
from kapcli.cli.report import OutputOption, QuestionArgument
from kapcli.cli.report_answer import report_answer
from kapcli.cli.request import Request
from kapcli.cli.terminal import on_terminal

HELP = """Make a handout for clients: one or two printed pages in plain words, with questions to ask and where help is.

On a terminal it is written to a file named after the question, such as ketamine-for-ptsd.html; open it in a browser to
read or print it. --output names the file; existing files are only overwritten with --force. In a pipe, or with
--format, it goes to stdout. The same as kap report --lay. Files in your data folder are included only with --with-own.

Examples:

  kap handout ptsd

  kap handout ptsd --route oral --output client.html

  kap handout depression --format markdown
"""


@command("handout", HELP, "html", "markdown", "json", "ndjson", default="html", narrows=True)
def run(
    request: Request,
    words: QuestionArgument = None,
    output: OutputOption = None,
    force: ForceOption = False,
    with_own: WithOwnOption = False,
) -> Answer:
    """Answer ``kap handout``."""
    named = output is None and not request.page and on_terminal()
    return report_answer(request, words, "lay", output, force=force, named=named, with_own=with_own)
