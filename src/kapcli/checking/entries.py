"""An entry of a list of references, taken apart: who, when, and where it says that it appeared.

Recognised are entries with the year in brackets behind the authors (APA, Harvard), those with the year behind the
journal (Vancouver, AMA), and those with the title in quotation marks (Chicago, MLA). A work that is named in running
text, *(Abdallah et al., 2022)*, is no entry.
"""

from __future__ import annotations

import re

import msgspec

from kapcli.catalogue.identifiers import DOI, doi_in

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
_INITIALS_LAST = (
    r"^(\S.*?) ([^\W\d_a-z]{1,5}(?: (?:de |da |dos )*[^\W\d_a-z]{1,3})?)(?: Jr| Sr| I{2,3})?(?: \([^()]+\))?$"
)
_BETWEEN = r"(?:[\s,;&.…]|\band\b|\bet\s+al\b|\bothers\b|\bJr\b|\bSr\b|\bI{2,3}\b|\(Eds?\.?\))*"
_DATED = r"\(((?:19|20)\d\d)[a-z]?(?:,[^()]{1,20})?\)[.,:]?\s+"
_PMID = r"\bPMID:?\s*(\d{5,9})\b"
_ASIDE = (
    r"https?://\S+|\bPubMed Central\b|\bPubMed\b(?=\s+(?:PMID|\W|$))|\bPMCID:?\s*PMC\d+|\bRetrieved from\b"
    r"|\bAdvance online publication\b\.?|\bEpub ahead of print\b\.?|,?\s*\bahead of print\b\.?"
    r"|\b(?:Preprint posted|Published) online\b|\bPreprint\.|\bAvailable (?:at|from):?(?:\s*https?://\S+)?"
    r"|\bAccessed \d[^.]{0,40}(?:\.|$)"
    r"|\[(?:Epub|Internet|Preprint|Clinical trial registration)[^\]]{0,60}\]"
)
_PAGES = r"(?:pp?\.\s*|Article\s+)?(?P<pages>[A-Za-z]{0,5}\d\w*(?:\s*[-–—]\s*[A-Za-z]{0,5}\d\w*)?)"
_ISSUE = r"\((?P<issue>[^()]{1,14})\)"
_VOLUME = rf"(?:vol(?:ume|\.)?\s*)?(?:(?P<volume>\d{{1,4}})\s*)?(?:{_ISSUE})?"
# "63(8), 856-864." after the journal; "2014;71(6):681-8." after the journal.
_PLACE = (
    rf"(?:[,.;]?\s+(?=\d|\(|vol){_VOLUME}(?:\s*[,:;]\s*{_PAGES})?|,\s+(?:pp\.\s*)?(?P<range>\d+\s*[-–—]\s*\d+))[\s.]*$"
)
_PLACE_DATED = (
    rf"[.,]?\s+\(?(?P<year>(?:19|20)\d\d)\)?(?:\s+[A-Z][a-z]{{2}}\w*(?:\s+\d{{1,2}})?)?"
    rf"(?:\s*[;,]\s*{_VOLUME}(?:\s*[:,]\s*{_PAGES})?|:(?P<range>\d+\s*[-–—]\s*\d+))?[\s.;]*$"
)
# "Family, Given, and others. 2014. “Title.” Journal 71 (6): 681-88." and "... “Title.” Journal, vol. 71, no. 6, 2014,
# pp. 681-88."
_QUOTED = (
    rf"^(?P<family>{_FAMILY}), (?P<given>[^“”\"]{{1,{_HEAD}}}?)(?:\b(?P<year>(?:19|20)\d\d)[a-z]?\.\s*)?"
    r"[“\"](?P<title>[^”\"]{8,})[”\"][.,]?\s*(?P<rest>.*)$"
)
_NUMBERED = (
    rf"(?:,?\s+(?:vol\.\s*)?(?P<volume>(?!(?:19|20)\d\d[\s.,]*$)\d{{1,4}}))?(?:,?\s+(?:no\.\s*(?P<number>[\w-]+)|{_ISSUE}))?"
    rf"(?:,\s+(?P<year>(?:19|20)\d\d))?(?:\s*[,:]\s*{_PAGES})?[\s.,]*$"
)
_STOP = r"[.?!][\"”’]?\s+(?=\S)"
_IN_QUOTES = r"^[‘“\"](.+)[’”\"][.,]?\s+(.*)$"
# A title of fewer words is a name and no title.
_FEWEST = 2


class Author(msgspec.Struct, frozen=True):
    """An author as an entry names one: family name, initials as written or empty."""

    family: str
    initials: str


