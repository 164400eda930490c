"""A study of the catalogue or the catalogue itself as a neutral CSL item, and what must be said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.identifiers import register
from kapcli.catalogue.publication import Name
from kapcli.catalogue.study import Study
from kapcli.citing.ranges import numbers

if TYPE_CHECKING:
    from kapcli.catalogue.model import About
    from kapcli.catalogue.publication import Name
    from kapcli.catalogue.study import Study

UNCHECKED = "whether it was retracted or corrected has not been checked"
_INCOMPLETE = "the author list is not complete: names are missing in what was read"


def csl_item(study: Study) -> dict[str, Any]:
    """The bibliographic record as a CSL-JSON item, with ``article-number`` as the one extra.

    Source: CSL 1.0.2 variables; a preprint is an ``article`` with a genre, a registry record a ``webpage``.
    """
    record = study.record
    item: dict[str, Any] = {
        "id": study.id,
        "type": study.csl_type,
        "title": study.title,
        "issued": {"date-parts": [[study.year]]},
        "language": study.language or "en",
    }
    if study.authors:
        item["author"] = [_name(name) for name in study.authors]
    if study.editors:
        item["editor"] = [_name(name) for name in study.editors]
    fields = {
        "container-title": study.journal,
        "container-title-short": study.journal_abbreviation,
        "volume": "-".join(numbers(study.volume) or (study.volume,)),
        "issue": "-".join(numbers(study.issue) or (study.issue,)),
        "page": study.pages,
        "article-number": study.article_number,
        "publisher": study.publisher,
        "publisher-place": study.publisher_place,
        "ISBN": record.isbn,
        "DOI": record.doi or _unverified_doi(study),
        "PMID": record.pmid,
        "PMCID": record.pmcid,
        "URL": record.url or _read_at(study),
    }
    item |= {name: value for name, value in fields.items() if value}
    if study.number_of_pages is not None:
        item["number-of-pages"] = str(study.number_of_pages)
    if study.csl_type == "article" and study.status == "preprint":
        item["genre"] = "Preprint"
        item["publisher"] = item.pop("container-title", "") or item.get("publisher", "")
        item.pop("container-title-short", None)
    if study.csl_type == "webpage" and record.registry:
        item["genre"] = f"Clinical trial registration No. {record.registry[0]}"
        if known := register(record.registry[0]):
            item.setdefault("container-title", f'<span class="nocase">{known.name}</span>')
            if known.address:
                item.setdefault("URL", known.address.format(record.registry[0]))
    elif study.online_first:
        item["status"] = "advance online publication"
    return item


def beside(study: Study) -> list[str]:
    """What a reader must know about a citation, and what may never stand inside it."""
    remarks = []
    if study.status == "preprint":
        remarks.append("a preprint: not peer-reviewed")
    if not study.authors_complete:
        remarks.append(_INCOMPLETE)
    for claim in study.unverified:
        if claim.field == "doi":
            remarks.append(f"only {claim.said_by} gives this DOI; no source that was read confirms it")
    record = study.record
    if not (record.doi or record.pmid or record.registry or record.isbn or _unverified_doi(study)):
        remarks.append("no DOI, PubMed or registry number is known")
        if _read_at(study):
            remarks.append("the address is where it was read")
    if study.csl_type == "article-journal" and not (study.volume or study.pages or study.article_number):
        remarks.append("volume and pages are not known")
    remarks.append(
        {
            "not-checked": UNCHECKED,
            "none": "",
            "retracted": "RETRACTED",
            "corrected": "a correction was published",
            "concern": "an expression of concern was published",
        }[study.retraction]
    )
    return [remark for remark in remarks if remark]


def _read_at(study: Study) -> str:
    """For a report without any identifier: the address it was read at, so that a reader can find it at all."""
    record = study.record
    if (
        study.csl_type == "article-journal"
        or record.doi
        or record.pmid
        or record.pmcid
        or record.registry
        or record.isbn
        or _unverified_doi(study)
    ):
        return ""
    return study.read_at[0].url if study.read_at else ""


def _unverified_doi(study: Study) -> str:
    return next((claim.value for claim in study.unverified if claim.field == "doi"), "")


def _name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}


def itself(about: About) -> Study:
    """The edition at hand as an entry: its makers are named together, and its edition stands with the title."""
    edition = f" (edition {about.edition})" if about.edition else ""
    return Study(
        id="kap",
        title=f"{about.title}{edition}",
        csl_type="dataset",
        year=int(about.as_of[:4]),
        design="other",
        status="published",
        finding="",
        read_at=(),
        authors=(Name(literal="kapcli contributors"),),
        publisher="kapcli",
        retraction="none",
    )
