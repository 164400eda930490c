"""What each field of a catalogue file is for, in a sentence: for editors, for who is asked, and beside blanks.

The texts stand in ``field_texts.json``; the tables of docs/catalogue.md are held to them by a test.
"""

from __future__ import annotations

import functools

import msgspec

from kapcli.catalogue.files import packaged


@functools.cache
def texts() -> dict[str, dict[str, str]]:
    """Struct to field to its text."""
    return msgspec.json.decode(packaged("catalogue", "field_texts.json"), type=dict[str, dict[str, str]])


def text_of(struct: str, field: str) -> str:
    """What a field is for; empty where its name says it."""
    return texts().get(struct, {}).get(field, "")
