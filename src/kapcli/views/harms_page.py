"""Adverse events as a page: counted by term, or one of them; in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.index.session import Session
    from kapcli.views.adverse_events import Harms
    from kapcli.views.document import Document


def harms_page(
    session: Session, harms: Harms, remarks: Sequence[str], *, named: str, alone: bool, lay: bool, full: str
) -> Document:
    """What some studies say of adverse events.

    Args:
        session: The open catalogue.
        harms: As counted.
        remarks: What has to be said first.
        named: The adverse event that the words name; empty where they name none.
        alone: Whether the page is of that one alone.
        lay: In plain words.
        full: The command that shows the rest; where empty everything is shown.
    """
    vocabulary, about = session.vocabulary, session.about
    if lay:
        from kapcli.views.lay import lay_document, lay_harms, urgent

        studies = [*harms.studies, *harms.known]
        blocks = lay_harms(studies, vocabulary, term=named if alone else "")
        return lay_document(blocks, about, session.glossary(), remarks=remarks, urgent=urgent(studies))
    if alone:
        from kapcli.views.harm_term import term_document

        definition = session.definitions().term("adverse_event", named).definition
        return term_document(harms, named, vocabulary, about, definition=definition, remarks=remarks, full=full)
    from kapcli.views.adverse_events import harms_document

    also = next((count for count in harms.terms if count.code == named), None)
    return harms_document(harms, vocabulary, about, remarks=remarks, also=also, full=full)
