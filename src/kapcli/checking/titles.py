"""When two titles, journals or page ranges are the same, however they are printed."""

from __future__ import annotations

import functools
import re

from kapcli.catalogue.forms import without_tags
from kapcli.catalogue.words import singular, words

_SUBTITLE = r":\s|[?!]\s|\s[–—-]\s|\.\s"
_DASHES = re.compile(r"\s*[-‐‑‒–—]\s*")
_LIGHT = frozenset("of the and for in on a an to with by de la und der die & at from".split())
# Words that titles of this field share without being about the same.
_COMMON = frozenset(
    """ketamine esketamine trial study randomized controlled clinical double blind placebo open label treatment therapy
    effect effects efficacy patient depression disorder major review analysis meta systematic pilot""".split()
)
# From so many words on, the name of a book or journal is known within a longer text.
_TELLING_NAME = 4
_SPELLINGS = ((r"is(?=e|ing|ation)", "iz"), (r"our", "or"), (r"ae", "e"), (r"oe", "e"), (r"centre", "center"))


# Every entry of a list of references is held against every work: each title is taken apart once.
@functools.lru_cache(maxsize=4096)
def folded(title: str) -> str:
    """Letters and digits of a title in a row: case, punctuation, hyphens and British spelling make no difference."""
    text = "".join(words(without_tags(title).replace("&", " and ")))
    for pattern, replacement in _SPELLINGS:
        text = re.sub(pattern, replacement, text)
    return text


def same_title(said: str, read: str) -> bool:
    """Whether a title is that of a record: a subtitle may be missing, but not be another, or one too many."""
    whole = folded(_unmarked(said))
    return whole == folded(_unmarked(read)) or whole == folded(_unmarked(_main(read)))


def _unmarked(title: str) -> str:
    # The sign behind a trade name is no part of a title.
    return title.replace("™", "").replace("®", "")


@functools.lru_cache(maxsize=4096)
def _main(title: str) -> str:
    return re.split(_SUBTITLE, without_tags(title), maxsplit=1)[0]


def same_journal(said: str, *names: str) -> bool:
    """Whether a journal is one of some names, or an abbreviation of one: the same words, each cut short."""
    return any(_abbreviates(said, name) or _holds(said, name) for name in names if name)


def _holds(said: str, name: str) -> bool:
    # A chapter names the book with its editors, series and publisher around it.
    return len(words(name)) >= _TELLING_NAME and folded(name) in folded(said)


def _abbreviates(said: str, name: str) -> bool:
    short = [word for word in words(said) if word not in _LIGHT]
    long = [word for word in words(name) if word not in _LIGHT]
    if short == long:
        return bool(short)
    return (
        len(short) == len(long)
        and bool(short)
        and all(two.startswith(one) for one, two in zip(short, long, strict=True))
    )


def same_pages(said: str, read: str) -> bool:
    """Whether two page ranges are the same: *856-64* is 856 to 864, and a first page stands for its range."""
    ours, theirs = _range(said), _range(read)
    return ours == theirs or (len(ours) == 1 and ours[0] == theirs[0])


def _range(pages: str) -> tuple[str, ...]:
    parts = [part.casefold() for part in _DASHES.split(pages.strip()) if part]
    if len(parts) == 2 and len(parts[1]) < len(parts[0]):
        parts[1] = parts[0][: len(parts[0]) - len(parts[1])] + parts[1]
    return tuple(parts)


def likeness(said: str, read: str) -> float:
    """The share of the telling words of one title that stand in another; 0 where fewer than two do."""
    ours, theirs = _telling(said), _telling(read)
    shared = ours & theirs
    return len(shared) / len(ours) if len(shared) > 1 else 0.0


@functools.lru_cache(maxsize=4096)
def _telling(title: str) -> frozenset[str]:
    text = without_tags(title).casefold().replace("post-traumatic", "posttraumatic")
    text = text.replace("posttraumatic stress disorder", "ptsd")
    return frozenset(singular(word) for word in words(text)) - _LIGHT - _COMMON
