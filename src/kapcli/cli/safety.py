"""``kap limits --safety``: harms looked for, found and not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.cli.answer import Answer
from kapcli.cli.exits import Exit
from kapcli.cli.question import NO_SIGN_OF_SAFETY, Asked, left_out, nothing_found, remarks_on

if TYPE_CHECKING:
    from kapcli.catalogue.model import Study

COLUMNS = ("id", "status", "serious_adverse_events", "withdrawals", "common", "text")


def answer(asked: Asked, chosen: str, header: bool, lay: bool) -> Answer:
    """Answer for the studies that were treated or observed with people in them.

    Args:
        asked: The question as understood.
        chosen: The format.
        header: Name the columns of the tab-separated form.
        lay: In plain words.
    """
    from kapcli.cli.lookup import look_up
    from kapcli.evidence.adverse_events import STATUSES, harms_named, speaking
    from kapcli.index.records import glossary
    from kapcli.index.search import matching, search, study_at
    from kapcli.views.lay import lay_harms
    from kapcli.views.limitations import safety_page
    from kapcli.views.phrases import people
    from kapcli.writers.tables import markdown_table, tsv

    session = asked.session
    rows = matching(session.connection, asked.query, asked.facets)
    studies = speaking(study_at(session.connection, row) for row in rows)
    glance = search(session.connection, asked.query, asked.facets, limit=0)
    remarks = remarks_on(asked) + left_out(asked, glance)
    if not studies:
        remarks += [*nothing_found(asked, glance), NO_SIGN_OF_SAFETY]
    cells = [_cells(study) for study in studies]
    shown = {study.id for study in studies}
    found, _ = look_up(session, [name for name in session.about.on_harm if name not in shown])
    known = [(named.study.id, named.study.safety.text or named.study.finding) for named in found]

    def page(width: int) -> Any:
        if lay:
            return lay_harms(
                [*studies, *(named.study for named in found)],
                session.vocabulary,
                session.about,
                glossary(session.connection),
                width,
                remarks,
            )
        return safety_page(
            session.about,
            session.vocabulary,
            width,
            over=f"{len(studies)} {'study' if len(studies) == 1 else 'studies'}",
            counts=[(status, [s.id for s in studies if s.safety.status == status]) for status in STATUSES],
            named=harms_named(studies),
            serious=[
                (s.id, f"{s.safety.serious_adverse_events} ({people(s)})")
                for s in studies
                if s.safety.serious_adverse_events is not None
            ],
            known=known,
            texts=[(s.id, s.safety.text) for s in studies if s.safety.text],
            remarks=remarks,
            shown=studies,
        )

    return Answer(
        command="limits",
        format=chosen,
        texts={
            "text": page if studies else lambda _: "",
            "tsv": lambda _: tsv(cells, COLUMNS if header else None) if cells else "",
            "markdown": lambda _: markdown_table(COLUMNS, cells),
        },
        query=asked.as_json() | {"safety": True},
        results=[
            {
                "id": study.id,
                "status": study.safety.status,
                "serious_adverse_events": study.safety.serious_adverse_events,
                "withdrawals": study.safety.withdrawals,
                "common": study.safety.common,
                "text": study.safety.text,
            }
            for study in studies
        ],
        total=len(studies),
        summary={status: sum(s.safety.status == status for s in studies) for status in STATUSES}
        | {"known": [{"id": name, "text": text} for name, text in known]},
        notes=([] if chosen == "text" and studies else remarks) + ([session.warning] if session.warning else []),
        as_of=session.about.as_of,
        exit=Exit.ANSWERED if studies else Exit.NOTHING_FOUND,
    )


def _cells(study: Study) -> tuple[str, ...]:
    safety = study.safety
    return (
        study.id,
        safety.status,
        "" if safety.serious_adverse_events is None else str(safety.serious_adverse_events),
        "" if safety.withdrawals is None else str(safety.withdrawals),
        ", ".join(safety.common),
        safety.text,
    )


__all__ = ["answer"]
