"""``kap timeline``: the field by year, designs told apart, landmarks named, and what is still running."""

from kapcli.api.picture_frame import frame
from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.command import command
from kapcli.cli.drawing import drawing, drawn, not_drawn
from kapcli.cli.options import ForceOption, FullOption, OutputOption, WordsArgument
from kapcli.cli.request import Request

HELP = """Show the field by year: one letter per study for its design, with landmark trials chosen by rule.

Each trial counts once, in the year of its own publication. Ongoing trials are listed at the end.

Examples:

  kap timeline

  kap timeline ptsd

  kap timeline --therapy kap --format tsv
"""


@command("timeline", HELP, "text", "tsv", "json", "ndjson", "markdown", narrows=True)
def run(
    request: Request,
    words: WordsArgument = None,
    full: FullOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> Answer:
    """Answer ``kap timeline``."""
    from kapcli.evidence.chronology import chronology
    from kapcli.index.counts import counted_rows
    from kapcli.index.records import ids, study_at
    from kapcli.views import question as said
    from kapcli.views import timeline as view

    wanted = drawing(output, force, page=request.page)
    question = request.ask(words)
    vocabulary, about = question.session.vocabulary, question.session.about
    every = counted_rows(question.connection, list(ids(question.connection)))
    studies = question.counted
    found = chronology(studies, (study_at(question.connection, row) for row in every), vocabulary)
    remarks = said.on_counts(question, found=bool(studies))
    # Over everything, urgent help would be on every page; `kap about` has it.
    shown = () if question.everything else studies
    whole = full or output is not None or request.window is None
    answer = Answer(
        document=(lambda: view.timeline_document(found, vocabulary, about, remarks=remarks, shown=shown, full=whole))
        if studies
        else None,
        cells=(lambda: Cells(view.COLUMNS, view.as_cells(found))) if studies else None,
        results=lambda: [view.as_data(year) for year in found.years],
        query=question.as_data(),
        total=len(found.years),
        summary=view.summary(found) if studies else {},
        remarks=remarks,
        exit=Exit.ANSWERED if studies else Exit.NOTHING_FOUND,
    )
    if wanted is None or not studies:
        return answer
    if not found.years:
        return not_drawn(wanted, answer, "no trial here has results, so there is no year to draw.")

    around = frame("Timeline of studies", question, shown, question.command_line("timeline"))
    return drawn(wanted, answer, request.format, around)
