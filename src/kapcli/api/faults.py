"""What stops a question: said to a person by the commands, raised to a program here."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """Something that stopped a command, or a part of it.

    Attributes:
        message: What is wrong.
        hint: What to type next; empty where there is nothing to suggest.
        file: The file it is in, if one.
        line: The line, from 1; 0 if none.
        path: The place in the document.
    """

    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    path: str = ""


class QuestionError(ValueError):
    """A question that cannot be understood: an unknown filter or value, too many words.

    Attributes:
        near: Values that may have been meant; empty where none is near.
        choices: All of the values where none is near, or examples of how one is written.
    """

    def __init__(self, message: str, near: tuple[str, ...] = (), choices: tuple[str, ...] = ()) -> None:
        self.near, self.choices = near, choices
        meant = f"did you mean {' or '.join(near)}?" if near else ""
        listed = f"choose from: {', '.join(choices)}" if choices and not near else ""
        super().__init__("; ".join(filter(None, (message, meant, listed))))


class NotFoundError(LookupError):
    """A study or a claim that is not in the catalogue. A name is never corrected.

    Attributes:
        name: As it was asked for.
        near: Ids that look like it; empty where none does.
    """

    def __init__(self, name: str, message: str, near: tuple[str, ...] = ()) -> None:
        self.name, self.near = name, near
        super().__init__("; ".join(filter(None, (message, f"did you mean {' or '.join(near)}?" if near else ""))))
