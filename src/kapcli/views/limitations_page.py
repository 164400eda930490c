"""Limitations as a page: counted, or of single studies where there are few; in plain words; or caveats of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.study import Study
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.index.caveats import Caveat
    from kapcli.index.question import Question
    from kapcli.index.session import Session
    from kapcli.views.document import Document

# Fewer studies than this are not counted but listed, each with its own.
_FEW = 5
# The heaviest that a person outside the field is shown first.
_LAY = 8


def counted_page(
    question: Question,
    counts: Sequence[Tally],
    caveats: Sequence[Caveat],
    remarks: Sequence[str],
    *,
    lay: bool,
    about_field: bool,
    studies: bool,
    full: bool,
    window: int | None,
) -> Document:
    """The limitations of the studies of a question.

    Args:
        question: What was asked.
        counts: Over them, heaviest first.
        caveats: What is often said of the field.
        remarks: What has to be said first.
        lay: In plain words.
        about_field: Those caveats alone.
        studies: Name the studies behind each count.
        full: Every limitation, and not only those of a first screen.
        window: Lines of the window that it is for; ``None`` where it may be as long as it is.
    """
    from kapcli.views import limitations as view
    from kapcli.views import phrases

    session, rows = question.session, question.counted_rows
    vocabulary, about = session.vocabulary, session.about
    over = phrases.works(len(rows), question.trials)
    if lay:
        from kapcli.views.lay import lay_document, lay_limitations

        blocks = lay_limitations(counts, over, vocabulary, first=None if full or window is None else _LAY)
        return lay_document(blocks, about, session.glossary(), remarks=remarks)
    if about_field:
        from kapcli.views.caveats import caveats_document

        return caveats_document(caveats, about, remarks=remarks)
    if len(rows) < _FEW and not studies:
        from kapcli.index.records import origins

        files = origins(question.connection)
        pairs = [(study, files[row]) for study, row in zip(question.counted, rows, strict=True)]
        again = question.command_line("limits", {"full": True})
        return own_page(session, pairs, again, window=None if full else window, remarks=remarks)
    noted = ""
    if caveats:
        from kapcli.views.caveats import noted as noted_in

        noted = noted_in(caveats)
    return view.limitations_document(
        counts,
        vocabulary,
        about,
        over=over,
        caveats=noted,
        studies=studies,
        full=full,
        remarks=remarks,
        # Over everything, urgent help would be on every page; `kap about` has it.
        shown=() if question.everything else question.counted,
    )


def own_page(
    session: Session,
    studies: Sequence[tuple[Study, str]],
    again: str,
    *,
    lay: bool = False,
    window: int | None = None,
    remarks: Sequence[str] = (),
) -> Document:
    """The limitations of single studies.

    Args:
        session: The open catalogue.
        studies: Each with the file it came from.
        again: The command that shows everything.
        lay: In plain words.
        window: Lines of the window that it is for; ``None`` where it may be as long as it is.
        remarks: What has to be said first.
    """
    if lay:
        from kapcli.views.lay import lay_studies_document

        return lay_studies_document(session, [study for study, _ in studies], whole=True)
    from kapcli.views.study_limitations import own_document, own_screen

    vocabulary, about = session.vocabulary, session.about
    if window is None:
        return own_document(studies, vocabulary, about, remarks=remarks)
    return own_screen(studies, vocabulary, about, lines=window, full=again, remarks=remarks)
