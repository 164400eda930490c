"""The commands, each loaded only when it is called."""

from __future__ import annotations

import importlib
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperGroup

from kapcli import __version__
from kapcli.cli.answer import usage
from kapcli.cli.danger import in_danger
from kapcli.cli.help_pages import Entry, SectionedCommand, write_commands, write_welcome
from kapcli.cli.shells import ASKED, guard, prepare, safe_offers
from kapcli.writers.cleaning import encodable

# The order is that of the help.
COMMANDS = {
    "search": Entry("search", "Find", "Find studies, best match first", "kap search ptsd --route oral"),
    "topics": Entry("topics", "Find", "Questions that have an answer", "kap topics ptsd"),
    "show": Entry("show", "Find", "Show one study in full", "kap show feder2014"),
    "facets": Entry("facets", "Find", "What to filter by, with counts", "kap facets condition"),
    "glossary": Entry("glossary", "Find", "Explain a term in plain words", "kap glossary psycholytic"),
    "claims": Entry("claims", "Weigh", "Statements and their certainty", "kap claims ptsd"),
    "check": Entry("check", "Weigh", "The claims nearest to a sentence", 'kap check "it cures PTSD"'),
    "limits": Entry("limits", "Weigh", "Limitations; adverse events", "kap limits --safety"),
    "compare": Entry("compare", "Weigh", "Up to four studies side by side", "kap compare feder2014 feder2021"),
    "map": Entry("map", "Draw", "Evidence gap map", "kap map ptsd"),
    "forest": Entry("forest", "Draw", "Forest plot of reported effects", "kap forest ptsd"),
    "timeline": Entry("timeline", "Draw", "Studies year by year", "kap timeline"),
    "report": Entry("report", "Hand over", "Two pages for professionals", "kap report ptsd"),
    "handout": Entry("handout", "Hand over", "Two pages for clients, to print", "kap handout ptsd"),
    "cite": Entry("cite", "Hand over", "References in six styles, BibTeX", "kap cite feder2014"),
    "open": Entry("open", "Hand over", "A study's page in the browser", "kap open feder2014", first=False),
    "export": Entry("export", "Hand over", "Tables and references as files", "kap export ptsd --what outcomes"),
    "schema": Entry("schema", "Programs", "JSON Schemas: answers, your files", "kap schema output", first=False),
    "mcp": Entry("mcp", "Programs", "Answer a language model (MCP)", "kap mcp", first=False),
    "about": Entry("about", "Catalogue", "What this catalogue holds", "kap about"),
    "import": Entry("import_files", "Catalogue", "Drafts from BibTeX, RIS, PubMed", "kap import refs.bib"),
    "new": Entry("new", "Catalogue", "Write a study, question by question", "kap new", first=False),
    "edit": Entry("edit", "Catalogue", "Open an entry in your editor", "kap edit smith2030", first=False),
    "validate": Entry("validate", "Catalogue", "Check a file of your own", "kap validate my.yaml"),
}
SETTINGS = {"help_option_names": ["-h", "--help"]}


class Commands(TyperGroup):
    """A group that imports a command's module when the command is asked for."""

    def main(self, *arguments: Any, **named: Any) -> Any:
        """Answer the command line, or a shell in which Tab was pressed."""
        if ASKED:
            prepare()
        return super().main(*arguments, **named)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """The commands and options that begin so, ``help`` among them."""
        offers = super().shell_complete(ctx, incomplete)
        if incomplete and "help".startswith(incomplete):
            from typer._click.shell_completion import CompletionItem

            offers.append(CompletionItem("help", help="Help on one command"))
        return safe_offers(offers)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words of the command line; ``kap help search`` asks the same as ``kap search --help``."""
        if args[:1] == ["help"]:
            args = [*args[1:2], "--help"]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands in their groups, then the options."""
        write_commands(formatter, COMMANDS)
        SectionedCommand.format_options(self, ctx, formatter)  # type: ignore[arg-type]

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; ``None`` where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kapcli.cli.{COMMANDS[cmd_name].module}")
        single = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=SETTINGS)
        single.command(cmd_name, cls=SectionedCommand, help=module.run.__doc__)(module.run)
        command = typer.main.get_command(single)
        command.callback = _with_text(command.callback)
        if ASKED:
            guard(command)
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command named first; what is none is taken for search words, and said so."""
        # A shell that completes is told nothing of faults: its line is still being written.
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            import shlex

            from kapcli.catalogue.nearest import nearest

            if in_danger(encodable(" ".join(args))):
                return super().resolve_command(ctx, ["search", *args])
            near = nearest(args[0], COMMANDS, 1)
            if near:
                raise usage(f"no command {args[0]!r}", f"did you mean: kap {near[0]}")
            # A blank in an argument says no more than one between arguments.
            words = encodable(" ".join(one for one in args if one not in SETTINGS["help_option_names"])).split()
            claims, search = (shlex.join(["kap", name, *words]) for name in ("claims", "search"))
            raise usage(
                f"no command {args[0]!r}", f"what is known: {claims}; studies: {search}; all commands: kap --help"
            )
        return super().resolve_command(ctx, args)


# What names a file: any bytes may be its name.
_FILES = {"catalogue", "file", "files", "output"}


def _with_text(callback: Any) -> Any:
    """The one door of arguments: what was typed is text, without the stand-ins for bytes that are none."""

    def called(**values: Any) -> Any:
        return callback(**{name: value if name in _FILES else _text(value) for name, value in values.items()})

    return called


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    return [_text(one) for one in value] if isinstance(value, list | tuple) else value


HELP = (
    "What the research says about ketamine-assisted psychotherapy, how certain it is, and where each figure comes "
    "from. Works offline. Not medical advice."
)

app = typer.Typer(
    cls=Commands,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
    invoke_without_command=True,
    help=HELP,
    epilog="More about one command: kap help search",
)


def _version(asked: bool) -> None:
    if asked:
        # The parser ends here by itself, before there is an answer to write.
        typer.echo(f"kap {__version__}")  # noqa: TID251
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Show the commands where none is named."""
    if context.invoked_subcommand is None:
        typer.echo(write_welcome(context.make_formatter(), COMMANDS, HELP), nl=False)  # noqa: TID251
        raise typer.Exit