class Entry(msgspec.Struct, frozen=True):
    """An entry of a list of references.

    Attributes:
        authors: As named; what *et al.* stands for is not there.
        shortened: Whether the list of authors says that there are more.
        year: As given.
        rest: Title and place of publication, without volume, pages, DOI and addresses.
        volume: As given, or empty; so the others.
    """

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
        """Every way to part title and place: by quotation marks, the last full stop first, all of it as title last."""
        text = self.rest.strip(" .,")
        quoted = [(one[1], one[2]) for one in re.finditer(_IN_QUOTES, text)]
        found = list(re.finditer(_STOP, text))
        parted = [(text[: one.start() + 1], text[one.end() :]) for one in reversed(found)]
        comma = text.rpartition(", ")
        ways = [*quoted, *parted, (comma[0], comma[2]) if comma[0] else (text, ""), (text, "")]
        return [(left.strip(" .,"), right.strip(" .,")) for left, right in ways]


def entry(text: str) -> Entry | None:
    """Read a line as an entry of a list of references; ``None`` where it is none."""
    if not any(map(str.isdigit, text)):
        return None
    text = " ".join(re.sub(_NUMBERING, "", text[: _LONGEST + 1]).split())
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    return _year_first(text) or _year_last(text) or _quoted(text)


def _year_first(text: str) -> Entry | None:
    dated = re.search(_DATED, text[: _HEAD + 8])
    if dated is None or not dated.start():
        return None
    head, rest = text[: dated.start()], text[dated.end() :]
    if not (rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in "\"“'‘["):
        return None
    authors, whole = _authors(head)
    tail = _tail(rest, _PLACE)
    if not whole:
        # Names that are not taken apart ("Jr.", nicknames, groups), or "Feder et al. (2014). Title. Journal, 71(6)":
        # only with a place of publication is this an entry, and only the first author is held against the record.
        short = re.match(rf"({_FAMILY})(?:,? et al\.?|(?: (?:and|&) {_FAMILY}))?,?\s*$", head)
        if not (short or authors) or not (tail["volume"] or tail["doi"]):
            return None
        if short and not dated[0].rstrip().endswith((".", ":")):
            return None
        authors = (Author(short[1], ""),) if short else authors[:1]
    if not authors or len(tail["rest"].split()) < _FEWEST:
        return None
    shortened = not whole or bool(re.search(r"\bet\s+al\b|…|\.\s?\.\s?\.|\bothers\b", head))
    return Entry(authors, shortened, int(dated[1]), **tail)


def _year_last(text: str) -> Entry | None:
    """Read an entry such as *Feder A, Parides MK, et al. Title. JAMA Psychiatry. 2014;71(6):681-688*."""
    head = re.match(r"((?:[^.,]{3,60}, ){0,60}?[^.,]{3,60})(, et al)?\.\s+(?=\S)", text[:_HEAD])
    if head is None:
        return None
    authors = [re.match(_INITIALS_LAST, name) for name in head[1].split(", ")]
    tail = _tail(text[head.end() :], _PLACE_DATED)
    if not tail.get("year") or not (tail["volume"] or tail["doi"]) or len(tail["rest"].split()) < _FEWEST:
        return None
    named = tuple(Author(one[1], one[2]) for one in authors if one is not None)
    if len(named) < len(authors):
        return None
    return Entry(named, bool(head[2]), int(tail.pop("year")), **tail)


def _quoted(text: str) -> Entry | None:
    """Read an entry with its title in quotation marks, as Chicago and MLA have it; of the authors only the first."""
    found = re.match(_QUOTED, text)
    if found is None:
        return None
    tail = _tail(found["rest"], _NUMBERED)
    year = found["year"] or tail.pop("year", "")
    tail.pop("year", "")
    if not year or not (tail["volume"] or tail["doi"]):
        return None
    initial = "".join(re.findall(r"[^\W\d_a-z]", found["given"].split(",")[0])[:1])
    tail["rest"] = f"“{found['title'].strip(' .,')}” {tail['rest']}"
    return Entry((Author(found["family"], initial),), True, int(year), **tail)


def _authors(head: str) -> tuple[tuple[Author, ...], bool]:
    """The authors named in a head, and whether nothing else stands there."""
    found: list[Author] = []
    place = 0
    between, author = re.compile(_BETWEEN), re.compile(_AUTHOR)
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
    doi = re.search(DOI, rest, re.IGNORECASE)
    pmid = re.search(_PMID, rest, re.IGNORECASE)
    found = {
        "doi": doi_in(doi["doi"] or doi["plain_doi"], address="doi.org" in doi[0].casefold()) if doi else "",
        "pmid": pmid[1] if pmid else "",
    }
    for pattern in (DOI, _PMID, _ASIDE):
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    rest = " ".join(rest.split()).rstrip(" .;,")
    at = re.search(place, rest)
    named = {} if at is None else {name: value or "" for name, value in at.groupdict().items()}
    found["volume"] = named.get("volume", "")
    found["issue"] = named.get("issue", "") or named.get("number", "")
    found["pages"] = named.get("pages", "") or named.get("range", "")
    if at is not None:
        rest = rest[: at.start()]
        if named.get("year"):
            found["year"] = named["year"]
    return {**found, "rest": rest.strip(" .,;")}
