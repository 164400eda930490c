"""Everything a report is made from, as the catalogue gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.model import Study
from kapcli.citing.from_study import csl_item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.model import About, GlossaryTerm
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.answers import Verdict
    from kapcli.evidence.forest import Forest
    from kapcli.evidence.gap_map import EvidenceMap
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.views.claim import ClaimSheet


class Gathered(msgspec.Struct, frozen=True):
    """Everything a report is made from, as the catalogue gave it.

    Attributes:
        question: As asked, in the words typed.
        plain_question: The same for a person outside the field.
        understood: How it was read, a line a part.
        command: What to type to make the report again.
        answering: Ids of the claims on an effect that are on just what was asked.
        studies: Those that match, best first, each with the file it came from.
        linked: Studies that claims rest on and the question does not match.
        tallies: Limits counted over the studies, heaviest first.
        map: The studies by two dimensions; ``None`` where there are too few for one.
        map_command: What draws the same in a terminal.
        remarks: What has to be said before anything else.
        left_out: What the answer leaves out.
        on_harm: Works on harm that every answer shows.
        files: The catalogue files, by name.
        crisis: Whether the words may be those of somebody in danger.
        narrowed: Whether it is of a part of the catalogue.
    """

    question: str
    plain_question: str
    understood: tuple[str, ...]
    command: str
    verdict: Verdict
    answering: tuple[str, ...]
    studies: tuple[tuple[Study, str], ...]
    claims: tuple[ClaimSheet, ...]
    tallies: tuple[Tally, ...]
    map: EvidenceMap | None
    map_command: str
    asked_columns: frozenset[str]
    gaps: tuple[str, ...]
    forest: Forest | None
    remarks: tuple[str, ...]
    left_out: tuple[str, ...]
    on_harm: tuple[Study, ...]
    references: dict[str, str]
    style: str
    vocabulary: Vocabulary
    about: About
    glossary: tuple[GlossaryTerm, ...]
    version: str
    files: tuple[str, ...]
    crisis: bool = False
    narrowed: bool = True


def cited_studies(found: Gathered) -> list[Study]:
    """Every study a report names, each once: those that match, those claims rest on, those on harm; by id."""
    named = {study.id: study for study, _ in found.studies}
    for sheet in found.claims:
        named |= {study.id: study for study in sheet.studies}
    named |= {study.id: study for study in found.on_harm}
    return sorted(named.values(), key=lambda study: study.id)


def references_of(studies: Iterable[Study], style: str) -> dict[str, str]:
    """Id to reference, in one style."""
    from kapcli.citing.engine import format_references

    listed = list(studies)
    found = format_references([csl_item(study) for study in listed], style)
    return {study.id: text for study, text in zip(listed, found, strict=True)}


__all__ = ["Gathered", "cited_studies", "references_of"]
