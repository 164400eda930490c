"""``kap limits``: what weakens the evidence, each limit counted; and the harms."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import typer

from kapcli.cli.answer import Answer
from kapcli.cli.exits import Exit
from kapcli.cli.lookup import Named, are_names, look_up
from kapcli.cli.options import (
    CatalogueOption,
    JsonOption,
    LayOption,
    Narrowing,
    NoColorOption,
    chosen_format,
    narrowed,
)
from kapcli.cli.output import on_terminal
from kapcli.cli.question import Asked, ask, left_out, nothing_found, remarks_on
from kapcli.cli.session import Session, open_session

HELP = """Show what weakens the evidence: each limit counted, heaviest first.

With words or facets the count is over the studies that match; with ids each study's own limits are listed.

Examples:

  kap limits

  kap limits emdr

  kap limits quigley2025

  kap limits --safety --route intranasal
"""

Format = Literal["text", "tsv", "json", "ndjson", "markdown"]
COLUMNS = ("code", "label", "weight", "yes", "no", "unknown", "studies")


@narrowed
def command(
    narrowing: Narrowing,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS or ID]...", help="A topic, or ids of studies.", show_default=False),
    ] = None,
    studies: Annotated[bool, typer.Option("--studies", help="Name the studies behind each count.")] = False,
    safety: Annotated[bool, typer.Option("--safety", help="Harms instead: looked for, found, not reported.")] = False,
    lay: LayOption = False,
    header: Annotated[bool, typer.Option("--header", help="Name the columns of tsv in a first line.")] = False,
    format: Annotated[Format | None, typer.Option("--format", help="text on a terminal, tsv in a pipe.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap limits``."""
    chosen = chosen_format(format, as_json, "text" if on_terminal() or lay else "tsv")
    words = words or []
    if words and not narrowing and not safety:
        session = open_session(catalogue or ())
        if are_names(session, words):
            found, _ = look_up(session, words)
            return _own(session, found, words, chosen, header, lay)
    asked = ask(" ".join(words), narrowing, catalogue or ())
    if safety:
        from kapcli.cli.safety import answer

        return answer(asked, chosen, header, lay)
    return _counted(asked, chosen, studies=studies, header=header, lay=lay)


def _own(session: Session, found: list[Named], words: list[str], chosen: str, header: bool, lay: bool) -> Answer:
    from kapcli.evidence.limitations import limits
    from kapcli.views.limitations import own_limits_page

    vocabulary = session.vocabulary
    codes = vocabulary.codes("limitation")
    pairs = [(named.study, named.origin) for named in found]
    rows = [
        (
            study.id,
            limit.code,
            vocabulary.label("limitation", limit.code),
            limit.answer,
            " ".join(limit.notes),
        )
        for study, _ in pairs
        for limit in limits(study, codes)
    ]
    return Answer(
        command="limits",
        format=chosen,
        texts={
            "text": lambda width: (
                _lay(session, found, width) if lay else own_limits_page(pairs, vocabulary, session.about, width)
            ),
            "tsv": lambda _: _table(rows, ("id", "code", "label", "answer", "notes") if header else None),
            "markdown": lambda _: _markdown_table(rows),
        },
        query={"ids": words},
        results=[
            {
                "id": study.id,
                "origin": origin,
                "limits": [
                    msgspec.to_builtins(limit) | {"label": vocabulary.label("limitation", limit.code)}
                    for limit in limits(study, codes)
                ],
            }
            for study, origin in pairs
        ],
        total=len(pairs),
        notes=[session.warning] if session.warning else [],
        as_of=session.about.as_of,
    )


def _lay(session: Session, found: list[Named], width: int) -> Any:
    from kapcli.index.records import glossary
    from kapcli.views.lay import lay_studies

    terms = glossary(session.connection)
    return lay_studies([n.study for n in found], session.vocabulary, session.about, terms, width, whole=True)


