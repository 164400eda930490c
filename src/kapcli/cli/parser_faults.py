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
    if kind == "NoSuchOption" and (text := _like_text(arguments, option)):
        mend = f"put -- before it: {_behind_dashes(arguments)}"
        if not command:
            mend = f"name a command, and put -- before it: {shlex.join(['kap', 'search', '--', *arguments])}"
        return Problem(f"{text!r} begins like an option", f"if it is text, {mend}")
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
            values = found["values"].replace("'", "")
            return Problem(f"unknown value {found['typed']} of {name}", _meant(name, found["typed"], values, error.cmd))
        if found := _NUMBER.search(error.message):
            least = getattr(error.param.type, "min", None)
            number = "a whole number" if least is None else f"a whole number from {least}"
            return Problem(f"{name} needs {number}, not {found['typed']}", f"e.g. {name} 5")
    if kind == "MissingParameter" and command:
        from kapcli.cli.app import COMMANDS

        return Problem(f"{command} needs {error.param.make_metavar(error.ctx)}", f"e.g. {COMMANDS[command].example}")
    message = error.format_message().strip().rstrip(".")
    return Problem(message[:1].lower() + message[1:], helped)


# What people call a format by.
_CALLED = {"md": "markdown", "bib": "bibtex", "excel": "xlsx", "text": "table", "plain": "text"}


def _meant(name: str, typed: str, values: str, command: Any) -> str:
    """The value that may have been meant, of this option or of the other one of the command that takes it."""
    typed, known = typed.strip("'"), values.split(", ")
    near = [one for one in known if one == _CALLED.get(typed)] or nearest(typed, known, 1)
    if near:
        return f"did you mean: {name} {near[0]}; choose from: {values}"
    other = {"--format": "--style", "--style": "--format"}.get(name, "")
    for param in getattr(command, "params", ()):
        if other in param.opts and typed in getattr(param.type, "choices", ()):
            return f"did you mean: {other} {typed}; {name} takes: {values}"
    return f"choose from: {values}"


_TEXT = re.compile(r"-\d|-+\s|-\S+\s")


def _like_text(arguments: Sequence[str], option: str) -> str:
    """What was taken for an option and is a sentence or a number; empty where it is none."""
    return next((one for one in arguments if one.startswith(option) and _TEXT.match(one)), "")


def _behind_dashes(arguments: Sequence[str]) -> str:
    """The command line with such texts last: behind the dashes nothing is an option any more."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    texts = [one for one in arguments[:end] if _TEXT.match(one)]
    others = [one for one in arguments[:end] if one not in texts]
    return shlex.join(["kap", *others, "--", *texts, *arguments[end + 1 :]])


def _retyped(error: Any, arguments: Sequence[str], option: str) -> str:
    """The command line with the nearest option; empty where none is near."""
    known = [name for param in getattr(error.cmd, "params", ()) for name in param.opts if name.startswith("--")]
    near = nearest(option, [*known, "--help"], 1)
    if not near:
        return ""
    # An option may stand with its value: --rout=oral.
    line = [near[0] + one[len(option) :] if re.match(rf"{re.escape(option)}(=|$)", one) else one for one in arguments]
    return f"did you mean: {shlex.join(['kap', *line])}"
