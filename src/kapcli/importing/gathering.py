"""What becomes of each record: a new draft, more for one that is new, a duplicate of what is there, or faulty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.importing.duplicates import Known, of_record
from kapcli.importing.record import Faulty, Place, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.importing.duplicates import Match, Work

# Told of a work that has them: a duplicate that has more of them than what is catalogued.
_NUMBERS = ("doi", "pmid", "pmcid", "registry")
_NOT_MERGED = frozenset({"place", "also", "keywords", "inferred", "authors_complete", "registry", "results", "authors"})
# What differs between two files of one work by habit and not by fact.
_HABITS = frozenset(
    {"journal", "journal_abbreviation", "title", "pages", "issue", "status", "csl_type", "url", "publisher"}
)


class Group(msgspec.Struct):
    """Records of one work.

    Attributes:
        record: All that they say together; what the first says stands.
        members: Each with why it is of the same work; empty for the first.
        match: What is catalogued already that they are, if anything.
    """

    record: Record
    members: list[tuple[Record, str]]
    match: Match | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What became of one record.

    Attributes:
        of: What it is a duplicate of: an id, or the place of another record.
        where: The file that holds it.
        because: Why it is taken for that; of a faulty one what is wrong.
        adds: Numbers that it has and the catalogued work has not.
    """

    place: Place
    kind: Literal["draft", "duplicate", "faulty"]
    title: str = ""
    id: str = ""
    of: str = ""
    where: str = ""
    because: str = ""
    adds: tuple[str, ...] = ()


def gathered(records: Sequence[Record], known: Known, *, apart: bool) -> list[Group]:
    """Records put together by work, in the order of their first.

    Args:
        records: As they were read.
        known: What is catalogued.
        apart: Whether duplicates are wanted as entries of their own.
    """
    if apart:
        return [Group(record, [(record, "")]) for record in records]
    groups: list[Group] = []
    mine = Known()
    at: dict[str, Group] = {}
    # Registrations last: which paper one belongs to shows only when all papers are known.
    for record in sorted(records, key=lambda one: one.registration):
        work = of_record(record)
        if same := mine.same(work):
            group = at[same.work.name]
            group.members.append((record, same.because))
            group.record = merged(group.record, record)
            work = msgspec.structs.replace(of_record(group.record), name=work.name)
        else:
            group = Group(record, [(record, "")])
            groups.append(group)
        at[work.name] = group
        mine.add(work)
    for group in groups:
        group.match = _match(group, known)
        # So that a trial is counted once, whoever finishes the entry has to say which works are of it.
        trial = [work.name for work in known.of_one_trial(of_record(group.record))]
        if trial and group.match is None:
            said = (
                f"the same registry number as {', '.join(trial)}: if of one trial, say so with 'trial' or 'same_trial'"
            )
            group.record = msgspec.structs.replace(group.record, also=(*group.record.also, said))
    order = {str(record.place): index for index, record in enumerate(records)}
    return sorted(groups, key=lambda group: min(order[str(record.place)] for record, _ in group.members))


def _match(group: Group, known: Known) -> Match | None:
    works: list[Work] = [of_record(group.record), *(of_record(record) for record, _ in group.members)]
    return next((found for work in works if (found := known.same(work))), None)


def merged(first: Record, second: Record) -> Record:
    """What two records of one work say together; where they disagree the first stands and the second is named."""
    changes: dict[str, object] = {}
    also = [*first.also, *second.also]
    # Where a paper and its registration meet, what each is called and by whom is no disagreement.
    same_kind = first.registration == second.registration
    for name in first.__struct_fields__:
        mine, theirs = getattr(first, name), getattr(second, name)
        if name in _NOT_MERGED or not theirs:
            continue
        if not mine and (same_kind or name not in ("journal", "publisher")):
            changes[name] = theirs
        elif mine != theirs and same_kind and name not in _HABITS and isinstance(mine, str | int):
            also.append(f"{name}: {theirs} (according to {second.place})")
    if not first.authors and same_kind:
        changes["authors"] = second.authors
    changes["authors_complete"] = first.authors_complete if first.authors else second.authors_complete
    changes["registry"] = tuple(dict.fromkeys((*first.registry, *second.registry)))
    own = {first.pmid, second.pmid}
    changes["results"] = tuple(one for one in dict.fromkeys((*first.results, *second.results)) if one not in own)
    changes["keywords"] = tuple(dict.fromkeys((*first.keywords, *second.keywords)))
    changes["inferred"] = tuple(dict.fromkeys((*first.inferred, *second.inferred)))
    changes["also"] = tuple(dict.fromkeys(also))
    return msgspec.structs.replace(first, **changes)


def outcomes(
    groups: Sequence[Group], faulty: Sequence[Faulty], names: dict[int, str], refused: dict[int, str]
) -> list[Outcome]:
    """One for each record that was read, in the order of the files.

    Args:
        groups: The records by work.
        faulty: Those that could not be read.
        names: The place of each group in the list to the id of the draft that was made of it.
        refused: The same to why none could be made.
    """
    found = [Outcome(one.place, "faulty", because=one.message) for one in faulty]
    for index, group in enumerate(groups):
        for record, because in group.members:
            if index in refused:
                found.append(Outcome(record.place, "faulty", record.title, because=refused[index]))
            elif group.match is not None:
                found.append(_catalogued(record, group, group.match, because))
            elif because:
                first = group.members[0][0].place
                found.append(
                    Outcome(record.place, "duplicate", record.title, of=names[index], where=str(first), because=because)
                )
            else:
                found.append(Outcome(record.place, "draft", record.title, id=names[index]))
    return found


def _catalogued(record: Record, group: Group, match: Match, because: str) -> Outcome:
    has = match.work.publications | match.work.registry
    numbers = [*(getattr(record, name) for name in _NUMBERS[:3]), *record.registry]
    adds = tuple(number for number in numbers if number and number.casefold() not in has)
    why = match.because if group.members[0][0] is record or not because else f"{because} as {group.members[0][0].place}"
    return Outcome(
        record.place, "duplicate", record.title, of=match.work.name, where=match.work.where, because=why, adds=adds
    )
