"""The limitations of a study: by rule from its fields, else from the catalogue's typed notes.

Codes that no field can settle (see `kapcli.evidence.limitation_rules`) are answered by the notes: yes where one stands,
not known elsewhere. The order of weight is the vocabulary's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.limitation_rules import RULES, Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary

# A heavier limit that says a lighter one already: the lighter is not named beside it in one line.
IMPLIES: dict[str, frozenset[str]] = {
    "no-control": frozenset({"not-randomised", "not-separated"}),
    "retrospective": frozenset({"not-randomised", "open-label"}),
    "not-randomised": frozenset({"confounding"}),
    "very-small": frozenset({"small", "imprecise"}),
    "no-results": frozenset({"not-peer-reviewed"}),
}


class Limit(msgspec.Struct, frozen=True):
    """One limit of one study.

    Attributes:
        code: A limitation of the vocabulary.
        answer: ``yes``, ``no`` or ``unknown``.
        computed: Whether a field settled it (else a typed note, or nothing, did).
        notes: What the catalogue says of it in words.
    """

    code: str
    answer: Answer
    computed: bool
    notes: tuple[str, ...] = ()


def limits(study: Study, codes: Iterable[str]) -> tuple[Limit, ...]:
    """Every limit that could apply to a study, in the order of the codes.

    Args:
        study: The study.
        codes: Limitation codes, heaviest first (the vocabulary's order).
    """
    return tuple(_limits(study, codes))


def _limits(study: Study, codes: Iterable[str]) -> Iterator[Limit]:
    notes: dict[str, list[str]] = {}
    for caveat in study.limitations:
        notes.setdefault(caveat.code, []).append(caveat.note)
    for code in codes:
        typed = tuple(notes.get(code, ()))
        rule = RULES.get(code)
        answer = rule(study) if rule else "unknown"
        if answer is None and not typed:
            continue
        if answer in (None, "unknown"):
            yield Limit(code, "yes" if typed else "unknown", False, typed)
        else:
            assert answer is not None
            yield Limit(code, answer, True, typed)


def heaviest(study: Study, vocabulary: Vocabulary, count: int = 2) -> tuple[Limit, ...]:
    """The heaviest limits that hold, for the line under a finding.

    A limit that a heavier one implies is passed over; so is having been read as an abstract only, which holds for
    nearly all and is a mark of its own.
    """
    hold: list[Limit] = []
    implied: set[str] = set()
    for limit in _limits(study, vocabulary.codes("limitation")):
        if limit.answer != "yes" or limit.code in implied or limit.code == "abstract-only":
            continue
        hold.append(limit)
        implied |= _implied(limit.code)
        if len(hold) == count:
            break
    return tuple(hold)


def _implied(code: str) -> frozenset[str]:
    below = IMPLIES.get(code, frozenset())
    return below.union(*(_implied(other) for other in below))


def abstract_only(study: Study) -> bool:
    """Whether nobody read the work in full."""
    return RULES["abstract-only"](study) == "yes"
