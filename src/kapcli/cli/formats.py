"""The output formats: what each prints of an answer. A row of `WRITERS` is all that a format needs."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.cli.answer import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.cli.answer import Answer, Cells
    from kapcli.writers.layout import Line


# Set by --plain-layout, and on a terminal that cannot draw.
plain_layout: ContextVar[bool] = ContextVar("plain_layout", default=False)


class Writer(msgspec.Struct, frozen=True):
    """A format.

    Attributes:
        write: Gives lines (styled, for a terminal), text or bytes, from an answer and a width in columns.
        tells: Whether it says the answer's remarks itself.
        machine: Whether it is for programs: everything is in it, errors too, and stderr stays empty.
    """

    write: Callable[[Answer, int], list[Line] | str | bytes]
    tells: bool = False
    machine: bool = False


def _text(answer: Answer, width: int) -> list[Line]:
    from kapcli.writers.terminal import terminal

    if answer.document is None:
        return []
    document = answer.document()
    if plain_layout.get():
        from kapcli.writers.linear import linear

        document = linear(document)
    return terminal(document, width)


def _markdown(answer: Answer, _: int) -> str:
    from kapcli.writers.markdown import markdown

    return markdown(answer.document()) if answer.document else ""


def _html(answer: Answer, _: int) -> str:
    from kapcli.writers.html import html

    return html(answer.document()) if answer.document else ""


def _tsv(answer: Answer, _: int) -> str:
    from kapcli.writers.delimited import tsv

    cells = _columns(answer)
    return "" if cells is None else tsv(cells.rows, cells.header if answer.shape.header else None)


def _csv(answer: Answer, _: int) -> str:
    from kapcli.writers.delimited import comma_separated

    cells, shape = _columns(answer), answer.shape
    if cells is None:
        return ""
    table = comma_separated(cells.rows, cells.header if shape.header else None, guarded=not shape.raw)
    # A carriage return is a control character on a terminal, and every spreadsheet takes a plain line end.
    return table.replace("\r\n", "\n")


def _columns(answer: Answer) -> Cells | None:
    """The table, with the columns asked for; none where nothing was found, not even their names."""
    cells = answer.cells() if answer.cells else None
    if cells is None or (answer.exit is Exit.NOTHING_FOUND and not cells.rows):
        return None
    if not answer.shape.fields:
        return cells
    from kapcli.cli.fields import columns_of

    return columns_of(cells, answer.shape)


def _github(answer: Answer, _: int) -> str:
    from kapcli.writers.annotations import command, workflow_commands

    results = answer.results() if answer.results else []
    if results:
        return workflow_commands(results)
    return "".join(f"{command('error', one.file, one.line, one.message)}\n" for one in answer.errors)


def _ids(answer: Answer, _: int) -> str:
    return "".join(f"{name}\n" for name in answer.ids)


def _json(answer: Answer, _: int) -> bytes:
    from kapcli.writers.json import indented, lines

    envelope = answer.envelope()
    envelope["results"] = _keys(answer, envelope["results"])
    return lines([envelope], brief=True) if answer.shape.compact else indented(envelope)


def _ndjson(answer: Answer, _: int) -> bytes:
    from kapcli.writers.json import lines

    results = _keys(answer, answer.results() if answer.results else [])
    return lines([*results, answer.envelope(with_results=False)], brief=answer.shape.compact)


def _keys(answer: Answer, results: list[Any]) -> list[Any]:
    """Results with the keys asked for."""
    if not answer.shape.fields and not (answer.shape.compact and answer.aside):
        return results
    from kapcli.cli.fields import keys_of, without

    return keys_of(results, answer.shape) if answer.shape.fields else without(results, answer.aside)


WRITERS = {
    "text": Writer(_text, tells=True),
    # What a search calls its text.
    "table": Writer(_text, tells=True),
    "markdown": Writer(_markdown, tells=True),
    "html": Writer(_html, tells=True),
    "tsv": Writer(_tsv),
    "csv": Writer(_csv),
    "ids": Writer(_ids),
    # Written whatever the files are like: what reads it finds the faults in nothing else.
    "github": Writer(_github, machine=True),
    "json": Writer(_json, machine=True),
    "ndjson": Writer(_ndjson, machine=True),
}
