"""``kap map``: the evidence by two dimensions, its gaps drawn as gaps."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kapcli.api.picture_frame import frame
from kapcli.cli.answer import Answer, Cells, Exit, usage
from kapcli.cli.command import command
from kapcli.cli.drawing import drawing, drawn
from kapcli.cli.options import ForceOption, FullOption, OutputOption, WordsArgument
from kapcli.cli.request import Request
from kapcli.evidence.map_axes import DIMENSIONS

HELP = """Draw an evidence gap map: studies counted along two dimensions, with empty cells shown as gaps.

Each trial counts once, and planned participants are not counted. A cell holds what kap search finds with those two
filters.

Examples:

  kap map

  kap map ptsd --rows therapy --cols design

  kap map --rows population --metric participants
"""

# A Literal made of the table, which the type checker takes for any text.
if TYPE_CHECKING:
    from kapcli.views.document import Document

    Dimension = str
else:
    Dimension = Literal[tuple(name.replace("_", "-") for name in DIMENSIONS)]


# What is not typed where it is what it is anyway.
_USUAL, _FULL = {"rows": "condition", "cols": "route", "metric": "studies"}, {"full": True}


@command("map", HELP, "text", "tsv", "json", "ndjson", "markdown", narrows=True)
def run(
    request: Request,
    words: WordsArgument = None,
    rows: Annotated[Dimension, typer.Option("--rows", metavar="FACET", help="Rows: a filter, or year.")] = "condition",
    cols: Annotated[Dimension, typer.Option("--cols", metavar="FACET", help="Columns: a filter, or year.")] = "route",
    metric: Annotated[Literal["studies", "participants"], typer.Option("--metric", help="What to count.")] = "studies",
    output: OutputOption = None,
    force: ForceOption = False,
    full: FullOption = False,
) -> Answer:
    """Answer ``kap map``."""
    from kapcli.index.mapped import mapped
    from kapcli.views import gap_map as view
    from kapcli.views import gap_map_data as data
    from kapcli.views import question as said
    from kapcli.views.gap_map_key import AMONG, HERE

    if rows == cols:
        raise usage(f"rows and columns are both {rows}", "choose two different ones, e.g. --rows therapy --cols design")
    wanted = drawing(output, force, page=request.page)
    question = request.ask(words)
    dimensions = rows.replace("-", "_"), cols.replace("-", "_")
    about, narrowed = question.session.about, not question.everything
    found = mapped(question, *dimensions)
    anything = not found.total.empty
    remarks = said.on_counts(question, found=anything)
    if anything and said.about_harm(question):
        remarks.append("An empty cell does not mean it is safe.")
    # Over everything, urgent help would be on every page; `kap about` has it.
    shown = list(found.works.values()) if narrowed else []

    def document() -> "Document":
        command = data.example(question, found)
        own = {"rows": rows, "cols": cols, "metric": metric}
        if wanted is None and not full and request.window is not None:
            again = question.command_line("map", {name: own[name] for name in own if own[name] != _USUAL[name]} | _FULL)
            return view.map_screen(
                found,
                about,
                metric=metric,
                command=command,
                lines=request.window,
                full=again,
                narrowed=narrowed,
                remarks=remarks,
                shown=shown,
            )
        return view.map_document(
            found, about, metric=metric, command=command, narrowed=narrowed, remarks=remarks, shown=shown
        )

    answer = Answer(
        document=document if anything else None,
        cells=(lambda: Cells(data.COLUMNS, data.as_cells(found))) if anything else None,
        results=(lambda: data.as_data(found, lambda row, column: data.search_of(question, found, row, column)))
        if anything
        else None,
        query=question.as_data() | {"rows": dimensions[0], "columns": dimensions[1], "metric": metric},
        total=sum(map(len, found.cells)),
        summary=data.summary(found, AMONG if narrowed else HERE) if anything else {},
        remarks=remarks,
        exit=Exit.ANSWERED if anything else Exit.NOTHING_FOUND,
    )
    if wanted is None or not anything:
        return answer

    own = {"rows": rows, "cols": cols} | ({"metric": metric} if metric != "studies" else {})
    around = frame("Evidence gap map", question, shown, question.command_line("map", own))
    return drawn(wanted, answer, request.format, around)
