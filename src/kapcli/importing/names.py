"""Names of people as files write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.catalogue.publication import Name
from kapcli.importing.record import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARTICLE = re.compile(
    r"((?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ter|ten|aan|het|af|zu|zum|zur)\s+)+)(?=\S)"
)
_INITIALS = re.compile(r"[^\W\d_a-z](?:[.\s-]*[^\W\d_a-z]){0,3}\.?")
_SUFFIX = re.compile(r"(?:Jr|Sr|I{2,3}|IV|2nd|3rd)\.?", re.IGNORECASE)
# A family name with initials behind it, as PubMed and Vancouver write them.
_SHORT = re.compile(rf"\S.*\s(?:{_INITIALS.pattern})(?:\s(?:{_SUFFIX.pattern}))?")
_END = re.compile(r"(?<=\w\w)(?<!Jr)(?<!Sr)(?<!Inc)(?<!Ltd)\.\s*$")
_GROUP = re.compile(
    r"\b(?:administration|agency|association|cent(?:er|re)s?|college|collaboration|committee|consortium|department|"
    r"foundation|group|institutes?|investigators|ministry|network|office|organi[sz]ation|society|services|"
    r"studies|study|team|trial|university)\b",
    re.IGNORECASE,
)
# What stands for those who are not named.
OTHERS = frozenset({"others", "et al", "et al.", "and others"})


def person(text: str) -> Name | None:
    """A name: *Feder, Adriana*, *Feder A*, *Feder, A., Jr.*, or that of a group; ``None`` for an empty one."""
    text = clean(text).strip(" ;,")
    if not text:
        return None
    family, comma, given = text.partition(",")
    if comma:
        first, _, rest = given.partition(",")
        parts = [part.strip() for part in (first, rest) if part.strip()]
        suffix = next((part for part in parts if _SUFFIX.fullmatch(part)), "")
        given = " ".join(part for part in parts if part != suffix)
        return named(family, given, suffix)
    words = text.split()
    if len(words) == 1:
        return named(text, "")
    if len(words) <= 5 and _SUFFIX.fullmatch(words[-1]) and _SHORT.fullmatch(text):
        return named(" ".join(words[:-2]), " ".join(words[-2:]))
    # Initials behind a family name, as PubMed and Vancouver write them.
    last = words[-1]
    if len(words) <= 4 and _INITIALS.fullmatch(last) and last.isupper() and sum(map(str.isalpha, last)) <= 3:
        return named(" ".join(words[:-1]), last)
    return Name(literal=text)


def named(family: str, given: str, suffix: str = "", particle: str = "") -> Name:
    """A person's name by its parts, with the particles before the family name apart."""
    family = clean(family)
    if not particle and (found := _PARTICLE.match(family)):
        particle, family = found[1].strip(), family[found.end() :]
    given = clean(given)
    # PubMed writes it behind the given names.
    rest, _, last = given.rpartition(" ")
    if not suffix and rest and _SUFFIX.fullmatch(last):
        given, suffix = rest, f"{last}." if last in ("Jr", "Sr") else last
    # Initials have their full stop, as in the catalogue.
    given = re.sub(r"(?<![^\s-])([^\W\d_a-z])(?![^\s-])", r"\1.", given)
    if re.fullmatch(r"(?:[^\W\d_a-z]\.?){1,4}", given):
        given = " ".join(f"{letter}." for letter in given.replace(".", ""))
    return Name(family=family, given=given, suffix=clean(suffix), non_dropping_particle=clean(particle))


def people(texts: Iterable[str]) -> tuple[tuple[Name, ...], bool]:
    """Some names, and whether they are all there are."""
    found, whole = [], True
    for text in texts:
        if clean(text).strip(" .,").casefold() in OTHERS:
            whole = False
        elif (name := person(text)) is not None:
            found.append(name)
    return tuple(found), whole


def listed(text: str) -> list[str]:
    """A list of names in one text, however they are parted: by ``;`` or ``|``, by *and*, by commas.

    A comma parts *Feder A, Costi S* and *Feder, A., Costi, S.*, but not *Feder, Adriana* or *van der Kolk, Bessel A*.
    """
    for part in (";", "|"):
        if part in text:
            return [name.strip() for name in text.split(part) if name.strip(" .")]
    text, others = _without_others(text)
    pieces = _joined(text)
    # *Adriana Feder, Sara Costi and James Murrough*: behind a whole name others are whole as well.
    whole = (
        len(pieces) > 1 and len(pieces[-1].split()) > 1 and "," not in pieces[-1] and not _SHORT.fullmatch(pieces[-1])
    )
    found = [name for piece in pieces for name in _by_commas(piece, whole=whole)]
    return found + ([others] if others else [])


def _without_others(text: str) -> tuple[str, str]:
    """A list without what stands for those who are not named, and that."""
    found = re.search(r"[\s,]+(et al|and others|others)[\s.]*$", text, re.IGNORECASE)
    return (text[: found.start()], found[1]) if found else (text, "")


def _joined(text: str) -> list[str]:
    """The parts of a text between *and*, where it stands between names: a group has one of its own."""
    pieces = [piece.strip(" ,") for piece in re.split(r"[\s,]+(?:and|AND|&)\s+", text) if piece.strip(" ,")]
    alone = {len(piece.split()) > 1 or "," in piece for piece in pieces}
    return [text.strip()] if _GROUP.search(text) or len(alone) > 1 else pieces


def _by_commas(text: str, *, whole: bool) -> list[str]:
    """The names between commas.

    Args:
        text: One or several.
        whole: Whether a name beside them is written with the given names first.
    """
    # The list of PubMed ends with a full stop, and so may its last initials.
    parts = [part.strip() for part in _END.sub("", text).split(",") if part.strip(" .")]
    short = [bool(_SHORT.fullmatch(part)) for part in parts]
    # A group may stand among people, and first of all.
    if len(parts) > 1 and (short[0] or (len(parts) > 2 and all(short[1:]))):
        return parts
    if pairs := _pairs(parts):
        return pairs
    # Whole names, given names first.
    least = 2 if whole and not any(short) else 3
    if len(parts) >= least and all(len(part.split()) > 1 for part in parts):
        return parts
    return [text]


def _pairs(parts: list[str]) -> list[str]:
    """Names of which the initials stand behind a comma as well; none where it is not so throughout."""
    found: list[str] = []
    rest = list(parts)
    while rest:
        family = rest.pop(0)
        if not rest or not _INITIALS.fullmatch(rest[0]):
            return []
        found.append(f"{family}, {rest.pop(0)}")
        if rest and _SUFFIX.fullmatch(rest[0]):
            found[-1] += f", {rest.pop(0)}"
    return found
