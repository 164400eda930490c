"""The grades of the catalogue, worked out twice by two hands."""

from __future__ import annotations

from evidence_studies import VOCABULARY
from recompute import grades

from kapcli.catalogue.files import built_in, read_bytes
from kapcli.catalogue.validation import by_id
from kapcli.catalogue.yaml_reader import read_catalogue
from kapcli.evidence.certainty import weigh


def test_every_grade_is_the_same_by_the_script_that_knows_nothing_of_the_project() -> None:
    data = read_bytes(built_in("studies.yaml"))
    catalogue = read_catalogue(data, "studies.yaml", VOCABULARY).catalogue
    studies = by_id(catalogue.studies)
    ours = {claim.id: weigh(claim, studies).certainty for claim in catalogue.claims if claim.kind == "effect"}
    assert ours == grades(data.decode("utf-8"))
    assert len([name for name, grade in ours.items() if grade]) >= 35
