"""The catalogue itself as a work that can be cited; CITATION.cff says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.publication import Name
from kapcli.catalogue.study import Study

if TYPE_CHECKING:
    from kapcli.catalogue.model import About


def itself(about: About) -> Study:
    """The edition at hand as an entry: its makers are named together, and its edition stands with the title."""
    edition = f" (edition {about.edition})" if about.edition else ""
    return Study(
        id="kap",
        title=f"{about.title}{edition}",
        csl_type="dataset",
        year=int(about.as_of[:4]),
        design="other",
        status="published",
        finding="",
        read_at=(),
        authors=(Name(literal="kapcli contributors"),),
        publisher="kapcli",
        retraction="none",
    )
