"""Names, titles and page numbers that are easily cited wrongly, as ``kap cite`` prints them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from citing_items import CASES

if TYPE_CHECKING:
    from conftest import InProcess

STYLES = ("apa", "vancouver", "ama", "chicago", "mla", "harvard")
DASHED = [f"pages-{kind}" for kind in ("u2010", "u2011", "u2012", "u2013", "u2014", "u2212", "typed", "spaced")]
Cite = Callable[..., str]


@pytest.fixture
def cite(kap: InProcess) -> Cite:
    """What ``kap cite`` prints for one of the invented studies, in a style or a format."""

    def cited(name: str, *, style: str = "apa", form: str = "text") -> str:
        ran = kap("cite", name, "--style", style, "--format", form, "--catalogue", str(CASES))
        assert ran.code == 0, ran.err
        return ran.out.strip()

    return cited


@pytest.mark.parametrize("name", ["number-with-hyphen", "number-with-dash"])
def test_an_article_number_is_never_a_range(cite: Cite, name: str) -> None:
    for style in STYLES:
        text = cite(name, style=style)
        assert re.search(r"(?<!pp\. )2021-0123\b", text), text
    assert "p. 2021-0123." in cite(name, style="mla")
    assert "Article 2021-0123." in cite(name)
    assert "  pages = {2021-0123},\n" in cite(name, form="bibtex")
    ris = cite(name, form="ris")
    assert "SP  - 2021-0123\n" in ris
    assert "EP  - " not in ris
    assert json.loads(cite(name, form="csl-json"))[0]["page"] == "2021-0123"


@pytest.mark.parametrize("name", ["pages-hyphen", *DASHED])
def test_every_dash_between_pages_makes_a_range(cite: Cite, name: str) -> None:
    assert cite(name).endswith(", 1574–1581.")
    assert cite(name, style="vancouver").endswith(":1574–81.")
    assert cite(name, style="ama").endswith(":1574-1581.")
    assert cite(name, style="chicago").endswith(": 1574–81.")
    assert cite(name, style="mla").endswith("pp. 1574–81.")
    assert cite(name, style="harvard").endswith("pp. 1574–1581.")
    assert "  pages = {1574--1581},\n" in cite(name, form="bibtex")
    assert "SP  - 1574\nEP  - 1581\n" in cite(name, form="ris")
    assert json.loads(cite(name, form="csl-json"))[0]["page"] == "1574-1581"


@pytest.mark.parametrize(
    ("name", "harvard", "bibtex", "ris", "csl"),
    [
        ("pages-roman", "pp. xii–xxv", "xii--xxv", "SP  - xii\nEP  - xxv\n", "xii-xxv"),
        ("pages-two-hyphens", "pp. 16-1–16-4", "16-1--16-4", "SP  - 16-1\nEP  - 16-4\n", "16-1–16-4"),
        ("pages-two-hyphens-dash", "pp. 12-1–12-10", "12-1--12-10", "SP  - 12-1\nEP  - 12-10\n", "12-1–12-10"),
        ("pages-letters", "pp. S12–S18", "S12--S18", "SP  - S12\nEP  - S18\n", "S12-S18"),
        ("pages-apart", "pp. 12–19, 25", "12--19, 25", "SP  - 12-19, 25\n", "12-19, 25"),
        ("page-alone", "p. A-12", "A-12", "SP  - A-12\n", "A-12"),
        ("number-with-letter", "p. A-12", "A-12", "SP  - A-12\n", "A-12"),
    ],
)
def test_pages_of_other_kinds(cite: Cite, name: str, harvard: str, bibtex: str, ris: str, csl: str) -> None:
    assert cite(name, style="harvard").endswith(f", {harvard}.")
    assert f"  pages = {{{bibtex}}},\n" in cite(name, form="bibtex")
    assert ris in cite(name, form="ris")
    assert json.loads(cite(name, form="csl-json"))[0]["page"] == csl


def test_an_issue_with_another_hyphen_is_a_double_issue(cite: Cite) -> None:
    assert "12(1–2)" in cite("issue-dash")
    assert "12(1-2)" in cite("issue-dash", style="ama")
    assert "  number = {1-2},\n" in cite("issue-dash", form="bibtex")


@pytest.mark.parametrize(
    ("name", "apa", "vancouver", "chicago"),
    [
        ("name-u2010", "Dupontel, J.-P. (", "Dupontel JP. ", "Dupontel, Jean-Pierre. "),
        ("name-u2011", "Dupontel, J.-P. (", "Dupontel JP. ", "Dupontel, Jean-Pierre. "),
        ("name-initials-u2010", "Dupontel, J.-P. (", "Dupontel JP. ", "Dupontel, J.-P. "),
        ("name-small", "Kimur, M.-H. (", "Kimur MH. ", "Kimur, Min-ho. "),
        ("name-digraph", "Ivanovsky, Yu. A. (", "Ivanovsky YuA. ", "Ivanovsky, Yu. A. "),
        ("name-han", "王小明. (", "王小明. ", "王小明. "),
        ("name-hangul", "김민호. (", "김민호. ", "김민호. "),
        ("name-kana", "やまだたろう. (", "やまだたろう. ", "やまだたろう. "),
        ("name-elided", "d’Andreax, L. (", "d’Andreax L. ", "Andreax, Luca d’. "),
        ("name-particle", "van der Kolkel, B. (", "van der Kolkel B. ", "Kolkel, Bessel van der. "),
    ],
)
def test_names(cite: Cite, name: str, apa: str, vancouver: str, chicago: str) -> None:
    assert cite(name).startswith(apa)
    assert cite(name, style="vancouver").startswith(vancouver)
    assert cite(name, style="chicago").startswith(chicago)


def test_names_that_are_printed_as_one_stay_two_for_reference_managers(cite: Cite) -> None:
    assert "AU  - 王, 小明\n" in cite("name-han", form="ris")
    assert "{王, 小明}" in cite("name-han", form="bibtex")
    assert json.loads(cite("name-han", form="csl-json"))[0]["author"] == [{"family": "王", "given": "小明"}]


@pytest.mark.parametrize(
    ("name", "apa", "chicago"),
    [
        ("quote-nocase", "The “k-hole” explained. ", "“The ‘k-hole’ Explained.” "),
        ("quote-single-nocase", "The “k-hole” explained. ", "“The ‘k-hole’ Explained.” "),
        ("quote-hyphen", "The non-“responders” of a trial. ", "“The Non-‘Responders’ of a Trial.” "),
        ("quote-colon", "Ketamine: “the trip” told. ", "“Ketamine: ‘The Trip’ Told.” "),
        ("quote-ellipsis", "And then …“nothing” changed. ", "“And Then …‘Nothing’ Changed.” "),
        ("quote-tag", "On “set and setting” in therapy. ", "“On ‘Set and Setting’ in Therapy.” "),
        (
            "symbols",
            "n=12 and p<0.05 with r>0.3 and t(12)=2.1. ",
            "“n=12 and p<0.05 with r>0.3 and t(12)=2.1.” ",
        ),
        (
            "prepositions",
            "Ketamine between sessions of therapy with and without music. ",
            "“Ketamine Between Sessions of Therapy with and Without Music.” ",
        ),
    ],
)
def test_titles(cite: Cite, name: str, apa: str, chicago: str) -> None:
    assert f"(2021). {apa}" in cite(name)
    assert f"2021. {chicago}" in cite(name, style="chicago")


def test_mla_keeps_prepositions_of_any_length_small(cite: Cite) -> None:
    title = "“Ketamine between Sessions of Therapy with and without Music.”"
    assert title in cite("prepositions", style="mla")


@pytest.mark.parametrize(
    ("name", "language", "bibtex", "title"),
    [
        ("german", "de", "german", "Ketamin bei der Behandlung von Depressionen und Angst"),
        ("french", "fr", "french", "Effets de la kétamine sur les troubles dépressifs: une étude"),
        ("spanish", "es", "spanish", "Ketamina para la depresión: una revisión"),
    ],
)
def test_a_title_in_another_language_keeps_its_case(
    cite: Cite, name: str, language: str, bibtex: str, title: str
) -> None:
    for style in STYLES:
        assert title in cite(name, style=style)
    assert f"LA  - {language}\n" in cite(name, form="ris")
    assert json.loads(cite(name, form="csl-json"))[0]["language"] == language
    assert f"  langid = {{{bibtex}}},\n" in cite(name, form="bibtex")


def test_a_journal_in_another_language_keeps_its_case(cite: Cite) -> None:
    assert "Zeitschrift für erfundene Ergebnisse, vol. 12" in cite("german", style="mla")


def test_english_is_what_no_language_means(cite: Cite) -> None:
    assert "LA  - en\n" in cite("quote-tag", form="ris")
    assert "langid" not in cite("quote-tag", form="bibtex")
    assert "LA  - en-GB\n" in cite("language-english", form="ris")
    assert "“Ketamine for the Treatment of Grief.”" in cite("language-english", style="mla")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("after-question", "Is it safe? {The} evidence"),
        ("quote-start", '"{Special} {K}" in use'),
        ("quote-colon", 'Ketamine: "{the} trip" told'),
        ("bracket", "¿{Safe}? ({The} evidence) [{A} review]"),
        ("italic-capital", r"An {{\emph{N}}}-methyl-{D}-aspartate antagonist: \emph{In vitro} data"),
    ],
)
def test_bibtex_braces_the_capitals_that_bibtex_styles_make_small(cite: Cite, name: str, title: str) -> None:
    assert f"  title = {{{title}}},\n" in cite(name, form="bibtex")


def test_bibtex_keeps_a_compound_family_name_together(cite: Cite) -> None:
    assert "  author = {{Lacerda da Silva}, Ursula},\n" in cite("name-compound", form="bibtex")
    assert "  author = {van der Kolkel, Bessel},\n" in cite("name-particle", form="bibtex")
    assert "  author = {van der {Lacerda da Silva}, Ursula},\n" in cite("name-particle-compound", form="bibtex")


def invented(path: Path, **fields: str) -> str:
    """Write a catalogue of one invented study and return its path; the fields are YAML."""
    record = {
        "id": "invented2030",
        "title": "An invented title",
        "csl_type": "article-journal",
        "year": "2030",
        "design": "theory",
        "status": "published",
        "finding": "Invented, nobody was studied.",
        "authors": "[{family: Example, given: Ada}]",
        "read_at": "[{url: 'https://example.org/x', read: abstract}]",
    } | fields
    file = path / "invented.yaml"
    lines = [f"    {name}: {value}\n" for name, value in record.items()]
    file.write_text("studies:\n  -" + "".join(lines)[3:], encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("field", "value", "place", "entity", "character"),
    [
        ("title", "Anxiety &amp; depression", "title", "&amp;", "&"),
        ("title", "A trial &#8211; of sorts", "title", "&#8211;", "–"),
        ("journal", "Anesthesia &amp; Analgesia", "journal", "&amp;", "&"),
        ("publisher", "Wiley &#x26; Sons", "publisher", "&#x26;", "&"),
        ("authors", "[{family: 'M&uuml;ller', given: Ada}]", "authors[0].family", "&uuml;", "ü"),
    ],
)
def test_an_html_entity_is_a_fault(
    kap: InProcess, tmp_path: Path, field: str, value: str, place: str, entity: str, character: str
) -> None:
    quoted = value if value.startswith("[") else f"'{value}'"
    ran = kap("validate", invented(tmp_path, **{field: quoted}))
    assert ran.code == 3
    assert f"studies[0].{place}: {entity!r} is an HTML entity" in " ".join(ran.err.split())
    assert f"write {character!r}" in ran.err


@pytest.mark.parametrize("title", ["AT&T; a history", "R&D; and more", "p<0.05 & r>0.3; x<y", "A <b>b</b> <sc>c</sc>"])
def test_text_that_only_looks_like_markup_is_sound(kap: InProcess, tmp_path: Path, title: str) -> None:
    ran = kap("validate", invented(tmp_path, title=f"'{title}'"))
    assert (ran.code, "warning" in ran.err) == (0, False)


@pytest.mark.parametrize("tag", ["scp", "jats:italic", "em"])
def test_an_unknown_tag_is_a_warning(kap: InProcess, tmp_path: Path, tag: str) -> None:
    ran = kap("validate", invented(tmp_path, title=f"'Trials of <{tag}>PTSD</{tag}>'"))
    assert ran.code == 0
    assert ran.err.count(f"studies[0].title: warning: <{tag}> is no tag that references know") == 1


def test_the_tags_that_are_no_warning_are_printed_nowhere(kap: InProcess, cite: Cite) -> None:
    assert "warning" not in kap("validate", str(CASES)).err
    for form in ("text", "ris", "bibtex"):
        assert "<" not in cite("every-tag", form=form)
    for arguments in (["show", "every-tag"], ["search", "every-tag", "--format", "tsv"]):
        shown = kap(*arguments, "--catalogue", str(CASES)).out
        assert "a b c d e f" in shown
        assert "<" not in shown


def test_a_language_is_written_as_bcp_47_recommends(cite: Cite) -> None:
    assert json.loads(cite("language-cases", form="csl-json"))[0]["language"] == "pt-BR"
    assert "  langid = {portuguese},\n" in cite("language-cases", form="bibtex")


@pytest.mark.parametrize("written", ["german", "de_DE", "d", "de-"])
def test_another_language_is_a_fault(kap: InProcess, tmp_path: Path, written: str) -> None:
    ran = kap("validate", invented(tmp_path, language=written))
    assert ran.code == 3
    assert "studies[0].language" in ran.err
    assert "BCP 47" in ran.err
