"""``kap compare``: two to four studies side by side, differences marked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from kapcli.cli.answer import Answer, usage
from kapcli.cli.exits import Exit
from kapcli.cli.lookup import look_up
from kapcli.cli.options import CatalogueOption, IdsArgument, JsonOption, NoColorOption, chosen_format
from kapcli.cli.session import open_session

HELP = """Show two to four studies side by side: what differs is marked and named at the end.

Examples:

  kap compare feder2014 abdallah2022

  kap compare anand2023 ekstrand2022 --format markdown
"""

Format = Literal["text", "json", "ndjson", "markdown"]
_FEWEST, _MOST = 2, 4


def command(
    ids: IdsArgument,
    format: Annotated[Format | None, typer.Option("--format", help="text by default.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap compare``."""
    from kapcli.views.compare import closing, compare_markdown, compare_page, compared
    from kapcli.views.study_summary import brief

    chosen = chosen_format(format, as_json, "text")
    if not _FEWEST <= len(ids) <= _MOST:
        raise usage(f"{len(ids)} given, two to four can be compared", "such as: kap compare feder2014 abdallah2022")
    session = open_session(catalogue or ())
    found, missing = look_up(session, ids)
    if not missing and len(found) < _FEWEST:
        raise usage("one and the same study cannot be compared with itself", "name another")
    studies = [named.study for named in found]
    vocabulary, about = session.vocabulary, session.about
    whole = not missing
    rows = compared(studies, vocabulary) if whole else []
    results: list[Any] = [brief(named.study, named.origin, vocabulary) for named in found] if whole else []
    return Answer(
        command="compare",
        format=chosen,
        texts={
            "text": lambda width: compare_page(studies, vocabulary, about, width),
            "markdown": lambda _: compare_markdown(studies, vocabulary, about),
        }
        if whole
        else {},
        query={"ids": ids},
        results=results,
        total=len(results),
        summary={
            "rows": [{"name": row.name, "values": row.values, "differs": row.differs} for row in rows],
            "closing": closing(rows) if rows else "",
        },
        notes=[session.warning] if session.warning else [],
        errors=missing,
        as_of=about.as_of,
        exit=Exit.NOTHING_FOUND if missing else Exit.ANSWERED,
    )
