"""``kap map``: the evidence by two dimensions, its gaps drawn as gaps."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import typer

from kapcli.cli.answer import Answer, usage
from kapcli.cli.command_line import retyped
from kapcli.cli.drawing import Drawing, drawing, drawn, frame
from kapcli.cli.exits import Exit
from kapcli.cli.options import (
    CatalogueOption,
    ForceOption,
    JsonOption,
    Narrowing,
    NoColorOption,
    OutputOption,
    chosen_format,
    narrowed,
)
from kapcli.cli.question import Asked, about_harm, ask, left_out, nothing_found, remarks_on

HELP = """Draw an evidence gap map: studies counted by two dimensions, empty cells drawn as gaps.

A trial counts once, planned participants never; a cell holds what kap search finds with its two facets.

Examples:

  kap map

  kap map ptsd --rows therapy --cols design

  kap map --rows population --metric participants
"""

Format = Literal["text", "tsv", "json", "ndjson", "markdown"]
Dimension = Literal["condition", "route", "therapy", "design", "drug", "population", "dosing-model", "year"]


@narrowed
def command(
    narrowing: Narrowing,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", show_default=False, help="A topic: only studies that match."),
    ] = None,
    rows: Annotated[Dimension, typer.Option("--rows", help="What the rows are.")] = "condition",
    cols: Annotated[Dimension, typer.Option("--cols", help="What the columns are.")] = "route",
    metric: Annotated[
        Literal["studies", "participants"], typer.Option("--metric", help="What the numbers count.")
    ] = "studies",
    output: OutputOption = None,
    force: ForceOption = False,
    header: Annotated[bool, typer.Option("--header", help="Name the columns of tsv in a first line.")] = False,
    format: Annotated[Format | None, typer.Option("--format", help="text by default.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap map``."""
    chosen = chosen_format(format, as_json, "text")
    if rows == cols:
        raise usage(
            f"rows and columns are both {rows}", "name two different ones, such as --rows therapy --cols design"
        )
    wanted = drawing(output, force, page=as_json or format is not None)
    asked = ask(" ".join(words or ()), narrowing, catalogue or ())
    own = {"rows": rows, "cols": cols} | ({"metric": metric} if metric != "studies" else {})
    again = retyped("map", words or (), narrowing, own)
    return _answer(asked, rows.replace("-", "_"), cols.replace("-", "_"), metric, chosen, header, wanted, again)


def _answer(
    asked: Asked,
    rows: str,
    columns: str,
    metric: str,
    chosen: str,
    header: bool,
    wanted: Drawing | None,
    again: str,
) -> Answer:
    from kapcli.cli.mapped import mapped
    from kapcli.index.search import search
    from kapcli.views.gap_map import AMONG, COLUMNS, HERE, cell_rows, map_markdown, map_page
    from kapcli.writers.tables import tsv

    session = asked.session
    about = session.about
    found = mapped(asked, rows, columns)
    glance = search(session.connection, asked.query, asked.facets, limit=0, counts=False)
    remarks = remarks_on(asked) + left_out(asked, glance)
    anything = not found.total.empty
    if not anything:
        remarks += nothing_found(asked, glance)
    elif about_harm(asked):
        remarks.append("An empty cell is no sign of safety.")
    everything = not asked.query.units and not asked.facets
    # Over everything, urgent help would stand on every page; `kap about` has it.
    shown = [] if everything else list(found.works.values())
    example = _largest(found)
    command = "" if example is None else search_command(asked, found, example)
    results = _results(asked, found) if chosen in ("json", "ndjson") and anything else []
    answer = Answer(
        command="map",
        format=chosen,
        texts={
            "text": lambda width: map_page(
                found,
                about,
                width,
                metric=metric,
                command=command,
                narrowed=not everything,
                remarks=remarks,
                shown=shown,
            ),
            "markdown": lambda _: map_markdown(
                found, about, metric=metric, narrowed=not everything, remarks=remarks, shown=shown
            ),
            "tsv": lambda _: tsv(cell_rows(found), COLUMNS if header else None),
        }
        if anything
        else {},
        query=asked.as_json() | {"rows": rows, "columns": columns, "metric": metric},
        results=results,
        total=sum(map(len, found.cells)),
        summary=_summary(found, AMONG if not everything else HERE) if anything else {},
        notes=([] if chosen in ("text", "markdown") and anything else remarks)
        + ([session.warning] if session.warning else []),
        as_of=about.as_of,
        exit=Exit.ANSWERED if anything else Exit.NOTHING_FOUND,
    )
    if wanted is None or not anything:
        return answer

    def picture() -> Any:
        from kapcli.pictures.map_picture import map_picture

        return map_picture(found, frame(asked, shown, again, remarks), metric=metric, narrowed=not everything)

    return drawn(wanted, answer, picture, remarks)


