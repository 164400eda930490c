"""Each option written once: the same flag means the same on every command."""

from typing import Annotated

import typer

from kapcli.cli.completion import complete_id, while_asked
from kapcli.cli.help_pages import OUTPUT

WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORDS]...", show_default=False, help="Only studies that match these words."),
]
WordsOrIdsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORDS or ID]...", help="A topic, or study ids.", show_default=False),
]
CatalogueOption = Annotated[
    list[str] | None,
    typer.Option(
        "--catalogue",
        metavar="FILE",
        show_default=False,
        help="Add a catalogue file of your own (repeatable; also KAP_CATALOGUE).",
        rich_help_panel=OUTPUT,
    ),
]
NoOwnOption = Annotated[
    bool,
    typer.Option("--no-own", help="Leave out the files in your data folder.", rich_help_panel=OUTPUT),
]
NoBuiltinOption = Annotated[
    bool,
    typer.Option("--no-builtin", help="Leave out the built-in catalogue.", rich_help_panel=OUTPUT),
]
WithOwnOption = Annotated[
    bool,
    typer.Option("--with-own", help="For clients: your own files too.", rich_help_panel=OUTPUT),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="Print the answer as JSON.", rich_help_panel=OUTPUT),
]
FieldsOption = Annotated[
    str | None,
    typer.Option(
        "--fields",
        metavar="A,B,C",
        show_default=False,
        help="Only these JSON keys or table columns; studies keep two limitations.",
        rich_help_panel=OUTPUT,
    ),
]
NoLimitationsOption = Annotated[
    bool,
    typer.Option("--no-limitations", help="With --fields: leave the limitations out too.", rich_help_panel=OUTPUT),
]
CompactOption = Annotated[
    bool,
    typer.Option("--compact", help="Short JSON: one line, ids for nested outcomes, no nulls.", rich_help_panel=OUTPUT),
]
NoHeaderOption = Annotated[
    bool,
    typer.Option("--no-header", help="Leave out the line of column names (tsv, csv).", rich_help_panel=OUTPUT),
]
# What had to be asked for once and is always there now.
HeaderOption = Annotated[bool, typer.Option("--header", hidden=True, help="The line of column names is there anyway.")]
RawOption = Annotated[
    bool,
    typer.Option("--raw", help="csv without a mark before text that begins like a formula.", rich_help_panel=OUTPUT),
]
NoColorOption = Annotated[
    bool,
    typer.Option("--no-color", help="No colour (also NO_COLOR).", rich_help_panel=OUTPUT),
]
PlainLayoutOption = Annotated[
    bool,
    typer.Option(
        "--plain-layout",
        help="Plain lines without columns or bars, for screen readers (also TERM=dumb).",
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option(
        "--limit", min=1, metavar="N", help="Show at most N (default: a screenful on a terminal, all otherwise)."
    ),
]
AllOption = Annotated[
    bool,
    typer.Option("--all", help="Show all, not only as many as fit in the window."),
]
FullOption = Annotated[
    bool,
    typer.Option("--full", help="Show everything, not only the first screen."),
]
OpenOption = Annotated[
    int | None,
    typer.Option("--open", min=1, metavar="N", help="Show number N of the list in full (with --file: sentence N)."),
]
LayOption = Annotated[
    bool,
    typer.Option("--lay", help="Plain words: short sentences, terms explained, no advice."),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        help="Save as a picture: FILE.svg (FILE.png and FILE.pdf need kapcli[plot]).",
    ),
]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="With --output: overwrite an existing file."),
]
IdsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Study ids, DOIs, PubMed or registry numbers.",
        autocompletion=while_asked(complete_id),
        show_default=False,
    ),
]
