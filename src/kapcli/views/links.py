"""Which addresses may become links: http and https, and nothing that could act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.catalogue.identifiers import register

if TYPE_CHECKING:
    from kapcli.catalogue.study import Study

_ADDRESS = re.compile(r"https?://[A-Za-z0-9\[][!-~]*", re.ASCII)
_DOI = re.compile(r"10(?:\.\d{2,9})+/[!-~]+", re.ASCII)


def address(text: str) -> str:
    """The text, where it is an address that may be followed; else empty."""
    if not _ADDRESS.fullmatch(text) or any(sign in text for sign in "\"'<>\\`{}|^"):
        return ""
    return text


def link(study: Study) -> str:
    """The address of a work's lasting record; empty where none is known, or where nobody confirmed it."""
    record = study.record
    if record.doi and _DOI.fullmatch(record.doi):
        from urllib.parse import quote

        return address(f"https://doi.org/{quote(record.doi, safe='/:;().-_')}")
    if record.pmid.isdecimal():
        return f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"
    if re.fullmatch(r"PMC\d+", record.pmcid):
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{record.pmcid}/"
    for number in record.registry:
        if (known := register(number)) and known.address:
            return address(known.address.format(number))
    return address(record.url)
