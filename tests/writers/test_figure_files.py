"""``--output``: the map, the forest plot and the timeline as files, and what happens where none can be written."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from reading_files import Drawn, pages, shades, svg

from kapcli.writers import figure_files
from kapcli.writers.figure_marks import Text, flat
from kapcli.writers.figure_sheet import Page, Sheet
from kapcli.writers.figure_text import width

Kap = Callable[..., Any]
COMMANDS = (("map", "ocd"), ("forest", "feder2014", "feder2021"), ("timeline", "ocd"))
EACH = pytest.mark.parametrize("line", COMMANDS, ids=" ".join)
HOSTILE = """
studies:
  - id: hostile2020
    title: "$\\\\frac{1}{0}$ <script>alert(1)</script> ]]> --> \u4e2d\u6587 {{7*7}}"
    csl_type: report
    year: 2020
    design: rct
    status: published
    finding: "$x$ <b>bold</b>."
    conditions: [ptsd]
    n: {randomised: 30}
    read_at: [{url: "https://example.org/x", read: abstract}]
    outcomes:
      - id: one
        domain: ptsd
        measure: "PCL-5 $\\\\frac{a}{b}$ <script>alert(1)</script> --> \u4e2d \u05e9\u05dc\u05d5\u05dd LONG"
        instrument: pcl-5
        timepoint: "$\\\\alpha$ week <b> \u4e2d"
        first: "ketamine $1$ <i> with a name that is longer than any side has a right to be"
        second: "placebo & $2$ with a name that is longer than any side has a right to be"
        estimate: mean-difference
        minuend: second
        value: 5
        ci95: [1, 9]
        better: lower
        unit: points
        direction: favours-ketamine
        comparison: between-randomised
        source: "https://example.org/x"
