"""The HTML page: self-contained, closed to markup from a catalogue, in the order that keeps limits before findings."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Made = Callable[..., str]

HTML = ("--format", "html")
VOID = frozenset({"meta", "input", "br", "img", "link", "base", "hr"})
TAGS = frozenset(
    """
    a article body button caption circle code dd defs desc details div dl dt em figcaption figure footer g h1 h2 h3 h4
    head header html input label li line main meta nav ol p path pattern rect script section span strong style summary
    svg table tbody td text th thead title tr tspan ul
    """.split()
)


class Page(HTMLParser):
    """Every element of a page with its attributes, its headings, and its text outside style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing that is open"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif self.open and self.open[-1] == "style":
            self.styles.append(data)
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def every(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


ASKED = [
    ("ptsd",),
    ("ptsd", "--full"),
    ("ptsd", "--route", "oral", "--full"),
    ("ocd",),
    ("liver", "--full"),
    ("ptsd", "--lay"),
]


_pages: dict[tuple[str, ...], Page] = {}


@pytest.fixture(params=ASKED, ids=" ".join)
def page(request: pytest.FixtureRequest, made: Made) -> Page:
    """A page that is only read, taken apart once for all tests."""
    if request.param not in _pages:
        _pages[request.param] = Page(made(*request.param, *HTML))
    return _pages[request.param]


class TestSelfContained:
    def test_every_element_is_closed_and_of_a_known_kind(self, page: Page) -> None:
        assert page.open == []
        assert {tag for tag, _ in page.elements} <= TAGS

    def test_nothing_is_fetched(self, page: Page) -> None:
        fetching = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "xlink:href"}
        assert not [attributes for _, attributes in page.elements if fetching & set(attributes)]
        assert not re.search(r"url\((?!#)|@import", page.styles[0])
        assert not [tag for tag, _ in page.elements if tag in ("link", "base", "iframe", "img", "object", "embed")]

    def test_the_policy_lets_through_its_own_style_and_script_alone(self, page: Page) -> None:
        (policy,) = [meta["content"] for meta in page.every("meta") if "http-equiv" in meta]
        parts = dict(part.split(" ", 1) for part in policy.split("; "))
        assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == "'none'"
        for name, texts in (("style-src", page.styles), ("script-src", page.scripts)):
            hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
            assert parts.get(name, "").split() == [f"'sha256-{one}'" for one in hashes]
        assert set(parts) <= {"default-src", "style-src", "script-src", "base-uri", "form-action"}

    def test_no_element_has_a_style_or_a_handler_of_its_own(self, page: Page) -> None:
        assert not [
            (tag, name)
            for tag, attributes in page.elements
            for name in attributes
            if name == "style" or name.startswith("on")
        ]

    def test_links_lead_to_addresses_of_the_web_or_within_the_page(self, page: Page) -> None:
        ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
        for link in page.every("a"):
            target = link["href"]
            assert target.startswith(("https://", "http://")) or target[1:] in ids

    def test_ids_are_given_once_and_what_is_referred_to_is_there(self, page: Page) -> None:
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        for _, attributes in page.elements:
            for name in ("aria-labelledby", "aria-controls", "for"):
                assert set(attributes.get(name, "").split()) <= set(ids)


class TestReadable:
    def test_it_has_a_language_and_a_title_and_a_way_past_the_head(self, page: Page) -> None:
        assert page.every("html")[0]["lang"] == "en"
        assert page.every("title")
        assert page.every("a")[0] == {"class": "skip", "href": "#main"}

    def test_headings_go_down_one_step_at_a_time(self, page: Page) -> None:
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_tables_have_a_caption_and_heads_with_a_scope(self, page: Page) -> None:
        assert len(page.every("caption")) == len(page.every("table"))
        assert all(head.get("scope") in ("col", "row") for head in page.every("th"))

    def test_drawings_say_what_they_show(self, page: Page) -> None:
        for drawing in page.every("svg"):
            assert drawing["role"] == "img"
            assert len(drawing["aria-labelledby"].split()) == 2


def heads(text: str) -> list[str]:
    return re.findall(r'<h2 id="([\w-]+)"', text)


