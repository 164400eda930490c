"""``kap cite``: references, in the styles and exchange formats people hand in."""

from typing import Annotated

import typer

from kapcli.api.lookup import Named, look_up
from kapcli.citing.style_table import StyleName
from kapcli.cli.answer import Answer, Exit, Problem, usage
from kapcli.cli.command import command
from kapcli.cli.completion import complete_id, while_asked
from kapcli.cli.options import AllOption
from kapcli.cli.request import Request
from kapcli.cli.terminal import on_terminal
from kapcli.index.question import Question

# The catalogue, as it is asked for.
ITSELF = "kap"
CLIPBOARDS = "on Linux it takes wl-clipboard, xclip or xsel"

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
    from kapcli.citing.bibtex import bibtex
    from kapcli.citing.csljson import csl_json
    from kapcli.citing.from_study import beside, csl_item, itself
    from kapcli.citing.ris import ris
    from kapcli.views import citations as view

    if not ids and not every and not request.narrows:
        raise usage("nothing to cite", "name a study (kap cite feder2014), a filter (--condition ptsd), or --all")
    if ids and (every or request.narrows):
        raise usage("give ids, or filters, or --all, but not several of these", "leave out the others")
    if copied and request.machine:
        raise usage("--copy is for references", "leave out --copy, or ask for text, bibtex, ris or csl-json")
    question = request.ask(None)
    missing: list[Problem] = []
    notes: list[str] = []
    if ids:
        found, missing = look_up(question.session, [name for name in ids if name.casefold() != ITSELF])
        if ITSELF in map(str.casefold, ids) and not request.builtin:
            missing.append(Problem("kap's own catalogue is left out, and so is not cited", "leave out --no-builtin"))
        elif len(found) + len(missing) < len(ids) and ITSELF in map(str.casefold, ids):
            found.append(Named(itself(question.session.about), 0, "built-in", ITSELF, "id"))
    else:
        found = _narrowed(question)
        if not found:
            from kapcli.views.nothing_found import nothing_found

            notes += nothing_found(question)
    unknown = bool(missing)
    items = [csl_item(named.study) for named in found]
    references: list[str] = []
    if items and request.format in ("text", "json", "ndjson"):
        from kapcli.citing.engine import format_references

        references = format_references(items, style)
    licence = question.session.about.licence
    cautions = {named.study.id: [licence] if named.row == 0 else beside(named.study) for named in found}
    texts = {"bibtex": lambda: bibtex(items), "ris": lambda: ris(items), "csl-json": lambda: csl_json(items)}
    if copied and items:
        text = texts[request.format]() if request.format in texts else "\n".join(view.numbered(references))
        if done := _copied(text):
            notes.append(done)
        else:
            missing.append(Problem("nothing was copied: there is no clipboard here", CLIPBOARDS))
    if not on_terminal():
        texts["text"] = lambda: "".join(f"{line}\n" for line in view.numbered(references))
    return Answer(
        document=lambda: view.citations_document(references),
        texts=texts,
        results=lambda: [
            view.as_data(named.study, named.origin, reference, style=style, remarks=cautions[named.study.id], item=item)
            for named, reference, item in zip(found, references or [""] * len(found), items, strict=True)
        ],
        query=question.as_data() | {"ids": ids or [], "all": every, "style": style},
        total=len(found),
        notes=notes + ([] if request.machine else view.together(cautions)),
        errors=missing,
        exit=Exit.NOTHING_FOUND if unknown or not found else Exit.INPUT_OUTPUT if missing else Exit.ANSWERED,
    )


def _copied(text: str) -> str:
    from kapcli.cli.clipboard import copy

    return copy(text.rstrip("\n"))


def _narrowed(question: Question) -> list[Named]:
    from kapcli.index.records import origins

    files = origins(question.connection)
    rows = zip(question.rows, question.studies, strict=True)
    return sorted((Named(study, row, files[row], "", "id") for row, study in rows), key=lambda named: named.study.id)
