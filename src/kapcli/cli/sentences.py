"""The sentences that ``kap check`` is given: on the command line, on standard input or in a file, of any encoding."""

from __future__ import annotations

import sys
from contextvars import ContextVar

import msgspec

from kapcli.catalogue.decoding import decoded
from kapcli.catalogue.files import read_bytes
from kapcli.checking.splitting import Sentence, sentences
from kapcli.cli.answer import usage
from kapcli.index.session import in_memory
from kapcli.writers.cleaning import encodable

# As a file it is named like this.
STANDARD_INPUT = "-"
_MOST_BYTES = 2_000_000
# A whole text is checked up to so many sentences: some seconds.
_MOST_SENTENCES = 1_000
# What standard input gave: it is read once, and the second try without the compiled file needs it again.
_read: ContextVar[bytes | None] = ContextVar("_read", default=None)


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
        found = _of_text(*_decoded(read_bytes(file), file), file)
    elif words:
        found = Given([_one(" ".join(words))], [])
    else:
        text, remarks = _decoded(_standard_input(), "standard input")
        one = _one(text)
        # One sentence may be broken into lines.
        several = file is not None or len(sentences(one.text)) > 1
        found = _of_text(text, remarks, STANDARD_INPUT) if several else Given([one], remarks)
    if not any(one.text for one in found.sentences):
        raise usage("no sentence to check", 'e.g. kap check "ketamine cures PTSD"')
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


def _standard_input() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise usage("no sentence to check", 'e.g. kap check "ketamine cures PTSD"')
    if _read.get() is None or not in_memory.get():
        # As bytes: what the locale's encoding cannot read is replaced and said, never fatal.
        raw = getattr(sys.stdin, "buffer", None)
        _read.set(
            sys.stdin.read(_MOST_BYTES + 1).encode("utf-8", "replace") if raw is None else raw.read(_MOST_BYTES + 1)
        )
    return _read.get() or b""