class TestOrder:
    def test_the_answer_stands_first_and_its_limitations_before_the_studies(self, made: Made) -> None:
        first = ["answer", "summary", "limits", "studies", "harms"]
        assert heads(made("ptsd", *HTML)) == [*first, "references", "made"]
        assert heads(made("ptsd", "--full", *HTML)) == [
            *first,
            "claims",
            "map",
            "effects",
            "words",
            "references",
            "made",
        ]

    def test_what_few_read_to_the_end_is_folded_and_safety_is_not(self, made: Made) -> None:
        folded = re.findall(r'<details class="part">\s*<summary><h2 id="([\w-]+)"', made("ptsd", "--full", *HTML))
        assert folded == ["claims", "map", "effects", "words", "references", "made"]
        assert '<details class="part">' not in made("ptsd", *HTML)

    def test_the_title_is_in_words(self, made: Made) -> None:
        assert "<h1>Ketamine for PTSD: what the research says and how certain it is</h1>" in made("ptsd", *HTML)

    @pytest.mark.parametrize("words", [("suicide",), ("--condition", "suicidality"), ("I want to die",)], ids=" ".join)
    def test_where_help_is_stands_on_top_where_suicidality_is_the_subject(
        self, made: Made, words: tuple[str, ...]
    ) -> None:
        for full in ((), ("--full",)):
            text = made(*words, *full, *HTML)
            assert text.index("findahelpline.com") < text.index("<h1>")

    def test_every_publication_that_the_two_pages_name_is_in_their_references(self, made: Made) -> None:
        text = made("ptsd", *HTML)
        body, _, listed = text.partition('<h2 id="references"')
        named = set(re.findall(r"\b[a-z]+(?:19|20)\d\d[a-z]?\b", Page(body).text))
        assert len(named) > 5
        assert named <= set(re.findall(r'<span class="id">([\w-]+)</span>', listed))

    def test_every_label_and_guideline_that_the_answer_names_is_in_the_references(self, made: Made) -> None:
        for full in ((), ("--full",)):
            listed = made("contraindications", *full, *HTML).partition('<h2 id="references"')[2]
            assert {"fdalabel2026", "cohen2018"} <= set(re.findall(r'<span class="id">([\w-]+)</span>', listed))

    def test_it_says_how_it_was_made_and_as_of_when(self, made: Made) -> None:
        text = Page(made("ptsd", "--route", "oral", *HTML)).text
        assert "kap report ptsd --route oral" in text
        assert "As of 2026-11-29" in text
        assert "Not medical advice" in text
        assert "findahelpline.com" in text

    def test_in_danger_help_comes_first(self, made: Made) -> None:
        for lay in ((), ("--lay",)):
            text = Page(made("I want to die", *lay, *HTML)).text
            assert text.index("In danger") < text.index("he short answer" if lay else "Answer in two")


class TestPictures:
    def test_every_figure_of_the_forest_is_there_once(self, made: Made, kap) -> None:  # type: ignore[no-untyped-def]
        import json

        found = json.loads(kap("forest", "ptsd", "--json").out)
        text = made("ptsd", "--full", *HTML)
        drawn = sum(len(result["marks"]) for result in found["results"] if result["drawn"])
        assert len(re.findall('<g class="(?:first|second)">', text)) == drawn
        assert f"Not plotted: {found['summary']['listed']}" in text
        assert len(re.findall('<svg class="forest"', text)) == len(found["summary"]["panels"])

    def test_every_cell_of_the_map_is_there_once(self, made: Made, kap) -> None:  # type: ignore[no-untyped-def]
        import json

        found = json.loads(kap("map", "ptsd", "--rows", "therapy", "--json").out)
        text = made("ptsd", "--full", *HTML)
        assert text.count('<rect class="gap"') == found["summary"]["gaps"]
        filled = [result for result in found["results"] if not result["gap"]]
        assert len(re.findall(r'<rect class="cell shade-\d"', text)) == len(filled)

    def test_a_route_that_was_asked_for_is_outlined_among_the_others(self, made: Made) -> None:
        text = made("ptsd", "--route", "oral", "--full", *HTML)
        assert text.count('<rect class="asked"') == 1
        assert "Outlined: what was asked for (oral)" in text


class TestHostileTexts:
    @pytest.mark.parametrize("lay", [(), ("--full",), ("--lay",)], ids=["brief", "full", "lay"])
    def test_markup_stays_text(self, made: Made, hostile: Path, lay: tuple[str, ...]) -> None:
        page = Page(made("--route", "rectal", "--catalogue", str(hostile), *lay, *HTML))
        plain = Page(made("ptsd", *lay, *HTML))
        assert page.open == []
        assert {tag for tag, _ in page.elements} <= TAGS
        names = {name for _, attributes in plain.elements for name in attributes} | {"data-compares"}
        assert {name for _, attributes in page.elements for name in attributes} <= names
        assert page.scripts == plain.scripts
        assert page.styles == plain.styles

    def test_it_is_shown_as_it_was_written(self, made: Made, hostile: Path) -> None:
        text = Page(made("--route", "rectal", "--full", "--catalogue", str(hostile), *HTML)).text
        for shown in ("<script>alert(1)</script>", "{{ 7 * 7 }} {% raw %}", "[/] :smile:", "&lt;script&gt; &amp;"):
            assert f"Found {shown}" in text or shown in text

    def test_no_folder_of_anybody_stands_on_the_page(self, made: Made, hostile: Path) -> None:
        for form in (HTML, ()):
            text = made("--route", "rectal", "--catalogue", str(hostile), *form)
            assert str(hostile.parent) not in text
            assert "hostile.yaml" in text


class TestSize:
    def test_the_whole_catalogue_stays_small(self, made: Made) -> None:
        assert len(made("--full", *HTML).encode()) < 2_000_000
