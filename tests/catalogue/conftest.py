from __future__ import annotations

import pytest
from bad_files import with_study

from kapcli.catalogue import files as catalogue_files
from kapcli.catalogue.files import built_in, read_bytes
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.validation import Below
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.index import loading
from kapcli.index.loading import load_vocabulary, read_layer


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def catalogue(vocabulary: Vocabulary) -> Catalogue:
    found, faults = read_layer(read_bytes(built_in("studies.yaml")), "studies.yaml", vocabulary, {}, Below())
    assert not faults
    return found


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, vocabulary: Vocabulary) -> None:
    """A built-in catalogue of one study, and the vocabularies read once: every run would read both."""
    file = tmp_path_factory.getbasetemp() / "small.yaml"
    file.write_text(with_study(id="elsewhere1999"), encoding="utf-8")
    real = catalogue_files.built_in
    monkeypatch.setattr(loading, "load_vocabulary", lambda: vocabulary)
    monkeypatch.setenv("COLUMNS", "1000")
    monkeypatch.setattr(catalogue_files, "built_in", lambda name: file if name == "studies.yaml" else real(name))
