"""``kap limits``: what weakens the evidence, each limitation counted; and the harms."""

from typing import Annotated

import typer

from kapcli.api.lookup import Named, are_names, look_up
from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.command import Request, command
from kapcli.cli.options import LayOption, WordsOrIdsArgument
from kapcli.cli.terminal import height, on_terminal
from kapcli.index.question import Question
from kapcli.views.document import Document

HELP = """Show what weakens the evidence: limitations by risk-of-bias domain, with counts.

Words and filters restrict the count to matching studies. Fewer than five studies are listed one by one, as with ids.

Examples:

  kap limits

  kap limits ptsd --full

  kap limits quigley2025

  kap limits --safety --route intranasal

  kap limits --safety bladder
"""

# The heaviest that a person outside the field is shown first.
_LAY = 8


@command("limits", HELP, "text", "tsv", "json", "ndjson", "markdown", piped="tsv", narrows=True)
def run(
    request: Request,
    words: WordsOrIdsArgument = None,
    studies: Annotated[bool, typer.Option("--studies", help="List the studies behind each count.")] = False,
    full: Annotated[bool, typer.Option("--full", "--all", help="Show everything, not only the first screen.")] = False,
    caveats: Annotated[
        bool, typer.Option("--caveats", help="Common caveats about this field, checked against the counts.")
    ] = False,
    safety: Annotated[
        bool, typer.Option("--safety", help="Show adverse events instead, by term; name one, e.g. bladder.")
    ] = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap limits``."""
    words = words or []
    if words and not request.narrows and not safety and are_names(request.session, words):
        found, _ = look_up(request.session, words)
        return _own(request, found, words, lay, full)
    if safety:
        from kapcli.cli.limits_of_harm import harms_answer

        return harms_answer(request, words, lay=lay, full=full)
    return _counted(request.ask(words), request, studies=studies, full=full, caveats=caveats, lay=lay)


def _own(request: Request, found: list[Named], words: list[str], lay: bool, full: bool) -> Answer:
    """The limitations of single studies."""
    from kapcli.index.question import command_line
    from kapcli.views import study_limitations as view

    session = request.session
    vocabulary = session.vocabulary
    pairs = [(named.study, named.origin) for named in found]

    def document() -> Document:
        if lay:
            from kapcli.views.lay import lay_studies_document

            return lay_studies_document(session, [study for study, _ in pairs], whole=True)
        if _on_screen(request) and not full:
            again = command_line("limits", [study.id for study, _ in pairs], {"full": True})
            return view.own_screen(pairs, vocabulary, session.about, lines=height() - 1, full=again)
        return view.own_document(pairs, vocabulary, session.about)

    return Answer(
        document=document,
        cells=lambda: Cells(view.OWN_COLUMNS, view.own_cells(pairs, vocabulary)),
        results=lambda: view.own_results(pairs, vocabulary),
        query={"ids": words},
        total=len(pairs),
    )


def _on_screen(request: Request) -> bool:
    return request.format == "text" and on_terminal()


def _counted(question: Question, request: Request, *, studies: bool, full: bool, caveats: bool, lay: bool) -> Answer:
    """The limitations counted over the studies that match."""
    from kapcli.index.caveats import caveats as made_of
    from kapcli.index.caveats import tallies
    from kapcli.views import caveats as said_of_field
    from kapcli.views import limitations as view
    from kapcli.views import question as said

    session, rows = question.session, question.counted_rows
    vocabulary = session.vocabulary
    counts = list(
        tallies(question.connection, vocabulary.codes("limitation"), None if question.everything else rows).values()
    )
    remarks = [*said.remarks(question), *said.left_out(question), *said.retracted(question)]
    if not rows:
        from kapcli.views.nothing_found import nothing_found

        remarks += nothing_found(question)
    made = made_of(session) if question.everything or caveats else []
    over = view.over(len(rows), question.trials)

    def document() -> Document:
        from kapcli.views.lay import lay_document, lay_limitations

        if lay:
            first = None if full or not on_terminal() else _LAY
            blocks = lay_limitations(counts, over, vocabulary, first=first)
            return lay_document(blocks, session.about, session.glossary(), remarks=remarks)
        if caveats:
            return said_of_field.caveats_document(made, session.about, remarks=remarks)
        if len(rows) < view.FEW and not studies:
            from kapcli.index.records import origins
            from kapcli.views.study_limitations import own_document, own_screen

            named = origins(question.connection)
            pairs = [(study, named[row]) for study, row in zip(question.counted, rows, strict=True)]
            if _on_screen(request) and not full:
                again = question.command_line("limits", {"full": True})
                about = session.about
                return own_screen(pairs, vocabulary, about, lines=height() - 1, full=again, remarks=remarks)
            return own_document(pairs, vocabulary, session.about, remarks=remarks)
        return view.limitations_document(
            counts,
            vocabulary,
            session.about,
            over=over,
            caveats=said_of_field.noted(made) if made else "",
            studies=studies,
            full=full,
            remarks=remarks,
            # Over everything, urgent help would be on every page; `kap about` has it.
            shown=() if question.everything else question.counted,
        )

    return Answer(
        document=document if rows else None,
        cells=(lambda: Cells(view.COLUMNS, view.counted_cells(counts, vocabulary))) if rows else None,
        results=(lambda: view.counted_data(counts, session.definitions())) if rows else None,
        query=question.as_data(),
        total=len(counts) if rows else 0,
        summary=view.summary(len(rows), question.trials, [said_of_field.caveat_data(one) for one in made]),
        remarks=remarks,
        exit=Exit.ANSWERED if rows else Exit.NOTHING_FOUND,
    )
