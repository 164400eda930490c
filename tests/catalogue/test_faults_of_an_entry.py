"""Every fault of an entry at once, each on its own line and with the value that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kapcli.catalogue.faults import CatalogueError
from kapcli.catalogue.validation import Below
from kapcli.catalogue.yaml_reader import read_catalogue
from kapcli.index.loading import read_layer

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary

LINES = """studies:
  - id: made2020
    title: "T"
    csl_type: book
    year: 2020
    design: theory
    status: published
    finding: F.
    conditions: [ptsd]
    population: [veteran]
    authors: [{family: X, given: Y}]
    read_at: [{url: "https://example.org", read: abstract}]
"""


def told(text: str, vocabulary: Vocabulary) -> list[tuple[int, str]]:
    try:
        faults = read_catalogue(text.encode(), "f", vocabulary).faults.listed()
    except CatalogueError as error:
        faults = list(error.faults)
    return [(fault.line, fault.message) for fault in faults]


def changed(*pairs: tuple[str, str]) -> str:
    text = LINES
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def test_as_it_stands_it_is_sound(vocabulary: Vocabulary) -> None:
    assert told(LINES, vocabulary) == []


def test_an_empty_field_is_said_beside_other_faults_and_on_its_line(vocabulary: Vocabulary) -> None:
    text = changed(("year: 2020", "year: 20x0"), ("finding: F.", "finding:"), ("status: published\n", "status: ~\n"))
    assert told(text, vocabulary) == [
        (5, "'20x0' is not a whole number"),
        (7, "'status' is empty"),
        (8, "'finding' is empty"),
    ]


def test_so_it_is_deeper_down(vocabulary: Vocabulary) -> None:
    text = changed(('[{url: "https://example.org", read: abstract}]', "\n      - url: example.org\n        read:"))
    assert [line for line, _ in told(text, vocabulary)] == [13, 14]


def test_what_does_not_fit_together_is_said_beside_what_cannot_be_read(vocabulary: Vocabulary) -> None:
    text = changed(("year: 2020", "year: 20x0"), ("finding: F.", "finding:")) + (
        "    n: {randomised: -1}\n"
        "    arms:\n"
        "      - {drug: ketamine, role: experimental, dose_min: 2, dose_max: 1, unit: mg}\n"
        "    follow_up: {text: a week, days: seven}\n"
    )
    _, faults = read_layer(text.encode(), "f", vocabulary, {}, Below())
    assert sorted((fault.line, fault.message) for fault in faults) == [
        (5, "'20x0' is not a whole number"),
        (8, "'finding' is empty"),
        (13, "a count is not negative"),
        (15, "dose_min 2 is above dose_max 1"),
        (16, "'seven' is not a whole number"),
    ]


@pytest.mark.parametrize("field", ["year: 20x0", "finding:", "nosuch: 1"])
def test_what_cannot_be_read_makes_no_other_fault(field: str, vocabulary: Vocabulary) -> None:
    name = field.partition(":")[0]
    text = "\n".join(f"    {field}" if line.startswith(f"    {name}:") else line for line in changed().splitlines()) + (
        f"\n    {field}\n" if name == "nosuch" else "\n"
    )
    _, faults = read_layer(text.encode(), "f", vocabulary, {}, Below())
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("-5", "'-5' is not valid"),
        ("14", "'14' is not valid"),
        ("9999", "'9999' is not valid"),
        ("20202020202020202020202020", "'20202020202020202020202020' has too many digits"),
        ("2020.5", "'2020.5' is not a whole number"),
        ("MMXX", "'MMXX' is not a whole number"),
    ],
)
def test_a_number_is_said_with_its_value(year: str, message: str, vocabulary: Vocabulary) -> None:
    assert told(changed(("year: 2020", f"year: {year}")), vocabulary) == [(5, message)]


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("[ptsd]", "[ptsd", 9, "bracket ["),
        ("[ptsd]", "[ptsd, depression,", 9, "bracket ["),
        ("[ptsd]", "[ptsd, {a: b}", 9, "bracket ["),
        ("[ptsd]", "[ptsd  # a remark]", 9, "bracket ["),
        ("[ptsd]", "['pt''sd]'", 9, "bracket ["),
        ("[ptsd]", "[\n      ptsd,\n      depression\n", 9, "bracket ["),
        ("[veteran]", "[veteran", 10, "bracket ["),
        ("given: Y}]", "given: Y]", 11, "bracket {"),
        ("given: Y}]", "given: Y", 11, "bracket {"),
        ("abstract}]", "abstract}", 12, "bracket ["),
        ("abstract}]", "abstract", 12, "bracket {"),
        ('"T"', '"T', 3, 'quotation mark "'),
        ('"T"', '"T\\"', 3, 'quotation mark "'),
        ("finding: F.", "finding: 'F.", 8, "quotation mark '"),
        ("finding: F.", "finding: 'It''s [F.", 8, "quotation mark '"),
    ],
)
def test_what_is_not_closed_is_said_where_it_opens(
    old: str, new: str, line: int, what: str, vocabulary: Vocabulary
) -> None:
    assert told(changed((old, new)), vocabulary) == [(line, f"not YAML: the {what} is not closed")]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("[ptsd]", "[ptsd]]", 9), ("given: Y}]", "given: Y}}]", 11), ("[ptsd]", '["ptsd" x]', 9)],
)
def test_what_is_closed_is_not_said_to_be_open(old: str, new: str, line: int, vocabulary: Vocabulary) -> None:
    ((place, message),) = told(changed((old, new)), vocabulary)
    assert (place, "cannot stand here" in message) == (line, True)


@pytest.mark.parametrize("block", ["|", ">-", ">-  # a remark"])
@pytest.mark.parametrize("text", ["'tis so [", '"So\n      said', "It is\n        'so"])
def test_the_signs_of_a_text_in_a_block_open_nothing(block: str, text: str, vocabulary: Vocabulary) -> None:
    ((_, message),) = told(changed(("finding: F.", f"finding: {block}\n      {text}\n    plain: a: b")), vocabulary)
    assert message == "not YAML: one ': ' too many"
    # What stands behind the block is no part of it.
    ((_, message),) = told(changed(("finding: F.", f"finding: {block}\n      {text}\n    plain: 'a")), vocabulary)
    assert message == "not YAML: the quotation mark ' is not closed"


def test_a_file_of_one_endless_line_is_told_of_at_once(vocabulary: Vocabulary) -> None:
    ((line, message),) = told(changed(("[ptsd]", "[" + "ptsd, " * 200_000)), vocabulary)
    assert message.startswith("not YAML")
    assert line > 8
