from __future__ import annotations

import pytest
from citeproc import model

from kapcli.citing import engine
from kapcli.citing.engine_check import CitationEngineChanged, check_engine


@pytest.fixture
def fresh_engine():
    """Make the next reference load its style again."""
    engine._load.cache_clear()
    yield
    engine._load.cache_clear()


def test_the_installed_engine_is_the_known_one():
    check_engine(model)


@pytest.mark.usefixtures("fresh_engine")
def test_a_missing_private_name_stops_everything(monkeypatch):
    monkeypatch.delattr(model.Text, "_variable")
    with pytest.raises(CitationEngineChanged, match=r"Text\._variable\(nothing\)"):
        engine.format_reference({"type": "book", "title": "T"}, "apa")


@pytest.mark.usefixtures("fresh_engine")
def test_changed_parameters_stop_everything(monkeypatch):
    monkeypatch.setattr(model.Group, "process", lambda self, cite: None)
    with pytest.raises(CitationEngineChanged) as caught:
        engine.format_reference({"type": "book", "title": "T"}, "apa")
    assert caught.value.differences == ("Group.process(self cite)",)
    assert "citeproc-py>=0.11.1,<0.12" in str(caught.value)


@pytest.mark.usefixtures("fresh_engine")
def test_a_missing_class_stops_everything(monkeypatch):
    monkeypatch.delattr(model, "Substitute")
    with pytest.raises(CitationEngineChanged, match="Substitute"):
        engine.format_reference({"type": "book", "title": "T"}, "mla")
