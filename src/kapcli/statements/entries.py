"""An entry of a list of references, taken apart: who, when, and where it says that it appeared.

Recognised are entries with the year in brackets behind the authors (APA, Harvard) and those with the year behind the
journal (Vancouver, AMA). The authors must fill all that stands before the title: a work that is named in running
text, *(Abdallah et al., 2022)*, is no entry.
"""

from __future__ import annotations

import functools
import re

import msgspec

# What is longer is no entry.
_LONGEST = 2_000
# The authors of the longest entry that a style writes out.
_HEAD = 1_200
_NUMBERING = r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)]|[•*·–—-])\s+"
_PARTICLE = (
    r"(?:(?:van|von|de|der|den|du|la|le|da|del|di|dos|ter|ten|aan|het|al|el|bin|Van|Von|De|Di|Del|La|Le)[ ]){0,3}"
)
_FAMILY = _PARTICLE + r"[^\W\d_a-z][\w'’\-]+(?:[ ][^\W\d_a-z][\w'’\-]+)?"
# With a comma between family name and initials, or initials without full stops.
_AUTHOR = rf"(?P<family>{_FAMILY})(?:,[ ]?|[ ])(?P<initials>(?:[^\W\d_a-z]\.?[ -]?){{1,4}})(?![\w'’])"
_BETWEEN = r"(?:[\s,;&.…]|\band\b|\bet\s+al\b|\bothers\b|\bJr\b|\bSr\b|\bI{2,3}\b|\(Eds?\.?\))*"
_DATED = r"\(((?:19|20)\d\d)[a-z]?(?:,[^()]{1,20})?\)[.,:]?\s+"
_DOI = r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)?\b(10\.\d{4,9}/[^\s\"<>]+)"
_PMID = r"\bPMID:?\s*(\d{5,9})\b"
_ASIDE = (
    r"https?://\S+|\bPMCID:?\s*PMC\d+|\bAdvance online publication\b\.?|\bEpub ahead of print\b\.?|\bRetrieved from\b"
    r"|\b(?:Available|Accessed)\b[^.]{0,40}(?:\.|$)|\[(?:Epub|Internet|Preprint)[^\]]{0,40}\]"
)
_PAGES = r"(?:pp?\.?\s*|Article\s+)?(?P<pages>[A-Za-z]{0,3}\d\w*(?:\s*[-–—]\s*[A-Za-z]{0,3}\d\w*)?)"
_VOLUME = r"(?:vol(?:ume|\.)?\s*)?(?P<volume>\d{1,4})(?:\s*\((?P<issue>[^()]{1,14})\))?"
# "63(8), 856-864." after the journal; "2014;71(6):681-8." after the journal.
_PLACE = rf"[,.;]?\s+{_VOLUME}(?:\s*[,:;]\s*{_PAGES})?[\s.]*$"
_PLACE_DATED = (
    rf"[.,]?\s+\(?(?P<year>(?:19|20)\d\d)\)?(?:\s+[A-Z][a-z]{{2}}\w*(?:\s+\d{{1,2}})?)?"
    rf"(?:\s*[;,]\s*{_VOLUME}(?:\s*[:,]\s*{_PAGES})?)?[\s.;]*$"
)
_STOP = r"[.?!][\"”’]?\s+(?=\S)"
# A title of fewer words is a name and no title.
_FEWEST = 2


class Author(msgspec.Struct, frozen=True):
    """An author as an entry names one: family name, initials as written or empty."""

    family: str
    initials: str


class Entry(msgspec.Struct, frozen=True):
    """An entry of a list of references.

    Attributes:
        text: The whole.
        authors: As named; what *et al.* stands for is not there.
        shortened: Whether the list of authors says that there are more.
        year: As given.
        rest: Title and place of publication, without volume, pages, DOI and addresses.
        volume: As given, or empty; so the others.
    """

    text: str
    authors: tuple[Author, ...]
    shortened: bool
    year: int
    rest: str
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""

    @property
    def cuts(self) -> list[tuple[str, str]]:
        """Every way to part title and place: the last full stop first, and all of it as title last."""
        text = self.rest.strip(" .,")
        found = [(text[: one.start() + 1], text[one.end() :]) for one in _pattern(_STOP).finditer(text)]
        return [(left.strip(" ."), right.strip(" .,")) for left, right in reversed(found)] + [(text, "")]


@functools.cache
def _pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(source, flags)


def entry(text: str) -> Entry | None:
    """Read a line as an entry of a list of references; ``None`` where it is none."""
    text = " ".join(_pattern(_NUMBERING).sub("", text[: _LONGEST + 1]).split())
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    return _year_first(text) or _year_last(text)


def _year_first(text: str) -> Entry | None:
    dated = _pattern(_DATED).search(text[: _HEAD + 8])
    if dated is None or not dated.start():
        return None
    head, rest = text[: dated.start()], text[dated.end() :]
    if not (rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in "\"“'‘["):
        return None
    authors, whole = _authors(head)
    tail = _tail(rest, _PLACE)
    if not whole:
        # "Feder et al. (2014). Title. Journal, 71(6), 681-688.": only with a place of publication is this an entry.
        short = _pattern(rf"^({_FAMILY})(?:,? et al\.?|(?: (?:and|&) {_FAMILY}))?,?\s*$").match(head)
        if short is None or not (tail["volume"] or tail["doi"]) or not dated[0].rstrip().endswith((".", ":")):
            return None
        authors = (Author(short[1], ""),)
    if not authors or len(tail["rest"].split()) < _FEWEST:
        return None
    shortened = not whole or bool(_pattern(r"\bet\s+al\b|…|\.\s?\.\s?\.|\bothers\b").search(head))
    return Entry(text, authors, shortened, int(dated[1]), **tail)


def _year_last(text: str) -> Entry | None:
    """*Feder A, Parides MK, et al. Title. JAMA Psychiatry. 2014;71(6):681-688.*"""
    name = rf"{_FAMILY} [^\W\d_a-z]{{1,3}}"
    head = _pattern(rf"^({name}(?:, {name}){{0,60}})(,? et al)?\.\s+(?=\S)").match(text[:_HEAD])
    if head is None:
        return None
    tail = _tail(text[head.end() :], _PLACE_DATED)
    if not tail.get("year") or not (tail["volume"] or tail["doi"]) or len(tail["rest"].split()) < _FEWEST:
        return None
    year = int(tail.pop("year"))
    return Entry(text, _authors(head[1])[0], bool(head[2]), year, **tail)


def _authors(head: str) -> tuple[tuple[Author, ...], bool]:
    """The authors named in a head, and whether nothing else stands there."""
    found: list[Author] = []
    place = 0
    between, author = _pattern(_BETWEEN), _pattern(_AUTHOR)
    while place < len(head):
        gap = between.match(head, place)
        place = gap.end() if gap else place
        named = author.match(head, place)
        if named is None:
            break
        found.append(Author(named["family"], named["initials"].strip(" -")))
        place = named.end()
    return tuple(found), bool(found) and place >= len(head)


def _tail(rest: str, place: str) -> dict[str, str]:
    doi = _pattern(_DOI, re.IGNORECASE).search(rest)
    pmid = _pattern(_PMID, re.IGNORECASE).search(rest)
    found = {
        "doi": doi[1].rstrip(".,;)]") if doi else "",
        "pmid": pmid[1] if pmid else "",
    }
    for pattern in (_DOI, _PMID, _ASIDE):
        rest = _pattern(pattern, re.IGNORECASE).sub(" ", rest)
    rest = " ".join(rest.split()).rstrip(" .;,")
    at = _pattern(place).search(rest)
    named = {} if at is None else {name: value or "" for name, value in at.groupdict().items()}
    for name in ("volume", "issue", "pages"):
        found[name] = named.get(name, "")
    if at is not None:
        rest = rest[: at.start()]
        if "year" in named:
            found["year"] = named["year"]
    return {**found, "rest": rest.strip(" .,;")}


__all__ = ["Author", "Entry", "entry"]
