"""What a careful editor looks at besides: identifiers that cannot be, pages, years, numbers in sentences.

DOIs and the numbers of PubMed and of the registers have no check digit: of them the form is held, that none is larger
than can have been given out, and that none stands in two entries. An ISBN has one.
"""

from __future__ import annotations

import datetime
import json
import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.faults import Marker
from kapcli.catalogue.identifiers import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kapcli.catalogue.faults import Fault
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.yaml_reader import Read

# In 2026 PubMed gives out numbers a little above forty million.
_LAST_PMID = 60_000_000
# The confidence level of an interval, which stands in the name of its field.
_LEVEL = "95"
_PAGES = re.compile(r"([^\W\d]*)(\d+)\s*[-–—]\s*([^\W\d]*)(\d+)")
# CAPS-5 and PHQ-9 are names.
_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?<![A-Z]-)\d+(?:[.,]\d+)*")
# What a study says in sentences; a number there has to stand in another field.
_SENTENCES = ("question", "finding", "plain", "findings", "limitations")
_NO_FIELDS = (*_SENTENCES, "notes", "read_at", "record", "title")


def strict_faults(read: Read, file: str, owners: dict[str, str]) -> Iterator[Fault]:
    """Everything that is not as it should be, though the file can be used.

    Args:
        read: What the reader made of the file.
        file: Its name for faults.
        owners: DOIs and PubMed numbers of the files before, folded, to the entry that has them; those of this file are
            added.
    """
    marker = Marker(file, read)
    for index, one in read.placed("drafts"):
        what = "take out 'draft: true' when nothing is missing"
        yield marker.fault(f"studies[{index}].draft", f"{one.draft.id} is a draft", what)
    for index, study in read.placed("studies"):
        path = f"studies[{index}]"
        yield from _identifiers(study, path, marker, owners)
        yield from _pages(study, path, marker)
        yield from _years(study, path, marker)
        yield from _numbers(study, path, marker)


def _identifiers(study: Study, path: str, marker: Marker, owners: dict[str, str]) -> Iterator[Fault]:
    numbers = [(f"{path}.record.{kind}", getattr(study.record, kind)) for kind in ("doi", "pmid", "pmcid")]
    for index, version in enumerate(study.versions):
        place = f"{path}.versions[{index}]"
        numbers += [(f"{place}.doi", version.doi), (f"{place}.pmid", version.pmid)]
    for place, number in numbers:
        if not number:
            continue
        owner = owners.setdefault(key(number), study.id)
        if owner != study.id:
            yield marker.fault(place, f"{number} is that of {owner}, too", "one of them is wrong, or they are one work")
        if place.endswith("pmid") and (number.startswith("0") or int(number) > _LAST_PMID):
            yield marker.fault(place, f"{number} is no number that PubMed has given out", "check its digits")
    if study.record.isbn and not isbn_holds(study.record.isbn):
        yield marker.fault(f"{path}.record.isbn", "its check digit does not fit", "check its digits")


def owned(studies: Iterable[Study]) -> dict[str, str]:
    """The DOIs and numbers of PubMed of some studies, folded, each to the entry that has it."""
    found: dict[str, str] = {}
    for study in studies:
        numbers = [study.record.doi, study.record.pmid, study.record.pmcid]
        numbers += [number for version in study.versions for number in (version.doi, version.pmid)]
        found |= {key(number): study.id for number in numbers if number}
    return found


def isbn_holds(text: str) -> bool:
    """Whether an ISBN has the right check digit."""
    digits = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"\d{13}", digits):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0
    return False


def _pages(study: Study, path: str, marker: Marker) -> Iterator[Fault]:
    found = _PAGES.fullmatch(study.pages)
    if found and found[1] == (found[3] or found[1]) and int(found[2]) > int(found[4]):
        message = f"{study.pages}: the last page comes before the first"
        yield marker.fault(f"{path}.pages", message, "write both in full, such as 681-688")


def _years(study: Study, path: str, marker: Marker) -> Iterator[Fault]:
    today = datetime.date.today()
    if study.year > today.year + 1:
        yield marker.fault(f"{path}.year", f"{study.year} is yet to come", "check its digits")
    for index, version in enumerate(study.versions):
        if version.year is not None and not study.year - 10 <= version.year <= min(study.year + 10, today.year + 1):
            place = f"{path}.versions[{index}].year"
            yield marker.fault(place, f"{version.year} is far from {study.year}", "check its digits")
    for index, reading in enumerate(study.read_at):
        if reading.when[:10] > today.isoformat()[: len(reading.when)]:
            yield marker.fault(f"{path}.read_at[{index}].when", f"{reading.when} is yet to come", "check it")
    if study.searched_to and int(study.searched_to[:4]) > study.year:
        message = f"searched to {study.searched_to}, and published in {study.year}"
        yield marker.fault(f"{path}.searched_to", message, "check both")


def _numbers(study: Study, path: str, marker: Marker) -> Iterator[Fault]:
    """Numbers in a sentence that no field bears out."""
    known = numbers_of_fields(study) | {_LEVEL}
    for field in _SENTENCES:
        value = getattr(study, field)
        texts = [(f"{path}.{field}", value)] if isinstance(value, str) else []
        if not isinstance(value, str):
            texts = [(f"{path}.{field}[{at}]", getattr(one, "note", one)) for at, one in enumerate(value)]
        for place, text in texts:
            for number in sorted(numbers_in(text) - known):
                fix = "give it in an outcome or another field, or take it out"
                yield marker.fault(place, f"{number} stands in no field of {study.id}", fix)


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, each in one form."""
    return {_normal(found.rstrip(".,")) for found in _NUMBER.findall(text)}


def numbers_of_fields(study: Study) -> set[str]:
    """Every number in the fields of a study; its sentences and notes are no fields."""
    fields = {name: value for name, value in msgspec.to_builtins(study).items() if name not in _NO_FIELDS}
    found = numbers_in(json.dumps(fields, ensure_ascii=False).replace("\u2013", " "))
    return found | {_normal(number.lstrip("-")) for number in found}


def _normal(number: str) -> str:
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number):
        number = number.replace(",", "")
    try:
        return f"{float(number):g}" if float(number) < 1e6 else str(int(float(number)))
    except ValueError:
        return number
