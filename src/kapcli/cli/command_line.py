"""A command line as it may be typed again."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from kapcli.catalogue.facets import option
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kapcli.cli.options import Narrowing


def retyped(command: str, words: Sequence[str], narrowing: Narrowing, others: Mapping[str, Any]) -> str:
    """The command line that was typed, with other options of its own.

    Args:
        command: Its name.
        words: As typed.
        narrowing: Facets as typed.
        others: The command's own options to their values; a list repeats the option, ``True`` is a bare flag, and what
            is ``None`` or ``False`` is left out.
    """
    dashed = any(word.startswith("-") for word in words)
    parts = ["kap", command, *([] if dashed else words)]
    ranges = {name: getattr(narrowing, name) for name in ("year", "min_n", "dose")}
    for name, value in {**narrowing.values, **ranges, **others}.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one is not False:
                parts += [option(name)] if one is True else [option(name), str(one)]
    return encodable(shlex.join([*parts, *(["--", *words] if dashed else [])]))


__all__ = ["retyped"]
