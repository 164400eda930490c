"""Where a study's own pages are, and which addresses may become links: http and https, and nothing that could act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kapcli.catalogue.identifiers import register
from kapcli.views.document import text as text_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.study import Study
    from kapcli.views.document import Document

_ADDRESS = re.compile(r"https?://[A-Za-z0-9\[][!-~]*", re.ASCII)
_DOI = re.compile(r"10(?:\.\d{2,9})+/[!-~]+", re.ASCII)


def address(text: str) -> str:
    """The text, where it is an address that may be followed; else empty."""
    if not _ADDRESS.fullmatch(text) or any(sign in text for sign in "\"'<>\\`{}|^"):
        return ""
    return text


def link(study: Study) -> str:
    """The address of a work's lasting record; empty where none is known, or where nobody confirmed it."""
    return next(iter(addresses(study).values()), "")


def addresses(study: Study) -> dict[str, str]:
    """Every address of a work by its kind (doi, pubmed, pmc, registry, page), the most lasting first."""
    record = study.record
    found = {}
    if record.doi and _DOI.fullmatch(record.doi):
        from urllib.parse import quote

        found["doi"] = address(f"https://doi.org/{quote(record.doi, safe='/:;().-_')}")
    if record.pmid.isdecimal():
        found["pubmed"] = f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"
    if record.pmcid.startswith("PMC") and record.pmcid.removeprefix("PMC").isdecimal():
        found["pmc"] = f"https://pmc.ncbi.nlm.nih.gov/articles/{record.pmcid}/"
    for number in record.registry:
        if (known := register(number)) and known.address:
            found.setdefault("registry", address(known.address.format(number)))
    found["page"] = address(record.url)
    return {kind: where for kind, where in found.items() if where}


def addresses_document(pages: Sequence[tuple[str, bool]]) -> Document:
    """Addresses, one a line, each with whether it was opened."""
    return tuple(text_block(f"Opened: {address}" if opened else address) for address, opened in pages)


def address_data(study: Study, origin: str, kind: str, address: str, *, opened: bool) -> dict[str, Any]:
    """A study's page for a program.

    Args:
        study: Whose it is.
        origin: The file it came from.
        kind: Of the address.
        address: The one asked for.
        opened: Whether it was handed to a browser.
    """
    return {
        "id": study.id,
        "kind": kind,
        "address": address,
        "opened": opened,
        "addresses": addresses(study),
        "retraction": study.retraction,
        "origin": origin,
    }
