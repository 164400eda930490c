"""``kap cite``: references, in the styles and exchange formats people hand in."""

from typing import Annotated

import typer

from kapcli.api.references import references_named, references_of
from kapcli.citing.style_table import StyleName
from kapcli.cli.answer import Answer, Exit, usage
from kapcli.cli.command import command
from kapcli.cli.completion import complete_id, while_asked
from kapcli.cli.options import AllOption
from kapcli.cli.request import Request
from kapcli.cli.terminal import on_terminal

HELP = """Cite studies by id, by filter, or all of them; the id kap cites this catalogue.

Warnings about a citation (a preprint, an incomplete author list, an unconfirmed DOI, retraction status not checked) go
to stderr, never into the reference.

Examples:

  kap cite feder2014

  kap cite feder2014 quigley2025 --style vancouver

  kap cite kap

  kap cite --condition ptsd --design rct --format bibtex > ptsd.bib
"""


@command("cite", HELP, "text", "bibtex", "ris", "csl-json", "json", "ndjson", narrows=True)
def run(
    request: Request,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help="Study ids, DOIs, PubMed or registry numbers.",
            autocompletion=while_asked(complete_id),
            show_default=False,
        ),
    ] = None,
    every: AllOption = False,
    style: Annotated[StyleName, typer.Option("--style", help="Reference style.")] = "apa",
    copied: Annotated[
        bool, typer.Option("--copy", help="Also copy it to the clipboard; it is printed all the same.")
    ] = False,
) -> Answer:
    """Answer ``kap cite``."""
    from kapcli.views import citations as view

    if not ids and not every and not request.narrows:
        raise usage("nothing to cite", "name a study (kap cite feder2014), a filter (--condition ptsd), or --all")
    if ids and (every or request.narrows):
        raise usage("give ids, or filters, or --all, but not several of these", "leave out the others")
    if copied and request.machine:
        raise usage("--copy is for references", "leave out --copy, or ask for text, bibtex, ris or csl-json")
    question = request.ask(None)
    found = references_named(request.session, ids, builtin=request.builtin) if ids else references_of(question)
    references = found.formatted(style) if request.format in ("text", "json", "ndjson") else []
    texts = {"bibtex": found.bibtex, "ris": found.ris, "csl-json": found.csl_json}
    answer = Answer(
        document=lambda: view.citations_document(references),
        texts=texts,
        results=lambda: found.results(style, references),
        query=question.as_data() | {"ids": ids or [], "all": every, "style": style},
        total=len(found.works),
        notes=found.remarks + ([] if request.machine else view.together(found.cautions)),
        errors=found.missing,
        exit=Exit.NOTHING_FOUND if found.missing or not found.works else Exit.ANSWERED,
    )
    if copied and found.works:
        from kapcli.cli.clipboard import with_copy

        text = texts[request.format]() if request.format in texts else "\n".join(view.numbered(references))
        answer = with_copy(answer, text.rstrip("\n"))
    if not on_terminal():
        texts["text"] = lambda: "".join(f"{line}\n" for line in view.numbered(references))
    return answer
