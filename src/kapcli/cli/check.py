"""``kap check``: the claims nearest to a sentence, or to every sentence of a text."""

import sys
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.cli.answer import Answer, Cells, Exit, usage
from kapcli.cli.command import Request, command
from kapcli.cli.danger import help_alone
from kapcli.cli.options import LayOption, OpenOption
from kapcli.cli.output import waiting
from kapcli.index.session import Session, in_memory
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from kapcli.checking.checker import Checked
    from kapcli.checking.reading import TextRead
    from kapcli.checking.splitting import Sentence
    from kapcli.views.claim import ClaimView
    from kapcli.views.document import Document

    Pairs = list[tuple[Sentence, Checked]]

HELP = """Check a statement against the evidence: the closest claims, what was found, a fairer wording, what differs.

The sentence gets a verdict only if a claim says the same, word for word; otherwise you judge. Words
that no study can support, figures that differ from the record, and references that differ from it are flagged.

Examples:

  kap check "ketamine cures PTSD"

  kap check "does oral ketamine work as well as infusions?" --lay

  kap check --file article.txt --open 3
"""

_PROGRESS_FROM = 20
# What standard input gave: it is read once, and the second try without the compiled file needs it again.
_read: ContextVar[bytes | None] = ContextVar("_read", default=None)


