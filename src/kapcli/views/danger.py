"""Help for somebody who may be in danger, alone: no study, no figure and no claim beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views.document import Space, Span, text

if TYPE_CHECKING:
    from kapcli.catalogue.model import About
    from kapcli.views.document import Document


def danger_document(about: About) -> Document:
    """Where help is, and nothing else; then how the studies can be seen."""
    return (
        text(Span(about.urgent_help, "strong")),
        Space(),
        text("To see studies on suicidal thoughts: kap search suicidality"),
    )
