"""Whether a sentence is said by somebody who may be in danger: then help comes before any answer, or alone."""

from __future__ import annotations

import re

from kapcli.catalogue.words import words
from kapcli.checking.lists import lists
from kapcli.index.lexicon import CRISIS_PHRASES

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
# What somebody says of themselves; "suicide" and "overdose" are asked about as often.
_OF_ONESELF = frozenset({"suicidal", "suizid", "hopeless"})


def in_danger(text: str) -> bool:
    """Whether somebody says of themselves that they may be in danger; a quotation is somebody else's."""
    said = words(_QUOTED.sub(" ", text).replace("'", "").replace("’", ""))
    if not lists().first_person.intersection(said):
        return False
    joined = f" {' '.join(said)} "
    return bool(_OF_ONESELF.intersection(said)) or any(f" {phrase} " in joined for phrase in CRISIS_PHRASES)
