from __future__ import annotations

import pytest

from kapcli.citing.initials import initials, punctuated
from kapcli.citing.letter_case import change_case, title_case
from kapcli.citing.marks import FIXED_END, FIXED_START
from kapcli.citing.preparation import is_registry_record, prepare
from kapcli.citing.quotes import QuoteStyle, mark_quotes, resolve, typographic
from kapcli.citing.ranges import is_numeric, is_several, page_range

US = QuoteStyle(("“", "”"), ("‘", "’"), punctuation_inside=True)
GB = QuoteStyle(("‘", "’"), ("“", "”"), punctuation_inside=False)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("dose-related effects of ketamine", "Dose-Related Effects of Ketamine"),
        ("oral ketamine: a 6-month follow-up", "Oral Ketamine: A 6-Month Follow-Up"),
        ("what is it? the answer", "What Is It? The Answer"),
        ("what to hope for", "What to Hope For"),
        ("effects on mTOR and medRxiv", "Effects on mTOR and medRxiv"),
        ("the p value (in short)", "The p Value (in Short)"),
        ("β-blocker and sleep", "β-Blocker and Sleep"),
        (
            f"trials in {FIXED_START}iOS{FIXED_END} and on",
            f"Trials in {FIXED_START}iOS{FIXED_END} and On",
        ),
        ("an off-label and over-the-counter use", "An Off-Label and Over-the-Counter Use"),
        ("n=12 and p<0.05 with r>0.3 and t(12)=2.1", "n=12 and p<0.05 with r>0.3 and t(12)=2.1"),
        ("an r² of one and df=3", "An r² of One and df=3"),
        ("", ""),
    ],
)
def test_title_case(title, expected):
    assert title_case(title) == expected


def test_title_case_of_long_prepositions():
    title = "between sessions: without fear of before and after"
    assert title_case(title) == "Between Sessions: Without Fear of before and After"
    assert title_case(title, long_small=False) == "Between Sessions: Without Fear of Before and After"


def test_other_letter_cases_leave_fixed_stretches_and_mixed_words():
    fixed = f"{FIXED_START}iOS{FIXED_END} app"
    assert change_case(fixed, "uppercase") == f"{FIXED_START}iOS{FIXED_END} APP"
    assert change_case(fixed, "capitalize-first") == fixed
    assert change_case("medRxiv paper", "capitalize-first") == "medRxiv paper"
    assert change_case("in press", "capitalize-first") == "In press"
    assert change_case("Über alles", "title", english=False) == "Über alles"
    assert change_case("ALL LOUD", "sentence") == "All loud"


@pytest.mark.parametrize(
    ("given", "mark", "expected"),
    [
        ("Kyle A. B.", ". ", "K. A. B."),
        ("Kyle A. B.", "", "KAB"),
        ("Le-Ben", ".", "L.-B."),
        ("CG", ". ", "C. G."),
        ("小明", ". ", "小明"),
        ("José de la", ". ", "J. de la"),
        ("Ana-", ". ", "A."),
        ("Jean\u2010Pierre", ". ", "J.-P."),
        ("J.\u2011P.", ". ", "J.-P."),
        ("Jean\u2013Pierre", "", "J-P"),
        ("Min-ho", ". ", "M.-H."),
        ("Min-ho-jun", "", "M-H-J"),
        ("Abd al-Rahman", ". ", "A. al-R."),
        ("Yu. A.", ". ", "Yu. A."),
        ("G.Th.", "", "GTh"),
        ("Yu A", ". ", "Y. A."),
    ],
)
def test_initials(given, mark, expected):
    assert initials(given, mark) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("James T", "James T."),
        ("James T Kirk", "James T. Kirk"),
        ("R. L.", "R. L."),
        ("J.-P.", "J.-P."),
        ("CG", "C. G."),
        ("Xiao-Ming", "Xiao-Ming"),
        ("小明", "小明"),
        ("J.\u2011P.", "J.\u2011P."),
        ("Yu. A", "Yu. A."),
        ("Юрий А", "Юрий А."),
    ],
)
def test_whole_given_names_keep_punctuated_initials(given, expected):
    assert punctuated(given, ". ") == expected


def test_initials_without_hyphen():
    assert initials("Xiao-Ming", "", keep_hyphen=False) == "XM"


