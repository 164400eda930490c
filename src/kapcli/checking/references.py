"""An entry of a list of references held against the record of a work: what agrees, differs, lacks or is unverified.

A reference is never *supported*: it agrees with the record in what it gives, or differs from it. What the record lacks
is not known here, and is never called wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.forms import without_tags
from kapcli.catalogue.words import words
from kapcli.checking.titles import folded, likeness, same_journal, same_pages, same_title
from kapcli.index.claims import claims_on

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.publication import Name
    from kapcli.catalogue.study import Study
    from kapcli.checking.entries import Author, Entry
    from kapcli.evidence.assessment import Assessed

State = Literal["agrees", "differs", "missing", "unverified", "not-known"]
Status = Literal["agrees", "differs", "unknown"]
# From so many authors on, styles cut the list short.
_MANY = 3
# Of the telling words of a title so many must stand in the record's before another title is held against it.
_LIKE = 0.4
# Parts of an entry as claims about a record rest on them.
_RESTS_ON = {"pages": "journal", "volume": "journal", "issue": "journal", "year": "journal", "publisher": "title"}


class Field(msgspec.Struct, frozen=True):
    """One part of an entry.

    Attributes:
        name: ``authors``, ``year``, ``title``, ``journal``, ``publisher``, ``volume``, ``issue``, ``pages``, ``doi`` or
            ``pmid``.
        state: ``agrees``, ``differs``, ``missing`` (the record has it and the entry does not), ``unverified`` (only one
            voice says it) or ``not-known`` (the record does not have it).
        said: In the entry; empty where it is missing.
        read: In the record; empty where it is not known. Where it is unverified, who says it.
    """

    name: str
    state: State
    said: str = ""
    read: str = ""


class Reference(msgspec.Struct, frozen=True):
    """What became of an entry.

    Attributes:
        status: ``agrees``, ``differs``, or ``unknown`` where the work is not in the catalogue.
        study: Its id; where it is unknown, a work of the same first author and year, or empty.
        found_by: ``doi``, ``title``, ``authors and year``, or empty.
        fields: Part by part, in the order of an entry; empty where it is unknown.
        claims: Claims about the record that it bears on: id and the claim's verdict.
    """

    status: Status
    study: str = ""
    found_by: str = ""
    fields: tuple[Field, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()

    def those(self, state: State) -> tuple[Field, ...]:
        """The parts in one state."""
        return tuple(field for field in self.fields if field.state == state)

    @property
    def notable(self) -> bool:
        """Whether there is something to mend or to look up: more than a DOI or a page that was left out."""
        lacking = any(field.name in ("title", "journal", "publisher") for field in self.those("missing"))
        return self.status == "differs" or lacking or bool(self.those("unverified"))


def hold(entry: Entry, works: Iterable[Study]) -> Reference:
    """Find the work that an entry names, and hold the entry against its record.

    Args:
        entry: As taken apart.
        works: Every work of the catalogue.
    """
    best: tuple[int, float, Study, str] | None = None
    neighbour = ""
    for work in works:
        rank, like, by = _found(entry, work)
        if rank and (best is None or (rank, like) > best[:2]):
            best = rank, like, work, by
        elif not rank and not neighbour and entry.year == work.year and _first_agrees(entry, work):
            neighbour = work.id
    if best is None:
        return Reference("unknown", neighbour)
    # What neither of the two has is not worth a word.
    fields = tuple(field for field in _fields(entry, best[2]) if field.said or field.read)
    differs = any(field.state == "differs" for field in fields)
    return Reference("differs" if differs else "agrees", best[2].id, best[3], fields)


def _found(entry: Entry, work: Study) -> tuple[int, float, str]:
    """How surely a work is the one that is meant, 0 where it is not: DOI, title, then author and year with more."""
    doi = bool(entry.doi) and entry.doi.casefold() in _dois(work)
    first, year = _first_agrees(entry, work), entry.year == work.year
    if not (doi or first or year):
        return 0, 0.0, ""
    titled = any(same_title(cut[0], work.title) for cut in entry.cuts)
    if not (doi or titled or (first and year)):
        return 0, 0.0, ""
    like = max(likeness(cut[0], work.title) for cut in entry.cuts)
    if doi:
        return 4, like, "doi"
    if titled:
        return 3, like, "title"
    place = any(same_journal(cut[1], work.journal, work.journal_abbreviation) for cut in entry.cuts)
    placed = place and bool(entry.volume and entry.volume == work.volume and entry.pages and _same_pages(entry, work))
    team = (
        place
        and len(entry.authors) > 1
        and all(_same_family(a, n) for a, n in zip(entry.authors, work.authors, strict=False))
    )
    if placed or like >= _LIKE or (team and like > 0):
        return (2 if placed else 1), like, "authors and year"
    return 0, like, ""


def _dois(work: Study) -> set[str]:
    known = {work.record.doi, *(version.doi for version in work.versions)}
    return {doi.casefold() for doi in known if doi}


def _first_agrees(entry: Entry, work: Study) -> bool:
    return bool(work.authors) and _same_family(entry.authors[0], work.authors[0])


def _same_family(author: Author, name: Name) -> bool:
    ours = "".join(words(author.family))
    family = "".join(words(name.family or name.literal))
    particle = "".join(words(name.non_dropping_particle))
    return ours in (family, particle + family)


def _fields(entry: Entry, work: Study) -> Iterable[Field]:
    title, place = _cut(entry, work)
    yield _authors(entry, work)
    yield _field("year", str(entry.year), str(work.year), same=entry.year == work.year)
    yield _field("title", title, without_tags(work.title), same=same_title(title, work.title))
    if work.journal or not work.publisher:
        same = same_journal(place, work.journal, work.journal_abbreviation)
        yield _field("journal", place, work.journal, same=same)
    else:
        yield _field("publisher", place, work.publisher, same=folded(work.publisher) in folded(place))
    yield _field("volume", entry.volume, work.volume, same=entry.volume == work.volume)
    yield _field("issue", entry.issue, work.issue, same=entry.issue.casefold() == work.issue.casefold())
    pages = work.pages or work.article_number
    yield _field("pages", entry.pages, pages, same=_same_pages(entry, work))
    yield _doi(entry, work)
    if entry.pmid:
        yield _field("pmid", entry.pmid, work.record.pmid, same=entry.pmid == work.record.pmid)


def _field(name: str, said: str, read: str, *, same: bool) -> Field:
    if not read:
        return Field(name, "not-known", said)
    if not said:
        return Field(name, "missing", "", read)
    return Field(name, "agrees" if same else "differs", said, read)


def _same_pages(entry: Entry, work: Study) -> bool:
    return any(same_pages(entry.pages, one) for one in (work.pages, work.article_number) if one)


def _cut(entry: Entry, work: Study) -> tuple[str, str]:
    """Title and place: parted where the record's title or journal shows it, else at the last full stop."""
    for title, place in entry.cuts:
        if same_title(title, work.title):
            return title, place
    for title, place in entry.cuts:
        if place and same_journal(place, work.journal, work.journal_abbreviation, work.publisher):
            return title, place
    return entry.cuts[0]


