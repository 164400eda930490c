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
    # Initials behind a family name, as PubMed and Vancouver write them.
    if len(words) <= 4 and _INITIALS.fullmatch(words[-1]) and len(words[-1].strip(".")) <= 3 and words[-1].isupper():
        return named(" ".join(words[:-1]), words[-1])
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
    if re.fullmatch(r"[^\W\d_a-z]{1,4}", given):
        given = " ".join(f"{letter}." for letter in given)
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
    """A list of names in one text, however they are parted."""
    for part in (";", "|", " and ", " & "):
        if part in text:
            return [name for name in text.split(part) if name.strip()]
    parts = [part.strip() for part in text.split(",") if part.strip()]
    vancouver = [part for part in parts if re.fullmatch(r"\S.*\s[^\W\d_a-z]{1,3}", part) or part.casefold() in OTHERS]
    return parts if len(parts) > 1 and len(vancouver) == len(parts) else [text]
