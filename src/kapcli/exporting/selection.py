"""What an export holds: the studies and claims of a question, and the studies that those claims rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.words import so_many
from kapcli.exporting.columns import Selection, Work

if TYPE_CHECKING:
    from kapcli.exporting.metapsy import Effects
    from kapcli.index.question import Question
    from kapcli.views.claim import ClaimView


# More records are not named one by one.
_FEW = 10
# A keyword, which every format of references has and no style prints.
_MARKS = {"retracted": "retracted", "corrected": "corrected", "concern": "expression of concern"}
OF_CLAIMS = frozenset({"claims", "steps", "links", "findings"})


def selected(question: Question, what: str) -> Selection:
    """The studies and claims of a question, as far as a table needs them."""
    from kapcli.index.records import origins

    session = question.session
    files = origins(question.connection)
    claims = _claims(question) if what in OF_CLAIMS or what == "all" else []
    works = [Work(study, files[row]) for row, study in zip(question.rows, question.studies, strict=True)]
    if what == "all":
        works += _linked(claims, works, {name: files[row] for row, name in _names(question).items()})
    return Selection(
        works, claims, session.definitions(), session.about, question.command_line("export", {"what": what})
    )


def _claims(question: Question) -> list[ClaimView]:
    """Claims that match; those that only say what one paper says are none of them."""
    from kapcli.index.claim_search import Filters, search_claims
    from kapcli.views.claim import claim_views

    _, found = search_claims(question.connection, question.query, question.facets, Filters())
    return claim_views(question.session, found)


def _linked(claims: list[ClaimView], works: list[Work], origin: dict[str, str]) -> list[Work]:
    """The studies that claims rest on and nobody asked for: without them a claim would lose its sources."""
    there = {work.study.id for work in works}
    found = {study.id: study for claim in claims for study in claim.studies if study.id not in there}
    return [Work(study, origin[name], matched=False) for name, study in found.items()]


def _names(question: Question) -> dict[int, str]:
    from kapcli.index.records import ids

    return ids(question.connection)


def effects_of(selection: Selection) -> Effects:
    """The effects of a selection by the Metapsy data standard."""
    from kapcli.exporting.metapsy import effects

    return effects(selection)


def nothing(question: Question, what: str, words: list[str]) -> list[str]:
    """Why there is nothing to export."""
    from kapcli.views.nothing_found import no_claim_found, nothing_found

    if what in OF_CLAIMS:
        return no_claim_found(question.session, words)
    if not question.rows:
        return nothing_found(question)
    many = len(question.rows)
    return [f"Of the {so_many(many, 'study', 'studies')} here that match, none has a row in {what}."]


def reference_items(selection: Selection) -> list[dict[str, Any]]:
    """The works as CSL items, by id; marked where a publication no longer stands as it was."""
    from kapcli.citing.from_study import csl_item

    return [
        csl_item(work.study) | ({"keyword": mark} if (mark := _MARKS.get(work.study.retraction)) else {})
        for work in sorted(selection.works, key=lambda work: work.study.id)
    ]


def reference_remarks(selection: Selection) -> list[str]:
    """What must be known beside the records."""
    from kapcli.citing.from_study import beside

    said: dict[str, list[str]] = {}
    for work in selection.works:
        for line in beside(work.study):
            said.setdefault(line, []).append(work.study.id)
    every = len(selection.works)
    return [f"{_named(names, every)}: {line}" for line, names in said.items()]


def _named(names: list[str], every: int) -> str:
    """Some records by their ids, many by their number."""
    return ", ".join(names) if len(names) <= _FEW else f"{len(names)} of {every} records"
