"""Every limitation belongs to one domain."""

from __future__ import annotations

from collections import Counter

from test_caveats import CODES

from kapcli.evidence.limitation_counts import DOMAINS


def test_every_limitation_has_one_domain() -> None:
    counts = Counter(code for codes in DOMAINS.values() for code in codes)
    assert counts == Counter(CODES)
