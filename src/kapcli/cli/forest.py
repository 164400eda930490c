"""``kap forest``: reported effects with their intervals, one axis for each kind of estimate and instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kapcli.cli.answer import Answer
from kapcli.cli.command_line import retyped
from kapcli.cli.completion import codes_of
from kapcli.cli.domains import ALL, domains_of
from kapcli.cli.drawing import drawing, frame, not_drawn
from kapcli.cli.drawing import drawn as drawn_as_picture
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.forest import Forest

HELP = """Draw reported effects with their intervals: right of the line is always better.

One axis for each kind of estimate and each instrument; nothing is pooled. Published meta-analyses stand apart.
Where the words name a condition only outcomes on it are drawn (--domain all draws every one).

Examples:

  kap forest ptsd

  kap forest depression --therapy kap

  kap forest feder2014 anand2023 --domain all

  kap forest suicidality --design rct --format tsv --header
"""

Format = Literal["text", "tsv", "json", "ndjson", "markdown"]


@narrowed
def command(
    narrowing: Narrowing,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS or ID]...", help="A topic, or ids of studies.", show_default=False),
    ] = None,
    domain: Annotated[
        list[str] | None,
        typer.Option(
            "--domain",
            metavar="VALUE",
            show_default=False,
            help="Only outcomes on it: ptsd, depression, suicidality, safety ...; all for every one.",
            autocompletion=codes_of("domain"),
        ),
    ] = None,
    output: OutputOption = None,
    force: ForceOption = False,
    header: Annotated[bool, typer.Option("--header", help="Name the columns of tsv in a first line.")] = False,
    format: Annotated[Format | None, typer.Option("--format", help="text by default.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap forest``."""
    from kapcli.evidence.forest import forest
    from kapcli.index.search import matching, search, study_at

    chosen = chosen_format(format, as_json, "text")
    wanted = drawing(output, force, page=as_json or format is not None)
    words = words or []
    asked, rows = _found(words, narrowing, catalogue or ())
    session = asked.session
    # Ranges of instruments decide what may share an axis.
    vocabulary = session.definitions()
    domains = domains_of(asked, domain, vocabulary)
    if rows is None:
        rows = matching(session.connection, asked.query, asked.facets)
    drawn = forest((study_at(session.connection, row) for row in rows), vocabulary, domains)
    glance = search(session.connection, asked.query, asked.facets, limit=0, counts=False)
    remarks, footnotes = remarks_on(asked), left_out(asked, glance)
    listed = [*drawn.rows(), *drawn.undrawn]
    if not rows:
        remarks += nothing_found(asked, glance)
    elif not listed:
        remarks.append(_no_figures(len(rows)))
    shown = bool(listed)
    others = retyped("forest", words, narrowing, {"domain": ALL})
    answer = Answer(
        command="forest",
        format=chosen,
        texts={
            "text": lambda width: _page(asked, drawn, vocabulary, width, remarks, footnotes, others),
            "markdown": lambda _: _markdown(asked, drawn, vocabulary, remarks + footnotes),
            "tsv": lambda _: _tsv(drawn, vocabulary, header),
        }
        if shown
        else {},
        query=asked.as_json() | {"domain": domains},
        results=_results(drawn, vocabulary) if shown and chosen in ("json", "ndjson") else [],
        total=len(listed),
        summary=_summary(drawn, vocabulary, len(rows)),
        notes=([] if shown and chosen in ("text", "markdown") else remarks + _counted(drawn, vocabulary) + footnotes)
        + ([session.warning] if session.warning else []),
        as_of=session.about.as_of,
        exit=Exit.ANSWERED if shown else Exit.NOTHING_FOUND,
    )
    if wanted is None or not shown:
        return answer
    if not drawn.panels:
        return not_drawn(wanted, answer, "no figure here has an interval that can stand on an axis.")

    def picture() -> Any:
        from kapcli.pictures.forest_picture import forest_picture
        from kapcli.views.forest import studies_of

        again = retyped("forest", words, narrowing, {"domain": domain})
        labels = [vocabulary.label("domain", code) for code in domains] or ["of any kind"]
        around = frame(
            asked,
            studies_of(drawn),
            again,
            remarks + footnotes,
            ids=words if len(words) > 1 else (),
            domains=labels if domain else (),
        )
        return forest_picture(drawn, vocabulary, around, others=others)

    return drawn_as_picture(wanted, answer, picture, remarks + footnotes)


def _found(words: list[str], narrowing: Narrowing, catalogues: Sequence[str]) -> tuple[Asked, list[int] | None]:
    """The question; and where every word is the id of a study, their rows: *a b* is both, not neither."""
    from kapcli.cli.lookup import are_names, look_up

    if len(words) > 1 and not narrowing:
        asked = ask(words[0], narrowing, catalogues)
        if are_names(asked.session, words):
            found, _ = look_up(asked.session, words)
            return asked, [named.row for named in found]
    return ask(" ".join(words), narrowing, catalogues), None


def _no_figures(count: int) -> str:
    verb = "study matches and has" if count == 1 else "studies match and none has"
    return f"{count} {verb}{' no' if count == 1 else ' an'} outcome here: there is nothing to draw and nothing to list."


def _counted(drawn: Forest, vocabulary: Vocabulary) -> list[str]:
    """What a page says of the whole, for a table and a program."""
    from kapcli.views.forest import balance, left_out, over

    if not drawn.rows() and not drawn.undrawn:
        return []
    return [text for text in (over(drawn, vocabulary), balance(drawn), left_out(drawn, vocabulary)) if text]


def _page(
    asked: Asked,
    drawn: Forest,
    vocabulary: Vocabulary,
    width: int,
    remarks: list[str],
    footnotes: list[str],
    others: str,
) -> Any:
    from kapcli.views.forest import forest_page

    about = asked.session.about
    return forest_page(drawn, vocabulary, about, width, remarks=remarks, footnotes=footnotes, others=others)


def _markdown(asked: Asked, drawn: Forest, vocabulary: Vocabulary, remarks: list[str]) -> str:
    from kapcli.views.forest_tables import forest_markdown

    return forest_markdown(drawn, vocabulary, asked.session.about, remarks)


def _tsv(drawn: Forest, vocabulary: Vocabulary, header: bool) -> str:
    from kapcli.views.forest_tables import COLUMNS, cells
    from kapcli.writers.tables import tsv

    return tsv(cells(drawn, vocabulary), COLUMNS if header else None)


def _results(drawn: Forest, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    from kapcli.views.forest_tables import drawn_result, listed_result

    found = [drawn_result(panel, row, vocabulary) for panel in drawn.panels for row in panel.rows]
    return found + [listed_result(one, vocabulary) for one in drawn.undrawn]


def _summary(drawn: Forest, vocabulary: Vocabulary, matched: int) -> dict[str, Any]:
    from kapcli.views.forest_tables import panel_summary

    return {
        "output": None,
        "matched": matched,
        "drawn": len(drawn.rows()),
        "listed": len(drawn.listed()),
        "left_out": len(drawn.listed(elsewhere=True)),
        "studies": drawn.studies,
        "trials": drawn.trials,
        "panels": [panel_summary(panel, vocabulary) for panel in drawn.panels],
    }