@command("check", HELP, "text", "tsv", "json", "ndjson", "markdown")
def run(
    request: Request,
    sentence: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SENTENCE]...", show_default=False, help="One sentence (read from standard input if omitted)."
        ),
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="TEXT", help="Check a text file sentence by sentence.")
    ] = None,
    opened: OpenOption = None,
    claims: Annotated[
        int, typer.Option("--claims", min=1, metavar="N", help="Show at most N claims per sentence.")
    ] = 3,
    exit_verdict: Annotated[
        bool,
        typer.Option("--exit-verdict", help="Exit with code 5 if a word, figure or reference is flagged."),
    ] = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap check``."""
    if file is not None and sentence:
        raise usage("give a sentence or --file, not both", "leave one of them out")
    if opened is not None and file is None:
        raise usage("--open needs --file", "e.g. kap check --file article.txt --open 3")
    remarks: list[str] = []
    if file is not None:
        listed = _sentences(file, remarks)
    else:
        from kapcli.checking.splitting import Sentence

        text = " ".join(sentence) if sentence else _standard_input(remarks)
        if not sentence and (alone := help_alone(request, {"sentence": text})):
            return alone
        listed = [Sentence(" ".join(encodable(text).split()), 1, 0)]
    if not any(one.text.strip() for one in listed):
        raise usage("no sentence to check", 'e.g. kap check "ketamine cures PTSD"')
    pairs = _checked(request.session, listed, claims, whole=file is not None)
    if opened is not None and opened > len(pairs):
        raise usage(
            f"--open {opened}: the text has only {len(pairs)} {'sentence' if len(pairs) == 1 else 'sentences'}",
            "leave out --open to see them numbered",
        )
    shown = list(enumerate(pairs, 1))[slice(opened - 1, opened) if opened else slice(None)]
    answer = _answer(request.session, shown, remarks, file=file, whole=file is not None and not opened, lay=lay)
    if exit_verdict and any(found.doubtful for _, (_, found) in shown):
        answer.exit = Exit.DOUBTFUL
    return answer


def _sentences(file: str, remarks: list[str]) -> "list[Sentence]":
    from kapcli.catalogue.files import read_bytes
    from kapcli.checking.reading import MOST_SENTENCES
    from kapcli.checking.splitting import sentences

    listed = sentences(encodable(_text(read_bytes(file), file, remarks).text))
    if len(listed) > MOST_SENTENCES:
        remarks.append(
            f"Only the first {MOST_SENTENCES:,} of {len(listed):,} sentences were checked, "
            f"up to line {listed[MOST_SENTENCES - 1].line}: check the rest in parts."
        )
    return listed[:MOST_SENTENCES]


def _text(data: bytes, name: str, remarks: list[str]) -> "TextRead":
    from kapcli.checking.reading import MOST_BYTES, read_text

    if len(data) > MOST_BYTES:
        raise usage(f"{name} is larger than {MOST_BYTES // 1_000_000} MB", "split it and check the parts")
    found = read_text(data)
    remarks += [found.remark] if found.remark else []
    return found


def _standard_input(remarks: list[str]) -> str:
    from kapcli.checking.reading import MOST_BYTES

    if sys.stdin is None or sys.stdin.isatty():
        raise usage("no sentence to check", 'e.g. kap check "ketamine cures PTSD"')
    if _read.get() is None or not in_memory.get():
        # As bytes: what the locale's encoding cannot read is replaced and said, never fatal.
        raw = getattr(sys.stdin, "buffer", None)
        _read.set(
            sys.stdin.read(MOST_BYTES + 1).encode("utf-8", "replace") if raw is None else raw.read(MOST_BYTES + 1)
        )
    return _text(_read.get() or b"", "standard input", remarks).text


def _checked(session: Session, listed: "list[Sentence]", limit: int, *, whole: bool) -> "Pairs":
    from kapcli.checking.checker import Checker

    checker = Checker(session.connection, session.vocabulary)
    if whole:
        return list(zip(listed, checker.text(waiting(listed, "Checking", _PROGRESS_FROM), limit), strict=True))
    return [(one, checker.sentence(one.text, limit)) for one in listed]


def _answer(
    session: Session,
    shown: "list[tuple[int, tuple[Sentence, Checked]]]",
    remarks: list[str],
    *,
    file: str | None,
    whole: bool,
    lay: bool,
) -> Answer:
    from kapcli.index.lexicon import in_crisis
    from kapcli.views import check_data

    vocabulary, about = session.vocabulary, session.about
    pairs = [pair for _, pair in shown]
    remarks += _cut(shown, whole=whole)
    if any(in_crisis(sentence.text) for sentence, _ in pairs):
        remarks.insert(0, about.urgent_help)
    answered = any(found.close or found.doubtful or found.recorded or found.reference for _, found in pairs)
    if not answered:
        remarks.append(_nothing(pairs))

    def document() -> "Document":
        if lay:
            from kapcli.views.check import lay_check
            from kapcli.views.lay import lay_document

            views = [_views(session, found) for _, found in pairs]
            urgent = any(one.claim.topic == "suicidality" for own in views for one in own)
            blocks = lay_check(pairs, views, vocabulary)
            return lay_document(blocks, about, session.glossary(), remarks=remarks, urgent=urgent)
        if whole:
            from kapcli.views.check_file import file_document

            return file_document(Path(file or "").name, pairs, vocabulary, about, remarks)
        from kapcli.views.check import check_document

        return check_document(*pairs[0], _views(session, pairs[0][1]), vocabulary, about, remarks)

    return Answer(
        document=document,
        cells=lambda: Cells(
            check_data.COLUMNS, [row for number, pair in shown for row in check_data.as_cells(number, *pair)]
        ),
        results=lambda: [row for number, (_, found) in shown for row in check_data.as_data(number, found)],
        query={"file": file, "sentences": [check_data.sentence_data(number, *pair) for number, pair in shown]},
        total=sum(len(found.near) for _, found in pairs),
        summary={
            "verdict": pairs[0][1].same.verdict if len(pairs) == 1 and pairs[0][1].same else None,
            "sentences": len(pairs),
            "doubtful": [number for number, (_, found) in shown if found.doubtful],
            "not_close": [number for number, (_, found) in shown if not found.close and found.reference is None],
        },
        remarks=remarks,
        exit=Exit.ANSWERED if answered else Exit.NOTHING_FOUND,
    )


def _views(session: Session, found: "Checked") -> "list[ClaimView]":
    from kapcli.views.claim import claim_views

    return claim_views(session, [near.assessed for near in found.near])


def _cut(shown: "list[tuple[int, tuple[Sentence, Checked]]]", *, whole: bool) -> list[str]:
    """What of long sentences was not read."""
    from kapcli.checking.splitting import LONGEST

    cut = [number for number, (sentence, found) in shown if len(found.read) < len(sentence.text)]
    if not cut:
        return []
    if not whole:
        return [f"Only the first {LONGEST} characters of the sentence were read; a text in sentences: --file TEXT"]
    numbers = ", ".join(map(str, cut[:10])) + (f" and {len(cut) - 10} more" if len(cut) > 10 else "")
    return [f"Only the first {LONGEST} characters were read of {numbers}."]


def _nothing(pairs: "Pairs") -> str:
    from kapcli.catalogue.words import words
    from kapcli.index.lexicon import SAFETY_WORDS
    from kapcli.views.question import NO_SIGN_OF_SAFETY

    text = "No claim is close to this. That says nothing about whether it is true. Try: kap search WORDS"
    said = {word for sentence, _ in pairs for word in words(sentence.text)}
    return f"{text} {NO_SIGN_OF_SAFETY}" if said & SAFETY_WORDS else text
