"""``kap about``: what the catalogue holds, what it includes and why, as of when, and what has changed."""

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from kapcli import __version__
from kapcli.cli.answer import Answer, usage
from kapcli.cli.command import command
from kapcli.cli.options import FullOption
from kapcli.cli.request import Request
from kapcli.index.records import overview

if TYPE_CHECKING:
    from kapcli.views.document import Document


HELP = """Show what the catalogue holds, what it includes and why, and its date. Not medical advice.

A terminal shows the first screen; a file, a pipe or --full shows everything.
"""


@command("about", HELP, "text", "json", "ndjson")
def run(
    request: Request,
    changes: Annotated[
        bool, typer.Option("--changes", help="List the claims whose verdict or certainty changed since an edition.")
    ] = False,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="EDITION", help="With --changes: the edition to compare with (default: the one before)."
        ),
    ] = "",
    paths: Annotated[
        bool, typer.Option("--paths", help="List the files and folders that kap reads and writes, with their sizes.")
    ] = False,
    full: FullOption = False,
) -> Answer:
    """Answer ``kap about``."""
    from kapcli.views.about import about_document, about_screen

    if paths and (changes or since):
        raise usage("--paths and --changes exclude each other", "leave one of them out")
    if paths:
        from kapcli.cli.paths import paths as used_paths

        return used_paths(request.catalogues)
    if since and not changes:
        raise usage("--since needs --changes", f"kap about --changes --since {since}")
    if changes:
        return _changes(request, since)
    session = request.session
    holds = overview(session.connection) | {"origins": session.origins(), "version": __version__}

    def document() -> "Document":
        if request.window is not None and not full:
            return about_screen(session.about, holds)
        return about_document(session.about, holds, session.vocabulary)

    return Answer(
        document=document,
        results=lambda: [{"id": "catalogue"} | msgspec.to_builtins(session.about) | {"holds": holds}],
        total=1,
    )


def _changes(request: Request, since: str) -> Answer:
    from kapcli.index.claims import changes
    from kapcli.views.about import changes_document

    session = request.session
    editions = {one.edition: one for one in session.editions()}
    if not editions or (since and since not in editions):
        known = ", ".join(editions) or "none before this one"
        raise usage(f"unknown edition {since!r}" if since else "there is no earlier edition", f"editions: {known}")
    edition = editions[since] if since else list(editions.values())[-1]
    found = changes(session.connection, edition)
    return Answer(
        document=lambda: changes_document(edition, found, session.vocabulary, session.about),
        results=lambda: [msgspec.to_builtins(change) for change in found],
        query={"changes": True, "since": edition.edition},
        total=len(found),
    )
