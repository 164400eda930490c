"""``kap open``: a study's own page, handed to the browser; kap itself connects to nothing."""

from typing import Annotated

import typer

from kapcli.api.lookup import Named, look_up
from kapcli.cli.answer import Answer, Exit, Problem, usage
from kapcli.cli.browser import handed_over
from kapcli.cli.command import command
from kapcli.cli.options import IdsArgument
from kapcli.cli.request import Request
from kapcli.cli.terminal import on_terminal
from kapcli.views.links import addresses

HELP = """Open the page of a study in your browser: its DOI, else PubMed, a registry, or its own address.

kap passes the address on and does not connect itself. In a pipe, with --print, or if there is no
browser, it prints the address.

Examples:

  kap open feder2014

  kap open feder2014 --pubmed

  kap open 'feder 2014' --print
"""
# So many pages at once are meant; more are a mistake.
_MOST = 10


@command("open", HELP, "text", "json", "ndjson")
def run(
    request: Request,
    ids: IdsArgument,
    doi: Annotated[bool, typer.Option("--doi", help="The DOI.")] = False,
    pubmed: Annotated[bool, typer.Option("--pubmed", help="The record in PubMed.")] = False,
    registry: Annotated[bool, typer.Option("--registry", help="The registration of the trial.")] = False,
    printed: Annotated[bool, typer.Option("--print", help="Print the address; open nothing.")] = False,
) -> Answer:
    """Answer ``kap open``."""
    from kapcli.views.links import address_data, addresses_document

    asked = [name for name, wanted in (("doi", doi), ("pubmed", pubmed), ("registry", registry)) if wanted]
    if len(asked) > 1:
        raise usage("use one of --doi, --pubmed and --registry", "leave out the others")
    kind = asked[0] if asked else ""
    found, errors = look_up(request.session, ids)
    if len(found) > _MOST:
        raise usage(f"these are {len(found)} studies", f"open at most {_MOST} at once")
    pages: list[tuple[Named, str, str]] = []
    for named in found:
        known = addresses(named.study)
        which = kind or next(iter(known), "")
        if which in known:
            pages.append((named, which, known[which]))
        else:
            errors.append(_none(named, kind, known))
    opening = on_terminal() and request.format == "text" and not printed
    opened = {address: handed_over(address) for _, _, address in pages} if opening else {}
    notes = [f"{named.study.id}: {line}" for named in found if (line := _retraction(named))]
    if opening and not all(opened.values()):
        notes.append("There is no browser here that could be opened: the address is above.")
    return Answer(
        document=lambda: addresses_document([(address, opened.get(address, False)) for _, _, address in pages]),
        results=lambda: [
            address_data(named.study, named.origin, which, address, opened=opened.get(address, False))
            for named, which, address in pages
        ],
        query={"ids": ids, "kind": kind},
        total=len(pages),
        notes=notes,
        errors=errors,
        exit=Exit.NOTHING_FOUND if errors else Exit.ANSWERED,
    )


def _none(named: Named, kind: str, known: dict[str, str]) -> Problem:
    """There is no such page."""
    name = {"doi": "DOI", "pubmed": "PubMed record", "registry": "registration with an address"}.get(kind, "address")
    others = ", ".join(f"--{other}" for other in known if other in ("doi", "pubmed", "registry"))
    hint = f"there is: {others}" if others else f"see: kap show {named.study.id} --sources"
    return Problem(f"{named.study.id} has no {name} here", hint)


def _retraction(named: Named) -> str:
    from kapcli.views.phrases import retraction

    return retraction(named.study)