def _counted(asked: Asked, chosen: str, *, studies: bool, header: bool, lay: bool) -> Answer:
    from kapcli.index.limitation_counts import tallies
    from kapcli.index.records import glossary
    from kapcli.index.search import matching, search, study_at
    from kapcli.views.lay import lay_limits
    from kapcli.views.limitations import limits_markdown, limits_page

    session = asked.session
    vocabulary = session.vocabulary
    codes = vocabulary.codes("limitation")
    rows = matching(session.connection, asked.query, asked.facets)
    everything = not asked.query.units and not asked.facets
    counts = list(tallies(session.connection, codes, None if everything else rows).values())
    glance = search(session.connection, asked.query, asked.facets, limit=0)
    remarks = remarks_on(asked) + left_out(asked, glance)
    if not rows:
        remarks += nothing_found(asked, glance)
    said = _said(session) if everything else []
    over = f"{len(rows)} {'study' if len(rows) == 1 else 'studies'}"
    if glance.trials != len(rows):
        over += f" ({glance.trials} trials or works)"
    table = [
        (
            tally.code,
            vocabulary.label("limitation", tally.code),
            str(vocabulary.term("limitation", tally.code).weight or ""),
            str(len(tally.yes)),
            str(len(tally.no)),
            str(len(tally.unknown)),
            " ".join(tally.yes),
        )
        for tally in counts
    ]

    def page(width: int) -> Any:
        # Over everything, urgent help would stand on every page; `kap about` has it.
        shown = [] if everything else [study_at(session.connection, row) for row in rows]
        if lay:
            terms = glossary(session.connection)
            return lay_limits(counts, over, vocabulary, session.about, terms, width, remarks)
        return limits_page(
            session.about,
            vocabulary,
            width,
            over=over,
            tallies=counts,
            said=said,
            studies=studies,
            remarks=remarks,
            shown=shown,
        )

    return Answer(
        command="limits",
        format=chosen,
        texts={
            "text": page if rows else lambda _: "",
            "tsv": lambda _: _table(table, COLUMNS if header else None) if rows else "",
            "markdown": lambda _: limits_markdown(counts, vocabulary, session.about) if rows else "",
        },
        query=asked.as_json(),
        results=_results(counts, session) if rows and chosen in ("json", "ndjson") else [],
        total=len(counts) if rows else 0,
        summary={
            "studies": len(rows),
            "trials": glance.trials,
            "field": [_field(entry) for entry in said],
        },
        notes=([] if chosen == "text" and rows else remarks) + ([session.warning] if session.warning else []),
        as_of=session.about.as_of,
        exit=Exit.ANSWERED if rows else Exit.NOTHING_FOUND,
    )


def _said(session: Session) -> list[Any]:
    """What is said of the field, each with its count where it is said and in the whole."""
    from kapcli.index.facets import Facets
    from kapcli.index.limitation_counts import observed_under, tallies
    from kapcli.index.query import Query
    from kapcli.index.records import ids
    from kapcli.index.search import facet_counts, matching
    from kapcli.views.limitations import Said

    said = []
    names = ids(session.connection)
    for limit in session.limitations():
        codes = {name: value for name, value in msgspec.structs.asdict(limit.scope).items() if value}
        rows = matching(session.connection, Query("", ()), Facets(codes))
        if limit.days_under is not None:
            every = matching(session.connection, Query("", ()), Facets())
            here = observed_under(session.connection, limit.days_under, rows)
            whole = observed_under(session.connection, limit.days_under, every)
            said.append(Said(limit, here, whole, (), None, len(rows)))
        elif limit.seldom is not None:
            narrower = {name: value for name, value in msgspec.structs.asdict(limit.seldom).items() if value}
            few = matching(session.connection, Query("", ()), Facets(codes | narrower))
            said.append(Said(limit, None, None, (), tuple(names[row] for row in few), len(rows)))
        elif limit.rule is None:
            counts = facet_counts(session.connection, rows)
            kinds = tuple((facet, len(set(counts.get(facet, {})) - _NO_KIND)) for facet in limit.variety)
            said.append(Said(limit, None, None, kinds, None, len(rows)))
        else:
            here = tallies(session.connection, (limit.rule,), rows)[limit.rule]
            whole = tallies(session.connection, (limit.rule,))[limit.rule]
            said.append(Said(limit, here, whole, (), None, len(rows)))
    return said


# Values that are no kind of their own.
_NO_KIND = frozenset({"none", "other", "mixed", "not-applicable", "psychotherapy", "exposure"})


def _results(counts: list[Any], session: Session) -> list[dict[str, Any]]:
    vocabulary = session.definitions()
    results = []
    for tally in counts:
        term = vocabulary.term("limitation", tally.code)
        results.append(
            {
                "id": tally.code,
                "label": term.label,
                "definition": term.definition,
                "weight": term.weight,
                "yes": len(tally.yes),
                "no": len(tally.no),
                "unknown": len(tally.unknown),
                "studies": tally.yes,
                "not_known": tally.unknown,
            }
        )
    return results


def _field(entry: Any) -> dict[str, Any]:
    from kapcli.views.limitations import verdict

    return {
        "id": entry.limit.id,
        "title": entry.limit.title,
        "text": entry.limit.text,
        "said_by": entry.limit.said_by,
        "rule": entry.limit.rule,
        "scope": msgspec.to_builtins(entry.limit.scope),
        "studies": entry.studies,
        "variety": dict(entry.variety),
        "seldom": entry.seldom,
        "here": _counts(entry.here),
        "whole": _counts(entry.whole),
        "verdict": verdict(entry),
    }


def _counts(tally: Any) -> dict[str, int] | None:
    if tally is None:
        return None
    return {"yes": len(tally.yes), "no": len(tally.no), "unknown": len(tally.unknown)}


def _table(rows: list[Any], header: Any) -> str:
    from kapcli.writers.tables import tsv

    return tsv(rows, header)


def _markdown_table(rows: list[Any]) -> str:
    from kapcli.writers.tables import markdown_table

    return markdown_table(("Study", "Code", "Limit", "Answer", "Notes"), rows)
