"""``kap show``: one study, its result first and in full where asked for, every figure with its source."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kapcli.api.lookup import Named, by_author, drafts, look_up
from kapcli.cli.answer import Answer, Exit, Problem
from kapcli.cli.command import Request, command
from kapcli.cli.options import IdsArgument, LayOption
from kapcli.cli.terminal import on_terminal
from kapcli.index.session import Session

if TYPE_CHECKING:
    from kapcli.views.document import Document


HELP = """Show one study: result, limitations, population, intervention, comparator, adverse events, funding.

A terminal shows the first screen; a file, a pipe or --full shows everything.

Examples:

  kap show feder2014

  kap show feder 2014 --full

  kap show feder2014 --section adverse-events

  kap show 10.1001/jamapsychiatry.2014.62 --format markdown
"""
# The sections of `kapcli.views.study`; a test holds them to be the same.
Section = Literal[
    "question",
    "population",
    "intervention-and-comparator",
    "results",
    "adverse-events",
    "main-limitations",
    "claims-citing-this-study",
    "funding-and-conflicts-of-interest",
    "other-publications",
    "sources",
    "all-sources",
    "reference",
]


@command("show", HELP, "text", "json", "ndjson", "markdown")
def run(
    request: Request,
    ids: IdsArgument,
    full: Annotated[bool, typer.Option("--full", help="Show everything, not only the first screen.")] = False,
    section: Annotated[
        Section | None,
        typer.Option("--section", metavar="NAME", show_default=False, help="Show one section, e.g. results."),
    ] = None,
    sources: Annotated[
        bool, typer.Option("--sources", help="List every address it was read at, mirrors included.")
    ] = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap show``."""
    from kapcli.views.study_joined import as_data

    session = request.session
    unfinished = drafts(session, ids)
    drafted = list({one.draft.id: one for several in unfinished.values() for one in several}.values())
    found, missing = look_up(session, [name for name in ids if name not in unfinished])
    candidates = [] if found or drafted else by_author(session, ids)
    if len(candidates) == len(ids) == 1:
        found, missing = look_up(session, [candidates[0].id])
    elif candidates:
        asked, pick = " ".join(ids), f"type one of their ids, e.g. kap show {candidates[0].id}"
        missing = [Problem(f"{asked!r} is not the id of a study; listed are those by that author", pick)]
    notes = [
        f"{named.asked} is the {named.kind} of {named.study.id}"
        for named in found
        if named.kind not in ("id", "doi", "pmid", "pmcid", "registry")
    ]
    notes += [note for named in found if (note := _of_the_same_year(session, named))]
    sections = [*([section] if section else []), *(["all-sources"] if sources else [])]
    brief = on_terminal() and not full and request.format == "text"

    def document() -> "Document":
        if unfinished:
            from kapcli.views.document import Rule, Space
            from kapcli.views.draft import drafts_document

            pages = drafts_document(drafted, session.vocabulary, session.about)
            before = (*_document(session, found, sections, lay=lay, brief=brief), Space(), Rule()) if found else ()
            return (*before, *pages)
        if not found:
            from kapcli.views.hits import pick_list

            return pick_list(candidates)
        return _document(session, found, sections, lay=lay, brief=brief)

    def results() -> list[Any]:
        from kapcli.views.draft import as_data as draft_data

        return [as_data(session, named.study, named.origin) for named in found] + [draft_data(one) for one in drafted]

    return Answer(
        document=document if found or drafted or candidates else None,
        results=results,
        query={"ids": ids},
        total=len(found) + len(drafted),
        notes=notes,
        errors=missing,
        exit=Exit.NOTHING_FOUND if missing else Exit.ANSWERED,
    )


def _of_the_same_year(session: Session, named: Named) -> str:
    """Where author and year name more than one study: the others."""
    author = named.asked.split()[0]
    if author == named.asked:
        return ""
    others = [
        study.id
        for study in by_author(session, [author])
        if study.year == named.study.year and study.id != named.study.id
    ]
    return f"also by {author}, {named.study.year}: {', '.join(others)}" if others else ""


def _document(session: Session, found: list[Named], sections: list[str], *, lay: bool, brief: bool) -> "Document":
    if lay:
        from kapcli.views.lay import lay_studies_document

        return lay_studies_document(session, [named.study for named in found], whole=True)
    from kapcli.views.study_joined import study_view

    cited = "reference" in sections if sections else not brief
    views = [study_view(session, named.study, named.origin, cited=cited) for named in found]
    if brief and not sections:
        from kapcli.views.study_screen import first_screens

        return first_screens(views, session.vocabulary, session.about)
    from kapcli.views.study import study_document

    return study_document(views, session.vocabulary, session.about, sections)
