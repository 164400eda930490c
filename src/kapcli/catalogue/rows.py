"""The base of every record of the catalogue, and the marks that say what a text field may hold."""

import msgspec


class Code(msgspec.Struct, frozen=True):
    """Marks a text field as a code of one section of the vocabulary."""

    section: str


class Form(msgspec.Struct, frozen=True):
    """Marks a text field that must have a certain form (see ``forms.py``)."""

    name: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every record of the catalogue."""