def _largest(found: Any) -> Any:
    """The cell with most studies, of those whose row and column are kinds of their own."""
    from kapcli.evidence.map_axes import NO_KIND

    cells = [cell for line in found.cells for cell in line if not cell.empty]
    named = [cell for cell in cells if not {cell.row, cell.column} & NO_KIND]
    return max(named or cells, key=lambda cell: cell.trials, default=None)


def search_command(asked: Asked, found: Any, cell: Any) -> str:
    """The search that lists the studies of a cell: the same question, with the cell's two facets."""
    import shlex

    from kapcli.catalogue.facets import option

    own = {found.rows.dimension: cell.row, found.columns.dimension: cell.column}
    words = asked.query.text.split()
    dashed = any(word.startswith("-") for word in words)
    parts = ["kap", "search", *([] if dashed else words)]
    for name, code in own.items():
        parts += [option(name), code]
    facets = asked.facets
    for name, codes in facets.codes.items():
        if name not in own:
            for code in codes:
                parts += [option(name), code]
    if facets.years and "year" not in own:
        first, last = facets.years
        parts += ["--year", str(first) if first == last else f"{first or ''}..{last or ''}"]
    if facets.min_n is not None:
        parts += ["--min-n", str(facets.min_n)]
    if facets.dose is not None:
        parts += ["--dose", f"{facets.dose.low:g}..{facets.dose.high:g}{facets.dose.unit}"]
    return shlex.join([*parts, *(["--", *words] if dashed else [])])


def _results(asked: Asked, found: Any) -> list[dict[str, Any]]:
    """One result a cell, row by row, the empty ones too."""
    return [
        {"id": f"{cell.row}/{cell.column}"}
        | msgspec.to_builtins(cell)
        | {"gap": cell.empty, "strongest": cell.strongest or None, "search": search_command(asked, found, cell)}
        for line in found.cells
        for cell in line
    ]


def _summary(found: Any, here: str) -> dict[str, Any]:
    from kapcli.evidence.gap_ranking import widest_gaps
    from kapcli.views.gap_sentences import sentence

    rows, columns = found.rows, found.columns
    return {
        "output": None,
        "studies": len(found.total.studies),
        "trials": found.total.trials,
        "people": found.total.people,
        "not_known": found.total.not_known,
        "gaps": found.gaps,
        "rows": _axis(rows, found.row_totals, found.no_column),
        "columns": _axis(columns, found.column_totals, found.no_row),
        "without_row": found.without_row.studies,
        "without_column": found.without_column.studies,
        "no_study_at_all": {axis.dimension: [value.code for value in axis.bare] for axis in (rows, columns)},
        "widest_gaps": [
            {
                "row": gap.row.code,
                "column": gap.column.code,
                "text": sentence(rows.dimension, columns.dimension, gap, here),
            }
            for gap in widest_gaps(found, 10)
        ],
    }


def _axis(axis: Any, totals: Any, not_stated: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": value.code,
            "label": value.label,
            "broader": axis.broader.get(value.code, ()),
            "trials": total.trials,
            "studies": len(total.studies),
            "people": total.people,
            "not_known": total.not_known,
            "strongest": total.strongest or None,
            "not_stated": aside.studies,
        }
        for value, total, aside in zip(axis.values, totals, not_stated, strict=True)
    ]
