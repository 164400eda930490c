"""The forms of identifiers, in catalogue files, in what is asked and in lists of references: the one place for them."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from kapcli.catalogue.folding import HYPHENS, named, seen, unseen

# What may precede a DOI: the address that resolves it, as it is copied or typed, or the name of the scheme.
DOI_PREFIX = r"(?:(?:https?://)?(?:(?:www|dx)\.)?doi\.org/|(?:info:|urn:)?\bdoi\s*[:/]?\s*)"
# The prefix of a registrant may be divided further (10.1000.10). In running text it has at least four digits, so that
# no dose or score is taken for one; behind `DOI_PREFIX` any will do.
_SLASH = r"(?:/|%2F)"
BARE_DOI = rf"10\.\d{{4,9}}(?:\.\d{{1,9}})*{_SLASH}\S+"
_ANY_DOI = rf"10(?:\.\d{{1,9}})+{_SLASH}\S+"
DOI = rf"{DOI_PREFIX}(?P<doi>{_ANY_DOI})|(?<![\d.])(?P<plain_doi>{BARE_DOI})"

_WHOLE_DOI = r"10(?:\.\d{2,9})+/[^\s\"\\^`{|}\x00-\x1f]+"


class Register(msgspec.Struct, frozen=True):
    """A register of trials.

    Attributes:
        name: As it is cited.
        form: A pattern for its numbers.
        example: One of them.
        address: Where a record is found, with ``{}`` for its number; empty where it does not follow from the number.
    """

    name: str
    form: str
    example: str
    address: str = ""


# Registers whose numbers have one known form; others are taken as they come.
_REGISTERS = {
    "NCT": Register("ClinicalTrials.gov", r"NCT\d{8}", "NCT02397889", "https://clinicaltrials.gov/study/{}"),
    "ISRCTN": Register("ISRCTN Registry", r"ISRCTN\d{8}", "ISRCTN12345678", "https://www.isrctn.com/{}"),
    "ACTRN": Register(
        "Australian New Zealand Clinical Trials Registry",
        r"ACTRN\d{14}",
        "ACTRN12618001965291",
        "https://anzctr.org.au/{}.aspx",
    ),
    "DRKS": Register(
        "German Clinical Trials Register", r"DRKS\d{8}", "DRKS00012345", "https://drks.de/search/en/trial/{}"
    ),
    "UMIN": Register("UMIN Clinical Trials Registry", r"UMIN\d{9}", "UMIN000012345"),
    "CHICTR": Register("Chinese Clinical Trial Registry", r"ChiCTR(?:-[A-Z]{2,6}-)?\d{8,10}", "ChiCTR2000012345"),
}
_REGISTRY = r"[A-Za-z0-9][A-Za-z0-9/.-]{3,40}"
NUMBERS = r"NCT\d{8}|PMC\d{4,9}|ACTRN\d{10,16}|ISRCTN\d{6,9}"


class IdentifierError(ValueError):
    """A text that is no identifier of its kind; the message says what it should be."""


def key(name: str) -> str:
    """A name of a record as it is stored to be found: composed (NFC), without case and what nobody sees."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", seen(name)).casefold())


def doi_in(found: str, *, address: bool = False) -> str:
    """The DOI that a run of signs in a text stands for.

    Args:
        found: From its ``10.`` on, as far as no blank interrupts it.
        address: It stands in an address: what follows a question mark or number sign is no part of it.

    Returns:
        Without percent signs, unseen characters and the sentence's own punctuation behind it.
    """
    if address:
        found = re.split(r"[?#]", found, maxsplit=1)[0]
    return _trimmed(_plain(unquoted(found)))


def unquoted(text: str) -> str:
    """A text without percent-encoding, where it is encoded and holds nothing else by it than text."""
    if not re.search(r"%[0-9A-Fa-f]{2}", text):
        return text
    from urllib.parse import unquote

    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def _plain(text: str) -> str:
    """Without unseen characters, and with the hyphen of ASCII for those that typesetters put in its place."""
    if text.isascii():
        return text
    return "".join("-" if character in HYPHENS else character for character in text if not unseen(character))


def _trimmed(text: str) -> str:
    while text:
        last = text[-1]
        opening = {")": "(", "]": "[", ">": "<", "}": "{"}.get(last)
        if last in ".,;:!?\"'’”…" or (opening and text.count(last) > text.count(opening)):
            text = text[:-1]
        else:
            break
    return text


def doi(text: str) -> str:
    """The DOI that a field of a catalogue gives, without the address or scheme before it.

    Raises:
        IdentifierError: Not a DOI, or one with a character that is none of its own; the message names it.
    """
    text = text.strip()
    address = False
    while (prefix := re.match(DOI_PREFIX, text, re.I)) is not None:
        address = address or "doi.org" in prefix[0].casefold()
        text = text[prefix.end() :].strip()
    if address:
        text = re.split(r"[?#]", text, maxsplit=1)[0]
    text = unquoted(text)
    right = _trimmed(_plain(text))
    if not re.fullmatch(_WHOLE_DOI, right):
        raise IdentifierError("a DOI looks like 10.1001/jamapsychiatry.2014.62")
    for character in text:
        if unseen(character) or character in HYPHENS:
            raise IdentifierError(f"it holds {named(character)}: write {right}")
    if right != text:
        raise IdentifierError(f"no DOI ends in {text[len(right) :]!r}: write {right}")
    return text


def pmcid(text: str) -> str:
    """A number of PubMed Central.

    Raises:
        IdentifierError: Not one.
    """
    if not re.fullmatch(r"PMC\d{1,9}", text, re.ASCII):
        raise IdentifierError("a PMC number looks like PMC10979792")
    return text


def pmid(text: str) -> str:
    """A number of PubMed.

    Raises:
        IdentifierError: Not one.
    """
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise IdentifierError("a PubMed number is digits only")
    return text


def registry(text: str) -> str:
    """A number of a register of trials.

    Raises:
        IdentifierError: Not one, or one of a known register with too few or too many digits.
    """
    if not re.fullmatch(_REGISTRY, text) or not any(character.isdigit() for character in text):
        raise IdentifierError("a registry number looks like NCT02397889")
    known = register(text)
    if known and not re.fullmatch(known.form, text, re.ASCII | re.IGNORECASE):
        raise IdentifierError(f"a number of that register looks like {known.example}")
    return text


def register(number: str) -> Register | None:
    """The register of trials that a number is of, where it is a known one."""
    return next((one for start, one in _REGISTERS.items() if number.upper().startswith(start)), None)
