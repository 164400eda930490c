"""The one door to a shell: everything that is offered when Tab is pressed leaves kap through here.

Shells act upon what they are told: zsh's script evaluates it twice over, fish and PowerShell take every line for an
offer and split it at a tab or at colons, bash splits and expands it. Titles come from files that anybody may have
written, and no way of quoting holds in all of these. So nothing is quoted: a sign that a shell could act upon is
never sent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from kapcli.cli.output import speak_utf8

# Typer names the variable after the command; the shell's script sets it.
ASKED = "_KAP_COMPLETE" in os.environ

# More of a title no shell shows on its line.
_LONGEST = 200
# Twice as many cells, for letters that take two, and room to spare.
_WIDTH = 1000

# What may stay although it is ASCII and neither a letter nor a digit: no shell acts upon these inside a word.
_KEPT = " .,-+/_"
_LOOK_ALIKES = {
    # PowerShell takes the curly quotes for quotes too.
    **dict.fromkeys("'`‘’‚‛＇｀", "ʼ"),
    **dict.fromkeys('"“”„‟＂', "″"),
    **dict.fromkeys("([{", "⁽"),
    **dict.fromkeys(")]}", "⁾"),
    ":": "∶",
    ";": ",",
}


class Offer(Protocol):
    """What Typer hands to a shell: a value that can be put on the command line, and a few words on it."""

    value: str
    help: str | None


def prepare() -> None:
    """Make the process fit to answer a shell: one line for each offer, in bytes that hide no other sign.

    Typer lays the words out with Rich as if for a terminal, and a folded line would be an offer of its own. In some
    encodings (Shift-JIS, GBK) the second byte of a letter is a backslash or a backtick; never so in UTF-8.
    """
    os.environ["COLUMNS"] = str(_WIDTH)
    os.environ.pop("TERMINAL_WIDTH", None)
    speak_utf8()


def guard(command: Any) -> None:
    """Let all that a command and its parameters offer, now or in future, pass `safe_offers`.

    Args:
        command: A command as Typer made it; it is changed in place.
    """
    for part in (command, *command.params):
        vars(part)["shell_complete"] = _guarded(part.shell_complete)


def _guarded(complete: Callable[[Any, str], Iterable[Offer]]) -> Callable[[Any, str], list[Offer]]:
    return lambda context, incomplete: safe_offers(complete(context, incomplete))


def safe_offers(offers: Iterable[Offer]) -> list[Offer]:
    """Offers that no shell can act upon.

    A value is never altered, because what it names would then not be found: where it holds anything but letters,
    digits and ``.-_`` it is not offered at all.
    """
    kept = [offer for offer in offers if _is_word(offer.value)]
    for offer in kept:
        offer.help = harmless(offer.help) if offer.help else None
    return kept


def harmless(text: str) -> str:
    """A text without any sign that a shell could act upon, as readable as can be.

    Returns:
        One line of at most 200 characters. Letters, digits and marks of any script stay; ASCII signs other than
        ``.,-+/_`` become look-alikes from elsewhere in Unicode; control characters become blanks; what is invisible
        or turns the reading direction is left out.
    """
    line = " ".join("".join(map(_plain, text)).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _plain(sign: str) -> str:
    from unicodedata import category

    if sign in _LOOK_ALIKES:
        return _LOOK_ALIKES[sign]
    kind = category(sign)
    if kind in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if kind.startswith("C"):
        return ""
    if sign.isascii() and not (sign.isalnum() or sign in _KEPT):
        # The full-width twin of an ASCII sign.
        return chr(ord(sign) + 0xFEE0)
    return sign


def _is_word(value: str) -> bool:
    from unicodedata import category

    # The name of an option starts with two hyphens, everything else with a letter or a digit.
    bare = value.removeprefix("-").removeprefix("-")
    return bare[:1].isalnum() and all(c.isalnum() or c in ".-_" or category(c).startswith("M") for c in bare)
