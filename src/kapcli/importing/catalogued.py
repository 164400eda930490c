"""What an open catalogue holds, to find duplicates of it and ids that are free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.identifiers import key
from kapcli.importing.duplicates import of_study
from kapcli.index.drafts import all_drafts
from kapcli.index.records import every_id, every_study

if TYPE_CHECKING:
    from kapcli.importing.duplicates import Work
    from kapcli.index.session import Session


def works(session: Session) -> list[Work]:
    """Every study and draft."""
    studies = [of_study(study, origin) for study, origin in every_study(session.connection)]
    return studies + [of_study(found.draft, found.origin) for found in all_drafts(session.connection)]


def taken(session: Session) -> set[str]:
    """Every id in use, folded; of versions and drafts too."""
    drafts = [found.draft for found in all_drafts(session.connection)]
    names = {key(draft.id) for draft in drafts}
    names |= {key(version.id) for draft in drafts for version in draft.versions if version.id}
    return names | every_id(session.connection)
