"""Files with more faults than anybody reads: the first are shown, the rest are counted, every message is short."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bad_files import catalogue, study, with_study

from kapcli.catalogue import nearest, yaml_events, yaml_walker
from kapcli.catalogue.faults import MAX_FAULTS
from kapcli.catalogue.validation import Below
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.index.loading import read_layer

Kap = Callable[..., Any]
LONG = "x" * 5000
MANY = 300
TOO_DEEP = f"nested deeper than {yaml_events.MAX_DEPTH} levels"
CLAIM = "- {id: c%d, kind: record, topic: ptsd, statement: s, plain: p, verdict: supported, for: [%s]}\n"
# Each name to a file with so many faults, of which each can be told by itself.
WRONG: dict[str, Callable[[int], str]] = {
    "items that are no studies": lambda many: "studies:\n" + "- wrong\n" * many,
    "fields that are unknown": lambda many: "studies: []\n" + "".join(f"titel{n}: x\n" for n in range(many)),
    "codes that are unknown": lambda many: with_study(conditions=f"[{', '.join(['ptdsd'] * many)}]"),
    "fields whose names are long": lambda many: "studies: []\n" + "".join(f"? {LONG}{n}\n: x\n" for n in range(many)),
    "codes that are long": lambda many: with_study(conditions=f"[{', '.join(['y' * 900] * many)}]"),
    "values that are long": lambda many: with_study(authors=f"[{', '.join(['y' * 900] * many)}]"),
    "ids that stand twice": lambda many: catalogue(*[study()] * (many + 1)),
    "studies that are not there": lambda many: with_study(includes=f"[{', '.join(f'gone{n}' for n in range(many))}]"),
    "links of claims to nothing": lambda many: (
        with_study()
        + "claims:\n"
        + CLAIM % (1, ", ".join(f"{{study: gone{n}, rests_on: title, because: b}}" for n in range(many)))
    ),
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The words for which the nearest name was looked for."""
    words: list[str] = []
    for module in (yaml_walker, nearest):
        real = module.nearest

        def noted(word: str, *rest: Any, real: Callable[..., list[str]] = real) -> list[str]:
            words.append(word)
            return real(word, *rest)

        monkeypatch.setattr(module, "nearest", noted)
    return words


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("small")
def test_first_faults_are_shown_and_all_counted(kap: Kap, tmp_path: Path, name: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG[name](MANY), encoding="utf-8")
    ran = kap("validate", "--json", str(file))
    found = json.loads(ran.out)
    (result,) = found["results"]
    assert ran.code == 3
    assert result["errors"] == MANY
    assert [fault["message"] for fault in result["faults"]][MAX_FAULTS:] == [f"and {MANY - MAX_FAULTS} more errors"]
    assert len(found["errors"]) == MAX_FAULTS + 1
    assert all(fault["line"] > 0 for fault in result["faults"][:-1])


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("small")
def test_no_message_is_longer_than_a_person_reads(kap: Kap, tmp_path: Path, name: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG[name](MANY), encoding="utf-8")
    said = kap("validate", str(file)).err.splitlines()
    # Each fault has a line of its own and at most one that says what to write.
    assert MAX_FAULTS < len(said) <= 2 * MAX_FAULTS + 4
    assert said[0].endswith(f"{MANY:,} errors") or said[0].endswith(f"{MANY} errors")
    longest = max(len(line.replace(str(file), "")) for line in said)
    assert longest < 1000


