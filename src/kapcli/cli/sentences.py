"""The sentences that ``kap check`` is given: on the command line, on standard input or in a file, of any encoding."""

from __future__ import annotations

import msgspec

from kapcli.catalogue.decoding import decoded
from kapcli.checking.splitting import Sentence, sentences
from kapcli.cli.answer import usage
from kapcli.cli.streams import STANDARD_INPUT, content
from kapcli.writers.cleaning import encodable

_MOST_BYTES = 2_000_000
# A whole text is checked up to so many sentences: some seconds.
_MOST_SENTENCES = 1_000
_MISSING = ("no sentence to check", 'e.g. kap check "ketamine cures PTSD"')


class Given(msgspec.Struct, frozen=True):
    """Sentences, what could not be read of them in words, and of a text its name; ``None`` for one sentence."""

    sentences: list[Sentence]
    remarks: list[str]
    text: str | None = None

    @property
    def name(self) -> str:
        """What a person knows the text by; empty where it is one sentence."""
        return "standard input" if self.text == STANDARD_INPUT else self.text or ""


def given(words: list[str] | None, file: str | None) -> Given:
    """One sentence, or every sentence of a file; of standard input what it holds.

    Raises:
        Stop: There is none, or too much.
        UnreadableError: The file cannot be read.
    """
    if file is not None and file != STANDARD_INPUT:
        found = _of_text(*_decoded(content(file, _MISSING, _MOST_BYTES), file), file)
    elif words:
        found = Given([_one(" ".join(words))], [])
    else:
        text, remarks = _decoded(content(STANDARD_INPUT, _MISSING, _MOST_BYTES), "standard input")
        one = _one(text)
        # One sentence may be broken into lines.
        several = file is not None or len(sentences(one.text)) > 1
        found = _of_text(text, remarks, STANDARD_INPUT) if several else Given([one], remarks)
    if not any(one.text for one in found.sentences):
        raise usage(*_MISSING)
    return found


def _one(text: str) -> Sentence:
    return Sentence(" ".join(encodable(text).split()), 1, 0)


def _of_text(text: str, remarks: list[str], name: str) -> Given:
    listed = sentences(encodable(text))
    if len(listed) > _MOST_SENTENCES:
        remarks.append(
            f"Only the first {_MOST_SENTENCES:,} of {len(listed):,} sentences were checked, "
            f"up to line {listed[_MOST_SENTENCES - 1].line}: check the rest in parts."
        )
    return Given(listed[:_MOST_SENTENCES], remarks, name)


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    if len(data) > _MOST_BYTES:
        raise usage(f"{name} is larger than {_MOST_BYTES // 1_000_000} MB", "split it and check the parts")
    text, remark = decoded(data)
    return text, [remark] if remark else []
