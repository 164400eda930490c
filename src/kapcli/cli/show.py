"""``kap show``: one study whole, every figure with its source."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import typer

from kapcli.catalogue.trials import trial_key
from kapcli.cli.answer import Answer
from kapcli.cli.exits import Exit
from kapcli.cli.lookup import Named, look_up
from kapcli.cli.options import CatalogueOption, IdsArgument, JsonOption, LayOption, NoColorOption, chosen_format
from kapcli.cli.session import Session, open_session
from kapcli.index.claims import claims_on
from kapcli.index.records import papers_of, review_rows

HELP = """Show a study whole: people, arms and doses, outcomes, safety, limits, funding, sources.

Examples:

  kap show feder2014

  kap show 10.1001/jamapsychiatry.2014.62 --format markdown
"""

Format = Literal["text", "json", "ndjson", "markdown"]


def command(
    ids: IdsArgument,
    lay: LayOption = False,
    format: Annotated[Format | None, typer.Option("--format", help="text by default.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap show``."""
    chosen = chosen_format(format, as_json, "text")
    session = open_session(catalogue or ())
    found, missing = look_up(session, ids)
    notes = [session.warning] if session.warning else []
    notes += [
        f"{named.asked} is the {named.kind} of {named.study.id}"
        for named in found
        if named.kind not in ("id", "doi", "pmid", "pmcid", "registry")
    ]
    return Answer(
        command="show",
        format=chosen,
        texts={
            "text": lambda width: _lay(session, found, width) if lay else _page(session, found, width),
            "markdown": lambda _: _markdown(session, found),
        },
        query={"ids": ids},
        results=[_result(session, named) for named in found] if chosen in ("json", "ndjson") else [],
        total=len(found),
        notes=notes,
        errors=missing,
        as_of=session.about.as_of,
        exit=Exit.NOTHING_FOUND if missing else Exit.ANSWERED,
    )


def _sheets(session: Session, found: list[Named]) -> list[Any]:
    from kapcli.citing.engine import format_reference
    from kapcli.citing.from_study import beside, csl_item
    from kapcli.views.study_sheet import Sheet

    return [
        Sheet(
            named.study,
            named.origin,
            tuple(papers_of(session.connection, trial_key(named.study))),
            _reviews(session, named.study.id),
            format_reference(csl_item(named.study), "apa"),
            tuple(beside(named.study)),
            tuple(claims_on(session.connection, named.study.id)),
        )
        for named in found
    ]


def _reviews(session: Session, wanted: str) -> tuple[str, ...]:
    """The reviews here that say they include a study."""
    from kapcli.index.search import study_at

    reviews = (study_at(session.connection, row) for row in review_rows(session.connection))
    return tuple(review.id for review in reviews if not isinstance(review.includes, str) and wanted in review.includes)


def _page(session: Session, found: list[Named], width: int) -> Any:
    from kapcli.views.study import study_page

    return study_page(_sheets(session, found), session.vocabulary, session.about, width) if found else ""


def _lay(session: Session, found: list[Named], width: int) -> Any:
    from kapcli.index.records import glossary
    from kapcli.views.lay import lay_studies

    if not found:
        return ""
    terms = glossary(session.connection)
    return lay_studies([n.study for n in found], session.vocabulary, session.about, terms, width, whole=True)


def _markdown(session: Session, found: list[Named]) -> str:
    from kapcli.views.study_markdown import study_markdown

    return study_markdown(_sheets(session, found), session.vocabulary, session.about) if found else ""


def _result(session: Session, named: Named) -> dict[str, Any]:
    from kapcli.catalogue.orientation import oriented
    from kapcli.evidence.limitations import limits
    from kapcli.evidence.people import counted

    study = named.study
    fields: dict[str, Any] = msgspec.to_builtins(study)
    for outcome, shown in zip(study.outcomes, fields["outcomes"], strict=True):
        shown["oriented"] = oriented(outcome)
    count = counted(study)
    return fields | {
        "counted": None if count is None else msgspec.to_builtins(count),
        "limits": [
            msgspec.to_builtins(limit) | {"label": session.vocabulary.label("limitation", limit.code)}
            for limit in limits(study, session.vocabulary.codes("limitation"))
        ],
        "papers_of_trial": [name for name, _ in papers_of(session.connection, trial_key(study))],
        "included_in": _reviews(session, study.id),
        "claims": [
            {
                "id": assessed.claim.id,
                "side": side,
                "verdict": assessed.claim.verdict,
                "certainty": assessed.weighed.certainty,
                "statement": assessed.claim.statement,
            }
            for assessed, side in claims_on(session.connection, study.id)
        ],
        "origin": named.origin,
    }
