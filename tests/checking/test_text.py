"""``kap check --file``: every sentence in its order under a short summary, one of them whole, and nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kapcli.checking.splitting import sentences
from kapcli.cli import sentences as given

Kap = Callable[..., Any]
TEXT = """What we know

One infusion lowered PTSD symptoms within a day compared with midazolam.
Ketamine cures PTSD. In OKTOP the mean PCL-5 fell from 40 to 12.
Is ketamine addictive?

The book club met near the lighthouse on Tuesdays.
Esketamine spray treats depression. It has been approved.
"""


def on_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


class TestPage:
    def test_every_sentence_has_a_line_in_its_order_under_a_summary(self, kap: Kap, text: str) -> None:
        ran = kap("check", "--file", text)
        above, lines, _ = ran.out.split("\n\n", 2)
        assert ran.code == 0
        assert len(above.splitlines()) <= 12
        numbered = lines.splitlines()
        assert [line.split()[0] for line in numbered] == ["1", "2", "3", "4", "5", "6", "7", "8"]
        assert [line.split()[1] for line in numbered] == ["·", "·", "!", "!", "?", "·", "·", "·"]
        assert all(len(line) <= 80 for line in numbered)
        assert "UNCERTAIN: says ptsd-one-infusion-day" in numbered[1]
        assert "CONTRADICTED: says ptsd-cure" in numbered[2]
        assert "quigley2025: not 12" in numbered[3]
        assert "nothing close" in numbered[5]

    def test_a_claims_verdict_is_not_beside_a_sentence_that_says_otherwise(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "advertisement.txt"
        lines = [
            "Ketamine does not raise blood pressure.",
            "Ketamine lowers blood pressure.",
            "Do you feel stuck in depression?",
            "In a trial of 1,247 people, 89% improved with our programme.",
        ]
        path.write_text("\n\n".join(lines), encoding="utf-8")
        page = kap("check", "--file", str(path)).out
        assert "near: blood-pressure-rises" in page
        for verdict in ("supported", "contradicted", "uncertain", "overstated", "untested"):
            assert verdict not in page.casefold()

    def test_the_summary_counts_and_names_what_is_pointed_at(self, kap: Kap, text: str) -> None:
        above = on_one_line(kap("check", "--file", text).out.split("\n\n", 1)[0])
        assert "8 sentences and headings, 0 references" in above
        assert "words that no study can support: 1 (3)" in above
        assert "figures that differ from the record: 1 (4)" in above
        assert "questions: 1 (5)" in above
        assert "nothing close: 1" in above

    def test_one_sentence_whole(self, kap: Kap, text: str) -> None:
        shown = kap("check", "--file", text, "--open", "3").out
        assert shown.startswith("“Ketamine cures PTSD.”")
        assert shown.count("The claim is") == 3
        for beyond in ("9", "99999999999999999999"):
            ran = kap("check", "--file", text, "--open", beyond)
            assert (ran.code, ran.out) == (2, "")

    def test_what_it_is_about_carries_over_and_it_is_said(self, kap: Kap, text: str) -> None:
        assert "Taken to be about depression, esketamine, " in on_one_line(
            kap("check", "--file", text, "--open", "8").out
        )
        found = json.loads(kap("check", "--file", text, "--json").out)["query"]["sentences"]
        assert "drug:esketamine" in found[7]["about"]
        assert found[5]["about"] == []

    def test_a_study_carries_over_to_a_sentence_that_points_back(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text("Feder 2021 gave six infusions. They saw 67% respond, not 31%.\n", encoding="utf-8")
        found = json.loads(kap("check", "--file", str(path), "--json").out)["query"]["sentences"]
        assert "study:feder2021" in found[1]["about"]
        assert found[1]["figures"]["study"] == "feder2021"

    def test_with_exit_verdict_it_ends_with_5(self, kap: Kap, text: str) -> None:
        assert kap("check", "--file", text, "--exit-verdict").code == 5
        assert kap("check", "--file", text, "--exit-verdict", "--open", "2").code == 0

    def test_in_plain_words_only_what_is_near_or_pointed_at(self, kap: Kap, text: str) -> None:
        shown = on_one_line(kap("check", "--file", text, "--lay").out)
        assert "“Ketamine cures PTSD.”" in shown
        assert "lighthouse" not in shown

    def test_a_table_has_a_line_for_each_claim(self, kap: Kap, text: str) -> None:
        head, *rows = kap("check", "--file", text, "--format", "tsv").out.splitlines()
        assert head.split("\t")[:3] == ["number", "line", "sentence"]
        assert len(rows) == 3 * 8
        assert all(len(row.split("\t")) == len(head.split("\t")) for row in rows)


class TestFile:
    def test_a_missing_one_is_no_answer(self, kap: Kap, tmp_path: Path) -> None:
        ran = kap("check", "--file", str(tmp_path / "none.txt"))
        assert (ran.code, ran.out) == (4, "")
        assert "none.txt" in ran.err
        assert kap("check", "--file", str(tmp_path)).code == 4

    def test_bad_bytes_are_replaced_and_it_is_said(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "bad.txt"
        path.write_bytes(b"\xef\xbb\xbfKetamine cures PTSD.\n\xff\xfe\x00 \x1b[31m \xe2\x80\n")
        ran = kap("check", "--file", str(path))
        assert ran.code == 0
        assert "3 characters are no UTF-8 text" in on_one_line(ran.out)
        assert "ptsd-cure" in ran.out
        assert "\x1b" not in ran.out
        assert "\x00" not in ran.out

    @pytest.mark.parametrize("data", [b"", b"\n \n\t\n"])
    def test_an_empty_one_is_a_mistake(self, kap: Kap, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "empty.txt"
        path.write_bytes(data)
        ran = kap("check", "--file", str(path))
        assert (ran.code, ran.out) == (2, "")
        assert "no sentence to check" in ran.err

    def test_one_that_nothing_is_close_to_is_nothing_found(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "off.txt"
        path.write_text("Lighthouses are painted every summer. Cheese is sold on Tuesdays.\n", encoding="utf-8")
        assert kap("check", "--file", str(path)).code == 1

    def test_a_sentence_beside_it_is_a_mistake(self, kap: Kap, text: str) -> None:
        assert kap("check", "ketamine cures PTSD", "--file", text).code == 2

    def test_more_sentences_than_are_checked_are_said(
        self, kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert given._MOST_SENTENCES == 1000
        # With as many as that it takes seconds.
        monkeypatch.setattr(given, "_MOST_SENTENCES", 12)
        path = tmp_path / "long.txt"
        path.write_text("Ketamine cures PTSD.\n" * 1003, encoding="utf-8")
        ran = kap("check", "--file", str(path))
        assert "Only the first 12 of 1,003 sentences were checked, up to line 12:" in on_one_line(ran.out)
        assert "\n12 !" in ran.out
        assert "\n13 " not in ran.out

    def test_of_a_long_sentence_it_is_said_what_was_read(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "long.txt"
        path.write_text("ketamine helps with " * 60, encoding="utf-8")
        assert "Only the first 600 characters were read of 1." in on_one_line(kap("check", "--file", str(path)).out)


def test_a_long_line_of_initials_is_one_sentence() -> None:
    # Where the time grew with the square of the length this would take hours.
    assert len(sentences("Smith, J. A. B. " * 60_000)) == 1