@pytest.mark.parametrize(
    ("pages", "form", "expected"),
    [
        ("1574-1581", None, "1574–1581"),
        ("856-64", "expanded", "856–864"),
        ("S12-S18", "expanded", "S12–S18"),
        ("S12-S18", "minimal", "S12–8"),
        ("S12-S18", "chicago-16", "S12–18"),
        ("1795-1825", "chicago-16", "1795–825"),
        ("1795-1825", "chicago-15", "1795–1825"),
        ("1201-1209", "chicago-16", "1201–9"),
        ("100-109", "chicago-16", "100–109"),
        ("71-72", "chicago-16", "71–72"),
        ("100-109", "minimal-two", "100–09"),
        ("998-1003", "minimal", "998–1003"),
        ("A1, A4", "minimal", "A1, A4"),
        ("24m15622", "minimal", "24m15622"),
        ("e21–e33", "minimal", "e21–33"),
        ("xii-xxv", "minimal", "xii–xxv"),
        ("C-12", "minimal", "C-12"),
        ("A-12", "expanded", "A-12"),
        ("12-1–12-10", "minimal", "12-1–12-10"),
        ("16-1-16-4", "minimal", "16-1–16-4"),
        ("16-1-17", "minimal", "16-1-17"),
        ("2021-0123", "expanded", "2021-0123"),
        ("001-009", "expanded", "001–009"),
        ("112.e1-112.e9", "expanded", "112.e1–112.e9"),
        ("1574 − 81", "expanded", "1574–1581"),
        ("1574--1581, 1590", "minimal", "1574–81, 1590"),
        ("1574–1581–1590", "minimal", "1574–1581–1590"),
    ],
)
def test_page_ranges(pages, form, expected):
    assert page_range(pages, form, "–") == expected


def test_numbers():
    assert all(map(is_numeric, ["5", "2b", "12-14", "1, 2 & 3"]))
    assert not any(map(is_numeric, ["Suppl 1", "rev.", ""]))
    assert all(map(is_several, ["12-14", "A1, A4"]))
    assert not any(map(is_several, ["24m15622", "1.2", "Suppl 1", "NCT04889664"]))


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ("Don't", "Don’t"),
        ('"Yes," he said', "“Yes,” he said"),
        ("('so-called')", "(‘so-called’)"),
        ("the '90s", "the ’90s"),
        ("patients' view", "patients’ view"),
        ('non-"responders"', "non-“responders”"),
        ('a "non-"responder', "a “non-”responder"),
        ('Ketamine:"the trip"', "Ketamine:“the trip”"),
        ('then..."nothing"', "then...“nothing”"),
        ('"and so..."', "“and so...”"),
        ("non-'responders'", "non-‘responders’"),
        ("rock-'n'-roll", "rock-’n’-roll"),
        ("'tis so", "’tis so"),
        ("mother-'s", "mother-’s"),
        (f'The {FIXED_START}"k-hole"{FIXED_END} now', f"The {FIXED_START}“k-hole”{FIXED_END} now"),
        (f"The {FIXED_START}'k-hole'{FIXED_END} now", f"The {FIXED_START}‘k-hole’{FIXED_END} now"),
    ],
)
def test_typographic_quotation_marks(straight, curly):
    assert typographic(straight) == curly


@pytest.mark.parametrize(
    ("quoted", "us", "gb"),
    [
        ("“What?”. Next", "“What?” Next", "‘What?’. Next"),
        (
            "“The “placebo problem””. Next",
            "“The ‘placebo problem.’” Next",
            "‘The “placebo problem”’. Next",
        ),
        ("“A title”, 2020", "“A title,” 2020", "‘A title’, 2020"),
        ("Why?. Next", "Why? Next", "Why? Next"),
        ("https://x.org/?.a", "https://x.org/?.a", "https://x.org/?.a"),
    ],
)
def test_punctuation_beside_quotation_marks(quoted, us, gb):
    marked = mark_quotes(mark_quotes(quoted))
    assert resolve(marked, US) == us
    assert resolve(marked, GB) == gb


ARTICLE = {"id": "a", "type": "article-journal", "article-number": "1020505"}
TRIAL = {
    "id": "t",
    "type": "webpage",
    "genre": "Clinical trial registration",
    "container-title": '<span class="nocase">ClinicalTrials.gov</span>',
}


def test_an_article_number_is_a_number_for_apa_and_a_page_for_the_others():
    assert prepare(ARTICLE, "apa") == {"type": "article-journal", "number": "1020505"}
    for style in ("vancouver", "ama", "chicago", "mla", "harvard"):
        assert prepare(ARTICLE, style) == {"type": "article-journal", "page": "1020505"}


def test_a_registry_record_is_a_data_set_for_vancouver_only():
    assert is_registry_record(TRIAL)
    vancouver = prepare(TRIAL, "vancouver")
    assert vancouver["type"] == "dataset"
    assert vancouver["publisher"] == f"{FIXED_START}ClinicalTrials.gov{FIXED_END}"
    assert "container-title" not in vancouver
    assert prepare(TRIAL, "ama")["type"] == "webpage"
    assert not is_registry_record({"type": "webpage", "title": "A page"})


def test_suffixes_issues_and_unknown_fields():
    item = {
        "type": "article-journal",
        "author": [{"family": "Roe", "given": "Kim", "suffix": "Jr."}, {"given": "Sukarno"}, {}],
        "issue": "1-2",
        "retracted": True,
        "DOI": "10.1/a'b",
        "title": None,
    }
    ama = prepare(item, "ama")
    assert ama["author"] == [
        {"family": "Roe", "given": "Kim", "suffix": "Jr"},
        {"literal": "Sukarno"},
    ]
    assert ama["issue"] == "1-2"
    apa = prepare(item, "apa")
    assert apa["author"][0]["suffix"] == "Jr."
    assert apa["issue"] == "1–2"
    assert set(apa) == {"type", "author", "issue", "DOI"}
    assert apa["DOI"] == "10.1/a'b"
