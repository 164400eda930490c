"""ClinicalTrials.gov API v2: the JSON of one study, or of a page of studies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.publication import Name
from kapcli.importing.json_items import items, text_of
from kapcli.importing.record import Faulty, Place, Record, Sorting, clean
from kapcli.importing.trial_arms import arms

if TYPE_CHECKING:
    from kapcli.importing.mapping import Codes
    from kapcli.importing.record import Read

STATES = {
    "NOT_YET_RECRUITING": "registered",
    "RECRUITING": "recruiting",
    "ENROLLING_BY_INVITATION": "recruiting",
    "ACTIVE_NOT_RECRUITING": "active",
    "COMPLETED": "completed",
    "TERMINATED": "terminated",
    "WITHDRAWN": "withdrawn",
    "UNKNOWN": "unknown",
}
_MODELS = {"PARALLEL": "parallel", "CROSSOVER": "crossover", "FACTORIAL": "factorial"}
_MASKING = {"NONE": "open", "SINGLE": "single", "DOUBLE": "double", "TRIPLE": "triple", "QUADRUPLE": "quadruple"}


def read(text: str, file: str, known: Codes) -> Read:
    """The records of a file."""
    found: Read = []
    for item in items(text):
        place = Place(file, item.line)
        protocol = item.value.get("protocolSection") if isinstance(item.value, dict) else None
        if item.fault:
            found.append(Faulty(place, item.fault))
        elif not isinstance(protocol, dict):
            found.append(Faulty(place, "no protocolSection: not a study of ClinicalTrials.gov"))
        else:
            found.append(_record(item.value, place, known))
    return found


def at(value: Any, *names: str) -> Any:
    """What stands under some names, one below the other; ``None`` where one is not there."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def listed(value: Any, *names: str) -> list[Any]:
    """The same where a list is wanted."""
    found = at(value, *names)
    return found if isinstance(found, list) else []


def _record(study: Any, place: Place, known: Codes) -> Record:
    sorting = Sorting()
    protocol = study["protocolSection"]

    def said(*names: str) -> str:
        return clean(text_of(at(protocol, *names)))

    status = said("statusModule", "overallStatus")
    if status and status not in STATES:
        sorting.say("overallStatus", status)
    sponsor = said("sponsorCollaboratorsModule", "leadSponsor", "name")
    count = at(protocol, "designModule", "enrollmentInfo", "count")
    count = count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None
    kind = said("designModule", "enrollmentInfo", "type")
    if count is not None and kind not in ("ESTIMATED", "ACTUAL"):
        sorting.say("enrollmentInfo", f"{count} ({kind or 'type not given'})")
    allocation, blinding = _design(protocol, sorting)
    found = arms(protocol, known)
    sites, countries = _places(protocol, known, sorting)
    number = said("identificationModule", "nctId")
    _remarks(protocol, sorting)
    return Record(
        place=place,
        csl_type="webpage",
        title=said("identificationModule", "officialTitle") or said("identificationModule", "briefTitle"),
        authors=(Name(literal=sponsor),) if sponsor else (),
        year=sorting.year(said("statusModule", "studyFirstSubmitDate")),
        registry=tuple(filter(None, (sorting.identifier("registry", number, _nct),))),
        url="",
        status=STATES.get(status, ""),
        design=_kind(study, said("designModule", "designInfo", "allocation"), said("designModule", "studyType")),
        allocation=allocation,
        blinding=blinding,
        phase="/".join(one.replace("EARLY_PHASE", "early ").removeprefix("PHASE") for one in _phases(protocol)),
        sites=sites,
        country=countries,
        planned=count if kind == "ESTIMATED" else None,
        enrolled=count if kind == "ACTUAL" else None,
        conditions=tuple(clean(text_of(one)) for one in listed(protocol, "conditionsModule", "conditions")),
        keywords=tuple(("keywords", clean(text_of(one))) for one in listed(protocol, "conditionsModule", "keywords")),
        arms=found.arms,
        therapy=found.therapy,
        results=tuple(
            pmid
            for one in listed(protocol, "referencesModule", "references")
            if at(one, "type") == "RESULT" and (pmid := sorting.pmid(text_of(at(one, "pmid"))))
        ),
        also=(*found.said, *sorting.also),
        inferred=("design",),
    )


def _nct(text: str) -> str:
    from kapcli.catalogue.identifiers import registry

    return registry(text)


def _kind(study: Any, allocation: str, kind: str) -> str:
    """Our design: a registered trial counts as one without results until results are posted."""
    if kind and kind != "INTERVENTIONAL":
        return ""
    if at(study, "hasResults") is not True:
        return "ongoing-trial"
    return {"RANDOMIZED": "rct", "NON_RANDOMIZED": "non-randomised-trial"}.get(allocation, "")


def _design(protocol: Any, sorting: Sorting) -> tuple[str, str]:
    info = at(protocol, "designModule", "designInfo")
    allocated, model = text_of(at(info, "allocation")), text_of(at(info, "interventionModel"))
    if model == "SINGLE_GROUP":
        allocation = "single-arm"
    elif allocated == "NON_RANDOMIZED":
        allocation = "non-randomised"
    else:
        allocation = _MODELS.get(model, "") if allocated == "RANDOMIZED" else ""
    if (model or allocated) and not allocation:
        sorting.say("allocation", f"{allocated} {model}".strip())
    masking = text_of(at(info, "maskingInfo", "masking"))
    if masking and masking not in _MASKING:
        sorting.say("masking", masking)
    who = ", ".join(text_of(one).lower().replace("_", " ") for one in listed(info, "maskingInfo", "whoMasked"))
    sorting.say("who is masked", who)
    return allocation, _MASKING.get(masking, "")


def _phases(protocol: Any) -> list[str]:
    return [text_of(one) for one in listed(protocol, "designModule", "phases") if "PHASE" in text_of(one)]


def _places(protocol: Any, known: Codes, sorting: Sorting) -> tuple[int, tuple[str, ...]]:
    """How many sites there are, and in which countries."""
    from kapcli.catalogue.vocabulary import fold

    places = listed(protocol, "contactsLocationsModule", "locations")
    spelt = known.spellings("country")
    named = dict.fromkeys(clean(text_of(at(one, "country"))) for one in places)
    for country in named:
        if country and fold(country) not in spelt:
            sorting.say("country", country)
    return len(places), tuple(dict.fromkeys(spelt[fold(one)] for one in named if fold(one) in spelt))


def _remarks(protocol: Any, sorting: Sorting) -> None:
    """What tells a person where to read on, and has no field of ours."""
    brief = clean(text_of(at(protocol, "identificationModule", "briefTitle")))
    official = clean(text_of(at(protocol, "identificationModule", "officialTitle")))
    if official and brief != official:
        sorting.say("brief title", brief)
    sorting.say("acronym", text_of(at(protocol, "identificationModule", "acronym")))
    sorting.say("why it was stopped", text_of(at(protocol, "statusModule", "whyStopped")))
    for which in ("primaryOutcomes", "secondaryOutcomes"):
        label = "primary outcome" if which.startswith("primary") else "secondary outcome"
        for one in listed(protocol, "outcomesModule", which):
            frame = clean(text_of(at(one, "timeFrame")))
            measure = clean(text_of(at(one, "measure")))
            sorting.say(label, f"{measure} ({frame})" if frame and measure else measure)
    for one in listed(protocol, "referencesModule", "references"):
        if at(one, "type") != "RESULT":
            pmid = text_of(at(one, "pmid"))
            sorting.say("reference", f"PMID {pmid}" if pmid else text_of(at(one, "citation")))
