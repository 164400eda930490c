"""Whether a record is a work that is there already: by its numbers, else by title, first author and year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.folding import fold_words
from kapcli.catalogue.forms import without_tags
from kapcli.catalogue.identifiers import key
from kapcli.index.records import all_drafts, every_study

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kapcli.catalogue.publication import Name
    from kapcli.catalogue.study import Study
    from kapcli.importing.record import Record
    from kapcli.index.session import Session

# Of a hundred: as alike two titles have to be before their words are looked at one by one.
_ALIKE = 90
# Words that come and go between two spellings of one title.
_LITTLE = frozenset("a an and at by for from in of on or the to with".split())
# A word of fewer letters that differs in one is another word.
_LONG, _APART = 6, 2
_YEARS_APART = 1
_SAME = "the same title, first author and year"
_NEARLY = "nearly the same title, first author and year"


class Work(msgspec.Struct, frozen=True):
    """A work as it is compared.

    Attributes:
        name: Its id, or the place of its record.
        where: The file it is in; empty where it is told by `name`.
        author: The first author's family name, or a group's name, folded.
        publications: DOIs and PubMed numbers, folded, of every version.
        registry: Numbers of registers, folded.
        registration: Whether it is the record of a trial in a register, and of no publication.
    """

    name: str
    title: str
    author: str
    year: int
    publications: frozenset[str]
    registry: frozenset[str]
    registration: bool
    where: str = ""


class Match(msgspec.Struct, frozen=True):
    """What a record is a duplicate of, and why."""

    work: Work
    because: str


def of_study(study: Study, where: str) -> Work:
    """A study of the catalogue."""
    record = study.record
    numbers = [record.doi, record.pmid, *(n for version in study.versions for n in (version.doi, version.pmid))]
    numbers += [claim.value for claim in study.unverified if claim.field == "doi"]
    return Work(
        study.id,
        _folded(study.title),
        _author(study.authors),
        study.year,
        frozenset(key(number) for number in numbers if number),
        frozenset(key(number) for number in record.registry),
        bool(record.registry) and not (record.doi or record.pmid or study.journal),
        where,
    )


def of_record(record: Record) -> Work:
    """A record of a file."""
    return Work(
        str(record.place),
        _folded(record.title),
        _author(record.authors),
        record.year,
        frozenset(key(number) for number in (record.doi, record.pmid, *record.results) if number),
        frozenset(key(number) for number in record.registry),
        record.registration,
    )


class Known:
    """Works that are there, to be asked for one that is the same."""

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self._by_number: dict[str, list[Work]] = {}
        self._by_author: dict[str, list[Work]] = {}
        for work in works:
            self.add(work)

    def add(self, work: Work) -> None:
        """Take one more in."""
        for number in work.publications | work.registry:
            self._by_number.setdefault(number, []).append(work)
        self._by_author.setdefault(work.author, []).append(work)

    def same(self, work: Work) -> Match | None:
        """The work that another one is, if it is there."""
        return next(self._matches(work), None)

    def of_one_trial(self, work: Work) -> tuple[Work, ...]:
        """The works with a registry number of another one."""
        found = {other.name: other for number in sorted(work.registry) for other in self._by_number.get(number, ())}
        return tuple(found.values())

    def _matches(self, work: Work) -> Iterator[Match]:
        for number in sorted(work.publications):
            for other in self._by_number.get(number, ()):
                yield Match(other, f"the same {'PubMed number' if number.isdigit() else 'DOI'} {number}")
        for number in sorted(work.registry):
            for other in self._by_number.get(number, ()):
                # A paper of a trial that is registered here is more than its registration, and several papers may
                # report one trial; a registration is told by whatever there is of its trial.
                if work.registration:
                    yield Match(other, f"the same registry number {number.upper()}")
        for other in self._by_author.get(work.author, ()):
            if not (work.title and other.title) or _differ(work, other):
                continue
            near = not (work.year and other.year) or abs(work.year - other.year) <= _YEARS_APART
            if near and same_title(work.title, other.title):
                yield Match(other, _SAME if work.title == other.title else _NEARLY)


def same_title(one: str, other: str) -> bool:
    """Whether two folded titles are spellings of one: what differs is little words and letters of long ones.

    Ketamine is not esketamine, a second trial is not the first, and PTSD is not depression, however long the rest is.
    """
    if one == other:
        return True
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    if not fuzz.ratio(one, other, score_cutoff=_ALIKE):
        return False
    mine, theirs = Counter(one.split()), Counter(other.split())
    left = [word for word in (mine - theirs).elements() if word not in _LITTLE]
    right = [word for word in (theirs - mine).elements() if word not in _LITTLE]
    for word in left:
        twin = next(
            (
                found
                for found in right
                if found[0] == word[0]
                and min(len(found), len(word)) >= _LONG
                and not any(character.isdigit() for character in found + word)
                and Levenshtein.distance(found, word, score_cutoff=_APART) <= _APART
            ),
            None,
        )
        if twin is None:
            return False
        right.remove(twin)
    return not right


def _differ(work: Work, other: Work) -> bool:
    """Whether numbers tell two works apart: each has a DOI, or a PubMed number, and another one."""
    for one_kind in (str.isdigit, lambda number: not number.isdigit()):
        mine = {number for number in work.publications if one_kind(number)}
        theirs = {number for number in other.publications if one_kind(number)}
        if mine and theirs and not mine & theirs:
            return True
    return False


def _folded(title: str) -> str:
    return " ".join(fold_words(without_tags(title)).split())


def _author(authors: Iterable[Name]) -> str:
    first = next(iter(authors), None)
    return "" if first is None else " ".join(fold_words(first.family or first.literal).split())


def works(session: Session) -> list[Work]:
    """Every study and draft."""
    studies = [of_study(study, origin) for study, origin in every_study(session.connection)]
    return studies + [of_study(found.draft, found.origin) for found in all_drafts(session.connection)]
