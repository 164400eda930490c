"""A catalogue file is read as its manual says: every fault at once, each with its line and what to write instead."""

from __future__ import annotations

import functools
import json
import os
import re
import types
import typing
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
import pytest
import yaml
from bad_files import catalogue, outcome, study, with_study
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kapcli.catalogue.faults import CatalogueError, Fault
from kapcli.catalogue.forms import Code, Form
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.study import Study
from kapcli.catalogue.validation import Below
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.catalogue.yaml_events import parse
from kapcli.catalogue.yaml_reader import read_catalogue, read_vocabulary
from kapcli.index.loading import load_vocabulary, read_layer

Kap = Callable[..., Any]
QUICK = settings(
    derandomize=True, max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@functools.cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def faults_of(text: str, elsewhere: dict[str, str] | None = None) -> list[Fault]:
    return read_layer(text.encode(), "my.yaml", vocabulary(), elsewhere or {}, Below())[1]


def only_fault(text: str, elsewhere: dict[str, str] | None = None) -> Fault:
    faults = faults_of(text, elsewhere)
    assert len(faults) == 1, faults
    return faults[0]


def read_study(text: str) -> Study:
    read, faults = read_layer(text.encode(), "my.yaml", vocabulary(), {}, Below())
    assert faults == []
    return read.studies[0]


# Faults and their places.


def test_all_faults_are_told_at_once_with_their_lines() -> None:
    text = catalogue(study(year="x", design="nonsense"), study(id="second", title=None, sttus="published"))
    lines = text.splitlines()

    def line(start: str) -> int:
        return next(number for number, text in enumerate(lines, 1) if start in text)

    assert [(fault.line, fault.path) for fault in faults_of(text)] == [
        (line("year: x"), "studies[0].year"),
        (line("design: nonsense"), "studies[0].design"),
        (line("id: second"), "studies[1]"),
        (line("sttus"), "studies[1].sttus"),
    ]


def test_unknown_field_offers_the_nearest() -> None:
    fault = only_fault(with_study(conditons="[ptsd]"))
    assert (fault.message, fault.fix) == ("unknown field", "did you mean 'conditions'?")


def test_unknown_field_at_the_top_offers_the_nearest() -> None:
    assert "'studies'" in faults_of(with_study().replace("studies:", "studys:"))[0].fix


@pytest.mark.parametrize(
    ("field", "written", "right"),
    [
        ("design", "randomized controlled trial", "rct"),
        ("design", "RCT", "rct"),
        ("conditions", "[PTSD]", "ptsd"),
        ("conditions", "[major depression]", "mdd"),
        ("therapy", "[EMDR]", "emdr"),
    ],
)
def test_wrong_code_offers_the_right_one_by_synonym(field: str, written: str, right: str) -> None:
    fault = only_fault(with_study(**{field: written}))
    assert "unknown " in fault.message
    assert fault.fix == f"write {right!r}"


def test_mistyped_code_offers_the_nearest() -> None:
    assert only_fault(with_study(conditions="[depresion]")).fix == "did you mean 'depression'?"


def test_missing_field_is_told_at_its_study() -> None:
    fault = only_fault(catalogue(study(), study(id="second", finding=None)))
    assert (fault.path, fault.message) == ("studies[1]", "'finding' is missing")
    assert fault.line == catalogue(study()).count("\n") + 1


def test_empty_required_field_is_told() -> None:
    assert only_fault(with_study(finding="")).message == "'finding' is empty"


def test_figures_are_judged_although_another_study_is_faulty() -> None:
    text = catalogue(study(year="x"), study(id="second", age="{min: 65, max: 18}"))
    assert [fault.path for fault in faults_of(text)] == ["studies[0].year", "studies[1].age"]


def test_place_is_right_behind_a_faulty_study() -> None:
    text = catalogue(study(year="x"), study(id="twin"), study(id="Twin"))
    fault = faults_of(text)[-1]
    assert fault.path == "studies[2].id"
    assert fault.line == text.splitlines().index("- id: Twin") + 1


def test_hash_in_a_title_is_a_warning() -> None:
    fault = only_fault(with_study(title="Issue #3 of 4"))
    assert (fault.severity, fault.path) == ("warning", "studies[0].title")


def test_hash_in_a_quoted_title_is_text() -> None:
    assert read_study(with_study(title="'Issue #3 of 4'")).title == "Issue #3 of 4"


# References.


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"parent": "nobody1999"}, "studies[0].parent"),
        ({"trial": "nobody1999"}, "studies[0].trial"),
        ({"same_trial": "[{id: nobody1999, sure: probable}]"}, "studies[0].same_trial[0].id"),
        ({"includes": "[nobody1999]"}, "studies[0].includes[0]"),
    ],
)
def test_reference_to_nobody_is_a_fault(changes: dict[str, str], path: str) -> None:
    fault = only_fault(with_study(**changes))
    assert (fault.path, fault.message) == (path, "no study 'nobody1999'")
    assert (
        fault.line == with_study(**changes).splitlines().index(f"  {next(iter(changes))}: {changes.popitem()[1]}") + 1
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"parent": "other2020"},
        {"trial": "other2020"},
        {"same_trial": "[{id: other2020, sure: probable}]"},
        {"includes": "[other2020]"},
    ],
)
def test_reference_to_a_study_of_a_lower_catalogue_is_sound(changes: dict[str, str]) -> None:
    assert faults_of(with_study(**changes), {"other2020": "built-in"}) == []


