"""A report made as the command makes it, and a catalogue whose texts mean harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hostile_catalogue import write_hostile

if TYPE_CHECKING:
    from conftest import InProcess

Made = Callable[..., str]


@pytest.fixture
def made(kap: InProcess) -> Made:
    """The text of a report."""

    def text(*words: str) -> str:
        ran = kap("report", *words)
        assert ran.code == 0, ran.err
        return ran.out

    return text


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound catalogue file in which every free text tries to break out."""
    return write_hostile(tmp_path_factory.mktemp("hostile") / "hostile.yaml")
