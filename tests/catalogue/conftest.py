from __future__ import annotations

import pytest

from kapcli.catalogue.files import built_in, read_bytes
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.validation import Below
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.index.loading import load_vocabulary, read_layer


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def catalogue(vocabulary: Vocabulary) -> Catalogue:
    found, faults = read_layer(read_bytes(built_in("studies.yaml")), "studies.yaml", vocabulary, {}, Below())
    assert not faults
    return found
