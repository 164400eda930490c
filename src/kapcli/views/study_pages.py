"""The pages of studies that were asked for by name: whole, their first screens, or in plain words; and of drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.drafts import Found
    from kapcli.catalogue.study import Study
    from kapcli.index.session import Session
    from kapcli.views.document import Document


def study_pages(
    session: Session,
    studies: Sequence[tuple[Study, str]],
    drafts: Sequence[Found],
    candidates: Sequence[Study],
    *,
    sections: Sequence[str] = (),
    lay: bool = False,
    brief: bool = False,
) -> Document:
    """Pages one after another.

    Args:
        session: The open catalogue.
        studies: Each with the file it came from.
        drafts: Drafts that were asked for; they stand below the studies.
        candidates: Studies to pick from, where nothing else was found.
        sections: These sections alone; all where empty.
        lay: In plain words.
        brief: As much as a first screen has.
    """
    if drafts:
        from kapcli.views.document import Rule, Space
        from kapcli.views.draft import drafts_document

        pages = drafts_document(drafts, session.vocabulary, session.about)
        before = (*_studies(session, studies, sections, lay=lay, brief=brief), Space(), Rule()) if studies else ()
        return (*before, *pages)
    if not studies:
        from kapcli.views.hits import pick_list

        return pick_list(candidates)
    return _studies(session, studies, sections, lay=lay, brief=brief)


def _studies(
    session: Session, studies: Sequence[tuple[Study, str]], sections: Sequence[str], *, lay: bool, brief: bool
) -> Document:
    if lay:
        from kapcli.views.lay import lay_studies_document

        return lay_studies_document(session, [study for study, _ in studies], whole=True)
    from kapcli.views.study_joined import study_view

    cited = "reference" in sections if sections else not brief
    views = [study_view(session, study, origin, cited=cited) for study, origin in studies]
    if brief and not sections:
        from kapcli.views.study_screen import first_screens

        return first_screens(views, session.vocabulary, session.about)
    from kapcli.views.study import study_document

    return study_document(views, session.vocabulary, session.about, sections)
