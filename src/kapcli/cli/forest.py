"""``kap forest``: reported effects with their intervals, one axis for each kind of estimate and instrument."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kapcli.api.lookup import are_names, look_up
from kapcli.api.picture_frame import frame
from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.command import command
from kapcli.cli.completion import codes_of
from kapcli.cli.drawing import drawing, drawn, not_drawn
from kapcli.cli.options import ForceOption, OutputOption, WordsOrIdsArgument
from kapcli.cli.question import ALL, domains_of
from kapcli.cli.request import Request
from kapcli.cli.terminal import height, on_terminal
from kapcli.index.question import Question, command_line

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
    from kapcli.evidence.forest import forest
    from kapcli.views import forest as view
    from kapcli.views import forest_tables as tables
    from kapcli.views import question as said

    wanted = drawing(output, force, page=request.page)
    words = words or []
    named = bool(words) and not request.narrows and are_names(request.session, words)
    # Ids are all of them, and not a work that has every one of these words.
    question = request.ask(words[:1] if named else words)
    session = question.session
    found_by_name = [one.study for one in look_up(session, words)[0]] if named else []
    studies = [study for study in found_by_name if not study.retracted] if named else question.counted
    away = [study.id for study in found_by_name if study.retracted] if named else question.retracted
    # Ranges of instruments decide what may share an axis.
    vocabulary = session.definitions()
    domains = domains_of(question, domain)
    found = forest(studies, vocabulary, domains)
    footnotes = [*([] if named else said.left_out(question)), *said.not_counted(away)]
    remarks = [] if named else said.remarks(question)
    shown = bool(found.rows() or found.undrawn)
    if not studies:
        from kapcli.views.nothing_found import nothing_found

        remarks += nothing_found(question)
    elif not shown:
        remarks.append(view.no_figures(len(studies)))
    others = _again(question, words, named, {"domain": [ALL]})
    whole = "" if full else _again(question, words, named, {"domain": domain, "full": True})
    counted = [view.over(found, vocabulary), view.balance(found), view.left_out(found, vocabulary)] if shown else []

    def document() -> "Document":
        fits = request.format == "text" and (found.panels or found.listed())
        if whole and wanted is None and fits and on_terminal():
            from kapcli.views.forest_screen import first_screen, listed_screen

            screen = first_screen if found.panels else listed_screen
            return screen(
                found,
                vocabulary,
                session.about,
                lines=height() - 1,
                full=whole,
                remarks=remarks,
                footnotes=footnotes,
            )
        return view.forest_document(
            found, vocabulary, session.about, remarks=remarks, footnotes=footnotes, others=others, full=whole
        )

    answer = Answer(
        document=document if shown else None,
        cells=(lambda: Cells(tables.COLUMNS, tables.as_cells(found, vocabulary))) if shown else None,
        results=(lambda: tables.as_data(found, vocabulary)) if shown else None,
        query=question.as_data() | {"domain": domains},
        total=len(found.rows()) + len(found.undrawn),
        summary=tables.summary(found, vocabulary, len(studies)),
        remarks=[*remarks, *filter(None, counted), *footnotes],
        exit=Exit.ANSWERED if shown else Exit.NOTHING_FOUND,
    )
    if wanted is None or not shown:
        return answer
    if not found.panels:
        return not_drawn(wanted, answer, "no figure here has an interval that can stand on an axis.")

    labels = [vocabulary.label("domain", code) for code in domains]
    around = frame(
        view.title(labels),
        question,
        view.studies_of(found),
        _again(question, words, named, {"domain": domain} | ({"full": True} if full else {})),
        ids=words if named else (),
        domains=(labels or ["of any kind"]) if domain else (),
    )
    answer.remarks = remarks + footnotes
    if not full and not request.page:
        answer.document = lambda: view.picture_document(found, vocabulary, remarks=[*remarks, *footnotes])
    return drawn(wanted, answer, request.format, around)


def _again(question: Question, words: Sequence[str], named: bool, own: dict[str, Any]) -> str:
    """The same command with other options."""
    return command_line("forest", words, own) if named else question.command_line("forest", own)
