"""Studies to pick one from, where a name says no more than who wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.forms import plain_title
from kapcli.views import hits
from kapcli.views.document import ends, text
from kapcli.views.links import link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.views.document import Block, Document


def pick_list(studies: Sequence[Study]) -> Document:
    """By whom, when and where, with the title and the id to type."""

    def blocks() -> Iterator[Block]:
        for study in studies:
            yield ends(hits.source(study), study.id, link(study))
            yield text(plain_title(study.title), level=1, hang=2)

    return tuple(blocks())
