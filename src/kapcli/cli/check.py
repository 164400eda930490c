"""``kap check``: a sentence, or every sentence of a text, held against the claims."""

import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from kapcli.cli.answer import Answer, Cells, usage
from kapcli.cli.command import Request, command
from kapcli.cli.exits import Exit
from kapcli.cli.options import LayOption
from kapcli.cli.output import waiting
from kapcli.index.session import Session, in_memory
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.checking.checking import Checked
    from kapcli.views.claim import ClaimView
    from kapcli.views.document import Document

HELP = """Hold a sentence against the evidence: the nearest claims, how they relate to it, and what may be said instead.

One statement at a time. "Supported" is said only where every part of the sentence is borne out. Not a fact-checker of
the literature: it knows the claims of this catalogue and nothing else.

Examples:

  kap check "ketamine cures PTSD"

  kap check "oral ketamine works as well as infusions for PTSD" --lay

A whole text, sentence by sentence: --file TEXT.
"""

_MOST_BYTES = 2_000_000
_PROGRESS_FROM = 20
# What standard input gave: it is read once, and the second try without the compiled file needs it again.
_read: ContextVar[str | None] = ContextVar("_read", default=None)


@command("check", HELP, "text", "tsv", "json", "ndjson", "markdown")
def run(
    request: Request,
    sentence: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SENTENCE]...", show_default=False, help="One sentence; standard input where none."),
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="TEXT", help="A text file, checked sentence by sentence.")
    ] = None,
    claims: Annotated[int, typer.Option("--claims", min=1, metavar="N", help="At most N claims a sentence.")] = 3,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap check``."""
    if file is not None and sentence:
        raise usage("a sentence and --file exclude each other", "leave one of them out")
    from kapcli.checking.splitting import Sentence, sentences

    if file is not None:
        listed = sentences(_text_of(file))
    else:
        text = " ".join(sentence) if sentence else _standard_input()
        listed = [Sentence(" ".join(encodable(text).split()), 1, 0)]
    if not any(one.text.strip() for one in listed):
        raise usage("there is no sentence to check", 'such as: kap check "ketamine cures PTSD"')
    checked = list(_checked(request.session, listed, claims, whole=file is not None))
    return _answer(request.session, listed, checked, file=file, lay=lay)


def _text_of(file: str) -> str:
    from kapcli.catalogue.files import read_bytes

    data = read_bytes(file)
    if len(data) > _MOST_BYTES:
        raise usage(f"{file} is larger than {_MOST_BYTES // 1_000_000} MB", "check it in parts")
    return encodable(data.decode("utf-8", "replace")).lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")


def _standard_input() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        raise usage("there is no sentence to check", 'such as: kap check "ketamine cures PTSD"')
    if _read.get() is None or not in_memory.get():
        _read.set(sys.stdin.read(_MOST_BYTES))
    return _read.get() or ""


def _checked(session: Session, listed: list[Any], limit: int, *, whole: bool) -> "Iterator[Checked]":
    from kapcli.checking.checker import checker
    from kapcli.checking.entries import entry
    from kapcli.checking.passages import Passages
    from kapcli.checking.referencing import referencer
    from kapcli.checking.splitting import LONGEST

    if whole:
        passages = Passages(session.connection, session.vocabulary)
        yield from passages.check(waiting(listed, "Checking", _PROGRESS_FROM), limit)
        return
    (one,) = listed
    if reference := entry(one.text):
        yield referencer(session.connection)(reference, limit)
    else:
        yield checker(session.connection, session.vocabulary)(one.text[:LONGEST], limit)


def _answer(session: Session, listed: list[Any], checked: "list[Checked]", *, file: str | None, lay: bool) -> Answer:
    from kapcli.views import check as view
    from kapcli.views.question import in_crisis

    vocabulary, about = session.vocabulary, session.about
    pairs = list(zip(listed, checked, strict=True))
    remarks = [about.urgent_help] if any(in_crisis(one.text) for one in listed) else []
    answered = any(found.results or found.frame.overstated for found in checked)
    if not answered:
        remarks.append(_nothing(listed))

    def document() -> "Document":
        from kapcli.views.lay import lay_document

        if lay:
            views = [_views(session, found) for found in checked]
            urgent = any(one.claim.topic == "suicidality" for own in views for one in own)
            blocks = view.lay_check(pairs, views, vocabulary)
            return lay_document(blocks, about, session.glossary(), remarks=remarks, urgent=urgent)
        if file is not None:
            from kapcli.views.check_file import file_document

            return file_document(pairs, vocabulary, about, remarks)
        return view.check_document(*pairs[0], _views(session, checked[0]), vocabulary, about, remarks)

    verdicts: dict[str, int] = {}
    for found in checked:
        verdicts[found.verdict or "none"] = verdicts.get(found.verdict or "none", 0) + 1
    return Answer(
        document=document if answered else None,
        cells=lambda: Cells(view.COLUMNS, [row for pair in pairs for row in view.as_cells(*pair)]),
        results=lambda: [row for pair in pairs for row in view.as_data(*pair, _views(session, pair[1]), vocabulary)],
        query={
            "file": file,
            "sentences": [
                {
                    "number": number,
                    "line": one.line,
                    "text": one.text,
                    "verdict": found.verdict,
                    "why": found.why,
                    "overstatements": [{"words": word, "because": why} for word, why in found.frame.overstated],
                    "understood": understood(found),
                    "reference": msgspec.to_builtins(found.reference),
                }
                for number, (one, found) in enumerate(pairs, 1)
            ],
        },
        total=sum(len(found.results) for found in checked),
        summary={"verdict": checked[0].verdict if len(checked) == 1 else None, "verdicts": verdicts},
        remarks=remarks,
        exit=Exit.ANSWERED if answered else Exit.NOTHING_FOUND,
    )


def understood(found: "Checked") -> dict[str, Any]:
    """How a sentence was read, slot by slot."""
    frame = found.frame
    return {
        "given": sorted(frame.agent),
        "compared_with": sorted(frame.reference),
        "finding": frame.finding or None,
        "denied": frame.denied,
        "slots": {slot: sorted(codes) for slot, codes in frame.slots.items()},
        "hours": frame.hours,
        "sessions": sorted(frame.sessions),
        "figures": msgspec.to_builtins(frame.figures),
        "ketamine_understood": frame.meant,
    }


def _views(session: Session, found: "Checked") -> "list[ClaimView]":
    from kapcli.views.joined import claim_views

    return claim_views(session, [result.assessed for result in found.results])


def _nothing(listed: list[Any]) -> str:
    from kapcli.catalogue.words import words
    from kapcli.index.lexicon import SAFETY_WORDS
    from kapcli.views.question import NO_SIGN_OF_SAFETY

    text = "No claim here is near this. That says nothing about whether it is true. Studies may be: kap search WORDS"
    said = {word for one in listed for word in words(one.text)}
    return f"{text} {NO_SIGN_OF_SAFETY}" if said & SAFETY_WORDS else text
