"""Studies and drafts that were asked for by name, each whole, with what has to be said of the names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.api.faults import Problem
from kapcli.api.lookup import Named, by_author, drafts, look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.drafts import Found
    from kapcli.catalogue.study import Study
    from kapcli.index.session import Session

# Names that say by themselves what they are.
_PLAIN = frozenset({"id", "doi", "pmid", "pmcid", "registry"})


class NamedStudies(msgspec.Struct, frozen=True):
    """What names name, each once, in the order of the names.

    Attributes:
        session: The open catalogue.
        studies: The studies.
        drafts: Drafts that answer to a name where no study does.
        candidates: Studies to pick from, where a name is an author's.
        missing: What could not be found.
    """

    session: Session
    studies: list[Named]
    drafts: list[Found]
    candidates: list[Study]
    missing: list[Problem]

    @property
    def total(self) -> int:
        """How many studies and drafts there are."""
        return len(self.studies) + len(self.drafts)

    def remarks(self) -> list[str]:
        """What has to be said of the names: of which study each is, and which others it could be of."""
        lines = [f"{one.asked} is the {one.kind} of {one.study.id}" for one in self.studies if one.kind not in _PLAIN]
        return lines + [note for one in self.studies if (note := _of_the_same_year(self.session, one))]

    def results(self) -> list[dict[str, Any]]:
        """As ``kap show --json`` writes them, drafts last."""
        from kapcli.views.study_joined import as_data

        found = [as_data(self.session, one.study, one.origin) for one in self.studies]
        if self.drafts:
            from kapcli.views.draft import as_data as draft_data

            found += [draft_data(one) for one in self.drafts]
        return found


def studies_named(session: Session, names: Sequence[str]) -> NamedStudies:
    """What some names name; the one study of an author whose name is asked for alone."""
    unfinished = drafts(session, names)
    drafted = list({one.draft.id: one for several in unfinished.values() for one in several}.values())
    found, missing = look_up(session, [name for name in names if name not in unfinished])
    candidates = [] if found or drafted else by_author(session, names)
    if len(candidates) == len(names) == 1:
        found, missing = look_up(session, [candidates[0].id])
    elif candidates:
        asked, pick = " ".join(names), f"type one of their ids, e.g. kap show {candidates[0].id}"
        missing = [Problem(f"{asked!r} is not the id of a study; listed are those by that author", pick)]
    return NamedStudies(session, found, drafted, candidates, missing)


def _of_the_same_year(session: Session, named: Named) -> str:
    """Where author and year name more than one study: the others."""
    author = named.asked.split()[0]
    if author == named.asked:
        return ""
    others = [
        study.id
        for study in by_author(session, [author])
        if study.year == named.study.year and study.id != named.study.id
    ]
    return f"also by {author}, {named.study.year}: {', '.join(others)}" if others else ""
