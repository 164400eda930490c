"""The first screen of a study, its sections, and studies to pick from."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from kapcli.cli.show import Section
from kapcli.index.records import study_at
from kapcli.index.session import open_session
from kapcli.views.document import SCREEN
from kapcli.views.study import SECTIONS
from kapcli.views.study_joined import study_view
from kapcli.views.study_screen import first_screens
from kapcli.writers.layout import plain
from kapcli.writers.terminal import terminal

if TYPE_CHECKING:
    from conftest import InProcess, OnTerminal

# Of a hundred studies so many fit into a narrow window.
_OF_A_HUNDRED = 98


def test_a_first_screen_is_a_window_high_and_names_result_limitations_and_source() -> None:
    session = open_session(())
    (count,) = session.connection.execute("SELECT count(*) FROM study").fetchone()
    heights, narrow = [], []
    for row in range(1, count + 1):
        study = study_at(session.connection, row)
        view = study_view(session, study, "built-in")
        document = first_screens([view], session.vocabulary, session.about)
        lines = terminal(document, 80)
        heights.append(len(lines))
        narrow.append(len(terminal(document, 60)))
        text = " ".join(plain(lines).split())
        assert study.id in text
        assert " ".join(study.finding.split()) in text
        assert "Main limitations · " in text
        assert text.endswith("not medical advice")
        if study.outcomes:
            joined = "".join(text.split())
            # The whole address is one command away (--sources), and behind the words where a terminal can follow them.
            hosts = {outcome.source.split("/")[2].removeprefix("www.") for outcome in study.outcomes}
            assert any(host in joined for host in hosts)
        if study.retracted:
            assert "RETRACTED" in text
    assert max(heights) <= SCREEN
    assert 100 * sum(height <= SCREEN for height in narrow) / len(narrow) >= _OF_A_HUNDRED
    assert max(narrow) <= SCREEN + 1


def test_a_terminal_has_the_first_screen_and_a_pipe_all_of_it(kap: InProcess, kap_terminal: OnTerminal) -> None:
    env = {"KAP_PAGER": ""}
    brief = kap_terminal("show", "feder2014", "--no-color", env=env).out
    full = kap_terminal("show", "feder2014", "--no-color", "--full", env=env).out
    assert len(brief.splitlines()) <= 23 < len(full.splitlines())
    assert full.replace("\r", "") == kap("show", "feder2014").out


def test_a_section_stands_alone(kap: InProcess) -> None:
    out = kap("show", "feder2014", "--section", "adverse-events").out
    assert "\nAdverse events\n" in out
    assert "Population" not in out
    assert set(get_args(Section)) == set(SECTIONS)


def test_mirrors_are_folded_and_listed_where_asked_for(kap: InProcess) -> None:
    whole, every = kap("show", "feder2014", "--full").out, kap("show", "feder2014", "--sources").out
    assert "read via mirror (" in whole
    assert every.count("http") > whole.count("http") / 2
    assert "pmc.ncbi.nlm.nih.gov" in every or "doi.org" in every


def test_a_name_alone_lists_what_to_pick_from(kap: InProcess) -> None:
    ran = kap("show", "feder")
    assert ran.code == 1
    for name in ("feder2014", "feder2021", "feder2025"):
        assert name in ran.out
    assert "Efficacy of intravenous ketamine" in ran.out


@pytest.mark.parametrize(
    "name",
    [
        ("feder 2014",),
        ("Feder 2014",),
        ("feder", "2014"),
        ("Feder", "et", "al.", "2014"),
        ("Feder et al., 2014",),
        ("Feder et al. (2014)",),
    ],
)
def test_author_and_year_may_be_written_apart(name: tuple[str, ...], kap: InProcess) -> None:
    assert kap("show", *name).out == kap("show", "feder2014").out


def test_an_author_with_one_study_needs_no_list(kap: InProcess) -> None:
    assert kap("show", "Sicignano").out == kap("show", "sicignano2023").out


def test_a_year_that_is_not_there_lists_the_authors_studies(kap: InProcess) -> None:
    ran = kap("show", "feder", "2019")
    assert ran.code == 1
    assert "'feder 2019' is not the id of a study" in ran.err
    assert "feder2021" in ran.out


def test_author_and_year_that_name_more_than_one_study_name_the_others(kap: InProcess) -> None:
    assert "also by Beaglehole, 2025: beaglehole2025b, beaglehole2025c" in kap("show", "Beaglehole 2025").err


def test_authors_and_years_are_compared(kap: InProcess) -> None:
    apart = kap("compare", "feder", "2014", "Abdallah", "et", "al.", "2022")
    assert apart.out == kap("compare", "feder2014", "abdallah2022").out


def test_plain_words_name_what_got_better(kap: InProcess) -> None:
    out = kap("show", "hull2022", "--lay").out
    assert "Depression: 783 of 1247 people got clearly better (" in out
    assert "Anxiety: 784 of 1247 people got clearly better (" in out


def test_who_stayed_sober_did_not_get_clearly_better(kap: InProcess) -> None:
    assert "got clearly better" not in kap("show", "dakwar2020", "--lay").out


def test_serious_effects_that_were_counted_are_not_passed_over(kap: InProcess) -> None:
    out = " ".join(kap("show", "feder2021", "--lay").out.split())
    assert "It counted no serious ones." in out
    assert "says nothing about harms" not in out


def test_a_figure_read_at_a_copy_names_the_publication_first(kap_terminal: OnTerminal) -> None:
    shown = " ".join(kap_terminal("show", "feder2014", env={"NO_COLOR": "1", "KAP_PAGER": ""}).out.split())
    assert "https://doi.org/10.1001/jamapsychiatry.2014.62, read at paperexplained.cn" in shown


def test_lasting_records_come_before_copies(kap: InProcess) -> None:
    sources = kap("show", "feder2014", "--format", "text").out.partition("\nSources\n")[2]
    assert sources.index("clinicaltrials.gov") < sources.index("paperexplained.cn")
