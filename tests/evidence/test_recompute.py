"""The grades of the catalogue, worked out twice by two hands."""

from __future__ import annotations

from recompute import grades

from kapcli.catalogue.files import built_in, read_bytes
from kapcli.catalogue.layers import layers
from kapcli.catalogue.validation import by_id
from kapcli.evidence.certainty import weigh
from kapcli.index.loading import load


def test_every_grade_is_the_same_by_the_script_that_knows_nothing_of_the_project() -> None:
    ((_, catalogue),) = load(layers()).parts
    studies = by_id(catalogue.studies)
    ours = {claim.id: weigh(claim, studies).certainty for claim in catalogue.claims if claim.kind == "effect"}
    assert ours == grades(read_bytes(built_in("studies.yaml")).decode("utf-8"))
    assert len([name for name, grade in ours.items() if grade]) >= 35
