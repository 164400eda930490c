"""``kap about``: what the catalogue holds, what it includes and why, as of when."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import typer

from kapcli import __version__
from kapcli.cli.answer import Answer
from kapcli.cli.options import CatalogueOption, JsonOption, NoColorOption, chosen_format
from kapcli.cli.session import open_session
from kapcli.index.records import overview

HELP = """Say what the catalogue holds, what it includes and why, and as of when. Not medical advice."""

Format = Literal["text", "json", "ndjson"]


def command(
    format: Annotated[Format | None, typer.Option("--format", help="text by default.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap about``."""
    chosen = chosen_format(format, as_json, "text")
    session = open_session(catalogue or ())
    holds = overview(session.connection) | {"origins": session.origins(), "version": __version__}
    return Answer(
        command="about",
        format=chosen,
        texts={"text": lambda width: _page(session, holds, width)},
        results=[{"id": "catalogue"} | msgspec.to_builtins(session.about) | {"holds": holds}],
        total=1,
        notes=[session.warning] if session.warning else [],
        as_of=session.about.as_of,
    )


def _page(session: Any, holds: dict[str, Any], width: int) -> Any:
    from kapcli.writers.layout import Page, Span

    about = session.about
    page = Page(width)
    page.text(Span(about.title, "heading"))
    page.pair("As of", about.as_of)
    page.pair("Scope", about.scope)
    page.heading("What is included")
    for rule in about.inclusion:
        page.bullet(rule)
    page.heading("How it was made")
    page.text(about.method, indent=2)
    page.heading("What it holds")
    page.text(
        f"{holds['studies']} studies and other works ({holds['trials_or_works']} trials or works counted once), "
        f"{holds['years'][0]} to {holds['years'][1]}; {holds['not_read_in_full']} not read in full; "
        f"{holds['glossary_terms']} glossary terms.",
        indent=2,
    )
    for code, count in holds["designs"].items():
        page.bullet(f"{session.vocabulary.label('design', code)}: {count}")
    for origin, count in holds["origins"].items():
        if origin != "built-in":
            page.bullet(f"from {origin}: {count}")
    page.heading("What it is not")
    page.text(Span(about.disclaimer, "strong"), indent=2)
    page.text(about.urgent_help, indent=2)
    page.text(f"kap {holds['version']}", indent=2)
    return page.lines
