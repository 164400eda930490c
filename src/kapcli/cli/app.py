"""The commands, each loaded only when it is called."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.main
from typer.core import TyperGroup

from kapcli import __version__
from kapcli.cli.answer import Answer, usage
from kapcli.cli.shells import ASKED, guard, prepare, safe_offers
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from kapcli.views.document import Document

# Name to module; the order is that of the help.
COMMANDS = {
    "search": "search",
    "show": "show",
    "cite": "cite",
    "limits": "limits",
    "claims": "claims",
    "topics": "topics",
    "check": "check",
    "compare": "compare",
    "map": "map",
    "forest": "forest",
    "timeline": "timeline",
    "report": "report",
    "glossary": "glossary",
    "about": "about",
    "validate": "validate",
}
SETTINGS = {"help_option_names": ["-h", "--help"]}

EXAMPLES = (
    ("kap search ptsd --route oral", "which studies, best first, each with its limits"),
    ("kap show feder2014", "one study whole, every figure with its source"),
    ("kap limits", "what weakens this evidence, counted"),
)


class Commands(TyperGroup):
    """A group that imports a command's module when the command is asked for."""

    def main(self, *arguments: Any, **named: Any) -> Any:
        """Answer the command line, or a shell in which Tab was pressed."""
        if ASKED:
            prepare()
        return super().main(*arguments, **named)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """The commands and options that begin so."""
        return safe_offers(super().shell_complete(ctx, incomplete))

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; ``None`` where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kapcli.cli.{COMMANDS[cmd_name]}")
        single = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=SETTINGS)
        single.command(cmd_name, help=module.run.__doc__)(module.run)
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

            near = nearest(args[0], COMMANDS, 1)
            # A blank in an argument says no more than one between arguments.
            offer = f"kap {near[0]}" if near else shlex.join(["kap", "search", *encodable(" ".join(args)).split()])
            raise usage(f"no command {args[0]!r}", f"did you mean: {offer}")
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


app = typer.Typer(
    cls=Commands,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
    invoke_without_command=True,
    help="What the research says about ketamine-assisted psychotherapy, how sure one can be, and where each "
    "figure comes from. Offline. Not medical advice.",
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
) -> Answer | None:
    """Show the welcome where no command is named."""
    if context.invoked_subcommand is None:
        return Answer(document=_welcome)
    return None


def _welcome() -> Document:
    from kapcli.views.document import Examples, Span, text

    return (
        text(
            Span("kap", "heading"),
            ": what research says of ketamine-assisted psychotherapy, and how surely. Offline; a curated catalogue, "
            "not a systematic search; not medical advice.",
        ),
        Examples(EXAMPLES),
        text("More: kap --help"),
    )