def test_reference_offers_the_nearest_id() -> None:
    fault = only_fault(with_study(parent="oter2020"), {"other2020": "built-in"})
    assert fault.fix == "did you mean 'other2020'?"


def test_study_is_not_its_own_parent() -> None:
    assert only_fault(with_study(parent="base2020")).message == "points to the study itself"


def test_study_may_name_its_own_trial() -> None:
    assert faults_of(with_study(trial="base2020")) == []


def test_includes_may_say_that_it_was_not_read() -> None:
    assert read_study(with_study(includes="not-read")).includes == "not-read"


def test_claim_names_a_study_that_is_there() -> None:
    text = with_study() + (
        "claims:\n- {id: c, kind: record, topic: ptsd, statement: words, plain: words, verdict: supported,"
        " for: [{study: base2020, rests_on: title, because: words},"
        " {study: nobody1999, rests_on: title, because: words}]}\n"
    )
    assert only_fault(text).message == "c: no study 'nobody1999'"


# Figures that agree with themselves.

POINTS = {"estimate": "mean-difference", "unit": "points", "better": "lower", "minuend": "first"}


def with_outcome(**changes: str) -> str:
    return with_study(outcomes=f"[{outcome(**changes)}]")


def test_interval_that_excludes_its_estimate_is_a_fault() -> None:
    fault = only_fault(with_outcome(value="5", unit="points", ci95="[6, 7]"))
    assert (fault.path, fault.message) == (
        "studies[0].outcomes[0].ci95",
        "the interval 6 to 7 excludes its own estimate 5",
    )


@pytest.mark.parametrize("value", ["6", "6.5", "7"])
def test_interval_holds_its_own_ends(value: str) -> None:
    assert faults_of(with_outcome(value=value, unit="points", ci95="[6, 7]", direction="unclear")) == []


def test_interval_has_its_lower_limit_first() -> None:
    assert only_fault(with_outcome(ci95="[7, 6]")).message == "7 is above 6"


def test_interval_has_two_limits() -> None:
    assert only_fault(with_outcome(ci95="[7]")).message == "2 values are expected, not 1"


def test_youngest_is_not_above_the_oldest() -> None:
    assert only_fault(with_study(age="{min: 65, max: 18}")).message == "min 65 is above max 18"


def test_lowest_dose_is_not_above_the_highest() -> None:
    arm = "{drug: ketamine, role: experimental, dose_min: 2, dose_max: 1, unit: mg/kg}"
    assert only_fault(with_study(arms=f"[{arm}]")).message == "dose_min 2 is above dose_max 1"


def test_dose_needs_its_unit() -> None:
    arm = "{drug: ketamine, role: experimental, dose_min: 2}"
    assert "together" in only_fault(with_study(arms=f"[{arm}]")).message


@pytest.mark.parametrize(
    ("value", "minuend", "better", "direction"),
    [
        ("5", "first", "lower", "favours-ketamine"),
        ("-5", "first", "lower", "favours-control"),
        ("-5", "second", "lower", "favours-ketamine"),
        ("-5", "first", "higher", "favours-ketamine"),
        ("5", "end", "lower", "improved"),
        ("-5", "baseline", "lower", "improved"),
    ],
)
def test_direction_that_contradicts_the_figure_is_a_fault(
    value: str, minuend: str, better: str, direction: str
) -> None:
    figure = POINTS | {"value": value, "minuend": minuend, "better": better, "direction": direction}
    fault = only_fault(with_outcome(**figure))
    assert fault.path == "studies[0].outcomes[0].direction"
    turned = figure | {"value": value.removeprefix("-") if value.startswith("-") else f"-{value}"}
    assert faults_of(with_outcome(**turned)) == []


