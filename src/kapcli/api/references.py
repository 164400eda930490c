"""Works as references: of studies by name or of a question, and of the catalogue itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kapcli.api.faults import Problem
from kapcli.api.lookup import Named, look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.index.question import Question
    from kapcli.index.session import Session

# The catalogue, as it is asked for.
ITSELF = "kap"


class References:
    """Works that are to be cited.

    Attributes:
        works: The works; the catalogue itself has row 0.
        missing: What could not be found.
        remarks: What is said where nothing is.
    """

    def __init__(
        self, session: Session, works: Sequence[Named], missing: Sequence[Problem] = (), remarks: Sequence[str] = ()
    ) -> None:
        self.session, self.works, self.missing, self.remarks = session, list(works), list(missing), list(remarks)

    @cached_property
    def items(self) -> list[dict[str, Any]]:
        """Each as CSL-JSON has it."""
        from kapcli.citing.from_study import csl_item

        return [csl_item(work.study) for work in self.works]

    @cached_property
    def cautions(self) -> dict[str, list[str]]:
        """What must be known beside each, by its id."""
        from kapcli.citing.from_study import beside

        licence = self.session.about.licence
        return {work.study.id: [licence] if work.row == 0 else beside(work.study) for work in self.works}

    def formatted(self, style: str) -> list[str]:
        """Each in a style."""
        if not self.works:
            return []
        from kapcli.citing.engine import format_references

        return format_references(self.items, style)

    def bibtex(self) -> str:
        """All of them for BibTeX."""
        from kapcli.citing.bibtex import bibtex

        return bibtex(self.items)

    def ris(self) -> str:
        """All of them as RIS."""
        from kapcli.citing.ris import ris

        return ris(self.items)

    def csl_json(self) -> str:
        """All of them as CSL-JSON."""
        from kapcli.citing.csljson import csl_json

        return csl_json(self.items)

    def results(self, style: str, formatted: Sequence[str]) -> list[dict[str, Any]]:
        """As ``kap cite --json`` writes them.

        Args:
            style: The name of the style.
            formatted: Each in it; empty where they are not asked for.
        """
        from kapcli.views.citations import as_data

        return [
            as_data(work.study, work.origin, reference, style=style, remarks=self.cautions[work.study.id], item=item)
            for work, reference, item in zip(self.works, formatted or [""] * len(self.works), self.items, strict=True)
        ]


def references_named(session: Session, names: Sequence[str], *, builtin: bool) -> References:
    """The works of some names.

    Args:
        session: The open catalogue.
        names: Names of studies, or that of the catalogue itself.
        builtin: Whether the built-in catalogue is read: what is left out is not cited.
    """
    own = [name for name in names if name.casefold() == ITSELF]
    works, missing = look_up(session, [name for name in names if name not in own])
    if own and not builtin:
        missing.append(Problem("kap's own catalogue is left out, and so is not cited", "leave out --no-builtin"))
    # An entry of one's own may have that id.
    elif len(works) + len(missing) < len(names) and own:
        from kapcli.citing.from_study import itself

        works.append(Named(itself(session.about), 0, "built-in", ITSELF, "id"))
    return References(session, works, missing)


def references_of(question: Question) -> References:
    """The works of all studies that match, by their ids."""
    from kapcli.index.records import origins

    files = origins(question.connection)
    rows = zip(question.rows, question.studies, strict=True)
    works = [Named(study, row, files[row], "", "id") for row, study in rows]
    remarks: list[str] = []
    if not works:
        from kapcli.views.nothing_found import nothing_found

        remarks = nothing_found(question)
    return References(question.session, sorted(works, key=lambda work: work.study.id), remarks=remarks)
