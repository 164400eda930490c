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


@pytest.fixture(scope="session")
def _reports() -> dict[tuple[str, ...], str]:
    return {}


@pytest.fixture
def made(kap: InProcess, _reports: dict[tuple[str, ...], str]) -> Made:
    """The text of a report, which is made once for all tests that look at it."""

    def text(*words: str) -> str:
        if words not in _reports:
            ran = kap("report", *words)
            assert ran.code == 0, ran.err
            _reports[words] = ran.out
        return _reports[words]

    return text


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound catalogue file in which every free text tries to break out."""
    return write_hostile(tmp_path_factory.mktemp("hostile") / "hostile.yaml")
