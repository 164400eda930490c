"""Which registers are asked for which studies, and what each of them answered."""

from __future__ import annotations

import datetime
import functools
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

import msgspec

from kapcli.online import crossref, pubmed, trial_registers
from kapcli.online.asking import UnansweredError
from kapcli.online.record import MalformedAnswerError, RegisterRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.online.asking import Addresses, Asker

# Crossref asks for no more than three at once.
AT_ONCE = 3


class Question(msgspec.Struct, frozen=True):
    """One address to ask, and how its answer is read.

    Attributes:
        register: Who is asked.
        numbers: For what.
        address: Where.
        read: From the bytes to the records by number.
        alone: Whether a 404 means that the register has no such record; else it is a fault of the register.
    """

    register: str
    numbers: tuple[str, ...]
    address: str
    read: Callable[[bytes], dict[str, RegisterRecord]]
    alone: bool = False


class Replies(msgspec.Struct):
    """What came back.

    Attributes:
        records: By register and number.
        unanswered: Register and number, each with why there is no answer.
    """

    records: dict[tuple[str, str], RegisterRecord] = {}
    unanswered: dict[tuple[str, str], str] = {}


def numbers_of(study: Study) -> Iterator[tuple[str, str]]:
    """The registers that a study can be asked of, each with the number it has there."""
    if study.record.doi:
        yield crossref.NAME, study.record.doi
    if study.record.pmid:
        yield pubmed.NAME, study.record.pmid
    for number in study.record.registry:
        if name := trial_registers.asked_of(number):
            yield name, number


def questions(studies: Iterable[Study], addresses: Addresses, email: str) -> list[Question]:
    """What there is to ask, each thing once: PubMed and ClinicalTrials.gov are asked for many records at a time."""
    wanted: dict[str, dict[str, None]] = {}
    for study in studies:
        for name, number in numbers_of(study):
            wanted.setdefault(name, {})[number] = None
    asked = [_of_crossref(doi, addresses) for doi in wanted.get(crossref.NAME, ())]
    for some in _parted(sorted(wanted.get(pubmed.NAME, ()), key=int), pubmed.MOST):
        address = pubmed.address(addresses.pubmed, some, email)
        asked.append(Question(pubmed.NAME, some, address, functools.partial(pubmed.read, numbers=some)))
    for some in _parted(sorted(wanted.get(trial_registers.CLINICAL_TRIALS, ())), trial_registers.MOST):
        address = trial_registers.trials_address(addresses.clinical_trials, some)
        read = functools.partial(trial_registers.read_trials, numbers=some)
        asked.append(Question(trial_registers.CLINICAL_TRIALS, some, address, read))
    asked += [_of_isrctn(number, addresses) for number in sorted(wanted.get(trial_registers.ISRCTN, ()))]
    return asked


def _of_crossref(doi: str, addresses: Addresses) -> Question:
    address = crossref.address(addresses.crossref, doi)
    return Question(crossref.NAME, (doi,), address, lambda data: {doi: crossref.read(data, doi)}, alone=True)


def _of_isrctn(number: str, addresses: Addresses) -> Question:
    address = trial_registers.isrctn_address(addresses.isrctn, number)
    today = datetime.date.today().isoformat()
    return Question(
        trial_registers.ISRCTN,
        (number,),
        address,
        lambda data: {number: trial_registers.read_isrctn(data, number, today)},
        alone=True,
    )


def _parted(numbers: Sequence[str], most: int) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(numbers), most):
        yield tuple(numbers[start : start + most])


def ask(asked: Sequence[Question], asker: Asker, told: Callable[[int], None]) -> Replies:
    """Ask everything, a few at once.

    Args:
        asked: What.
        asker: Whom.
        told: Called with the count of numbers that each answer settles.
    """
    replies = Replies()
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        running = {pool.submit(_settle, one, asker): one for one in asked}
        for done in as_completed(running):
            records, unanswered = done.result()
            replies.records |= records
            replies.unanswered |= unanswered
            told(len(running[done].numbers))
    finally:
        # An interrupt waits for nothing: what has been answered is kept, and a later check goes on from there.
        asker.stop()
        pool.shutdown(wait=True, cancel_futures=True)
    return replies


def _settle(
    question: Question, asker: Asker
) -> tuple[dict[tuple[str, str], RegisterRecord], dict[tuple[str, str], str]]:
    try:
        data = asker.ask(question.address)
        if data is None and not question.alone:
            raise UnansweredError("it answered with status 404")
        found = {} if data is None else question.read(data)
    except UnansweredError as error:
        return {}, {(question.register, number): str(error) for number in question.numbers}
    except MalformedAnswerError as error:
        asker.forget(question.address)
        return {}, {
            (question.register, number): f"its answer could not be read: {error}" for number in question.numbers
        }
    if data is None:
        found = {
            number: RegisterRecord(register=question.register, number=number, address="", known=False)
            for number in question.numbers
        }
    records = {(question.register, number): record for number, record in found.items()}
    missing = {
        (question.register, number): "its answer leaves it out" for number in question.numbers if number not in found
    }
    return records, missing
