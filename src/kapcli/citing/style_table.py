"""The reference styles: a style file and a row of `STYLES` are all that one needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec


class Style(msgspec.Struct, frozen=True):
    """A style.

    Attributes:
        file: Its file in ``styles/``, unchanged as the Citation Style Language project publishes it.
        locale: The language of its terms.
    """

    file: str
    locale: str


STYLES = {
    "apa": Style("apa.csl", "en-US"),
    "vancouver": Style("nlm-citation-sequence.csl", "en-US"),
    "ama": Style("american-medical-association.csl", "en-US"),
    "chicago": Style("chicago-author-date.csl", "en-US"),
    "mla": Style("modern-language-association.csl", "en-US"),
    "harvard": Style("harvard-cite-them-right.csl", "en-GB"),
}
if TYPE_CHECKING:
    StyleName = str
else:
    # Made of the table; the type checker takes it for any text.
    StyleName = Literal[tuple(STYLES)]
