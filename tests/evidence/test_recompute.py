"""The grades of the catalogue, worked out twice by two hands."""

from __future__ import annotations

from recompute import grades

from kapcli.catalogue.files import built_in
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.validation import by_id
from kapcli.evidence.certainty import weigh


def test_every_grade_is_the_same_by_the_script_that_knows_nothing_of_the_project(catalogue: Catalogue) -> None:
    again = grades(built_in("studies.yaml").read_text("utf-8"))
    studies = by_id(catalogue.studies)
    ours = {claim.id: weigh(claim, studies).certainty for claim in catalogue.claims if claim.kind == "effect"}
    assert ours == again
    assert len([name for name, grade in ours.items() if grade]) >= 35
