"""Which codes are kinds of which, remembered: a sentence is held against hundreds of wordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary


class Kinship:
    """The codes above and below a code of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Start with nothing looked up."""
        self._vocabulary = vocabulary
        self._above: dict[tuple[str, str], tuple[str, ...]] = {}
        self._near: dict[tuple[str, str], frozenset[str]] = {}

    def broader(self, section: str, code: str) -> tuple[str, ...]:
        """The code itself and every code above it, nearest first."""
        key = section, code
        if key not in self._above:
            self._above[key] = self._vocabulary.broader(section, code)
        return self._above[key]

    def near(self, section: str, code: str) -> frozenset[str]:
        """The code itself, every code above it and every code below it."""
        key = section, code
        if key not in self._near:
            below = self._vocabulary.narrower(section, code)
            self._near[key] = frozenset((*self.broader(section, code), *below))
        return self._near[key]
