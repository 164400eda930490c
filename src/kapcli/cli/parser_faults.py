"""What the parser cannot read, in plain words, with what to type instead."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

from kapcli.catalogue.facets import FACETS
from kapcli.catalogue.nearest import nearest
from kapcli.cli.answer import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOT_ONE_OF = re.compile(r"(?P<typed>'.*') is not one of (?P<values>.+?)\.?$")
_NUMBER = re.compile(r"(?P<typed>.+) is not (?:a valid (?:int|integer|float)|in the range)")


def worded(error: Any, arguments: Sequence[str], command: str) -> Problem:
    """The fault as it is shown.

    Args:
        error: What the parser raised.
        arguments: The command line.
        command: Its command; empty where there is none.
    """
    helped = f"see: kap {command} --help" if command else "put options after the command; see: kap --help"
    kind, option = type(error).__name__, getattr(error, "option_name", "")
    if kind == "NoSuchOption":
        return Problem(f"no option {option}", _retyped(error, arguments, option) or helped)
    if kind == "BadOptionUsage" and "requires" in error.message:
        facet = next((name for name, one in FACETS.items() if one.option == option), "")
        return Problem(f"{option} needs a value", f"values: kap facets {facet}" if facet else helped)
    if kind == "BadOptionUsage" and "does not take" in error.message:
        return Problem(f"{option} takes no value", f"type {option} alone; {helped}")
    name = max(getattr(getattr(error, "param", None), "opts", None) or [""], key=len)
    if kind == "BadParameter" and name.startswith("--"):
        if found := _NOT_ONE_OF.search(error.message):
            return Problem(
                f"unknown value {found['typed']} of {name}", f"choose from: {found['values'].replace(chr(39), '')}"
            )
        if found := _NUMBER.search(error.message):
            return Problem(f"{name} needs a whole number from 1, not {found['typed']}", f"e.g. {name} 5")
    if kind == "MissingParameter" and command:
        from kapcli.cli.app import COMMANDS

        return Problem(f"{command} needs {error.param.make_metavar(error.ctx)}", f"e.g. {COMMANDS[command].example}")
    message = error.format_message().strip().rstrip(".")
    return Problem(message[:1].lower() + message[1:], helped)


def _retyped(error: Any, arguments: Sequence[str], option: str) -> str:
    """The command line with the nearest option; empty where none is near."""
    known = [name for param in getattr(error.cmd, "params", ()) for name in param.opts if name.startswith("--")]
    near = nearest(option, [*known, "--help"], 1)
    if not near:
        return ""
    # An option may stand with its value: --rout=oral.
    line = [near[0] + one[len(option) :] if re.match(rf"{re.escape(option)}(=|$)", one) else one for one in arguments]
    return f"did you mean: {shlex.join(['kap', *line])}"
