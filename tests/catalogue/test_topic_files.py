"""What `kap validate` finds in topics: every fault with its place and what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SOUND = """\
claims:
  - id: my-claim
    formerly: [my-old-claim]
    kind: rule
    topic: rules
    statement: It is so.
    plain: It is so.
    verdict: supported
    for:
      - {study: feder2014, rests_on: title, because: It says so.}
gone:
  - {id: my-lost-claim, because: It said too much., see: my-claim}
topics:
  - id: mine
    title: Mine
    plain_title: Mine as well
    claims: [my-claim]
    words: [quokka]
"""


@pytest.fixture
def validate(kap: Callable[..., Any], tmp_path: Path) -> Callable[..., tuple[int, str]]:
    def ran(old: str = "", new: str = "") -> tuple[int, str]:
        assert not old or old in SOUND
        file = tmp_path / "mine.yaml"
        file.write_text(SOUND.replace(old, new), "utf-8")
        made = kap("validate", str(file))
        return made.code, " ".join((made.out + made.err).split())

    return ran


def test_a_topic_is_sound(validate: Callable[..., tuple[int, str]]) -> None:
    assert validate()[0] == 0


def test_a_claim_may_be_named_by_an_id_it_had_before(validate: Callable[..., tuple[int, str]]) -> None:
    assert validate("claims: [my-claim]", "claims: [my-old-claim]")[0] == 0


def test_a_claim_of_the_built_in_catalogue_may_be_named(validate: Callable[..., tuple[int, str]]) -> None:
    assert validate("claims: [my-claim]", "claims: [ptsd-cure]")[0] == 0
    assert validate("see: my-claim", "see: ptsd-cure")[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("claims: [my-claim]", "claims: [my-clain]", "topics[0].claims[0]", "did you mean 'my-claim'?"),
        ("claims: [my-claim]", "claims: [my-lost-claim]", "topics[0].claims[0]", "put 'my-claim' in its place"),
        ("claims: [my-claim]", "claims: []", "topics[0].claims", "name the claims that answer it"),
        ("see: my-claim", "see: quokka", "gone[0].see", "name another claim, or remove 'see'"),
        ("words: [quokka]", "guidelines: [vadod2042]", "topics[0].guidelines[0]", "no study 'vadod2042'"),
        ("words: [quokka]", "part_of: [ptsdd]", "topics[0].part_of[0]", "no topic 'ptsdd'"),
        ("words: [quokka]", "words: [flashback]", "topics[0].words[0]", "already leads to ptsd"),
        ("id: mine\n", "id: PTSD\n", "topics[0].id", "the id 'PTSD' is already used"),
        ("title: Mine\n", "titel: Mine\n", "topics[0]", "titel"),
    ],
)
def test_a_fault_names_its_place_and_what_to_do(
    validate: Callable[..., tuple[int, str]], old: str, new: str, place: str, says: str
) -> None:
    code, text = validate(old, new)
    assert code != 0
    assert place in text
    assert says in text


def test_plain_words_of_an_exclusion_are_one_for_each(kap: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "label.yaml"
    file.write_text(
        """\
studies:
  - id: label
    title: A label
    csl_type: report
    year: 2020
    design: guideline
    status: report
    finding: It names who should not have it.
    read_at: [{url: "https://example.org/a", read: abstract}]
    exclusions:
      - {who: Agency, date: "2020", what: it, force: care, people: [a, b], plain: [a],
         source: "https://example.org/a", read: abstract}
""",
        "utf-8",
    )
    made = kap("validate", str(file))
    assert made.code != 0
    assert "exclusions[0].plain" in made.out + made.err
