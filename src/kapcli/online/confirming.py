"""The records of some studies held against the registers: what differs, what could not be asked, and how old it is."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from kapcli.online import crossref, pubmed
from kapcli.online.asking import Addresses, Asker, Pace
from kapcli.online.differences import Difference, differences
from kapcli.online.questions import ask, numbers_of, questions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.online.kept import Kept


class Unanswered(msgspec.Struct, frozen=True):
    """A record that could not be looked at, and why."""

    study: str
    register: str
    number: str
    why: str


class Confirmed(msgspec.Struct, frozen=True):
    """What came of it.

    Attributes:
        records: How many records were wanted.
        asked: How many questions went over the network.
        oldest: The day of the oldest answer that was kept from before; empty where all are new.
        differences: In the order of the studies.
        unanswered: Likewise.
        checked: Studies whose retractions were asked after with success, each with the day of the answer.
        unnumbered: Studies that no register can be asked of.
    """

    records: int
    asked: int
    oldest: str
    differences: tuple[Difference, ...]
    unanswered: tuple[Unanswered, ...]
    checked: dict[str, str]
    unnumbered: tuple[str, ...]


def confirmed(
    studies: Sequence[Study],
    kept: Kept,
    contact: str,
    told: Callable[[int, int], None],
    addresses: Addresses | None = None,
    pace: Pace | None = None,
) -> Confirmed:
    """Hold studies against the registers.

    Args:
        studies: Which.
        kept: Earlier answers.
        contact: An e-mail address for the people who run the registers; empty for none.
        told: Called with how many records are settled, and how many there are.
        addresses: Where the registers are, where not at their own addresses.
        pace: How fast to ask, where not as fast as they allow.
    """
    asked = questions(studies, addresses or Addresses(), contact)
    whole = sum(len(one.numbers) for one in asked)
    settled = 0

    def tell(count: int) -> None:
        nonlocal settled
        settled += count
        told(settled, whole)

    told(0, whole)
    with Asker(kept, contact, pace or Pace()) as asker:
        replies = ask(asked, asker, tell)
    found: list[Difference] = []
    unanswered: list[Unanswered] = []
    checked: dict[str, str] = {}
    unnumbered: list[str] = []
    # An answer that was kept is as old as it is: no study is said to have been asked after later than it was.
    oldest = min(kept.used).date().isoformat() if kept.used else ""
    day = oldest or datetime.datetime.now(datetime.UTC).date().isoformat()
    for study in studies:
        numbers = list(numbers_of(study))
        if not numbers:
            unnumbered.append(study.id)
        records = {one: replies.records[one] for one in numbers if one in replies.records}
        found += differences(study, records)
        unanswered += [
            Unanswered(study.id, *one, replies.unanswered[one]) for one in numbers if one in replies.unanswered
        ]
        works = [one for one in numbers if one[0] in (crossref.NAME, pubmed.NAME)]
        # Who was not reached may know of a retraction that the others do not.
        if works and all(one in records for one in works) and all(records[one].known for one in works):
            checked[study.id] = day
    return Confirmed(whole, asker.asked, oldest, tuple(found), tuple(unanswered), checked, tuple(unnumbered))
