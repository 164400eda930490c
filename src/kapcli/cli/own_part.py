"""Which part of an answer comes from files of one's own, in one line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from kapcli.cli.answer import usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.cli.answer import Answer
    from kapcli.cli.request import Request
    from kapcli.index.question import Question
    from kapcli.index.session import Session

# They count what the catalogue holds, whatever they name.
_WHOLE = ("about", "facets")
# They count claims, whether they show them or not.
_CLAIMS = ("search", "claims", "report", "handout")


def own_left_out(request: Request, *, with_own: bool) -> str:
    """Leave files of one's own folder out of pages for clients unless they were asked for; says so where there are any.

    Raises:
        Stop: They were asked for and forbidden.
    """
    from kapcli.catalogue.layers import VARIABLE, own_files

    if with_own and not request.own:
        raise usage("--with-own and --no-own exclude each other", "leave one of them out")
    if with_own or not request.own:
        return ""
    request.own = False
    files = [os.path.basename(file) for file in own_files()]
    if not (request.builtin or request.catalogues or os.environ.get(VARIABLE)):
        raise usage("pages for clients leave out your own files, and nothing else is read", "add --with-own")
    return f"Left out of pages for clients: {', '.join(files)} (--with-own adds them)" if files else ""


def own_part(session: Session, asked: Sequence[Question], answer: Answer) -> str:
    """What has to be said of it; empty where nothing in the answer is of such a file.

    Args:
        session: The open catalogue.
        asked: The questions that were counted.
        answer: The answer: what it tells a program names every entry that it tells a person of.
    """
    # A file that was named for this command may replace an entry as well.
    if not session.own and session.builtin and list(session.origins()) == ["built-in"]:
        return ""
    from kapcli.index.own import own_remark, told_of

    def named() -> list[Any]:
        found = answer.results() if answer.results else []
        # Not worked out once more for a program.
        answer.results = (lambda: found) if answer.results else None
        shown = [answer.query, answer.summary, answer.ids, found]
        return [*shown, *(_claims(question) for question in asked if answer.command in _CLAIMS)]

    entries = told_of(session, answer.command)
    # Where ids were typed, the question beside them asks for nothing and is not run.
    by_id = bool(answer.query.get("ids"))
    rows = {row for question in asked if entries and not (by_id and question.everything) for row in question.rows}
    return own_remark(session, entries, named, None if answer.command in _WHOLE else rows)


def _claims(question: Question) -> list[str]:
    """The ids of all claims on the words of a question."""
    from kapcli.index.claim_search import Filters, search_claims

    _, found = search_claims(question.connection, question.query, question.facets, Filters())
    return [one.claim.id for one in found]
