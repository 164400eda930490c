"""``kap timeline``: the field by year, designs told apart, landmarks named, and what is still running."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import typer

from kapcli.cli.answer import Answer
from kapcli.cli.command_line import retyped
from kapcli.cli.drawing import Drawing, drawing, drawn, frame, not_drawn
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
from kapcli.cli.question import Asked, ask, left_out, nothing_found, remarks_on

HELP = """Show the field by year: designs told apart by letters, landmark trials named by rule.

A trial counts once, in the year of its own report. What is still running stands at the end.

Examples:

  kap timeline

  kap timeline ptsd

  kap timeline --therapy kap --format tsv
"""

Format = Literal["text", "tsv", "json", "ndjson", "markdown"]


@narrowed
def command(
    narrowing: Narrowing,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", show_default=False, help="A topic: only studies that match."),
    ] = None,
    output: OutputOption = None,
    force: ForceOption = False,
    header: Annotated[bool, typer.Option("--header", help="Name the columns of tsv in a first line.")] = False,
    format: Annotated[Format | None, typer.Option("--format", help="text by default.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap timeline``."""
    chosen = chosen_format(format, as_json, "text")
    wanted = drawing(output, force, page=as_json or format is not None)
    asked = ask(" ".join(words or ()), narrowing, catalogue or ())
    return _answer(asked, chosen, header, wanted, retyped("timeline", words or (), narrowing, {}))


def _answer(asked: Asked, chosen: str, header: bool, wanted: Drawing | None, again: str) -> Answer:
    from kapcli.evidence.chronology import chronology
    from kapcli.index.records import ids
    from kapcli.index.search import matching, search, study_at
    from kapcli.views.timeline import COLUMNS, timeline_markdown, timeline_page, year_rows
    from kapcli.writers.tables import tsv

    session = asked.session
    vocabulary, about = session.vocabulary, session.about
    every = {row: study_at(session.connection, row) for row in ids(session.connection)}
    studies = [every[row] for row in matching(session.connection, asked.query, asked.facets)]
    found = chronology(studies, every.values(), vocabulary)
    glance = search(session.connection, asked.query, asked.facets, limit=0, counts=False)
    remarks = remarks_on(asked) + left_out(asked, glance)
    if not studies:
        remarks += nothing_found(asked, glance)
    # Over everything, urgent help would stand on every page; `kap about` has it.
    shown = studies if asked.query.units or asked.facets else []
    in_json = chosen in ("json", "ndjson")
    answer = Answer(
        command="timeline",
        format=chosen,
        texts={
            "text": lambda width: timeline_page(found, vocabulary, about, width, remarks=remarks, shown=shown),
            "markdown": lambda _: timeline_markdown(found, vocabulary, about, remarks, shown),
            "tsv": lambda _: tsv(year_rows(found), COLUMNS if header else None),
        }
        if studies
        else {},
        query=asked.as_json(),
        results=[_year(year) for year in found.years] if in_json else [],
        total=len(found.years),
        summary=_summary(found) if studies else {},
        notes=([] if chosen in ("text", "markdown") and studies else remarks)
        + ([session.warning] if session.warning else []),
        as_of=about.as_of,
        exit=Exit.ANSWERED if studies else Exit.NOTHING_FOUND,
    )
    if wanted is None or not studies:
        return answer
    if not found.years:
        return not_drawn(wanted, answer, "no trial here has results, so there is no year to draw.")

    def picture() -> Any:
        from kapcli.pictures.timeline_picture import timeline_picture

        return timeline_picture(found, vocabulary, frame(asked, shown, again, remarks))

    return drawn(wanted, answer, picture, remarks)


def _year(year: Any) -> dict[str, Any]:
    return {
        "id": str(year.year),
        "year": year.year,
        "trials": year.trials,
        "kinds": year.kinds,
        "studies": year.studies,
    }


def _summary(found: Any) -> dict[str, Any]:
    return {
        "output": None,
        "studies": found.studies,
        "trials": found.trials,
        "landmarks": [
            {
                "study": landmark.study.id,
                "year": landmark.study.year,
                "reasons": [
                    {"rule": rule, "code": code or None, "shared": shared} for rule, code, shared in landmark.reasons
                ],
            }
            for landmark in found.landmarks
        ],
        "running": [_plan(study) for study in found.running],
        "unreported": [_plan(study) for study in found.unreported],
    }


def _plan(study: Any) -> dict[str, Any]:
    from kapcli.evidence.people import counted

    return {
        "study": study.id,
        "status": study.status,
        "conditions": study.conditions,
        "n": None if (count := counted(study)) is None else msgspec.to_builtins(count),
        "n_planned": study.n.planned,
    }
