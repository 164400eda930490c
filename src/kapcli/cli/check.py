"""``kap check``: the claims nearest to a sentence, or to every sentence of a text."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.cli.answer import Answer, Cells, Exit, Stop, usage
from kapcli.cli.command import Request, command
from kapcli.cli.danger import help_alone
from kapcli.cli.options import LayOption, OpenOption
from kapcli.cli.output import waiting
from kapcli.cli.sentences import STANDARD_INPUT, given
from kapcli.cli.terminal import height, on_terminal
from kapcli.views import check_data
from kapcli.views.check import check_document, lay_check_document, left_unread, urgent_help

if TYPE_CHECKING:
    from kapcli.checking.checker import Checked, Checker
    from kapcli.checking.splitting import Sentence
    from kapcli.index.session import Session
    from kapcli.views.document import Document

    Pairs = list[tuple[Sentence, Checked]]

HELP = """Check a statement against the evidence: the closest claims, what was found, a fairer wording, what differs.

The sentence gets a verdict only if a claim says the same, word for word; otherwise you judge. Words
that no study can support, figures that differ from the record, and references that differ from it are flagged.

Examples:

  kap check "ketamine cures PTSD"

  kap check "does oral ketamine work as well as infusions?" --lay

  kap check --file article.txt --open 3
"""

_PROGRESS_FROM = 20


# Who asks says so much at most; what is longer is a text.
_SPOKEN = 3


@command("check", HELP, "text", "tsv", "json", "ndjson", "markdown")
def run(
    request: Request,
    sentence: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SENTENCE]...",
            show_default=False,
            help="One sentence. If omitted, one or a whole text is read from standard input.",
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
    if file is not None and sentence:
        raise usage("give a sentence or --file, not both", "leave one of them out")
    if opened is not None and sentence:
        raise usage("--open needs --file", "e.g. kap check --file article.txt --open 3")
    found = given(sentence, file)
    said = " ".join(one.text for one in found.sentences)
    if not sentence and file is None and (alone := help_alone(request, {"sentence": said})):
        return alone
    if opened is not None and found.text is None:
        raise usage("--open needs --file", "e.g. kap check --file article.txt --open 3")
    checked = _checked(request.catalogue.checker, found.sentences, claims, whole=found.text is not None)
    if opened is not None and opened > len(checked):
        raise usage(
            f"--open {opened}: the text has only {len(checked)} {'sentence' if len(checked) == 1 else 'sentences'}",
            "leave out --open to see them numbered",
        )
    shown = range(opened - 1, opened) if opened else range(len(checked))
    pairs = [(found.sentences[place], checked[place]) for place in shown]
    numbers, whole = [place + 1 for place in shown], found.text is not None and not opened
    remarks = [*_who_should_not(request, checked, lay=lay), *found.remarks]
    answer = _answer(request.session, numbers, pairs, remarks, found.text, whole=whole, lay=lay)
    if exit_verdict and any(one.doubtful for _, one in pairs):
        answer.exit = Exit.DOUBTFUL
    return answer


def _who_should_not(request: Request, checked: "list[Checked]", *, lay: bool) -> list[str]:
    """Where whom it suits is asked, no claim answers it: what labels and guidelines name does not depend on one."""
    if len(checked) > _SPOKEN or not any(one.asked for one in checked):
        return []
    from kapcli.index.topics import topic_of
    from kapcli.views.question import SEE_EXCLUSIONS

    for one in checked:
        try:
            topic = topic_of(request.ask([one.asked.words if one.asked else one.read]))
        except Stop:
            continue
        if topic is not None and topic.topic.asks == "exclusion":
            plain = " --lay" if lay else ""
            return [f"kap cannot tell whether it is safe for you. {SEE_EXCLUSIONS.format(topic.topic.id)}{plain}"]
    return []


def _checked(checker: "Checker", sentences: "list[Sentence]", most: int, *, whole: bool) -> "list[Checked]":
    if whole:
        return list(checker.text(waiting(sentences, "Checking", _PROGRESS_FROM), most))
    return [checker.sentence(one.text, most) for one in sentences]


def _answer(
    session: "Session",
    numbers: list[int],
    pairs: "Pairs",
    remarks: list[str],
    file: str | None,
    *,
    whole: bool,
    lay: bool,
) -> Answer:
    numbered = [(number, *pair) for number, pair in zip(numbers, pairs, strict=True)]
    told = [*urgent_help(pairs, session.about), *remarks, *left_unread(numbers, pairs, whole=whole)]
    return Answer(
        document=lambda: _document(session, pairs, told, file if whole else None, lay=lay),
        cells=lambda: Cells(check_data.COLUMNS, [row for one in numbered for row in check_data.as_cells(*one)]),
        results=lambda: [row for number, _, one in numbered for row in check_data.as_data(number, one)],
        query={"file": file, "sentences": [check_data.sentence_data(*one) for one in numbered]},
        total=sum(len(one.near) for _, one in pairs),
        summary=check_data.summary_data(numbers, [one for _, one in pairs]),
        remarks=told,
        exit=Exit.ANSWERED if any(one.answered for _, one in pairs) else Exit.NOTHING_FOUND,
    )


def _document(session: "Session", pairs: "Pairs", remarks: list[str], file: str | None, *, lay: bool) -> "Document":
    from kapcli.views.claim import claim_views

    vocabulary, about = session.vocabulary, session.about
    if file is not None and not lay:
        from kapcli.views.check_file import file_document

        name = "standard input" if file == STANDARD_INPUT else Path(file).name
        return file_document(name, pairs, vocabulary, about, remarks)
    views = [claim_views(session, [near.assessed for near in one.near]) for _, one in pairs]
    if lay:
        return lay_check_document(pairs, views, vocabulary, about, session.glossary(), remarks)
    window = height() - 1 if on_terminal() else None
    return check_document(*pairs[0], views[0], vocabulary, about, remarks, window=window)
