"""A work as it was published: by whom, where it is registered for good, where it was read, in what other versions."""

from typing import Annotated, Literal

from kapcli.catalogue.forms import Code, Form, Row


class Name(Row, frozen=True, kw_only=True):
    """A person, or a group under ``literal`` (CSL name variables)."""

    family: Annotated[str, Form("name")] = ""
    given: Annotated[str, Form("name")] = ""
    non_dropping_particle: Annotated[str, Form("name")] = ""
    suffix: Annotated[str, Form("name")] = ""
    literal: Annotated[str, Form("name")] = ""


class Record(Row, frozen=True, kw_only=True):
    """Where the work is registered for good: shown before any address it was read at."""

    doi: Annotated[str, Form("doi")] = ""
    pmid: Annotated[str, Form("pmid")] = ""
    pmcid: Annotated[str, Form("pmcid")] = ""
    registry: tuple[Annotated[str, Form("registry")], ...] = ()
    isbn: str = ""
    url: Annotated[str, Form("url")] = ""


class Reading(Row, frozen=True, kw_only=True):
    """An address at which something was read, and how much of the work was there."""

    url: Annotated[str, Form("url")]
    read: Annotated[str, Code("read")]
    when: Annotated[str, Form("date")] = ""


class Version(Row, frozen=True, kw_only=True):
    """Another publication of the same work: a preprint, a registry's results page."""

    kind: Literal["preprint", "journal-version", "results-paper", "protocol"]
    id: Annotated[str, Form("id")] = ""
    title: Annotated[str, Form("name")] = ""
    journal: Annotated[str, Form("name")] = ""
    year: int | None = None
    volume: str = ""
    pages: str = ""
    doi: Annotated[str, Form("doi")] = ""
    pmid: Annotated[str, Form("pmid")] = ""


class Unverified(Row, frozen=True, kw_only=True):
    """Something that only one voice says and no source that was read confirms."""

    field: str
    value: str
    said_by: str


class SameTrial(Row, frozen=True, kw_only=True):
    """Another study of the catalogue that draws on the same participants."""

    id: Annotated[str, Form("id")]
    sure: Literal["yes", "probable"]