@pytest.mark.parametrize("name", WRONG)
def test_nearest_is_looked_for_only_for_what_is_shown(name: str, asked: list[str], vocabulary: Vocabulary) -> None:
    for many in (MAX_FAULTS // 4, MANY):
        asked.clear()
        read_layer(WRONG[name](many).encode(), "wrong.yaml", vocabulary, {}, Below())
        assert len(asked) <= min(many, MAX_FAULTS)


@pytest.mark.parametrize("more", [0, 1])
def test_the_last_fault_that_fits_is_shown(more: int, vocabulary: Vocabulary) -> None:
    wrong = WRONG["fields that are unknown"](MAX_FAULTS + more).encode()
    _, faults = read_layer(wrong, "wrong.yaml", vocabulary, {}, Below())
    assert [fault.message for fault in faults][MAX_FAULTS:] == ["and 1 more error"] * more


@pytest.mark.usefixtures("small")
def test_warnings_never_hide_an_error(kap: Kap, tmp_path: Path) -> None:
    file = tmp_path / "warned.yaml"
    cut = [study(id=f"cut{n}", title="The end # of it") for n in range(MAX_FAULTS + 50)]
    file.write_text(catalogue(*cut) + "- wrong\n", encoding="utf-8")
    ran = kap("validate", str(file))
    assert ran.code == 3
    assert f"1 error, {MAX_FAULTS + 50} warnings" in ran.err
    assert "and 50 more warnings" in ran.err
    assert "fields are expected here" in ran.err


def test_other_commands_show_no_more(kap: Kap, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG["fields that are unknown"](MANY), encoding="utf-8")
    ran = kap("search", "ptsd", "--catalogue", str(file))
    assert ran.code == 3
    assert len(ran.err.splitlines()) <= 2 * MAX_FAULTS + 4
    assert f"and {MANY - MAX_FAULTS} more errors" in ran.err


def test_number_of_values_has_a_limit(monkeypatch: pytest.MonkeyPatch, vocabulary: Vocabulary) -> None:
    monkeypatch.setattr(yaml_events, "MAX_VALUES", 50)
    _, faults = read_layer(b"studies:\n" + b"- wrong\n" * 60, "my.yaml", vocabulary, {}, Below())
    assert [(fault.line, fault.message) for fault in faults] == [(49, "more than 50 keys and values")]


@pytest.mark.parametrize(
    "text",
    [
        "studies: '" + "x" * 3_500_000 + "'",
        "studies: |\n" + "  some words\n" * 300_000,
        "studies:\n# " + "x" * 3_500_000,
        "studies:\n" + "\n" * 3_500_000,
        "studies:" + " " * 3_500_000 + "[]",
    ],
    ids=["one line", "many lines", "a comment", "line ends", "blanks"],
)
def test_what_is_longer_than_any_text_is_refused_before_it_is_read(text: str, vocabulary: Vocabulary) -> None:
    _, faults = read_layer(text.encode(), "my.yaml", vocabulary, {}, Below())
    (fault,) = faults
    assert fault.line in (1, 2)
    assert "MB" in fault.message


@pytest.mark.parametrize("loader", ["compiled", "plain"])
@pytest.mark.parametrize("opening", ["[", "[{a: ", "{a: [", "['a', [", '[ "[", '])
def test_depth_is_told_in_our_words_whatever_the_parser_looks_at_first(
    monkeypatch: pytest.MonkeyPatch, loader: str, opening: str, vocabulary: Vocabulary
) -> None:
    import yaml

    if loader == "plain":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    for levels in (40, 300 if loader == "plain" else 1500):
        _, faults = read_layer(
            f"studies:\n- id: a\n  title: {opening * levels}".encode(), "my.yaml", vocabulary, {}, Below()
        )
        assert [(fault.line, fault.message) for fault in faults] == [
            (3, f"nested deeper than {yaml_events.MAX_DEPTH} levels")
        ]


def test_brackets_in_a_text_are_no_depth(vocabulary: Vocabulary) -> None:
    text = "studies: ['" + "[" * 400 + "', @]"
    _, faults = read_layer(text.encode(), "my.yaml", vocabulary, {}, Below())
    assert [fault.message for fault in faults] == ["not YAML: a text that starts with '@'"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("filler", ["x", "\u00e9", "\u20ac", "\U0001f600"])
def test_lines_are_right_however_the_file_is_cut(filler: str, ending: str, vocabulary: Vocabulary) -> None:
    # Long comments move what follows over every border between pieces, whatever the width of a character.
    for shift in range(4):
        head = "".join(f"# {filler * 997}{'y' * shift}{ending}" for _ in range(300))
        text = head + f"studies:{ending}- id: a{ending}  title: some # words{ending}  wrong: [@]{ending}"
        _, faults = read_layer(text.encode(), "my.yaml", vocabulary, {}, Below())
        assert [fault.line for fault in faults] == [304]
