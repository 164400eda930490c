"""``kap check``: the claims nearest to a sentence, or to every sentence of a text."""

from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.api.check import Checks, who_should_not
from kapcli.catalogue.words import so_many
from kapcli.cli.answer import Answer, Cells, Exit, usage
from kapcli.cli.command import command
from kapcli.cli.danger import help_alone
from kapcli.cli.options import LayOption, OpenOption
from kapcli.cli.output import waiting
from kapcli.cli.request import Request
from kapcli.cli.sentences import Given, given
from kapcli.cli.streams import STANDARD_INPUT

if TYPE_CHECKING:
    from kapcli.views.document import Document


HELP = """Check a statement against the evidence: the closest claims, what was found, a fairer wording, what differs.

The sentence gets a verdict only if a claim says exactly that, in the same or equal words; otherwise you judge.
Words that no study can support, figures that differ from the record, and references that differ from it are flagged.

Examples:

  kap check "ketamine cures PTSD"

  kap check "does oral ketamine work as well as infusions?" --lay

  kap check --file article.txt --open 3
"""
# A person waits for so many sentences.
_PROGRESS_FROM = 20


@command("check", HELP, "text", "tsv", "json", "ndjson", "markdown")
def run(
    request: Request,
    sentence: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SENTENCE]...",
            show_default=False,
            help="One sentence. If omitted or -, one or a whole text is read from standard input.",
        ),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", metavar="TEXT", help="Check a text file sentence by sentence (- for standard input)."),
    ] = None,
    opened: OpenOption = None,
    claims: Annotated[
        int, typer.Option("--claims", min=1, metavar="N", help="Show at most N claims per sentence.")
    ] = 3,
    exit_verdict: Annotated[
        bool,
        typer.Option("--exit-verdict", help="Exit with code 5 if a word, figure or reference is flagged."),
    ] = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap check``."""
    if sentence == [STANDARD_INPUT]:
        sentence = None
    if file is not None and sentence:
        raise usage("give a sentence or --file, not both", "leave one of them out")
    found = given(sentence, file)
    said = " ".join(one.text for one in found.sentences)
    if not sentence and file is None and (alone := help_alone(request, {"sentence": said})):
        return alone
    if opened is not None and found.text is None:
        raise usage("--open needs --file", "e.g. kap check --file article.txt --open 3")
    checks = _checked(request, found, opened, claims, lay=lay)

    def document() -> "Document":
        from kapcli.views.check_page import check_page

        text = "" if opened else found.name
        return check_page(request.session, checks.pairs, checks.remarks, file=text, lay=lay, window=request.window)

    answered = Exit.ANSWERED if checks.answered else Exit.NOTHING_FOUND
    return Answer(
        document=document,
        cells=lambda: Cells(*checks.cells()),
        results=checks.results,
        query={"file": found.text, "sentences": checks.sentences()},
        total=checks.total,
        summary=checks.summary(),
        remarks=checks.remarks,
        exit=Exit.DOUBTFUL if exit_verdict and checks.doubtful else answered,
    )


def _checked(request: Request, found: Given, opened: int | None, claims: int, *, lay: bool) -> Checks:
    checker, whole = request.catalogue.checker, found.text is not None
    if whole:
        checked = list(checker.text(waiting(found.sentences, "Checking", _PROGRESS_FROM), claims))
    else:
        checked = [checker.sentence(one.text, claims) for one in found.sentences]
    remarks = who_should_not(request.session, checked, lay=lay)
    pairs = list(zip(found.sentences, checked, strict=True))
    if opened is None:
        return Checks(request.session, pairs, remarks + found.remarks, whole=whole)
    if opened > len(pairs):
        raise usage(
            f"--open {opened}: the text has only {so_many(len(pairs), 'sentence')}",
            "leave out --open to see them numbered",
        )
    return Checks(request.session, [pairs[opened - 1]], remarks + found.remarks, first=opened)
