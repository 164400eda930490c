"""The documents of commands, as they are handed to what draws them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kapcli.views.document import Document
from kapcli.writers import figure


@pytest.fixture
def document_of(kap: Callable[..., Any], tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Document]:
    """The document that a command draws."""
    kept: list[Document] = []
    laid_out = figure.figure

    def keep(document: Document, frame: Any) -> Any:
        kept.append(document)
        return laid_out(document, frame)

    monkeypatch.setattr(figure, "figure", keep)

    def of(*line: str) -> Document:
        assert kap(*line, "--output", str(tmp_path / "x.svg"), "--force").code == 0
        return kept[-1]

    return of
