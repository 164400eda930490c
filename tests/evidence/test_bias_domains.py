"""Every limitation belongs to one domain, and a reason is true of the study that it names."""

from __future__ import annotations

from collections import Counter

import pytest
from evidence_studies import claim, link, trial
from test_caveats import CODES

from kapcli.evidence.bias import signals
from kapcli.evidence.limitation_counts import DOMAINS


def test_every_limitation_has_one_domain() -> None:
    counts = Counter(code for codes in DOMAINS.values() for code in codes)
    assert counts == Counter(CODES)


@pytest.mark.parametrize("asked", ["control", "inert"])
@pytest.mark.parametrize(
    ("named", "second", "reason"),
    [
        (("placebo", "midazolam"), "midazolam", "the comparator feels different, and blinding was not shown to hold"),
        (("active-placebo",), "fentanyl", "the comparator feels different, and blinding was not shown to hold"),
        (("placebo", "midazolam"), "placebo", "the comparator has no effect that could be felt"),
    ],
)
def test_what_can_be_felt_is_not_said_to_be_without_effect(
    asked: str, named: tuple[str, ...], second: str, reason: str
) -> None:
    study = trial("a", first="ketamine", second=second, comparator=named)
    assert signals(claim([link(study)], comparator=asked), study, study.outcomes[0])["blinding"] == reason
