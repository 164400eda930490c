"""How help is laid out: commands in groups, each with an example; the filters and the output options apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from typer.core import TyperCommand

if TYPE_CHECKING:
    from collections.abc import Mapping

FILTERS = "Filters"
OUTPUT = "Output"
_SECTIONS = ("Arguments", "Options", FILTERS, OUTPUT)
# Below this a summary stands on a line of its own.
_THREE_COLUMNS = 76


class Entry(msgspec.Struct, frozen=True):
    """A command as it is listed.

    Attributes:
        module: Of this package.
        group: The heading it stands under.
        summary: What it is for, in at most 33 letters.
        example: As it is typed.
        first: Whether it is among those shown where no command is typed.
    """

    module: str
    group: str
    summary: str
    example: str
    first: bool = True


class SectionedCommand(TyperCommand):
    """A command whose options are listed by section."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The arguments, its own options, the filters, and what all commands share."""
        sections: dict[str, list[tuple[str, str]]] = {name: [] for name in _SECTIONS}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                own = "Arguments" if parameter.param_type_name == "argument" else "Options"
                sections[getattr(parameter, "rich_help_panel", None) or own].append(record)
        for name, records in sections.items():
            if records:
                with formatter.section(name):
                    formatter.write_dl(records)


def write_commands(formatter: Any, commands: Mapping[str, Entry]) -> None:
    """List commands: the group, how one is typed, what it is for; in three columns where there is room.

    Args:
        formatter: Of the help that is being written.
        commands: Name to entry, in order, those of a group together.
    """
    entries = commands.values()
    group_width = max(len(entry.group) for entry in entries) + 2
    example_width = max(len(entry.example) for entry in entries) + 2
    before = ""
    formatter.write_paragraph()
    for entry in entries:
        group, before = ("" if entry.group == before else entry.group), entry.group
        if formatter.width >= _THREE_COLUMNS:
            formatter.write(f"{group:{group_width}}{entry.example:{example_width}}{entry.summary}\n")
        else:
            formatter.write(f"{group:{group_width}}{entry.example}\n{'':{group_width + 2}}{entry.summary}\n")


def write_welcome(formatter: Any, commands: Mapping[str, Entry], help: str) -> str:
    """What is shown where no command is typed: a window high, with what one can ask; programs and files come later."""
    formatter.write_text(f"kap: {help}")
    write_commands(formatter, {name: entry for name, entry in commands.items() if entry.first})
    formatter.write_paragraph()
    formatter.write_text("More about one: kap help search. All commands and options: kap --help")
    return str(formatter.getvalue())