@pytest.mark.parametrize(("value", "sound"), [("0.5", False), ("2", True)])
def test_ratio_is_turned_at_one(value: str, sound: bool) -> None:
    text = with_outcome(
        estimate="odds-ratio", unit="ratio", value=value, minuend="first", better="higher", direction="favours-ketamine"
    )
    assert (faults_of(text) == []) is sound


def test_share_above_a_hundred_is_a_fault() -> None:
    text = with_outcome(estimate="response-rate", unit="percent", value="101", direction="unclear")
    assert only_fault(text).message == "a share of 101 percent is impossible"


def test_outcome_id_stands_once_in_a_study() -> None:
    text = with_study(outcomes=f"[{outcome()}, {outcome()}]")
    assert "twice" in only_fault(text).message


def test_outcome_id_may_stand_in_two_studies() -> None:
    text = catalogue(study(outcomes=f"[{outcome()}]"), study(id="second", outcomes=f"[{outcome()}]"))
    assert faults_of(text) == []


# Scalars.


@pytest.mark.parametrize(
    "written", ["NO", "no", "on", "010", "0x1F", "1:20", "22:22", "1e3", "1_000", "2014-06-01", ".inf", "1.10", "="]
)
def test_scalar_stays_the_text_that_was_written(written: str) -> None:
    assert read_study(with_study(volume=written)).volume == written


def test_dose_with_a_leading_zero_is_decimal() -> None:
    arm = "{drug: ketamine, role: experimental, dose_min: 010, unit: mg}"
    assert read_study(with_study(arms=f"[{arm}]")).arms[0].dose_min == 10


@pytest.mark.parametrize("written", ["yes", "True", "1", "on"])
def test_only_true_and_false_are_answers(written: str) -> None:
    assert only_fault(with_study(authors_complete=written)).fix == "true or false"


@pytest.mark.parametrize("written", ["1e3", "0x10", "1_000", "1:20", ".nan", "-.inf", "1,5", "٣"])
def test_number_is_written_in_plain_digits(written: str) -> None:
    assert "is not a number" in only_fault(with_study(female_percent=f"'{written}'")).message


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing_is_not_known(written: str) -> None:
    assert read_study(with_study(female_percent=written)).female_percent is None


def test_quoted_null_is_text() -> None:
    assert read_study(with_study(volume="'null'")).volume == "null"


def test_doi_is_kept_without_its_address() -> None:
    text = with_study(record="{doi: 'https://doi.org/10.1001/jama.2014.62'}")
    assert read_study(text).record.doi == "10.1001/jama.2014.62"


def test_id_is_composed() -> None:
    assert read_study(with_study(id="mu\u0308ller2020")).id == "m\u00fcller2020"


def test_line_ends_in_a_text_are_blanks() -> None:
    assert read_study(with_study(title=r'"one\n  two"')).title == "one two"


@pytest.mark.parametrize("count", [5000, 5001])
def test_list_of_authors_has_a_limit(count: int) -> None:
    names = ", ".join(["{family: Doe}"] * count)
    assert (faults_of(with_study(authors=f"[{names}]")) == []) is (count == 5000)


def test_list_of_studies_has_no_such_limit() -> None:
    text = catalogue(*(study(id=f"s{index}") for index in range(5001)))
    assert faults_of(text) == []


# A file of the user's own, on top of the built-in catalogue.


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("mine") / "mine.yaml"
    file.write_text(
        with_study(
            id="mine2020",
            title="Zzyzx of the desert",
            volume="010",
            issue="NO",
            arms="[{drug: ketamine, role: experimental, schedule: 1:20}]",
        ),
        encoding="utf-8",
    )
    return file


