"""The manual, made of the parser: ``docs/commands.md``, and the man page that a wheel is built with.

``python bench/manual.py`` writes the page of the documentation anew; ``python bench/manual.py --man`` prints the man
page. Both say what ``kap help COMMAND`` says and nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import typer.main

import kapcli
from kapcli.cli.app import COMMANDS, HELP, app
from kapcli.cli.help_pages import FILTERS, OUTPUT

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "commands.md"
# Of these each command has its own values.
_OWN = ("--format",)

ENVIRONMENT = (
    ("KAP_CATALOGUE", "Catalogue files to add to the built-in one, separated as in PATH."),
    ("KAP_PAGER, PAGER", "The pager for output longer than the window; empty for none. By default less -FRX."),
    ("NO_COLOR", "If set and not empty, no styling."),
    ("TERM", "dumb implies --plain-layout."),
    ("KAP_DEBUG", "If set, a bug in kap shows its traceback."),
    ("VISUAL, EDITOR", "The editor that kap edit opens."),
    ("KAP_EMAIL", "The contact that kap validate --online sends to Crossref and PubMed."),
    ("XDG_CACHE_HOME", "Where compiled catalogue files are kept."),
    ("XDG_DATA_HOME", "Where your data folder is, with catalogue files of your own."),
)
NOTICE = (
    "The catalogue is hand-picked, not a systematic review, and nothing here is medical advice: decisions on treatment "
    "belong with a clinician who knows the person."
)


class Manual(NamedTuple):
    """A command as its help has it.

    Attributes:
        name: As it is typed.
        usage: The line of usage.
        text: Paragraphs, without the examples.
        examples: Command lines.
        sections: Heading to options, each with its explanation.
    """

    name: str
    usage: str
    text: list[str]
    examples: list[str]
    sections: dict[str, list[tuple[str, str]]]


def manuals() -> list[Manual]:
    """Every command, in the order of the help."""
    return [_manual(name) for name in COMMANDS]


def shared(every: list[Manual], section: str) -> list[tuple[str, str]]:
    """The options of a section that several commands have in the same words, each once."""
    found = {
        record: None
        for manual in every
        for record in manual.sections.get(section, ())
        if not record[0].startswith(_OWN)
    }
    return list(found)


def _manual(name: str) -> Manual:
    group: Any = typer.main.get_command(app)
    with group.make_context("kap", [], resilient_parsing=True) as parent:
        command: Any = group.get_command(parent, name)
        context = command.make_context(name, [], parent=parent, resilient_parsing=True)
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in command.get_params(context):
            if (record := parameter.get_help_record(context)) is not None:
                own = "Arguments" if parameter.param_type_name == "argument" else "Options"
                heading = getattr(parameter, "rich_help_panel", None) or own
                sections.setdefault(heading, []).append((record[0], " ".join(record[1].split())))
        usage = " ".join(command.get_usage(context).removeprefix("Usage: ").split())
        paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n") if part.strip()]
    text, examples = [], []
    for part in paragraphs:
        if part.startswith(f"kap {name}"):
            examples.append(part)
        elif part != "Examples:":
            text.append(part)
    return Manual(name, usage, text, examples, sections)


def commands_page() -> str:
    """``docs/commands.md``."""
    return "\n".join(_markdown()).rstrip() + "\n"


def _markdown() -> Iterator[str]:
    every = manuals()
    yield "# Commands"
    yield ""
    yield f"{HELP} All arguments and options, as `kap help COMMAND` shows them."
    yield ""
    yield "This page is generated from the program: `python bench/manual.py` rewrites it."
    group = ""
    for manual in every:
        entry = COMMANDS[manual.name]
        if entry.group != group:
            group = entry.group
            yield from ("", f"**{group}:** " + " · ".join(_links(group)))
    for manual in every:
        yield from ("", f"## {manual.name}", "", f"`{manual.usage}`")
        for part in manual.text:
            yield from ("", _escaped(part))
        if manual.examples:
            yield from ("", "```sh", *manual.examples, "```")
        for heading in ("Arguments", "Options"):
            yield from _table(heading, manual.sections.get(heading, []))
        yield from _table("Format", [one for one in manual.sections.get(OUTPUT, []) if one[0].startswith(_OWN)])
        also = [f"[{name.lower()}](#{name.lower()})" for name in (FILTERS, OUTPUT) if manual.sections.get(name)]
        if also:
            yield from ("", f"Also: {' and '.join(also)} options.")
    for name in (FILTERS, OUTPUT):
        yield from ("", f"## {name}", "", _SHARED[name])
        yield from _table("Options", shared(every, name))


_SHARED = {
    FILTERS: "The same for every command that has them. Repeat a filter for OR; combine different filters for AND.",
    OUTPUT: "The same for every command; table options apply to tables.",
}


def _links(group: str) -> list[str]:
    return [f"[{name}](#{name})" for name, entry in COMMANDS.items() if entry.group == group]


def _table(heading: str, records: list[tuple[str, str]]) -> Iterator[str]:
    if records:
        yield from ("", f"| {heading} | |", "| --- | --- |")
        yield from (f"| `{name.replace('|', chr(92) + '|')}` | {_escaped(said)} |" for name, said in records)


def _escaped(text: str) -> str:
    return re.sub(r"([|*_<>\[\]])", r"\\\1", text)


def man_page() -> str:
    """``kap.1``, in the macros that every manual reader knows."""
    return "\n".join(_roff()) + "\n"


def _roff() -> Iterator[str]:
    every = manuals()
    yield f'.TH KAP 1 "" "kap {kapcli.__version__}" "User Commands"'
    yield from (".SH NAME", r"kap \- evidence on ketamine-assisted psychotherapy, offline")
    yield from (".SH SYNOPSIS", ".B kap", r"\fICOMMAND\fR [\fIARGUMENTS\fR]", ".br", ".B kap help", r"\fICOMMAND\fR")
    yield from (".SH DESCRIPTION", _text(HELP))
    yield ".SH COMMANDS"
    for manual in every:
        yield from (f'.SS "{manual.usage.replace(chr(34), "")}"',)
        for place, part in enumerate(manual.text):
            yield from (*((".PP",) if place else ()), _text(part))
        if manual.examples:
            yield from (".PP", "Examples:", ".PP", ".nf", ".RS")
            yield from (_text(line) for line in manual.examples)
            yield from (".RE", ".fi")
        for heading in ("Arguments", "Options", OUTPUT):
            records = manual.sections.get(heading, [])
            yield from _terms([one for one in records if heading != OUTPUT or one[0].startswith(_OWN)])
        also = [name.upper() for name in (FILTERS, OUTPUT) if manual.sections.get(name)]
        if also:
            yield from (".PP", f"Also the options under {' and '.join(also)}.")
    for name in (FILTERS, OUTPUT):
        yield from (f".SH {name.upper()}", _text(_SHARED[name]))
        yield from _terms(shared(every, name))
    yield from (".SH EXIT STATUS", *_terms(list(_exit_codes())))
    yield from (".SH ENVIRONMENT", *_terms(list(ENVIRONMENT)))
    yield from (".SH NOTES", _text(NOTICE))


def _exit_codes() -> Iterator[tuple[str, str]]:
    """What docs/exit-codes.md says of each."""
    for line in (ROOT / "docs" / "exit-codes.md").read_text("utf-8").splitlines():
        if match := re.match(r"\| (\d+) \| `\w+` \| ([^|]*) \|", line):
            yield match[1], match[2].replace("`", "")


def _terms(records: list[tuple[str, str]]) -> Iterator[str]:
    for name, said in records:
        yield from (".TP", rf"\fB{_text(name)}\fR", _text(said))


def _text(text: str) -> str:
    """A line in which nothing is taken for a request or an escape."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{text}" if text[:1] in (".", "'") else text


def main() -> None:
    """Write the page, or print the man page."""
    if sys.argv[1:] == ["--man"]:
        sys.stdout.write(man_page())
    else:
        PAGE.write_text(commands_page(), "utf-8")
        sys.stderr.write(f"{PAGE}\n")


if __name__ == "__main__":
    main()
