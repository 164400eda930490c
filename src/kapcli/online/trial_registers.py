"""Registers of trials: ClinicalTrials.gov (API version 2, JSON) and the ISRCTN registry (its XML API)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from kapcli.catalogue.identifiers import register
from kapcli.importing.trials import STATES
from kapcli.online.record import MalformedAnswerError, RegisterRecord, answered, at, words

if TYPE_CHECKING:
    from collections.abc import Sequence

CLINICAL_TRIALS = "ClinicalTrials.gov"
ISRCTN = "ISRCTN Registry"
# So many are asked for at once: their addresses stay short, and the answer below some megabytes.
MOST = 20
_FIELDS = ("IdentificationModule", "StatusModule", "DesignModule")
_STOPPED = {"stopped": "terminated", "suspended": "unknown"}


def trials_address(base: str, numbers: Sequence[str]) -> str:
    """Where the records of some numbers of ClinicalTrials.gov are asked for."""
    fields = {"filter.ids": ",".join(numbers), "fields": ",".join(_FIELDS), "pageSize": str(MOST)}
    return f"{base}/api/v2/studies?{urlencode(fields, safe=',')}"


def read_trials(data: bytes, numbers: Sequence[str]) -> dict[str, RegisterRecord]:
    """What an answer says of each number; one that is not in it is not known to the register.

    Raises:
        MalformedAnswerError: It is not of the documented shape.
    """
    studies = answered(data, "studies")
    if not isinstance(studies, list):
        raise MalformedAnswerError("no studies in it")
    sections = [at(one, "protocolSection") for one in studies]
    found = {words(at(one, "identificationModule", "nctId")).upper(): one for one in sections}
    return {number: _trial(number, found.get(number.upper())) for number in numbers}


def _trial(number: str, section: Any) -> RegisterRecord:
    address = _page(number)
    if section is None:
        return RegisterRecord(register=CLINICAL_TRIALS, number=number, address=address, known=False)
    count = at(section, "designModule", "enrollmentInfo", "count")
    count = count if isinstance(count, int) and not isinstance(count, bool) else None
    actual = words(at(section, "designModule", "enrollmentInfo", "type")) == "ACTUAL"
    titles = (words(at(section, "identificationModule", name)) for name in ("officialTitle", "briefTitle"))
    return RegisterRecord(
        register=CLINICAL_TRIALS,
        number=number,
        address=address,
        titles=tuple(filter(None, titles)),
        status=STATES.get(words(at(section, "statusModule", "overallStatus")), ""),
        planned=None if actual else count,
        enrolled=count if actual else None,
        results_posted=words(at(section, "statusModule", "resultsFirstPostDateStruct", "date")),
        updated=words(at(section, "statusModule", "lastUpdatePostDateStruct", "date")),
    )


def isrctn_address(base: str, number: str) -> str:
    """Where the record of an ISRCTN is asked for."""
    return f"{base}/api/trial/{number}/format/default"


def read_isrctn(data: bytes, number: str, today: str) -> RegisterRecord:
    """What an answer says.

    The register has no field for the state of a trial: it follows from its dates, and from what overrides them.

    Args:
        data: The answer.
        number: What was asked for.
        today: The date, to hold the trial's dates against.

    Raises:
        MalformedAnswerError: It is not of the documented shape, or is of another trial.
    """
    # A declaration of a type could make a small answer fill the memory.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise MalformedAnswerError("it declares a document type")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise MalformedAnswerError("no XML") from None
    texts: dict[str, str] = {}
    for element in root.iter():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            texts.setdefault(element.tag.rpartition("}")[2], words(element.text))
    trial = next((element for element in root.iter() if element.tag.rpartition("}")[2] == "trial"), None)
    if trial is None or texts.get("isrctn", "").removeprefix("ISRCTN") != number.upper().removeprefix("ISRCTN"):
        raise MalformedAnswerError("no record of that number in it")
    planned, enrolled = (
        int(texts[name]) if texts.get(name, "").isdecimal() else None
        for name in ("targetEnrolment", "totalFinalEnrolment")
    )
    return RegisterRecord(
        register=ISRCTN,
        number=number,
        address=_page(number),
        titles=tuple(texts[name] for name in ("scientificTitle", "title") if texts.get(name)),
        status=_state(texts, today),
        planned=planned,
        enrolled=enrolled,
        updated=words(trial.get("lastUpdated"))[:10],
    )


def _state(texts: dict[str, str], today: str) -> str:
    override = " ".join(texts.get(name, "") for name in ("overallStatusOverride", "recruitmentStatusOverride"))
    for word, state in _STOPPED.items():
        if word in override.casefold():
            return state
    dates = ((name, texts.get(name, "")[:10]) for name in ("overallEndDate", "recruitmentEnd", "recruitmentStart"))
    after = {"overallEndDate": "completed", "recruitmentEnd": "active", "recruitmentStart": "recruiting"}
    passed = next((after[name] for name, date in dates if date and date <= today), "")
    return passed or ("registered" if texts.get("recruitmentStart") else "")


def _page(number: str) -> str:
    known = register(number)
    return known.address.format(number) if known else ""


def asked_of(number: str) -> str:
    """The register that a number can be asked of; empty for one that has no open API."""
    known = register(number)
    return known.name if known and known.name in (CLINICAL_TRIALS, ISRCTN) else ""
