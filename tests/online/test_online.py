"""``kap validate --online`` against registers on the loopback address."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kapcli.catalogue import files
from kapcli.online import asking, confirming
from register_server import Registers, isrctn, summary, trial, work

if TYPE_CHECKING:
    from conftest import InProcess

FILE = """\
# My studies: this comment stays.
studies:
  - id: made2021
    # A comment of its own stays, too.
    title: An invented work
    csl_type: article-journal
    authors:
    - {family: Exampleton, given: Ada}
    journal: Journal of Invented Results
    year: 2021
    volume: '7'
    issue: '2'
    pages: 681-688
    record:
      doi: 10.5555/made.1
      pmid: '31000001'
    status: published
    retraction: not-checked
    design: theory
    finding: Invented, nobody was studied.
    read_at:
    - {url: 'https://example.org/x', read: abstract, when: '2026-01-02'}
"""


@pytest.fixture
def registers(monkeypatch: pytest.MonkeyPatch, frozen_base: Path, tmp_path: Path) -> Iterator[Registers]:
    """Registers that know one work, asked without the pauses that real ones want."""
    found = Registers()
    found.works["10.5555/made.1"] = work()
    found.summaries["31000001"] = summary()
    addresses = asking.Addresses(found.base, found.base, found.base, found.base)
    monkeypatch.setattr(confirming, "Addresses", lambda: addresses)
    monkeypatch.setattr(confirming, "Pace", lambda: asking.Pace(0, 0.01))
    monkeypatch.setattr(files, "_BASE", frozen_base)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KAP_EMAIL", "ada@example.org")
    yield found
    found.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def looked_up(kap: InProcess, file: Path, *more: str) -> dict[str, Any]:
    """What a program is told."""
    ran = kap("validate", "--online", "--json", *more, str(file))
    return json.loads(ran.out)["summary"]["online"] | {"code": ran.code}


def test_a_record_that_agrees_differs_only_in_that_nobody_had_asked(
    kap: InProcess, registers: Registers, file: Path
) -> None:
    found = looked_up(kap, file)
    assert [(one["field"], one["ours"], one["theirs"], one["write"]) for one in found["differences"]] == [
        ("retraction", "not-checked", "none", "none")
    ]
    assert (found["records"], found["asked"], found["oldest"], found["code"]) == (2, 2, None, 0)


@pytest.mark.parametrize(
    ("field", "changes", "theirs"),
    [
        ("title", {"title": ["Another work altogether, of other people"]}, "Another work altogether, of other people"),
        ("authors", {"author": [{"family": "Exampleton"}, {"family": "Second"}]}, "2 authors: Exampleton, Second"),
        ("authors[0]", {"author": [{"family": "Sampleton"}]}, "Sampleton"),
        ("journal", {"container-title": ["Annals of Nothing"]}, "Annals of Nothing"),
        ("volume", {"volume": "8"}, "8"),
        ("issue", {"issue": "3"}, "3"),
        ("pages", {"page": "681-689"}, "681-689"),
        ("year", {"published-print": {"date-parts": [[2019]]}}, "2019"),
    ],
)
def test_each_field_that_differs_is_told_with_both_values_and_its_line(
    kap: InProcess, registers: Registers, file: Path, field: str, changes: dict[str, Any], theirs: str
) -> None:
    registers.works["10.5555/made.1"] = work(**changes)
    ran = kap("validate", "--online", "--json", str(file))
    found = [one for one in json.loads(ran.out)["summary"]["online"]["differences"] if one["field"] != "retraction"]
    # The registers may both be right in turn: what is here already is never overwritten.
    assert [(one["field"], one["theirs"], one["register"], one["write"]) for one in found] == [
        (field, theirs, "Crossref", None)
    ]
    faults = [one for one in json.loads(ran.out)["results"][0]["faults"] if one["path"].endswith(f".{field}")]
    line = FILE.splitlines()[faults[0]["line"] - 1]
    assert "Exampleton" in line if field == "authors[0]" else line.strip().startswith(f"{field}:")
    assert theirs in faults[0]["message"]
    assert "https://doi.org/10.5555/made.1" in faults[0]["message"]


@pytest.mark.parametrize(
    "same",
    [
        {
            "title": ["<i>An</i> Invented Work"],
            "page": "681–688",
            "container-title": ["The journal of invented results"],
        },
        {"title": ["An invented work"], "subtitle": ["with a subtitle"], "author": [{"family": "EXAMPLETON"}]},
        {"published-online": {"date-parts": [[2020, 12]]}, "volume": None, "author": []},
        {"updated-by": [{"type": "new_version", "DOI": "10.5555/v2", "updated": {"date-parts": [[2022]]}}]},
    ],
)
def test_what_only_looks_different_is_no_difference(
    kap: InProcess, registers: Registers, file: Path, same: dict[str, Any]
) -> None:
    registers.works["10.5555/made.1"] = work(**same)
    assert [one["field"] for one in looked_up(kap, file)["differences"]] == ["retraction"]


@pytest.mark.parametrize(
    ("notices", "kind", "said"),
    [
        ([("retraction", "retraction-watch")], "retracted", "Retraction Watch"),
        ([("correction", "publisher"), ("retraction", "publisher")], "retracted", "the publisher"),
        ([("expression_of_concern", "publisher"), ("erratum", "publisher")], "concern", "the publisher"),
        ([("corrigendum", "publisher")], "corrected", "the publisher"),
        ([("withdrawal", "publisher")], "retracted", "the publisher"),
    ],
)
def test_the_heaviest_notice_counts_and_a_withdrawn_work_that_is_not_marked_is_an_error(
    kap: InProcess, registers: Registers, file: Path, notices: list[tuple[str, str]], kind: str, said: str
) -> None:
    registers.works["10.5555/made.1"] = work(
        **{
            "updated-by": [
                {"type": name, "source": source, "DOI": "10.5555/n", "updated": {"date-parts": [[2024, 3, 5]]}}
                for name, source in notices
            ]
        }
    )
    found = looked_up(kap, file)
    told = [(one["theirs"], one["write"], one["grave"]) for one in found["differences"] if one["field"] == "retraction"]
    assert told == [(f"{kind}, says {said} (2024-03-05, 10.5555/n)", kind, kind != "corrected")]
    assert found["code"] == (0 if kind == "corrected" else 3)


def test_pubmed_alone_may_know_of_a_retraction(kap: InProcess, registers: Registers, file: Path) -> None:
    place = {"refsource": "J Invent Res. 2023 Jan 9;9(1):5", "reftype": "Retraction in", "pmid": "32", "note": ""}
    registers.summaries["31000001"] = summary(references=[place], pubtype=["Retracted Publication"])
    told = [one["theirs"] for one in looked_up(kap, file)["differences"]]
    assert told == ["retracted, says PubMed (2023-01-09, J Invent Res. 2023 Jan 9;9(1):5)"]


def test_what_is_certain_is_written_and_every_other_byte_stays(
    kap: InProcess, registers: Registers, file: Path
) -> None:
    bare = FILE.replace("    issue: '2'\n", "").replace("    pages: 681-688\n", "").replace("\n", "\r\n")
    file.write_bytes(bare.encode())
    registers.works["10.5555/made.1"] = work(
        **{"updated-by": [{"type": "retraction", "DOI": "10.5555/n", "updated": {"date-parts": [[2024]]}}]}
    )
    found = looked_up(kap, file, "--write")
    assert {one["field"] for one in found["differences"] if one["written"]} == {"issue", "pages", "retraction"}
    assert all(one["written"] for one in found["differences"])
    today = time.strftime("%Y-%m-%d", time.gmtime())
    expected = bare.replace(
        "retraction: not-checked\r\n", f"retraction: retracted\r\n    retraction_checked: {today}\r\n"
    )
    added = {"    issue: '2'\r\n", "    pages: '681-688'\r\n"}
    written = file.read_bytes().decode()
    assert added <= set(written.splitlines(keepends=True))
    assert "".join(line for line in written.splitlines(keepends=True) if line not in added) == expected
    assert found["code"] == 0
    # Asked again, there is nothing left to write.
    assert looked_up(kap, file, "--write")["differences"] == []
    assert file.read_bytes().decode() == written


def test_a_retracted_work_written_so_is_marked_on_its_page(kap: InProcess, registers: Registers, file: Path) -> None:
    registers.works["10.5555/made.1"] = work(**{"updated-by": [{"type": "retraction", "DOI": "10.5555/n"}]})
    kap("validate", "--online", "--write", str(file))
    page = kap("show", "made2021", "--sources", "--format", "text", "--catalogue", str(file)).out
    assert "retracted" in page.lower()
    assert f"(looked up {time.strftime('%Y-%m-%d', time.gmtime())})" in " ".join(page.split())
    assert json.loads(kap("show", "made2021", "--json", "--catalogue", str(file)).out)["results"][0][
        "retraction_checked"
    ]


def test_nothing_is_said_to_be_free_of_notices_where_a_register_was_not_reached(
    kap: InProcess, registers: Registers, file: Path
) -> None:
    registers.instead["/entrez/eutils/esummary.fcgi"] = [(503, {}, b"")] * asking.TRIES
    found = looked_up(kap, file, "--write")
    assert found["differences"] == []
    assert [(one["register"], one["why"]) for one in found["unanswered"]] == [("PubMed", "it answered with status 503")]
    assert file.read_text(encoding="utf-8") == FILE
    assert found["code"] == 4


def test_a_check_goes_on_where_it_stopped_and_keeps_answers_for_a_week(
    kap: InProcess, registers: Registers, file: Path
) -> None:
    registers.instead["/entrez/eutils/esummary.fcgi"] = [(503, {}, b"")] * asking.TRIES
    looked_up(kap, file)
    registers.paths.clear()
    assert looked_up(kap, file)["unanswered"] == []
    assert list(registers.paths) == ["/entrez/eutils/esummary.fcgi"]
    registers.paths.clear()
    assert looked_up(kap, file)["oldest"] == time.strftime("%Y-%m-%d", time.gmtime())
    assert not registers.paths
    assert looked_up(kap, file, "--fresh")["asked"] == 2
    assert set(registers.paths) == {"/works/10.5555/made.1", "/entrez/eutils/esummary.fcgi"}


def test_a_throttled_register_is_left_alone_and_asked_again(kap: InProcess, registers: Registers, file: Path) -> None:
    registers.instead["/works/10.5555/made.1"] = [(429, {"Retry-After": "0"}, b""), (500, {}, b"")]
    assert looked_up(kap, file)["unanswered"] == []
    assert registers.paths["/works/10.5555/made.1"] == 3


def test_a_register_that_is_down_is_given_up_after_some_questions(
    kap: InProcess, registers: Registers, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kapcli.online.questions.AT_ONCE", 1)
    entries = [
        FILE.partition("studies:\n")[2]
        .replace("made2021", f"made{2021 + number}a")
        .replace("made.1", f"made.{number}")
        .replace("      pmid: '31000001'\n", "")
        for number in range(20)
    ]
    file.write_text("studies:\n" + "".join(entries), encoding="utf-8")
    for number in range(20):
        registers.instead[f"/works/10.5555/made.{number}"] = [(503, {}, b"")] * asking.TRIES
    found = looked_up(kap, file)
    assert len(found["unanswered"]) == 20
    assert registers.paths.total() == asking.GIVEN_UP * asking.TRIES


def test_one_that_wants_a_long_rest_is_not_waited_for(kap: InProcess, registers: Registers, file: Path) -> None:
    registers.instead["/works/10.5555/made.1"] = [(429, {"Retry-After": "3600"}, b"")]
    assert looked_up(kap, file)["unanswered"][0]["why"] == "it asks to be left alone for 3600 seconds"
    assert registers.paths["/works/10.5555/made.1"] == 1


def _cut(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"message": {"DOI"')
    handler.connection.close()


@pytest.mark.parametrize(
    "reply",
    [
        (200, {}, b""),
        (200, {}, b"<html>Sign in to the hotel's network</html>"),
        (200, {}, b"[" * 100_000),
        (200, {}, b'{"message": []}'),
        (200, {}, b'{"message": {"DOI": "10.5555/another", "title": ["Another"]}}'),
        (200, {}, b'{"message": {"DOI": 5, "author": "x", "updated-by": 7}}'),
        (301, {"Location": "/works/10.5555/made.1"}, b""),
        (403, {}, b""),
    ],
    ids=["empty", "page", "deep", "list", "another", "types", "circle", "forbidden"],
)
def test_a_bad_answer_is_named_and_taken_for_nothing(
    kap: InProcess, registers: Registers, file: Path, reply: tuple[int, dict[str, str], bytes]
) -> None:
    registers.instead["/works/10.5555/made.1"] = [reply] * 50
    found = looked_up(kap, file, "--write")
    assert [one["register"] for one in found["unanswered"]] == ["Crossref"]
    assert file.read_text(encoding="utf-8") == FILE
    # It is not kept either.
    registers.instead.clear()
    assert looked_up(kap, file)["unanswered"] == []


def test_an_answer_that_breaks_off_is_asked_for_again(kap: InProcess, registers: Registers, file: Path) -> None:
    registers.instead["/works/10.5555/made.1"] = [_cut, _cut]
    assert looked_up(kap, file)["unanswered"] == []


def test_an_endless_answer_is_cut_off(
    kap: InProcess, registers: Registers, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MAX_BYTES", 1024)
    registers.instead["/works/10.5555/made.1"] = [(200, {}, b" " * 4096)]
    assert "larger than" in looked_up(kap, file)["unanswered"][0]["why"]


def test_hostile_text_reaches_neither_terminal_nor_file(kap: InProcess, registers: Registers, file: Path) -> None:
    file.write_text(FILE.replace("    issue: '2'\n", ""), encoding="utf-8")
    registers.works["10.5555/made.1"] = work(title=["\x1b[2J\u202eAn evil\nwork"], issue="2\n  finding: It cures.")
    ran = kap("validate", "--online", "--write", str(file))
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err
    assert "cures" not in file.read_text(encoding="utf-8")


def test_registers_of_trials_tell_their_state_and_results_posted_since(
    kap: InProcess, registers: Registers, file: Path
) -> None:
    text = FILE.replace(
        "      doi: 10.5555/made.1\n      pmid: '31000001'\n", "      registry: [NCT01234567, ISRCTN12345678]\n"
    )
    text = text.replace("status: published", "status: recruiting").replace(
        "example.org/x", "clinicaltrials.gov/study/NCT01234567"
    )
    file.write_text(text, encoding="utf-8")
    registers.trials["NCT01234567"] = trial(
        "NCT01234567", "COMPLETED", resultsFirstPostDateStruct={"date": "2026-03-01"}
    )
    registers.isrctn["ISRCTN12345678"] = isrctn("ISRCTN12345678", end="2020-05-01", override="Stopped")
    found = looked_up(kap, file)["differences"]
    assert [(one["register"], one["field"], one["ours"], one["theirs"], one["write"]) for one in found] == [
        ("ClinicalTrials.gov", "status", "recruiting", "completed", None),
        ("ClinicalTrials.gov", "read_at", "the register was read 2026-01-02", "results posted 2026-03-01", None),
        ("ISRCTN Registry", "status", "recruiting", "terminated", None),
    ]


def test_a_number_that_no_register_knows_is_told(kap: InProcess, registers: Registers, file: Path) -> None:
    del registers.works["10.5555/made.1"], registers.summaries["31000001"]
    found = looked_up(kap, file)
    assert [(one["field"], one["theirs"]) for one in found["differences"]] == [
        ("record.doi", "no such record"),
        ("record.pmid", "no such record"),
    ]


def test_xml_that_declares_a_type_is_not_read(kap: InProcess, registers: Registers, file: Path) -> None:
    text = FILE.replace("      doi: 10.5555/made.1\n      pmid: '31000001'\n", "      registry: [ISRCTN12345678]\n")
    file.write_text(text, encoding="utf-8")
    bomb = isrctn("ISRCTN12345678", end="2020-05-01").replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
    registers.isrctn["ISRCTN12345678"] = bomb
    assert "declares a document type" in looked_up(kap, file)["unanswered"][0]["why"]


def test_who_asks_is_said_to_the_registers(kap: InProcess, registers: Registers, file: Path) -> None:
    looked_up(kap, file)
    assert all(agent.startswith("kapcli/") and "mailto:ada@example.org" in agent for agent in registers.agents)
    assert any("email=ada@example.org" in query and "tool=kap" in query for query in registers.queries)


def test_an_address_that_is_none_is_refused_before_anybody_is_asked(
    kap: InProcess, registers: Registers, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAP_EMAIL", "ada at example")
    ran = kap("validate", "--online", str(file))
    assert (ran.code, registers.paths.total()) == (2, 0)
    assert "KAP_EMAIL" in ran.err


def test_hundreds_of_pubmed_numbers_are_one_question(kap: InProcess, registers: Registers, file: Path) -> None:
    entries = [
        FILE.partition("studies:\n")[2]
        .replace("made2021", f"made{2021 + number}a")
        .replace("      doi: 10.5555/made.1\n", "")
        .replace("31000001", str(31000001 + number))
        for number in range(60)
    ]
    file.write_text("studies:\n" + "".join(entries), encoding="utf-8")
    for number in range(60):
        registers.summaries[str(31000001 + number)] = summary(articleids=[])
    assert looked_up(kap, file)["records"] == 60
    assert registers.paths.total() == 1


def test_without_the_package_one_message_says_what_to_install(
    kap: InProcess, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "httpx" else find(name, *more))
    ran = kap("validate", "--online", str(file))
    assert (ran.code, "pip install 'kapcli[online]'" in ran.err) == (4, True)


@pytest.mark.parametrize(("options", "said"), [(("--write",), "--online"), (("--fresh",), "--online")])
def test_options_that_need_another_say_so(kap: InProcess, file: Path, options: tuple[str, ...], said: str) -> None:
    ran = kap("validate", *options, str(file))
    assert (ran.code, said in ran.err) == (2, True)


def test_the_built_in_catalogue_is_not_written_to(kap: InProcess) -> None:
    ran = kap("validate", "--online", "--write")
    assert (ran.code, "--write needs a file" in ran.err) == (2, True)
