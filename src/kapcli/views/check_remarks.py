"""What has to be said of a check beside what was found: what was not read, and that nothing is close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.words import words
from kapcli.checking.splitting import LONGEST
from kapcli.index.lexicon import SAFETY_WORDS, in_crisis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.checking.checker import Checked
    from kapcli.checking.splitting import Sentence

# Of the numbers of sentences so many are named.
_NAMED = 10


def before(pairs: Sequence[tuple[Sentence, Checked]], about: About) -> Iterator[str]:
    """Help, where a sentence holds words of somebody who may be in danger."""
    if any(in_crisis(sentence.text) for sentence, _ in pairs):
        yield about.urgent_help


def after(numbers: Sequence[int], pairs: Sequence[tuple[Sentence, Checked]], *, whole: bool) -> Iterator[str]:
    """What of long sentences was not read, and that no claim is close.

    Args:
        numbers: Of the sentences.
        pairs: The sentences, checked.
        whole: Whether they are a whole text.
    """
    cut = [n for n, (one, found) in zip(numbers, pairs, strict=True) if len(found.read) < len(one.text)]
    if cut and not whole:
        yield f"Only the first {LONGEST} characters of the sentence were read; a text in sentences: --file TEXT"
    elif cut:
        more = f" and {len(cut) - _NAMED} more" if len(cut) > _NAMED else ""
        yield f"Only the first {LONGEST} characters were read of {', '.join(map(str, cut[:_NAMED]))}{more}."
    if not any(found.answered for _, found in pairs):
        from kapcli.views.nothing_found import NO_SIGN_OF_SAFETY

        said = {word for sentence, _ in pairs for word in words(sentence.text)}
        text = "No claim is close to this. That says nothing about whether it is true. Try: kap search WORDS"
        yield f"{text} {NO_SIGN_OF_SAFETY}" if said & SAFETY_WORDS else text
