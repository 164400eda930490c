"""``kap about``: what the catalogue holds, what it includes and why, as of when."""

import msgspec

from kapcli import __version__
from kapcli.cli.answer import Answer
from kapcli.cli.command import Request, command
from kapcli.index.records import overview

HELP = """Say what the catalogue holds, what it includes and why, and as of when. Not medical advice."""


@command("about", HELP, "text", "json", "ndjson")
def run(request: Request) -> Answer:
    """Answer ``kap about``."""
    from kapcli.views.about import about_document

    session = request.session
    holds = overview(session.connection) | {"origins": session.origins(), "version": __version__}
    return Answer(
        document=lambda: about_document(session.about, holds, session.vocabulary),
        results=lambda: [{"id": "catalogue"} | msgspec.to_builtins(session.about) | {"holds": holds}],
        total=1,
    )
