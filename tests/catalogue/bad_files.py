"""Catalogue files that are wrong, or odd but right, made when a test asks for them.

The base of each is the smallest sound study, made from the fields that the model requires.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

import msgspec

from kapcli.catalogue.forms import Code, Form
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.study import Study
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.index.loading import load_vocabulary

SAMPLES = {"id": "base2020", "title": "A small sound study", "year": "2020", "url": "https://example.org/base"}
# Fields whose first code would ask for more fields.
CHOSEN = {"csl_type": "report"}


class BadFile(NamedTuple):
    """A file's content and what ``kap validate`` must say of it.

    Attributes:
        make: Makes its bytes.
        exit: The exit code.
        word: What the message must hold.
        at: A text whose first line is the one the message must name; empty where any line will do.
        crashing: It could end an interpreter, or fill the memory.
        large: It has more than 20 000 characters.
    """

    make: Callable[[], bytes]
    exit: int = 3
    word: str = ""
    at: str | bytes = ""
    crashing: bool = False
    large: bool = False

    def line(self) -> int:
        """The line that the message must name; 0 where any will do."""
        mark = self.at if isinstance(self.at, bytes) else self.at.encode()
        return self.make().partition(mark)[0].count(b"\n") + 1 if mark else 0


@functools.cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary()


def minimal(struct: type[msgspec.Struct], **changes: str | None) -> dict[str, str]:
    """Field to YAML text: every required field, then the changes; ``None`` takes a field out."""
    fields = dict(_required(struct)) | changes
    return {name: text for name, text in fields.items() if text is not None}


@functools.cache
def _required(struct: type[msgspec.Struct]) -> tuple[tuple[str, str | None], ...]:
    hints = typing.get_type_hints(struct, include_extras=True)
    fields = [field.name for field in msgspec.structs.fields(struct) if field.required]
    return tuple((name, CHOSEN.get(name) or _flow(hints[name])) for name in fields)


def _flow(kind: Any) -> str:
    origin = get_origin(kind)
    if origin is Annotated:
        mark = get_args(kind)[1]
        if isinstance(mark, Code):
            return _vocabulary().codes(mark.section)[0]
        assert isinstance(mark, Form)
        return SAMPLES[mark.name]
    if origin is Literal:
        return str(get_args(kind)[0])
    if origin is tuple:
        return f"[{_flow(get_args(kind)[0])}]"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return flow(minimal(kind))
    assert kind is str
    return "some words"


def flow(fields: dict[str, str]) -> str:
    """Fields in one line."""
    return "{" + ", ".join(f"{name}: {text}" for name, text in fields.items()) + "}"


def outcome(**changes: str | None) -> str:
    """The smallest outcome, in one line."""
    return flow(minimal(Outcome, **changes))


def study(**changes: str | None) -> str:
    """The smallest study as an item of a list, a field a line."""
    lines = [f"{name}: {text}" for name, text in minimal(Study, **changes).items()]
    return "- " + "\n  ".join(lines) + "\n"


def catalogue(*studies: str) -> str:
    """A catalogue file."""
    return "studies:\n" + "".join(studies)


def with_study(**changes: str | None) -> str:
    """A catalogue file of one study."""
    return catalogue(study(**changes))


def titled(title: str) -> str:
    """A catalogue file of one study with that title, written as given."""
    return with_study(title=title)


def _ratio(**changes: str) -> str:
    fields = {"estimate": "risk-ratio", "unit": "ratio"} | changes
    return with_study(outcomes=f"[{outcome(**fields)}]")


def _bad(text: str | bytes, word: str, at: str | bytes = "", *, crashing: bool = False) -> BadFile:
    made = text.encode() if isinstance(text, str) else text
    return BadFile(lambda: made, 3, word, at, crashing, len(made) >= 20_000)


def _late(make: Callable[[], str], word: str, at: str = "", *, crashing: bool = True) -> BadFile:
    return BadFile(lambda: make().encode(), 3, word, at, crashing, large=True)


def _sound(text: str | bytes, word: str = "no errors", at: str = "") -> BadFile:
    return BadFile(lambda: text.encode() if isinstance(text, str) else text, 0, word, at)


def _levels(first: str, join: Callable[[int], str]) -> str:
    return first + "\n" + "\n".join(join(level) for level in range(1, 10)) + "\n" + with_study()


SOUND = with_study()
BOMB = _levels("a0: &a0 [x, x]", lambda level: f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]")
MERGES = _levels("a0: &a0 {x: y}", lambda level: f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}]}}")
AUTHORS = ", ".join(["{family: Doe}"] * 5001)

FILES: dict[str, BadFile] = {
    "empty": _bad("", "no studies"),
    "null": _bad("null\n", "no studies"),
    "scalar": _bad("some words\n", "a text at the top", "some words"),
    "list-at-top": _bad("- some words\n", "a list at the top", "- some"),
    "tabs": _bad(SOUND.replace("  title", "\ttitle"), "a tab", "\ttitle"),
    "bom": _sound(b"\xef\xbb\xbf" + SOUND.encode()),
    "bom-middle": _bad(titled('"a \ufeff b"'), "U+FEFF", "\ufeff"),
    "utf16": _bad(SOUND.encode("utf-16"), "UTF-8"),
    "cp1252": _bad(titled("Ren\u00e9").encode("cp1252"), "UTF-8", b"\xe9"),
    "latin1-nbsp": _bad(titled("a\u00a0b").encode("latin-1"), "UTF-8", b"\xa0"),
    "crlf": _sound(SOUND.replace("\n", "\r\n")),
    "cr-only": _bad(SOUND.replace("\n", "\r"), "carriage return"),
    "no-final-newline": _sound(SOUND.rstrip("\n")),
    "nel-u2028-in-title": _bad(titled('"a \u0085 b \u2028 c"'), "the character U+", "title"),
    "nel-in-quoted-title": _bad(titled('"a \u0085 b"'), "U+0085", "title"),
    "nel-in-plain-title": _bad(titled("a \u0085  b"), "U+0085", "title"),
    "u2028-in-plain-title": _bad(titled("a \u2028  b"), "U+2028", "title"),
    "nel-in-comment": _bad("# a \u0085claims: []\n" + SOUND, "U+0085", "\u0085"),
    "nul-raw": _bad(titled('"a \0 b"'), "U+0000", "\0"),
    "esc-raw": _bad(titled('"a \x1b[31m b"'), "U+001B", "\x1b"),
    "esc-escaped": _bad(titled(r'"a \e[31m b"'), "U+001B", r"\e"),
    "c1-escaped": _bad(titled(r'"a \u009b31m b"'), "U+009B", r"\u"),
    "bidi-title": _bad(titled('"a \u202e b"'), "U+202E", "\u202e"),
    "surrogate-escape": _bad(titled(r'"a \ud800 b"'), "", r"\ud800"),
    "zero-width-id": _bad(with_study(id="base\u200b2020"), "U+200B (zero width space)", "\u200b"),
    "nfd-id": _sound(with_study(id="mu\u0308ller2020")),
    "case-twin-ids": _bad(catalogue(study(id="twin2020"), study(id="Twin2020")), "only in case", "Twin2020"),
    "dup-key": _bad(with_study(finding="one\n  finding: two"), "given twice", "finding: two"),
    "dup-study": _bad(catalogue(study(), study(title="the second")), "is used twice", ""),
    "alias": _bad(titled("*a"), "alias", "*a"),
    "alias-bomb-9": _bad(BOMB, "anchor", "a0", crashing=True),
    "merge": _bad(with_study(plain="some words\n  <<: {notes: [a]}"), "merge key", "<<"),
    "merge-bomb-9": _bad(MERGES, "anchor", "a0", crashing=True),
    "self-alias": _bad("studies: &a [*a]\n", "anchor", "studies", crashing=True),
    "deep-flow-100k": _late(lambda: "studies: " + "[" * 100_000 + "]" * 100_000, "nested deeper", "studies"),
    "deep-open-100k": _late(lambda: "studies: " + "[" * 100_000, "nested deeper", "studies"),
    "deep-dash-10k": _late(lambda: "studies:\n" + "- " * 10_000 + "a", "nested deeper", "- "),
    "deep-block-3k": _late(lambda: "".join(" " * i + "a:\n" for i in range(3_000)), "nested deeper"),
    "tag-python": _bad(titled("!!python/object/apply:os.system [touch pwned]"), "a tag", "!!"),
    "tag-binary": _bad(titled("!!binary aGVsbG8="), "a tag", "!!"),
    "tag-custom": _bad(titled("!mine x"), "a tag", "!mine"),
    "two-docs": _bad(SOUND + "---\n" + SOUND, "second document", "---"),
    "doc-end-garbage": _bad(SOUND + "...\ngarbage: [\n", "not YAML: 'garbage: [' cannot stand here", "garbage"),
    "complex-key": _bad(with_study(plain="some words\n  ? [a, b]\n  : c"), "not text", "? ["),
    "int-key": _bad(with_study(plain="some words\n  1: one"), "unknown field", "1: one"),
    "norway": _sound(with_study(arms="[{drug: ketamine, role: experimental, label: NO}]")),
    "octal-dose": _sound(
        with_study(arms="[{drug: ketamine, role: experimental, dose_min: 010, unit: mg, schedule: 010}]")
    ),
    "sexagesimal-ratio": _sound(with_study(outcomes=f"[{outcome(contrast='1:20')}]")),
    "bad-date": _bad(
        with_study(read_at="[{url: https://example.org/a, read: abstract, when: 2014-13-45}]"), "a date is", "2014-13"
    ),
    "bigint": _bad(with_study(n="{enrolled: " + "9" * 5000 + "}"), "too many digits", "enrolled"),
    "float-inf": _bad(with_study(female_percent=".inf"), "is not a number", ".inf"),
    "year-2-digits": _bad(with_study(year="14"), "four digits", "year"),
    "year-9999": _bad(with_study(year="9999"), "a year lies", "year"),
    "hash-in-title": _sound(titled("Issue #3 of 4"), "warning", "title"),
    "colon-in-title": _bad(titled("Ketamine: a trial: b"), "quotes", "title"),
    "unquoted-at": _bad(titled("@home"), "quotes", "@home"),
    "unquoted-percent": _bad(titled("%50 better"), "quotes", "%50"),
    "1MB-title": _bad(titled("x" * 1_000_000), "at most 4096", "title"),
    "text-above-1MB": _bad(titled("x" * (1024 * 1024 + 1)), "longer than 1 MB", "title"),
    "5001-authors": _bad(with_study(authors=f"[{AUTHORS}]"), "more than 5000", "authors"),
    "65MB": _late(lambda: "# " + "x" * 65 * 1024 * 1024, "64 MB", crashing=False),
    "unknown-field": _bad(with_study(findng="some words"), "did you mean 'finding'", "findng"),
    "missing-title": _bad(with_study(title=None), "'title' is missing", "- id"),
    "claim-without-study": _bad(
        SOUND + "claims:\n- {id: c, kind: record, topic: ptsd, statement: some words, plain: some words,"
        " verdict: supported, for: [{study: nobody1999, rests_on: title, because: some words}]}\n",
        "no study 'nobody1999'",
        "- {id: c",
    ),
    "markup-title": _sound(titled('"[11C]x [/] [bold] [link=http://evil]x[/link]"')),
    "emoji-title": _sound(titled('":smile: \U0001f600 \U0001f468\u200d\U0001f469"')),
    "formula-title": _sound(titled('"=HYPERLINK(\\"http://evil\\")"')),
    "newline-title": _sound(titled(r'"one\ntwo"')),
    "latex-title": _sound(titled(r"'\input{/etc/passwd} 100% of $x_1$ & \alpha'")),
    "rtl-author": _sound(with_study(authors="[{family: \u05db\u05d4\u05df, given: \u0645\u062d\u0645\u062f}]")),
    "doi-url-form": _sound(with_study(record="{doi: 'https://doi.org/10.1001/jama.2014.62'}")),
    "doi-two-part-prefix": _sound(with_study(record="{doi: 10.1000.10/123456}")),
    "doi-www-form": _sound(with_study(record="{doi: 'https://www.doi.org/10.1001/jama.2014.62'}")),
    "doi-bare-host": _sound(with_study(record="{doi: 'doi.org/10.1001/jama.2014.62'}")),
    "doi-encoded": _sound(with_study(record="{doi: 'https://doi.org/10.1002%2F1520(2000)12%3C118::AID%3E3.0'}")),
    "doi-full-stop": _bad(with_study(record="{doi: 10.1016/j.x.2020.01.001.}"), "10.1016/j.x.2020.01.001", "doi:"),
    "doi-comma": _bad(with_study(record="{doi: '10.1016/j.x.2020.01.001,'}"), "no DOI ends in ','", "doi:"),
    "doi-open-bracket": _bad(with_study(record="{doi: 10.1016/j.x.2020)}"), "no DOI ends in ')'", "doi:"),
    "doi-other-hyphen": _bad(with_study(record="{doi: 10.1016/a\u2010b}"), "U+2010 (hyphen): write 10.1016/a-", "doi:"),
    "doi-en-dash": _bad(with_study(record="{doi: 10.1016/a\u2013b}"), "U+2013 (en dash): write 10.1016/a-b", "doi:"),
    "doi-zero-width": _bad(with_study(record="{doi: 10.1037/abc\u200bdef}"), "U+200B", "doi:"),
    "doi-zero-width-escape": _bad(with_study(record=r'{doi: "10.1037/abc\u200bdef"}'), "U+200B", "doi:"),
    "doi-word-joiner": _bad(with_study(record="{doi: 10.1037/abc\u2060def}"), "U+2060 (word joiner)", "doi:"),
    "doi-no-prefix": _bad(with_study(record="{doi: 'https://doi.org/abc'}"), "a DOI looks like", "doi:"),
    "doi-unverified": _bad(
        with_study(unverified="[{field: doi, value: 'https://doi.org/10.1001/x', said_by: One}]"),
        "write 10.1001/x",
        "unverified",
    ),
    "doi-unverified-full-stop": _bad(
        with_study(unverified="[{field: doi, value: 10.1001/x., said_by: One}]"), "write 10.1001/x", "unverified"
    ),
    "nct-of-one-digit": _bad(with_study(record="{registry: [NCT1]}"), "NCT02397889", "registry"),
    "nct-of-nine-digits": _bad(with_study(record="{registry: [NCT023978890]}"), "NCT02397889", "registry"),
    "isrctn-short": _bad(with_study(record="{registry: [ISRCTN123]}"), "ISRCTN12345678", "registry"),
    "registry-word": _bad(with_study(record="{registry: [unknown]}"), "a registry number looks like", "registry"),
    "other-registers": _sound(with_study(record="{registry: [CTRI/2020/01/012345, 2020-001234-12, IRCT2019N1]}")),
    "soft-hyphen-title": _bad(titled("A keta\u00admine study"), "U+00AD (soft hyphen)", "\u00ad"),
    "tags-title": _bad(titled("A study\U000e0041\U000e0042"), "U+E0041", "\U000e0041"),
    "word-joiner-name": _bad(with_study(authors="[{family: Exam\u2060ple}]"), "U+2060", "\u2060"),
    "joiner-in-latin": _bad(titled("A keta\u200dmine study"), "U+200D", "\u200d"),
    "selector-in-latin": _bad(titled("A study\ufe0f"), "U+FE0F", "\ufe0f"),
    "filler-escape": _bad(titled(r'"A study \u3164"'), "U+3164", r"\u3164"),
    "joiner-in-persian": _sound(titled("\u0645\u06cc\u200c\u0634\u0648\u062f")),
    "selector-of-han": _sound(titled("\u845b\U000e0100\u57ce")),
    "joined-emoji": _sound(titled("A study \U0001f469\u200d\u2695\ufe0f")),
    "name-of-nothing": _bad(with_study(authors="[{}]"), "a name without 'family' or 'literal'", "authors"),
    "name-given-only": _bad(with_study(authors="[{given: Ada}]"), "a name without", "authors"),
    "name-suffix-only": _bad(with_study(authors="[{suffix: Jr.}]"), "a name without", "authors"),
    "name-of-signs": _bad(with_study(authors="[{family: '-'}]"), "a name without", "authors"),
    "editor-given-only": _bad(with_study(editors="[{given: Ada}]"), "editors[0]: a name without", "editors"),
    "group-name": _sound(with_study(authors="[{literal: An Invented Group}]")),
    "ratio-below-zero": _bad(_ratio(value="-1", ci95="[-2, 2]"), "a ratio is not negative", "outcomes"),
    "ratio-limit-below-zero": _bad(_ratio(value="0.5", ci95="[-0.2, 2]"), "a ratio is not negative", "outcomes"),
    "hazard-ratio-below-zero": _bad(_ratio(estimate="hazard-ratio", value="-0.5"), "is not negative", "outcomes"),
    "odds-ratio-below-zero": _bad(_ratio(estimate="odds-ratio", value="-0.5"), "is not negative", "outcomes"),
    "spread-below-zero": _bad(_ratio(value="0.5", sd="-2"), "a measure of spread is not negative", "outcomes"),
    "group-below-zero": _bad(_ratio(value="0.5", n="-2"), "a count is not negative", "outcomes"),
    "dose-max-below-zero": _bad(
        with_study(arms="[{drug: ketamine, role: experimental, dose_min: -3, dose_max: -2, unit: mg}]"),
        "dose_max: a dose is not negative",
        "arms",
    ),
    "age-below-zero": _bad(with_study(age="{mean: -3}"), "is not negative", "age"),
    "harms-below-zero": _bad(
        with_study(safety="{status: found, serious_adverse_events: -1}"), "a count is not negative", "safety"
    ),
    "ratio-of-zero": _sound(_ratio(value="0", ci95="[0, 2]")),
    "doi-with-esc": _bad(with_study(record=r'{doi: "10.1001/x\e\\"}'), "U+001B", "doi"),
    "url-javascript": _bad(with_study(record="{url: 'javascript:alert(1)'}"), "http", "javascript"),
}

__all__ = ["FILES", "SOUND", "BadFile", "catalogue", "flow", "minimal", "outcome", "study", "titled", "with_study"]