""".replace("LONG", "A" * 300)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("hostile") / "hostile.yaml"
    path.write_text(HOSTILE, "utf-8")
    return str(path)


_drawn: dict[tuple[str, ...], Drawn] = {}


def drawn(kap: Kap, *line: str) -> Drawn:
    """The picture of a command; each is drawn once, for all tests."""
    if line not in _drawn:
        ran = kap(*line, "--output", "picture.svg", "--force")
        # Works that were retracted are named beside a picture, and not in it.
        assert (ran.code, re.sub(r"kap: Retracted and not counted: .*\n", "", ran.err)) == (0, "")
        _drawn[line] = svg(Path("picture.svg").read_bytes())
    return _drawn[line]


_painted: dict[tuple[str, ...], bytes] = {}


def painted(kap: Kap, suffix: str, *line: str) -> bytes:
    """The bytes of a picture; each is painted once, for all tests."""
    key = (suffix, *line)
    if key not in _painted:
        name = f"picture.{suffix}"
        ran = kap(*line, "--output", name, "--force")
        assert (ran.code, ran.out) == (0, f"Written: {name} ({suffix.upper()})\n")
        _painted[key] = Path(name).read_bytes()
    return _painted[key]


class TestMap:
    def test_it_is_drawn_with_every_row_every_column_and_the_gaps(self, kap: Kap) -> None:
        found = json.loads(kap("map", "ptsd", "--json").out)["summary"]
        picture = drawn(kap, "map", "ptsd")
        for axis in ("rows", "columns"):
            assert all(value["label"] in picture.text for value in found[axis])
        assert len(re.findall(r": gap(?=[;.\n]|$)", picture.description)) == found["gaps"]
        # A gap is hatched, and no blank; one more explains it.
        assert len(picture.every("rect", "gap")) == found["gaps"]
        assert len(picture.every("path", "gap-line")) == found["gaps"] + 1
        assert "gap: no study among these that states both." in picture.text

    def test_its_words_hold_every_cell(self, kap: Kap) -> None:
        found = json.loads(kap("map", "ptsd", "--json").out)
        labels = {value["code"]: value["label"] for axis in ("rows", "columns") for value in found["summary"][axis]}
        rows = dict(line.split(": ", 1) for line in drawn(kap, "map", "ptsd").description.splitlines() if ": " in line)
        for cell in found["results"]:
            number = "gap" if cell["gap"] else str(cell["trials"])
            assert f"{labels[cell['column']]}: {number}" in rows[labels[cell["row"]]]

    def test_participants_are_said_to_be_participants(self, kap: Kap) -> None:
        picture = drawn(kap, "map", "ocd", "--metric", "participants")
        assert "Participants by condition and route" in picture.text
        assert "planned participants are not counted" in picture.text

    def test_many_columns_make_it_wider_and_none_is_left_out(self, kap: Kap) -> None:
        picture = drawn(kap, "map", "--rows", "population", "--cols", "design")
        found = json.loads(kap("map", "--rows", "population", "--cols", "design", "--json").out)
        assert all(value["label"] in picture.text for value in found["summary"]["columns"])


class TestForest:
    def test_each_figure_is_drawn_with_its_people_its_interval_and_its_sides(self, kap: Kap) -> None:
        picture = drawn(kap, "forest", "feder2014", "feder2021", "--full")
        for text in ("1 feder2014", "(41)", "12.7 [2.5, 22.8]", "◄ favours midazolam", "favours ketamine ►"):
            assert text in picture.lines
        assert "there is no pooled estimate" in picture.text

    def test_the_source_s_own_sign_stands_beside_the_turned_figure(self, kap: Kap) -> None:
        picture = drawn(kap, "forest", "popova2019", "--domain", "depression", "--full")
        assert "-4 [-7.31, -0.64]†" in picture.lines
        assert "-4 points (95% CI -7.31 to -0.64)" in picture.text
        assert "drawn the other way round" in picture.text

    def test_nothing_is_dropped(self, kap: Kap) -> None:
        found = json.loads(kap("forest", "ptsd", "--json").out)
        picture = drawn(kap, "forest", "ptsd", "--full")
        for result in found["results"]:
            if result["reason"] != "another-domain":
                assert result["figure_text"] in picture.description
                assert result["id"] in picture.text
        assert "Other outcomes of these studies:" in picture.text

    def test_every_work_drawn_has_its_limits(self, kap: Kap) -> None:
        picture = drawn(kap, "forest", "suicidality", "--full")
        assert "Study limitations" in picture.lines
        assert re.search(r"can2021 · single-arm trial .* Limits: no control group; open label", picture.text)

    def test_a_wilson_interval_is_said_to_be_worked_out_here(self, kap: Kap) -> None:
        picture = drawn(kap, "forest", "feder2021", "--full")
        assert "not the source's" in picture.text
        assert "66.7% [41.7, 84.8]*" in picture.lines

    def test_published_reviews_stand_apart(self, kap: Kap) -> None:
        picture = drawn(kap, "forest", "ptsd", "--full")
        heading = picture.lines.index("Published meta-analyses, as published")
        pooled = next(place for place, line in enumerate(picture.lines) if line.endswith(" almeida2024"))
        assert picture.lines.index("1 feder2014") < heading < pooled

    def test_one_that_is_too_tall_for_a_sheet_has_pages_in_a_pdf(
        self, kap: Kap, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(figure_files, "_MOST_PAGES", {".svg": 1, ".png": 1})
        for name in ("tall.svg", "tall.png"):
            ran = kap("forest", "ptsd", "--output", name)
            assert (ran.code, ran.out) == (2, "")
            assert "--output FILE.pdf" in ran.err
        found = json.loads(kap("forest", "ptsd", "--output", "tall.pdf", "--json").out)
        count = pages(Path("tall.pdf").read_bytes())
        assert count > 1
        assert found["summary"]["output"] == {"file": "tall.pdf", "format": "pdf", "pages": count}
        assert found["notes"][-1] == f"Written: tall.pdf (PDF, {count} pages)"
        assert os.listdir() == ["tall.pdf"]

    @pytest.mark.parametrize("line", [("forest", "abdallah2022"), ("timeline", "harpazrotem2023")], ids=" ".join)
    def test_where_there_is_nothing_to_draw_there_is_no_file_and_the_page_says_what_there_is(
        self, kap: Kap, line: tuple[str, ...]
    ) -> None:
        ran, page = kap(*line, "--output", "none.svg"), kap(*line)
        assert (ran.code, ran.out) == (page.code, page.out)
        assert "No picture was written to none.svg" in ran.err
        assert os.listdir() == []


class TestTimeline:
    def test_it_names_years_landmarks_and_what_is_still_running(self, kap: Kap) -> None:
        found = json.loads(kap("timeline", "ptsd", "--json").out)
        picture = drawn(kap, "timeline", "ptsd")
        assert [line for line in picture.lines if re.fullmatch("20[0-9]{2}", line)] == [
            year["id"] for year in found["results"]
        ]
        for one in [*found["summary"]["landmarks"], *found["summary"]["running"], *found["summary"]["unreported"]]:
            assert one["study"] in picture.text

    def test_a_square_stands_for_each_trial(self, kap: Kap) -> None:
        found = json.loads(kap("timeline", "ptsd", "--json").out)
        picture = drawn(kap, "timeline", "ptsd")
        kinds = [kind for year in found["results"] for kind in year["kinds"]]
        randomised = sum(len(year["kinds"].get("randomised", ())) for year in found["results"])
        assert "randomised" in kinds
        assert picture.lines.count("R") == randomised > 0


class TestEveryPicture:
    @EACH
    def test_a_png_is_not_blank(self, kap: Kap, line: tuple[str, ...]) -> None:
        assert shades(painted(kap, "png", *line)) > 20

    def test_a_pdf_carries_its_font(self, kap: Kap) -> None:
        data = painted(kap, "pdf", *COMMANDS[0])
        assert data.startswith(b"%PDF-")
        assert re.search(rb"/FontFile2 \d+ 0 R", data)
        assert b"DejaVuSans" in data
        assert b"CreationDate" not in data

    @EACH
    def test_an_svg_says_what_it_shows_and_where_it_comes_from(self, kap: Kap, line: tuple[str, ...]) -> None:
        picture = drawn(kap, *line)
        assert picture.root.get("role") == "img"
        ids = {element.get("id") for element in picture.root}
        assert set((picture.root.get("aria-labelledby") or "").split()) <= ids
        assert picture.title in picture.lines
        assert f"Question: “{' '.join(line[1:])}”" in picture.text
        source = re.search(
            r"Source: kapcli \S+, a hand-picked catalogue, not a systematic review, as of (\S+)\.", picture.text
        )
        assert source
        assert source[1] == json.loads(kap(*line, "--json").out)["as_of"]
        assert f"Command: kap {' '.join(line)}" in picture.text
        # Once: what the document says last stands at the foot.
        assert picture.text.count("not medical advice") == 1

    @EACH
    def test_the_command_in_it_draws_the_same(self, kap: Kap, line: tuple[str, ...]) -> None:
        picture = drawn(kap, *line)
        (command,) = (text for text in picture.lines if text.startswith("Command: kap "))
        assert drawn(kap, *command.removeprefix("Command: kap ").split()).lines == picture.lines

    @pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
    def test_the_same_catalogue_gives_the_same_file(self, kap: Kap, suffix: str, monkeypatch: Any) -> None:
        one = painted(kap, suffix, *COMMANDS[0])
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
        kap(*COMMANDS[0], "--output", f"two.{suffix}")
        assert Path(f"two.{suffix}").read_bytes() == one

    def test_the_facets_are_part_of_the_question(self, kap: Kap) -> None:
        line = ("forest", "trd", "--design", "rct", "--year", "2014..", "--min-n", "20", "--domain", "depression")
        asked = "“trd”; design: randomised trial; year: 2014..; at least 20 participants; outcomes: depression"
        assert f"Question: {asked}" in drawn(kap, *line).text

    def test_where_suicidality_is_in_it_it_names_where_to_turn(self, kap: Kap) -> None:
        assert "In danger or thinking of suicide?" in drawn(kap, "forest", "suicidality", "--full").text

    def test_a_corrected_word_is_said_in_the_picture_and_beside_it(self, kap: Kap) -> None:
        ran = kap("map", "ptds", "--output", "picture.svg")
        assert "you wrote ptds" in ran.err
        assert "you wrote ptds" in svg(Path("picture.svg").read_bytes()).text

    def test_settings_of_matplotlib_s_own_change_nothing(self, kap: Kap) -> None:
        import matplotlib

        before = painted(kap, "png", *COMMANDS[1])
        with matplotlib.rc_context({"text.usetex": True, "savefig.facecolor": "red", "font.size": 30}):
            kept = dict(matplotlib.rcParams)
            assert kap(*COMMANDS[1], "--output", "after.png").code == 0
            assert dict(matplotlib.rcParams) == kept
        assert Path("after.png").read_bytes() == before


class TestHostileText:
    def test_it_stays_text(self, kap: Kap, hostile: str) -> None:
        picture = drawn(kap, "forest", "hostile2020", "--catalogue", hostile, "--full")
        assert not [element.tag for element in picture.root.iter() if element.tag.endswith(("script", "}b", "}i"))]
        # No formula is made of it.
        assert "$\\frac{a}{b}$" in picture.text
        assert "<script>alert(1)</script>" in picture.description

    def test_a_letter_that_the_font_lacks_stays_in_an_svg(self, kap: Kap, hostile: str) -> None:
        picture = drawn(kap, "forest", "hostile2020", "--catalogue", hostile, "--full")
        assert "\u4e2d" in picture.text
        assert "\u4e2d" in picture.description
        assert "□" not in picture.text

    def test_where_it_is_painted_it_is_a_square_and_that_is_said(
        self, kap: Kap, hostile: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Page] = []

        def keep(_: Sheet, page: Page) -> bytes:
            kept.append(page)
            return b""

        monkeypatch.setattr(figure_files, "_png", keep)
        kap("forest", "hostile2020", "--catalogue", hostile, "--full", "--output", "one.png")
        kap("forest", "feder2014", "--output", "other.png")
        lines = [[mark.text for mark in flat(page.marks) if isinstance(mark, Text)] for page in kept]
        said = "□ a letter that the font of this picture lacks"
        assert [said in found for found in lines] == [True, False]

    def test_nothing_reaches_beyond_the_margin(self, kap: Kap, hostile: str) -> None:
        picture = drawn(kap, "forest", "hostile2020", "--catalogue", hostile, "--full")
        long = [line for line in picture.lines if "AAAA" in line]
        assert sum(line.count("A") for line in long) >= 300
        assert max(width(line, 7) for line in long) <= 595 - 2 * 36

    def test_what_is_not_of_the_built_in_catalogue_is_said_to_be_so(self, kap: Kap, hostile: str) -> None:
        picture = drawn(kap, "map", "ptsd", "--catalogue", hostile)
        assert "Put on top of it by whoever made this picture: 1 study from hostile.yaml." in picture.text
        assert str(Path(hostile).parent) not in picture.text

    @pytest.mark.parametrize("word", ["\x1b[31mptsd", "ptsd\u202e", "ptsd \udcff"])
    def test_odd_words_are_shown_as_they_are(self, kap: Kap, word: str) -> None:
        ran = kap("timeline", word, "--output", "picture.svg")
        if ran.code == 0:
            assert not re.search("[\x00-\x08\x1b\u202e]", Path("picture.svg").read_text("utf-8"))


class TestAnswer:
    def test_json_names_the_file(self, kap: Kap) -> None:
        ran = kap("map", "ocd", "--json", "--output", "picture.svg")
        found = json.loads(ran.out)
        # Works that were retracted are named beside a picture, and not in it.
        assert (ran.code, re.sub(r"kap: Retracted and not counted: .*\n", "", ran.err)) == (0, "")
        assert found["summary"]["output"] == {"file": "picture.svg", "format": "svg", "pages": 1}
        assert found["notes"][-1] == "Written: picture.svg (SVG)"
        assert len(found["results"]) == found["total"]

    def test_without_a_file_it_says_null(self, kap: Kap) -> None:
        assert all(json.loads(kap(*line, "--json").out)["summary"]["output"] is None for line in COMMANDS)

    def test_another_format_is_printed_as_ever(self, kap: Kap) -> None:
        ran = kap("map", "ocd", "--format", "tsv", "--output", "picture.svg")
        assert ran.out == kap("map", "ocd", "--format", "tsv").out
        assert ran.err == "kap: Written: picture.svg (SVG)\n"

    def test_nothing_found_is_no_file(self, kap: Kap) -> None:
        for command in ("map", "forest", "timeline"):
            ran = kap(command, "homeopathy", "--output", "picture.svg")
            assert (ran.code, ran.out) == (1, "")
            assert "No study here matches" in ran.err
        assert os.listdir() == []


class TestRefused:
    @pytest.mark.parametrize("name", ["picture", "picture.gif", "picture.svg.txt", "", " "])
    def test_a_name_that_does_not_say_what_to_write(self, kap: Kap, name: str) -> None:
        ran = kap("map", "ocd", "--output", name)
        assert (ran.code, ran.out) == (2, "")
        assert ".svg, .png or .pdf" in ran.err
        assert os.listdir() == []

    def test_a_file_that_is_there_stays_as_it_is(self, kap: Kap) -> None:
        Path("mine.svg").write_text("mine")
        ran = kap("map", "ocd", "--output", "mine.svg")
        assert (ran.code, ran.out) == (2, "")
        assert "mine.svg already exists" in ran.err
        assert "--force" in ran.err
        assert Path("mine.svg").read_text() == "mine"

    def test_unless_force_is_typed(self, kap: Kap) -> None:
        Path("mine.svg").write_text("mine")
        assert kap("map", "ocd", "--output", "mine.svg", "--force").code == 0
        assert svg(Path("mine.svg").read_bytes()).title == "Evidence gap map"
        assert os.listdir() == ["mine.svg"]

    def test_a_link_that_leads_nowhere_is_a_file_that_is_there(self, kap: Kap) -> None:
        Path("link.svg").symlink_to("nowhere.svg")
        assert kap("map", "ocd", "--output", "link.svg").code == 2
        assert os.listdir() == ["link.svg"]

    def test_force_without_a_file_says_nothing(self, kap: Kap) -> None:
        ran = kap("map", "ocd", "--force")
        assert (ran.code, ran.out) == (2, "")

    def test_a_folder_that_is_not_there(self, kap: Kap) -> None:
        ran = kap("map", "ocd", "--output", "no/picture.svg")
        assert (ran.code, ran.out) == (4, "")
        assert "the folder does not exist" in ran.err

    def test_a_directory_and_a_pipe_are_not_replaced_even_by_force(self, kap: Kap) -> None:
        Path("folder.svg").mkdir()
        os.mkfifo("pipe.svg")
        for name, why in (("folder.svg", "it is a directory"), ("pipe.svg", "it is not a regular file")):
            ran = kap("map", "ocd", "--output", name, "--force")
            assert (ran.code, ran.out) == (4, "")
            assert why in ran.err

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_may_not_be_written_to(self, kap: Kap) -> None:
        Path("shut").mkdir(mode=0o500)
        ran = kap("map", "ocd", "--output", "shut/picture.svg")
        assert (ran.code, ran.out) == (4, "")
        assert os.strerror(errno.EACCES).lower() in ran.err

    def test_a_name_too_long(self, kap: Kap) -> None:
        ran = kap("map", "ocd", "--output", "a" * 300 + ".svg")
        assert (ran.code, ran.out) == (4, "")

    def test_a_full_disk_leaves_nothing_behind(self, kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        ran = kap("map", "ocd", "--output", "picture.svg")
        assert (ran.code, ran.out) == (4, "")
        assert "no space left" in ran.err
        assert os.listdir() == []

    def test_a_file_that_came_to_be_meanwhile_is_not_replaced(self, kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
        done = os.fsync

        def meanwhile(handle: int) -> None:
            Path("picture.svg").write_text("theirs")
            done(handle)

        monkeypatch.setattr(os, "fsync", meanwhile)
        assert kap("map", "ocd", "--output", "picture.svg").code == 2
        assert Path("picture.svg").read_text() == "theirs"
        assert os.listdir() == ["picture.svg"]

    def test_in_json_it_is_one_envelope(self, kap: Kap) -> None:
        ran = kap("map", "ocd", "--output", "no/picture.svg", "--json")
        found = json.loads(ran.out)
        assert (ran.code, ran.err) == (4, "")
        assert found["errors"][0]["message"].startswith("cannot be written")


class TestWithoutMatplotlib:
    """A fresh interpreter in which it cannot be found, and in which one line is run after another."""

    CODE = """
        import contextlib, io, json, sys

        class Nowhere:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] == "matplotlib":
                    raise ModuleNotFoundError(name)

        sys.meta_path.insert(0, Nowhere())
        from kapcli.__main__ import run

        for line in json.load(sys.stdin):
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run(line)
            print(json.dumps([int(code), out.getvalue(), err.getvalue()]))
    """

    def ran(self, *lines: Sequence[str]) -> list[list[Any]]:
        """For each line its exit code, and what it said on either stream."""
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(self.CODE)],
            input=json.dumps(lines),
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_one_line_says_what_to_install_and_all_else_works(self, kap: Kap) -> None:
        svgs = [(*line, "--output", f"{line[0]}.svg") for line in COMMANDS]
        png, pdf, page, *others = self.ran(
            *(("map", "ocd", "--output", f"picture.{suffix}") for suffix in ("png", "pdf")), ("map", "ocd"), *svgs
        )
        for name, ran in (("PNG", png), ("PDF", pdf)):
            assert ran == [
                4,
                "",
                f"kap: a {name} needs matplotlib, which is not installed (an SVG does not)\n"
                "  install it with: pip install 'kapcli[plot]'\n",
            ]
        assert (page[0], page[1].partition(":")[0]) == (0, "Studies by condition and route")
        assert [code for code, _, _ in others] == [0, 0, 0]
        assert sorted(os.listdir()) == sorted(f"{line[0]}.svg" for line in COMMANDS)
        for line in COMMANDS:
            assert Path(f"{line[0]}.svg").read_bytes() == painted(kap, "svg", *line)


def test_the_sizes_are_those_of_the_method() -> None:
    page = (Path(__file__).parents[2] / "docs" / "method.md").read_text("utf-8")
    section = page.partition("\n## How the pictures are drawn\n")[2].partition("\n## ")[0]
    tall = figure_files._MOST_PAGES
    assert f"up to {tall['.svg']} and {tall['.png']} pages of A4 high" in section
