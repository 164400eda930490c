"""Where somebody says of themselves that they may be in danger, a terminal shows help, whatever the command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.cli.answer import Answer
from kapcli.cli.terminal import on_terminal

if TYPE_CHECKING:
    from kapcli.cli.request import Request

# The arguments that hold words, by the names that commands give them.
_WORDS = ("words", "ids", "sentence", "term", "name")


def help_alone(request: Request, values: dict[str, Any]) -> Answer | None:
    """The answer that is nothing but help; ``None`` where the words are not those of somebody in danger.

    Args:
        request: As asked.
        values: What was typed, by parameter.
    """
    typed = [values[name] for name in _WORDS if values.get(name)]
    said = " ".join(word for one in typed for word in ([one] if isinstance(one, str) else one))
    if not said or request.machine or not (on_terminal() or request.format == "table") or not in_danger(said):
        return None
    from kapcli.views.closing_lines import danger_document

    # Help must not wait for a file of one's own that has errors.
    request.format, request.own, request.builtin = "text", False, True
    return Answer(document=lambda: danger_document(request.session.about))


def in_danger(said: str) -> bool:
    """Whether somebody says of themselves that they may be in danger."""
    from kapcli.index.lexicon import in_crisis

    if not in_crisis(said):
        return False
    from kapcli.checking.danger import in_danger as of_oneself

    return of_oneself(said)
