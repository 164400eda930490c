"""Which works can be asked about adverse events, and which terms they name: counted as works, never as risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.outcome import AdverseEvent, HarmCount
from kapcli.evidence.limitation_rules import CLINICAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary

STATUSES = ("reported", "partial", "none-found", "not-reported")
# Those that say something of adverse events.
TELLING = frozenset({"reported", "partial"})
# People who were given the drug by somebody, whose share can be told.
GIVEN = frozenset({"treatment", "healthy"})


class TermCount(msgspec.Struct, frozen=True):
    """A term, and the works that name it or a narrower one.

    Attributes:
        code: The term.
        named: Works in which it happened with ketamine.
        risk: Works that name it as a risk only.
        absent: Works that say it did not occur.
        rows: Each event of exactly this term, with its work, largest share first.
    """

    code: str
    named: tuple[str, ...]
    risk: tuple[str, ...]
    absent: tuple[str, ...]
    rows: tuple[tuple[Study, AdverseEvent], ...]

    @property
    def largest(self) -> tuple[Study, AdverseEvent] | None:
        """The largest share counted among people who were given the drug; else the first count of any kind."""
        counted = [row for row in self.rows if _counted(row[1]) and row[1].number != 0]
        given = [row for row in counted if row[0].safety.among in GIVEN and share(row[1]) is not None]
        return next(iter(given or counted), None)


def speaking(studies: Iterable[Study]) -> list[Study]:
    """Works with people of their own, who alone can fail to report harm, and others that tell of it."""
    return [study for study in studies if study.design in CLINICAL or study.safety.status != "not-reported"]


def telling(studies: Iterable[Study]) -> list[Study]:
    """Works that say something of adverse events; a retracted one says nothing that counts."""
    return [study for study in studies if study.safety.status in TELLING and not study.retracted]


def share(count: HarmCount) -> float | None:
    """A share of people in percent, its upper end where it is a range; ``None`` where it is not one of people."""
    if count.counted != "people":
        return None
    if count.percent is not None:
        return count.percent if count.percent_to is None else count.percent_to
    if count.number is None or not count.of:
        return None
    return 100 * count.number / count.of


def events(study: Study, *, comparator: bool = False) -> tuple[AdverseEvent, ...]:
    """What happened with ketamine, or on the other side."""
    if not comparator:
        return study.safety.events
    return study.safety.comparator.events if study.safety.comparator is not None else ()


def terms(studies: Sequence[Study], vocabulary: Vocabulary, *, comparator: bool = False) -> list[TermCount]:
    """Every term that is named, serious ones first, then by body system, the most named first in each.

    Args:
        studies: Those counted over; retracted ones are passed over.
        vocabulary: For what is broader, serious, and of which system.
        comparator: Count what happened on the other side instead.
    """
    named: dict[str, dict[str, None]] = {}
    risk: dict[str, dict[str, None]] = {}
    absent: dict[str, dict[str, None]] = {}
    rows: dict[str, list[tuple[Study, AdverseEvent]]] = {}
    for study in studies:
        if study.retracted:
            continue
        for event in events(study, comparator=comparator):
            rows.setdefault(event.term, []).append((study, event))
            into = risk if event.risk else named if event.number != 0 else absent
            for code in vocabulary.broader("adverse_event", event.term) if event.number != 0 else (event.term,):
                into.setdefault(code, {})[study.id] = None
        for code in () if comparator else study.safety.absent:
            absent.setdefault(code, {})[study.id] = None
    counts = [
        TermCount(
            code,
            tuple(named.get(code, ())),
            tuple(name for name in risk.get(code, ()) if name not in named.get(code, ())),
            tuple(absent.get(code, ())),
            tuple(sorted(rows.get(code, ()), key=lambda row: -_size(row[1]))),
        )
        for code in dict.fromkeys((*named, *risk, *absent))
    ]
    counts = [count for count in counts if count.rows or count.absent or not _one_narrower(count, counts, vocabulary)]
    return sorted(counts, key=lambda count: _order(count, vocabulary))


def _one_narrower(count: TermCount, counts: Sequence[TermCount], vocabulary: Vocabulary) -> bool:
    """Whether a broader term that nobody names says no more than one of its narrower ones."""
    narrower = vocabulary.narrower("adverse_event", count.code)
    return any(
        other.code in narrower and other.code != count.code and (other.named, other.risk) == (count.named, count.risk)
        for other in counts
    )


def serious(studies: Iterable[Study]) -> list[tuple[Study, HarmCount]]:
    """Works that say how many serious adverse events there were, or that there were some, the largest number first."""
    found = [(study, count) for study in telling_or_none(studies) if (count := study.safety.serious) is not None]
    return sorted(found, key=lambda pair: (-(pair[1].number or 0), pair[0].id))


def stopped(studies: Iterable[Study]) -> list[tuple[Study, HarmCount]]:
    """Works that say how many stopped because of adverse events, the largest share first."""
    found = [(study, count) for study in telling_or_none(studies) if (count := study.safety.stopped) is not None]
    return sorted(found, key=lambda pair: (-_size(pair[1]), pair[0].id))


def telling_or_none(studies: Iterable[Study]) -> list[Study]:
    """Works that say something of adverse events, if only that there were none."""
    return [study for study in studies if study.safety.status != "not-reported" and not study.retracted]


def _counted(count: HarmCount) -> bool:
    return count.number is not None or count.percent is not None


def _size(count: HarmCount) -> float:
    """Shares before numbers without a share, and these before words."""
    found = share(count)
    if found is not None:
        return 1 + found
    return 0.5 if _counted(count) else 0


def _order(count: TermCount, vocabulary: Vocabulary) -> tuple[object, ...]:
    term = vocabulary.term("adverse_event", count.code)
    systems = vocabulary.codes("body_system")
    system = systems.index(term.system) if term.system in systems else len(systems)
    return not term.serious, system, -len(count.named), -len(count.risk), count.code