def _doi(entry: Entry, work: Study) -> Field:
    said, read = entry.doi.casefold(), work.record.doi
    for one in work.unverified:
        if one.field == "doi" and said and said == one.value.casefold():
            return Field("doi", "unverified", entry.doi, one.said_by)
    for version in work.versions:
        if version.doi and said == version.doi.casefold() and said != read.casefold():
            registered = f"the record's own is {read}" if read else "the record's own is not known here"
            return Field("doi", "differs", entry.doi, f"that of the {version.kind}; {registered}")
    return _field("doi", entry.doi, read, same=said == read.casefold())


def _authors(entry: Entry, work: Study) -> Field:
    said = _named((author.family, author.initials) for author in entry.authors) + (" et al." if entry.shortened else "")
    read = _named(
        (f"{name.non_dropping_particle} {name.family}".strip() or name.literal, name.given) for name in work.authors
    )
    if not work.authors:
        return Field("authors", "not-known", said)
    named, known = list(entry.authors), list(work.authors)
    if entry.shortened and len(named) > 1 and _same_family(named[-1], known[-1]):
        # "A, B, ... Z": the last one named may be the last of all.
        named, known = named[:-1], known[:-1]
    same = all(_same_family(a, n) and _same_initial(a, n) for a, n in zip(named, known, strict=False))
    complete = entry.shortened or not work.authors_complete or len(entry.authors) == len(work.authors)
    fits = len(entry.authors) <= len(work.authors) or not work.authors_complete
    return Field("authors", "agrees" if same and complete and fits else "differs", said, read)


def _same_initial(author: Author, name: Name) -> bool:
    return not (author.initials and name.given) or words(author.initials)[0][0] == words(name.given)[0][0]


def _named(names: Iterable[tuple[str, str]]) -> str:
    listed: Sequence[str] = [f"{family}, {given}" if given else family for family, given in names]
    return "; ".join(listed if len(listed) <= _MANY else [*listed[:_MANY], f"and {len(listed) - _MANY} more"])


def claims_on_record(connection: sqlite3.Connection, reference: Reference) -> list[Assessed]:
    """Claims about the record that rest on a part which the entry gives otherwise, leaves out, or alone says."""
    if reference.status == "unknown":
        return []
    wrong = {_RESTS_ON.get(field.name, field.name) for field in reference.those("differs")}
    lacking = {field.name for field in reference.those("missing") if field.name in ("title", "journal")}
    alone = [field.said.casefold() for field in reference.those("unverified")]
    found: dict[str, Assessed] = {}
    for assessed, _ in claims_on(connection, reference.study):
        claim = assessed.claim
        links = (*claim.linked, *claim.context)
        rests = {link.rests_on for link in links if link.study == reference.study}
        said = any(value in claim.statement.casefold() for value in alone)
        doubtful = claim.verdict != "supported"
        if claim.kind == "record" and (said or rests & (wrong | lacking if doubtful else wrong)):
            found[claim.id] = assessed
    return list(found.values())
