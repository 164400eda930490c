from __future__ import annotations

import functools
import hashlib
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from citing_items import DATA_NAMES, Item, read
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.citing import engine
from shared_work import anew

STYLE_FILES = Path(engine.__file__).with_name("styles")

# Differences from citeproc-js that are known and accepted; anything else is a change.
KNOWN = {
    # citeproc-js puts a comma before "and" where a group ends the list; Pandoc does not.
    ("harvard", "syn-group"),
}


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.fixture(scope="module")
def single(items):
    """The reference of one item by itself, made once for all tests."""
    return functools.cache(lambda style, key: anew(items[key], style))


@pytest.mark.parametrize("style", engine.STYLES)
def test_golden_references_are_exact(style, golden, expected, single):
    found = {key: folded(single(style, key)) for key in golden}
    assert found == {key: folded(expected[style][key]["text"]) for key in golden}


def test_every_difference_is_a_known_one(items, expected, single):
    differing = {
        (style, key)
        for style in engine.STYLES
        for key in items
        if folded(single(style, key)) != folded(expected[style][key]["text"])
    }
    assert differing == KNOWN


@pytest.mark.parametrize("style", engine.STYLES)
def test_plain_csl_json_with_fields_set_for_the_style_works_too(style, expected):
    overrides = read("style-overrides.json").get(DATA_NAMES[style], {})
    for item in read("items.csl.json"):
        changed = item | overrides.get(item["id"], {})
        assert folded(engine.format_reference(changed, style)) == folded(expected[style][item["id"]]["text"])


def test_a_list_keeps_its_order_and_reads_as_single_references(items, single):
    for style in engine.STYLES:
        forward = engine.format_references(items.values(), style)
        if style in ("apa", "vancouver"):
            # One sorts by name, one by order.
            assert forward == engine.format_references(reversed(items.values()), style)[::-1]
        assert forward == [single(style, key) for key in items]


def test_an_item_is_left_as_it_was(items):
    before = {key: dict(item) for key, item in items.items()}
    engine.format_references(items.values(), "apa")
    assert items == before


def test_names_without_any_part_are_left_out():
    item = {"type": "book", "title": "A book", "author": [{}], "editor": [{}], "issued": {"date-parts": [[2020]]}}
    assert engine.format_reference(item, "apa") == "A book. (2020)."


def test_unknown_style_and_broken_items_are_named():
    with pytest.raises(engine.CitationError, match="no style 'mhra'; the styles are apa, "):
        engine.format_reference({"type": "book"}, "mhra")
    with pytest.raises(engine.CitationError, match="'x' has no type"):
        engine.format_reference({"id": "x"}, "apa")
    with pytest.raises(engine.CitationError, match="date issued is not CSL-JSON"):
        engine.format_reference({"type": "book", "issued": "2020"}, "apa")


SHAPES = [
    {"family": "Roe", "given": "Kim A."},
    {"family": "Kolk", "given": "B.", "non-dropping-particle": "van der"},
    {"family": "Zarate", "given": "C", "suffix": "Jr."},
    {"literal": "KAP Group"},
    {"given": "Madonna"},
    {"family": "王", "given": "小明"},
    {},
]
DATES = [
    {"date-parts": [[2020]]},
    {"date-parts": [["2020", "5"]]},
    {"date-parts": [[2020, 5, 3], [2020, 5, 6]]},
    {"date-parts": [[2020, 5, 3], [2021, 6]]},
    {"date-parts": [[2020]], "season": 2, "circa": True},
    {"literal": "spring"},
]
NASTY = ['"a"', "'", "“x", "<i>y", "</i>", "\ue000", "\n", "?", "...", "\\", "{", "&", "小明", ":"]
texts = st.lists(st.sampled_from(NASTY) | st.text(max_size=5), max_size=6).map(" ".join)
any_item: st.SearchStrategy[Item] = st.fixed_dictionaries(
    {"type": st.sampled_from(["article-journal", "book", "chapter", "webpage", "report", "bill"])},
    optional={
        "title": texts,
        "container-title": texts,
        "author": st.lists(st.sampled_from(SHAPES), max_size=4),
        "editor": st.lists(st.sampled_from(SHAPES), max_size=2),
        "issued": st.sampled_from(DATES),
        "page": texts,
        "article-number": texts,
        "language": st.sampled_from(["de", "en-GB", "zh-Hans"]),
        "edition": st.sampled_from(["2", "rev.", "1-2"]),
        "number": texts,
        "publisher": texts,
        "genre": texts,
        "unknown-field": texts,
    },
)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(item=any_item, style=st.sampled_from(list(engine.STYLES)))
def test_any_item_gives_one_line_of_text(item, style):
    text = engine.format_reference(item, style)
    assert "  " not in text
    assert text == text.strip()
    assert "\n" not in text
    assert not any("\ue000" <= character <= "\ue00f" for character in text)


def test_ranges_of_dates_share_what_is_the_same():
    item = {
        "type": "article-magazine",
        "title": "A week",
        "container-title": "Journal",
        "issued": {"date-parts": [[2020, 5, 3], [2020, 5, 6]]},
    }
    assert engine.format_reference(item, "apa") == "A week. (2020, May 3–6). Journal."
    item["issued"] = {"date-parts": [[2020, 5, 30], [2020, 6, 2]]}
    assert "2020 May 30–Jun 2" in engine.format_reference(item, "vancouver")


def test_other_users_of_the_engine_see_it_unchanged():
    script = (
        "from citeproc import model\n"
        "engine_classes = [c for c in vars(model).values() if isinstance(c, type)]\n"
        "before = [dict(vars(c)) for c in engine_classes]\n"
        "from kapcli.citing import engine\n"
        "engine.format_reference({'type': 'book', 'title': 'T'}, 'apa')\n"
        "assert before == [dict(vars(c)) for c in engine_classes]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_importing_costs_no_engine():
    script = (
        "import sys\n"
        "from kapcli.citing import bibtex, csljson, engine, ris\n"
        "assert not {'citeproc', 'lxml'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_style_files_are_the_published_ones():
    published = {
        "american-medical-association.csl": "d70f843d93c2b1e8",
        "apa.csl": "1ece4fb3c295e66d",
        "chicago-author-date.csl": "002fade78d7e4fe9",
        "harvard-cite-them-right.csl": "0ca3d2c7c881cd98",
        "locales-en-GB.xml": "9d5f7e3861890abe",
        "locales-en-US.xml": "ac864c7c21166b43",
        "modern-language-association.csl": "e1432698ef28938d",
        "nlm-citation-sequence.csl": "492f7935df42054b",
    }
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in STYLE_FILES.iterdir()
        if file.suffix in (".csl", ".xml")
    }
    assert found == published
    notice = (STYLE_FILES / "NOTICE").read_text(encoding="utf-8")
    assert all(name in notice for name in published)