@pytest.fixture(params=["option", "variable"])
def named(request: pytest.FixtureRequest, mine: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The user's file, named in both ways."""
    if request.param == "option":
        return ["--catalogue", str(mine)]
    monkeypatch.setenv("KAP_CATALOGUE", str(mine))
    return []


def test_search_shows_the_origin(kap: Kap, named: list[str], mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    assert kap("search", "zzyzx", "--no-header", *named).out.rstrip("\n").split("\t")[15] == str(mine)
    assert f"From {mine}, not from the built-in catalogue" in kap("search", "zzyzx", "--format", "table", *named).out
    assert json.loads(kap("search", "zzyzx", "--json", *named).out)["results"][0]["origin"] == str(mine)


def test_show_shows_the_origin(kap: Kap, named: list[str], mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    assert f"from {mine}, not from the built-in catalogue" in kap("show", "mine2020", *named).out
    assert json.loads(kap("show", "mine2020", "--json", *named).out)["results"][0]["origin"] == str(mine)


def test_show_gives_scalars_back_as_written(kap: Kap, mine: Path) -> None:
    result = json.loads(kap("show", "mine2020", "--json", "--catalogue", str(mine)).out)["results"][0]
    assert (result["volume"], result["issue"], result["arms"][0]["schedule"]) == ("010", "NO", "1:20")


def test_built_in_studies_stay_with_a_file_on_top(kap: Kap, mine: Path) -> None:
    ran = kap("show", "feder2014", "--json", "--catalogue", str(mine))
    assert json.loads(ran.out)["results"][0]["origin"] == "built-in"


def test_file_named_twice_is_read_once(kap: Kap, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAP_CATALOGUE", os.pathsep.join([str(mine), str(mine)]))
    assert kap("show", "mine2020", "--catalogue", str(mine)).code == 0


@pytest.mark.parametrize(
    ("command", "twin"),
    [(("search", "ptsd"), "feder2014"), (("show", "feder2014"), "Feder2014"), (("validate",), "feder2014")],
)
def test_id_of_the_built_in_catalogue_is_refused(kap: Kap, tmp_path: Path, command: tuple[str, ...], twin: str) -> None:
    file = tmp_path / "twin.yaml"
    file.write_text(with_study(id=twin), encoding="utf-8")
    ran = kap(*command, *(["--catalogue"] if command[0] != "validate" else []), str(file))
    assert (ran.code, ran.out) == (3, "")
    assert f"{file}:2:" in ran.err
    assert f"the id {twin!r} is already used in built-in" in ran.err


def test_id_of_another_file_is_refused(kap: Kap, mine: Path, tmp_path: Path) -> None:
    file = tmp_path / "twin.yaml"
    file.write_text(with_study(id="mine2020"), encoding="utf-8")
    ran = kap("validate", str(mine), str(file))
    assert ran.code == 3
    assert f"the id 'mine2020' is already used in {mine}" in ran.err


def test_missing_catalogue_is_told_by_every_command(kap: Kap, tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere.yaml")
    for command in (("search", "x"), ("show", "x"), ("cite", "x"), ("limits",), ("glossary",), ("about",)):
        ran = kap(*command, "--catalogue", missing)
        assert (ran.code, ran.out) == (4, "")
        assert missing in ran.err


# Any bytes, any text.

WORDS = st.sampled_from(
    [
        *("studies:", "- ", "  ", "id: a", "title: b", "\n", ": ", "#", "[", "]", "{", "}", "&a", "*a", "<<", "!!str"),
        *("---", "...", "|", ">", "'", '"', "\\", "\t", "%", "@", "?", "~", "\r", "\0", "é"),
        *("\ufeff", "\u2028", "\x85", "\ud800"),
    ]
)
YAMLISH = st.lists(WORDS | st.text(max_size=5), max_size=40).map("".join)


def refusal(read: Callable[[], object]) -> tuple[Fault, ...]:
    """The faults with which a file was refused; any other error comes through."""
    try:
        read()
    except CatalogueError as error:
        return error.faults
    return ()


@QUICK
@given(st.binary(max_size=200))
@example(b"\xff\xfea\0")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_catalogue, read_vocabulary):
        further = [vocabulary()] if read is read_catalogue else []
        assert all(fault.message for fault in refusal(functools.partial(read, data, "x.yaml", *further)))


@QUICK
@given(YAMLISH)
@example("studies:\n- id: \ud800")
def test_any_text_is_read_or_refused(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    read_layer(data, "x.yaml", vocabulary(), {}, Below())
    read_layer(b"studies:\n- id: a\n  title: " + data, "x.yaml", vocabulary(), {}, Below())


@QUICK
@given(YAMLISH.filter(lambda text: "\ud800" not in text))
def test_any_decoded_text_is_parsed_or_refused(text: str) -> None:
    assert len(refusal(lambda: parse(text.encode(), "x.yaml"))) <= 1


@QUICK
@given(YAMLISH)
def test_fault_names_a_line_of_the_file(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    for fault in read_layer(data, "x.yaml", vocabulary(), {}, Below())[1]:
        assert 1 <= fault.line <= data.count(b"\n") + 1


SAMPLES = {
    "id": st.from_regex(r"[a-z][a-z0-9.-]{0,20}", fullmatch=True),
    "year": st.integers(1850, 2100),
    "url": st.just("https://example.org/a?b=c#d"),
    "doi": st.sampled_from(["10.1001/jama.2014.62", "10.1016/S0140-6736(20)30752-2", "10.1234/a<b>;c"]),
    "pmid": st.from_regex(r"[0-9]{1,8}", fullmatch=True),
    "pmcid": st.just("PMC10979792"),
    "registry": st.sampled_from(["NCT02397889", "EudraCT2014-001", "ISRCTN12345678"]),
    "date": st.sampled_from(["2014", "2014-06", "2014-06-01"]),
    "country": st.sampled_from(["US", "NO"]),
    "origin": st.sampled_from(["source", "calculated (Newcombe)"]),
    "language": st.sampled_from(["no", "pt-BR", "zh-Hans"]),
}
ODD_TEXTS = st.sampled_from(["NO", "null", "010", "1:20", "- a", "a: b", "a #b", "@x", "%x", "!x", "&x", "*x", "[a]"])
# As a catalogue keeps texts: composed, without characters that nobody sees, with the hyphen of ASCII.
TEXTS = ODD_TEXTS | st.text(
    st.characters(
        exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"),
        exclude_characters="\u034f\u115f\u1160\u2010\u2011\u3164\uffa0",
    ),
    min_size=1,
    max_size=120,
).map(lambda text: unicodedata.normalize("NFC", " ".join(text.split()))).filter(
    lambda text: text and not re.search("[A-Za-z\u00c0-\u058f][\ufe00-\ufe0f\U000e0100-\U000e01ef]", text)
)


def of_type(kind: Any) -> st.SearchStrategy[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        mark = get_args(kind)[1]
        if isinstance(mark, Code):
            return st.sampled_from(vocabulary().codes(mark.section))
        assert isinstance(mark, Form)
        return SAMPLES.get(mark.name, TEXTS)
    if origin is typing.Union or origin is types.UnionType:
        return st.one_of(*(of_type(choice) for choice in get_args(kind)))
    if origin is Literal:
        return st.sampled_from(get_args(kind))
    if origin is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return st.lists(of_type(inner[0]), max_size=2).map(tuple)
        return st.tuples(*map(of_type, inner))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return of_struct(kind)
    return {
        str: TEXTS,
        bool: st.booleans(),
        int: st.integers(-(10**9), 10**9),
        float: st.integers(-(10**6), 10**6).map(lambda number: number / 100),
        type(None): st.none(),
    }[kind]


@functools.cache
def of_struct(struct: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(struct, include_extras=True)
    fields = {field.name: field for field in msgspec.structs.fields(struct)}
    given_fields = {name: of_type(hints[name]) for name, field in fields.items() if field.required}
    other = {name: of_type(hints[name]) for name, field in fields.items() if not field.required}
    return st.fixed_dictionaries(given_fields, optional=other).map(lambda values: struct(**values))


def written(value: Any) -> Any:
    """What a person would write: no field that says only what is taken for granted."""
    if isinstance(value, msgspec.Struct):
        fields = msgspec.structs.fields(type(value))
        values = {field.name: getattr(value, field.name) for field in fields if _says_more(value, field)}
        return {name: written(field) for name, field in values.items()}
    return [written(item) for item in value] if isinstance(value, tuple) else value


def _says_more(value: msgspec.Struct, field: Any) -> bool:
    return field.required or getattr(value, field.name) != field.default


@settings(QUICK, max_examples=30)
@given(of_struct(Study), st.booleans())
def test_written_study_reads_back_equal(value: Study, flow: bool) -> None:
    text = yaml.safe_dump({"studies": [written(value)]}, allow_unicode=True, sort_keys=False, default_flow_style=flow)
    read = read_catalogue(text.encode(), "my.yaml", vocabulary())
    assert read.faults.kept == []
    assert read.catalogue.studies == (value,)


@settings(QUICK, max_examples=30)
@given(of_struct(Outcome))
def test_outcome_reads_back_equal(value: Outcome) -> None:
    text = yaml.safe_dump(written(value), allow_unicode=True, default_flow_style=True, width=10**9)
    read = read_catalogue(with_study(outcomes=f"[{text.strip()}]").encode(), "my.yaml", vocabulary())
    assert read.faults.kept == []
    assert read.catalogue.studies[0].outcomes == (value,)
