"""``kap glossary``: a term in plain words."""

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from kapcli.cli.answer import Answer, Cells, Exit, Problem
from kapcli.cli.command import command
from kapcli.cli.completion import complete_term, while_asked
from kapcli.cli.options import FullOption
from kapcli.cli.request import Request
from kapcli.index.glossary import find_terms, near_terms
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from kapcli.views.document import Document


HELP = """Explain a term in plain words, or list all terms.

Examples:

  kap glossary psycholytic

  kap glossary "confidence interval"
"""


@command("glossary", HELP, "text", "tsv", "json", "ndjson")
def run(
    request: Request,
    term: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TERM]...",
            help="The term to explain.",
            show_default=False,
            autocompletion=while_asked(complete_term),
        ),
    ] = None,
    full: FullOption = False,
) -> Answer:
    """Answer ``kap glossary``."""
    from kapcli.views.about import glossary_document, glossary_screen

    session = request.session
    wanted = " ".join(term or ())
    entries = find_terms(session, encodable(wanted)) if wanted else session.glossary()
    errors = []
    if not entries and not wanted:
        errors.append(Problem("these files hold no glossary", "a term of a vocabulary is explained: kap glossary rct"))
    elif not entries:
        near = near_terms(session, encodable(wanted))
        hint = f"did you mean {' or '.join(near)}?" if near else "see all: kap glossary"
        errors.append(Problem(f"no term {wanted!r} in the glossary", hint))

    def document() -> "Document":
        if not wanted and not full and request.window is not None:
            return glossary_screen(entries, session.about, request.window)
        return glossary_document(entries, session.about, whole=bool(wanted)) if entries else ()

    return Answer(
        document=document,
        cells=lambda: Cells(
            ("id", "term", "plain", "detail"), [(one.id, one.term, one.plain, one.detail) for one in entries]
        ),
        results=lambda: [msgspec.to_builtins(entry) for entry in entries],
        query={"text": wanted},
        total=len(entries),
        errors=errors,
        exit=Exit.ANSWERED if entries else Exit.NOTHING_FOUND,
    )
