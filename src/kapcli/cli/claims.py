"""``kap claims``: statements, what speaks for and against each, and how sure one can be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kapcli.api.claims import Claims, claims_named, claims_of
from kapcli.cli.answer import Answer, Cells, Exit, usage
from kapcli.cli.claim_filters import CertaintyOption, KindOption, SaidByOption, VerdictOption, read_filters
from kapcli.cli.command import command
from kapcli.cli.completion import complete_claim, while_asked
from kapcli.cli.options import AllOption, FullOption, LayOption, LimitOption, OpenOption
from kapcli.cli.request import Request
from kapcli.cli.terminal import width
from kapcli.index.session import Session
from kapcli.views.claim_data import ASIDE, ASIDE_OF_MANY

if TYPE_CHECKING:
    from kapcli.views.claims_page import Form
    from kapcli.views.document import Document

HELP = """Statements on a topic: the evidence for and against each, weighed rather than counted.

An id, or a single match, opens the full claim, with every step of its certainty.

Examples:

  kap claims therapy

  kap claims ptsd --verdict mixed

  kap claims --kind record --said-by article
"""


@command("claims", HELP, "text", "tsv", "csv", "json", "ndjson", "markdown", "ids", piped="tsv", narrows=True)
def run(
    request: Request,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS or ID]...",
            show_default=False,
            help="A topic, a study, or the ids of claims.",
            autocompletion=while_asked(complete_claim),
        ),
    ] = None,
    verdict: VerdictOption = None,
    certainty: CertaintyOption = None,
    kind: KindOption = None,
    said_by: SaidByOption = None,
    limit: LimitOption = None,
    every: AllOption = False,
    number: OpenOption = None,
    full: FullOption = False,
    table: Annotated[
        bool, typer.Option("--table", help="Summary of Findings table: estimate, 95% CI, certainty, reasons.")
    ] = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap claims``."""
    from kapcli.views.question_words import in_words

    words, session = words or [], request.session
    alone: Form = "lay" if lay else "table" if table else "full" if full else "screens"
    named = claims_named(session, words)
    # What became of a claim that was taken out is told whatever else is asked for.
    if named is not None and not (named and request.narrows):
        if named and (verdict or certainty or kind or said_by):
            raise usage("a claim's id cannot be combined with a filter", "leave out the id or the filter")
        return _answer(session, named, {"ids": words}, alone, table=table)
    question = request.ask(words)
    filters = read_filters(session, verdict, certainty, kind, said_by)
    found = claims_of(question, filters, table=table)
    if number is not None:
        found = _opened(found, number)
    query = question.as_data() | {"verdict": filters.verdict, "certainty": filters.certainty, "kind": filters.kind}
    query |= {"said_by": said_by, "limit": limit, "open": number, "table": table}
    if len(found) == 1:
        return _answer(session, found.only([0]), query, alone, table=table)
    window = request.window if found and limit is None and not every and not full else None
    lengths: Sequence[Sequence[int]] = [range(len(found))[:limit]]
    if window is not None:
        from kapcli.views.claims_choice import lengths_for

        lengths = lengths_for(window, width(), found.assessed, answered=found.topic is not None, tall=lay or table)
    form: Form = "lay" if lay else "table" if table else "list"
    return _answer(session, found, query, form, table=table, lengths=lengths, window=window, asked=in_words(question))


def _opened(found: Claims, number: int) -> Claims:
    if number > len(found):
        many = f"{len(found)} {'claim matches' if len(found) == 1 else 'claims match'}"
        raise usage(f"--open {number}: only {many}", f"choose a number from 1 to {len(found)}" if found else "")
    return found.only([number - 1])


def _answer(
    session: Session,
    found: Claims,
    query: dict[str, Any],
    form: "Form",
    *,
    table: bool,
    lengths: Sequence[Sequence[int]] = (),
    window: int | None = None,
    asked: str = "",
) -> Answer:
    lengths = lengths or [range(len(found))]
    shown = found.only(lengths[0])

    def document() -> "Document":
        from kapcli.views.claims_page import claims_page

        every, topic, remarks = found.assessed, found.topic, found.remarks
        return claims_page(session, every, lengths, form, window=window, topic=topic, asked=asked, remarks=remarks)

    return Answer(
        document=document if shown or found.topic else None,
        cells=lambda: Cells(*shown.cells(table=table)),
        results=lambda: shown.results(table=table),
        ids=[claim.id for claim in shown],
        query=query,
        total=found.total,
        summary={"verdicts": shown.verdicts(), "topic": found.topic_data()},
        aside=ASIDE if len(shown) == 1 else (*ASIDE, *ASIDE_OF_MANY),
        remarks=found.remarks,
        exit=Exit.ANSWERED if shown or found.topic else Exit.NOTHING_FOUND,
    )
