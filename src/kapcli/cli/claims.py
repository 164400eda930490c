"""``kap claims``: statements, what speaks for and against each, and how sure one can be."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from kapcli.catalogue.identifiers import key
from kapcli.cli.answer import Answer, Cells, Exit, usage
from kapcli.cli.command import Request, command
from kapcli.cli.completion import complete_claim, while_asked
from kapcli.cli.options import (
    AllOption,
    CertaintyOption,
    FullOption,
    KindOption,
    LayOption,
    LimitOption,
    OpenOption,
    VerdictOption,
)
from kapcli.cli.question import codes_typed
from kapcli.cli.terminal import height, on_terminal, width
from kapcli.evidence.assessment import Assessed
from kapcli.evidence.topic_answer import TopicAnswer
from kapcli.index.claim_search import Filters
from kapcli.index.claims import claim_named
from kapcli.index.session import Session
from kapcli.views.document import Document

HELP = """Statements on a topic: the evidence for and against each, weighed rather than counted.

An id, or a single match, opens the full claim, with every step of its certainty.

Examples:

  kap claims therapy

  kap claims ptsd --verdict mixed

  kap claims --kind record --said-by article
"""

# Lines that a topic's answer takes above the list, and how many fewer are tried for where it takes more.
_ANSWER, _TRIES = 6, 12


@command("claims", HELP, "text", "tsv", "csv", "json", "ndjson", "markdown", "ids", piped="tsv", narrows=True)
def run(
    request: Request,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS or ID]...",
            show_default=False,
            help="A topic, a study, or the ids of claims.",
            autocompletion=while_asked(complete_claim),
        ),
    ] = None,
    verdict: VerdictOption = None,
    certainty: CertaintyOption = None,
    kind: KindOption = None,
    said_by: Annotated[
        str | None, typer.Option("--said-by", metavar="WHO", help="Who made the claim, e.g. article.")
    ] = None,
    limit: LimitOption = None,
    every: AllOption = False,
    number: OpenOption = None,
    full: FullOption = False,
    table: Annotated[
        bool, typer.Option("--table", help="Summary of Findings table: estimate, 95% CI, certainty, reasons.")
    ] = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap claims``."""
    from kapcli.api.claims import claims_of
    from kapcli.views import claims as claims_view
    from kapcli.views import question as said

    filters = {"verdict": verdict or [], "certainty": certainty or [], "claim_kind": kind or []}
    words = words or []
    session = request.session
    named = [claim_named(session.connection, word) for word in words]
    if words and all(named) and not request.narrows:
        if said_by or any(filters.values()):
            raise usage("a claim's id cannot be combined with a filter", "leave out the id or the filter")
        found = [assessed for assessed in named if assessed is not None]
        pairs = zip(words, found, strict=True)
        moved = [f"{word} is {one.claim.id} now." for word, one in pairs if key(word) != key(one.claim.id)]
        return _answer(
            session, found, len(found), {"ids": words}, lay=lay, whole=True, full=full, table=table, remarks=moved
        )
    if words and (gone := claims_view.taken_out(session, words)):
        return _answer(session, [], 0, {"ids": words}, lay=lay, remarks=gone)
    question = request.ask(words)
    codes = {section: codes_typed(session, section, values) for section, values in filters.items()}
    kinds = codes["claim_kind"] or (("effect",) if table else ())
    chosen = Filters(codes["verdict"], codes["certainty"], kinds, said_by or "")
    filtered = any(filters.values())
    found_claims = claims_of(question, chosen, filtered=filtered)
    total, claims, remarks = found_claims.total, found_claims.assessed, found_claims.remarks
    if number is not None:
        claims = [_opened(claims, number)]
    query = question.as_data() | {
        "verdict": codes["verdict"],
        "certainty": codes["certainty"],
        "kind": codes["claim_kind"],
        "said_by": said_by,
        "limit": limit,
        "open": number,
        "table": table,
    }
    if len(claims) == 1:
        return _answer(session, claims, total, query, lay=lay, whole=True, full=full, table=table, remarks=remarks)
    topic = found_claims.topic if number is None else None
    places, window, tries = list(range(len(claims)))[:limit], 0, []
    if limit is None and not every and not full and request.format == "text" and on_terminal():
        window = height() - 1
        if lay or table:
            # In plain words and in a table each takes two lines or more.
            tries = claims_view.the_first(claims, window // 2)
        else:
            room = height() - (_ANSWER if topic else 0)
            tries = [claims_view.that_fit(claims, lines, width()) for lines in range(room, room - _TRIES, -1)]
        places = tries[0] if tries else []
    asked = said.in_words(question)
    return _answer(
        session,
        claims,
        total,
        query,
        lay=lay,
        table=table,
        places=places,
        tries=tries,
        window=window,
        asked=asked,
        topic=topic,
        remarks=remarks,
    )


def _opened(claims: list[Assessed], number: int) -> Assessed:
    if number > len(claims):
        many = f"{len(claims)} {'claim matches' if len(claims) == 1 else 'claims match'}"
        raise usage(f"--open {number}: only {many}", f"choose a number from 1 to {len(claims)}" if claims else "")
    return claims[number - 1]


def _answer(
    session: Session,
    every: list[Assessed],
    total: int,
    query: dict[str, Any],
    *,
    lay: bool,
    whole: bool = False,
    full: bool = False,
    table: bool = False,
    places: list[int] | None = None,
    tries: Sequence[list[int]] = (),
    window: int = 0,
    asked: str = "",
    remarks: list[str] | None = None,
    topic: TopicAnswer | None = None,
) -> Answer:
    from kapcli.views import claim_data as view
    from kapcli.views import question as said
    from kapcli.views import summary_of_findings as summary
    from kapcli.views import topics as topic_view
    from kapcli.views.claim import claim_views

    vocabulary, about = session.vocabulary, session.about
    remarks = remarks or []
    places = list(range(len(every))) if places is None else places
    claims = [every[place] for place in places]

    # Help is named for what is shown, and for everybody else also where it is for what is not shown at first.
    asked_of = every if lay else claims
    urgent = any(one.claim.topic == "suicidality" for one in asked_of) and about.urgent_help not in remarks
    leads_on = [line for line in remarks if line == said.SEE_HARMS]

    def document() -> Document:
        from kapcli.views.document import Shortest
        from kapcli.views.document import remarks as first_remarks

        # Help in danger first, then the answer; what leads on stands at the end.
        first = [*([about.urgent_help] if lay and urgent else []), *(line for line in remarks if line not in leads_on)]
        if topic is None and not tries and (lay or table or whole):
            return listed(claims, places, first)
        head = tuple(first_remarks(first))
        if topic is not None:
            head += tuple(topic_view.answer_blocks(topic, vocabulary, lay=lay))
        if not tries:
            return (*head, *listed(claims, places, []))
        fitting = [some for place, some in enumerate(tries) if some not in tries[:place]]
        if lay:
            from kapcli.views.lay_list import lay_list

            terms = session.glossary()
            return (Shortest(window, tuple(lay_list(every, some, vocabulary, about, terms, head) for some in fitting)),)
        lengths = ((*head, *listed([every[at] for at in some], some, [])) for some in fitting)
        return (Shortest(window, tuple(lengths)),)

    def listed(claims: list[Assessed], places: list[int], remarks: list[str]) -> Document:
        views = claim_views(session, claims)
        if lay:
            from kapcli.views.lay import lay_claims, lay_document

            return lay_document(lay_claims(views, vocabulary), about, session.glossary(), remarks=remarks)
        if table:
            return summary.summary_document(
                views, asked, vocabulary, about, remarks, urgent=urgent, total=len(every) if tries else None
            )
        if whole:
            from kapcli.views.claim_page import claim_document

            return claim_document(views, vocabulary, about, remarks, full=full)
        from kapcli.views.claims import claims_document

        return claims_document(
            views, every, places, asked, vocabulary, about, remarks, urgent=urgent, footnotes=leads_on
        )

    def cells() -> Cells:
        if table:
            rows = summary.findings(claim_views(session, claims), vocabulary)
            return Cells(summary.COLUMNS, [summary.as_cells(one) for one in rows])
        return Cells(view.COLUMNS, [view.as_cells(assessed) for assessed in claims])

    def results() -> list[dict[str, Any]]:
        views = claim_views(session, claims)
        if table:
            return [summary.as_data(one) for one in summary.findings(views, vocabulary)]
        return [view.as_data(one, vocabulary) for one in views]

    return Answer(
        document=document if claims or topic else None,
        cells=cells,
        results=results,
        ids=[assessed.claim.id for assessed in claims],
        query=query,
        total=total,
        summary={
            "verdicts": dict(Counter(assessed.claim.verdict for assessed in claims)),
            "topic": None if topic is None else topic_view.as_data(topic, vocabulary),
        },
        aside=view.ASIDE if len(claims) == 1 else (*view.ASIDE, *view.ASIDE_OF_MANY),
        remarks=remarks,
        exit=Exit.ANSWERED if claims or topic else Exit.NOTHING_FOUND,
    )
