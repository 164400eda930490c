"""Where a study of the catalogue and the records of the registers differ, and which of it is certain.

Certain is what leaves no room for judgement: a notice of a register that knows the work, and a field that is empty
here and given there for a work whose title is the same. Everything else is for a person: the registers are wrong, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.folding import fold_words
from kapcli.catalogue.identifiers import IdentifierError, doi, key
from kapcli.online import crossref, pubmed
from kapcli.online.record import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.online.record import Notice, RegisterRecord

_PAGES = re.compile(r"([^\W\d]*)(\d+)\s*[-–—]+\s*([^\W\d]*)(\d+)")
# A volume or an issue.
_SHORT = re.compile(r"[\w][\w ./()-]{0,30}")
_TRIAL_STATES = frozenset({"registered", "recruiting", "active", "completed", "terminated", "withdrawn", "unknown"})


class Difference(msgspec.Struct, frozen=True):
    """One field that a register has otherwise.

    Attributes:
        study: The study's id.
        field: Its field, such as ``record.doi``.
        ours: What stands in the catalogue.
        theirs: What the register has.
        register: Which.
        address: Where a person looks it up.
        write: What can be written without judgement; empty where a person has to decide.
        grave: Whether nobody may rely on the study before it is mended.
    """

    study: str
    field: str
    ours: str
    theirs: str
    register: str
    address: str
    write: str = ""
    grave: bool = False


def differences(study: Study, records: Mapping[tuple[str, str], RegisterRecord]) -> Iterator[Difference]:
    """Every difference between a study and the records that were found of it."""
    work = records.get((crossref.NAME, study.record.doi))
    summary = records.get((pubmed.NAME, study.record.pmid))
    known = [one for one in (work, summary) if one is not None and one.known]
    for one in (work, summary):
        if one is not None and not one.known:
            field = "record.doi" if one is work else "record.pmid"
            yield _difference(study, field, one.number, "no such record", one)
    for record in known:
        yield from _work(study, record)
    wanted = sum(1 for number in (study.record.doi, study.record.pmid) if number)
    yield from _retraction(study, known, complete=len(known) == wanted)
    for number in study.record.registry:
        for (_, asked), record in records.items():
            if asked == number and record not in (work, summary):
                yield from _trial(study, record)


def _difference(
    study: Study, field: str, ours: str, theirs: str, record: RegisterRecord, write: str = "", grave: bool = False
) -> Difference:
    return Difference(study.id, field, ours, theirs, record.register, record.address, write, grave)


def _work(study: Study, record: RegisterRecord) -> Iterator[Difference]:
    same = not record.titles or any(same_title(study.title, title) for title in record.titles)
    if not same:
        yield _difference(study, "title", study.title, record.titles[0], record)
    if record.doi and study.record.doi and key(record.doi) != key(study.record.doi):
        yield _difference(study, "record.doi", study.record.doi, record.doi, record)
    elif record.doi and not study.record.doi:
        yield _difference(study, "record.doi", "", record.doi, record, _sound_doi(record) if same else "")
    yield from _authors(study, record)
    journals = {_bare(name) for name in record.journals}
    if journals and study.journal and not journals & {_bare(study.journal), _bare(study.journal_abbreviation)}:
        yield _difference(study, "journal", study.journal, record.journals[0], record)
    if record.years and study.year not in record.years:
        years = " or ".join(map(str, record.years))
        yield _difference(study, "year", str(study.year), years, record)
    sure = same and bool(record.titles) and study.year in record.years
    for field, theirs in (("volume", record.volume), ("issue", record.issue)):
        ours = getattr(study, field)
        if theirs and _bare(ours) != _bare(theirs):
            yield _difference(
                study, field, ours, theirs, record, theirs if sure and not ours and _SHORT.fullmatch(theirs) else ""
            )
    ours = study.pages or study.article_number
    if record.pages and whole_pages(ours) != whole_pages(record.pages):
        field = "article_number" if study.article_number and not study.pages else "pages"
        span = _PAGES.fullmatch(record.pages)
        fits = sure and not ours and span is not None
        yield _difference(study, field, ours, record.pages, record, whole_pages(record.pages) if fits else "")


def _sound_doi(record: RegisterRecord) -> str:
    """A DOI that can be written: of a record with a title, and in the form of one."""
    try:
        return doi(record.doi) if record.titles else ""
    except IdentifierError:
        return ""


def _authors(study: Study, record: RegisterRecord) -> Iterator[Difference]:
    if not study.authors or not record.families:
        return
    ours = [" ".join(filter(None, (one.non_dropping_particle, one.family))) or one.literal for one in study.authors]
    theirs = list(record.families)
    if not study.authors_complete:
        theirs = theirs[: len(ours)]
    if len(ours) == len(theirs) and all(map(_same_name, ours, theirs)):
        return
    if len(ours) != len(theirs):
        said = (f"{len(ours)} authors: {_named(ours)}", f"{len(theirs)} authors: {_named(theirs)}")
        yield _difference(study, "authors", *said, record)
        return
    for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        if not _same_name(one, other):
            yield _difference(study, f"authors[{place}]", one, other, record)


def _named(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")


def _same_name(one: str, other: str) -> bool:
    """Whether two family names are one: a particle may stand with the family or with the given name."""
    first, second = fold_words(one).split(), fold_words(other).split()
    return (
        first == second
        or (first[-1:] == second[-1:] and (len(first) == 1 or len(second) == 1))
        or "".join(first) == "".join(second)
    )


def _retraction(study: Study, known: Sequence[RegisterRecord], *, complete: bool) -> Iterator[Difference]:
    """What was said of a work since: the heaviest notice, by whoever says it.

    Only where every register that has the work was reached does no notice mean that there is none.
    """
    if not known:
        return
    notices = [(one, notice) for one in known for notice in one.notices]
    if not notices:
        if not complete:
            return
        if study.retraction == "not-checked":
            yield _difference(study, "retraction", "not-checked", "none", known[0], "none")
        elif study.retraction != "none":
            yield _difference(study, "retraction", study.retraction, "no notice", known[0])
        return
    record, notice = min(notices, key=lambda one: KINDS.index(one[1].kind))
    # The record of whoever knows less may not undo what a person has read elsewhere.
    if study.retraction in KINDS and KINDS.index(study.retraction) <= KINDS.index(notice.kind):
        return
    grave = notice.kind != "corrected"
    yield _difference(study, "retraction", study.retraction, _said(notice), record, notice.kind, grave)


def _said(notice: Notice) -> str:
    beside = ", ".join(filter(None, (notice.date, notice.where)))
    return f"{notice.kind}, says {notice.said_by}" + (f" ({beside})" if beside else "")


def _trial(study: Study, record: RegisterRecord) -> Iterator[Difference]:
    if not record.known:
        yield _difference(study, "record.registry", record.number, "no such record", record)
        return
    if study.status in _TRIAL_STATES and record.status and study.status != record.status:
        yield _difference(study, "status", study.status, record.status, record)
    read = max((one.when for one in study.read_at if record.number.casefold() in one.url.casefold()), default="")
    if record.results_posted and read and record.results_posted[: len(read)] > read:
        theirs = f"results posted {record.results_posted}"
        yield _difference(study, "read_at", f"the register was read {read}", theirs, record)
    if record.enrolled is not None and study.n.enrolled is not None and record.enrolled != study.n.enrolled:
        yield _difference(study, "n.enrolled", str(study.n.enrolled), str(record.enrolled), record)


def same_title(ours: str, theirs: str) -> bool:
    """Whether two titles are one, whatever their case, signs and spaces; a subtitle may be missing from a register."""
    one, other = _bare(ours), _bare(theirs)
    main = _bare(re.split(r"[:?.] | [-–—] ", ours, maxsplit=1)[0])
    return one == other or (len(other) >= 20 and main == other)


def _bare(text: str) -> str:
    text = fold_words(text.replace("&amp;", "&").replace("&", " and "))
    return "".join(character for character in text.removeprefix("the ") if character.isalnum())


def whole_pages(pages: str) -> str:
    """Pages in full: 681-8 is 681-688."""
    found = _PAGES.fullmatch(pages.strip())
    if found is None:
        return pages.strip().casefold()
    prefix, first, _, last = found.groups()
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{prefix}{first}-{found[3]}{last}"
