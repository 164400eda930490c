"""Ways to make a true sentence false, or broader than what was found: what they give, nobody may call supported."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

# What is given, and what it may be mistaken for.
DRUGS = ("ketamine", "esketamine", "midazolam", "placebo", "saline", "ECT", "quetiapine", "ketorolac")
POPULATIONS = {
    "veterans": "adolescents",
    "soldiers": "nurses",
    "civilians": "veterans",
    "adolescents": "veterans",
    "inpatients": "adolescents",
    "adults": "adolescents",
}
ROUTES = {
    "infusions": "lozenges",
    "infusion": "lozenge",
    "intravenous": "oral",
    "by vein": "by mouth",
    "oral": "intravenous",
    "by mouth": "by injection",
    "sublingual": "intravenous",
    "nasal spray": "intravenous infusion",
    "intramuscular": "oral",
}
TIMES = {
    r"\b24 hours\b": "six months",
    r"\b(?:a|one) day\b": "a year",
    r"\bwithin hours\b": "after nine months",
    r"\b(\w+) weeks?\b": "eleven months",
    r"\b(\w+) months?\b": "nine years",
    r"\b(\w+) days?\b": "nine years",
}
# A restriction at the end or the beginning of a sentence, with what introduces it.
RESTRICTIONS = (
    r",? (?:compared with|compared to|than|versus|against|over)\b[^,.]*?"
    r"\b(?:midazolam|placebo|saline|ECT|quetiapine|ketorolac|usual care)\b"
    r"(?: (?:did|was|does|alone|spray|nasal spray|infusions?))?",
    r",? (?:in|among) (?:[\w-]+ )?(?:veterans|soldiers|civilians|adolescents|inpatients|military personnel)"
    r"(?: and [\w-]+ ?(?:military personnel|soldiers|veterans)?)?",
    r",? (?:within|over|after|at) (?:a|one|two|three|four|six|\d+) (?:day|hour|week|month)s?(?: later)?",
    r",? (?:a day|one day|24 hours|a week|a month) later",
)
NUMBER = re.compile(r"(?<![\w.])(?<![A-Z]-)\d+(?:\.\d+)?(?![\w-])(?!\.\d)")
YEAR = re.compile(r"(?:19|20)\d\d")


def negated(sentence: str) -> Iterator[str]:
    """The sentence denied: by a word in it where one finds its place, else from outside."""
    if " not " in sentence:
        yield sentence.replace(" not ", " ", 1)
        return
    for verb in (" is ", " was ", " were ", " are ", " has ", " can ", " may "):
        if verb in sentence:
            yield sentence.replace(verb, f"{verb}not ", 1)
            return
    yield f"It is not true that {_lower(sentence)}"


def swapped(sentence: str) -> Iterator[str]:
    """Drug and comparator in each other's place."""
    named = [drug for drug in DRUGS if re.search(_word(drug), sentence)]
    for one, two in itertools.combinations(named, 2):
        if not _listed(one, two, sentence):
            yield re.sub(_word(f"(?:{one}|{two})"), functools.partial(_other, one, two), sentence)


def _listed(one: str, two: str, sentence: str) -> bool:
    """Whether both stand in a mere list ("ketamine or saline") or are one ("electroconvulsive therapy (ECT)")."""
    return any(
        re.search(rf"{_word(first)}(?: [\w-]+)? (?:or|and) (?:(?:of|with|one of) )?{_word(second)}", sentence)
        or re.search(rf"\({_word(second)}\)", sentence)
        for first, second in ((one, two), (two, one))
    )


def _other(one: str, two: str, found: re.Match[str]) -> str:
    """The other of two, with a capital where the one had it."""
    other = two if found[0].casefold() == one.casefold() else one
    return other[0].upper() + other[1:] if found[0][0].isupper() and found[0] != "ECT" else other


def _word(drug: str) -> str:
    return rf"(?i:(?<![\w-]){drug}(?![\w-]))"


def elsewhere(sentence: str) -> Iterator[str]:
    """Another population, another route, another time; other people where it names none of these."""
    count = 0
    for table in (POPULATIONS, ROUTES):
        for one, other in table.items():
            if re.search(rf"(?<!\w){one}(?!\w)", sentence):
                count += 1
                yield re.sub(rf"(?<!\w){one}(?!\w)", other, sentence)
    for pattern, other in TIMES.items():
        if re.search(pattern, sentence):
            count += 1
            yield re.sub(pattern, other, sentence, count=1)
    if not count:
        yield f"{sentence.rstrip('.')} in adolescents."


def broadened(sentence: str) -> Iterator[str]:
    """One restriction less."""
    for pattern in RESTRICTIONS:
        shorter = re.sub(pattern, "", sentence, count=1)
        if shorter != sentence:
            yield shorter.strip().strip(",").strip()


def miscounted(sentence: str) -> Iterator[str]:
    """Another number in the place of each."""
    for found in NUMBER.finditer(sentence):
        if YEAR.fullmatch(found[0]):
            continue
        value = float(found[0])
        other = f"{value * 3 + 7.3:.1f}" if "." in found[0] else str(int(value) * 3 + 7)
        yield sentence[: found.start()] + other + sentence[found.end() :]


def repurposed(sentence: str) -> Iterator[str]:
    """For another purpose."""
    for found in re.finditer(
        r"\bfor (?:depression|PTSD|pain|anxiety|OCD|alcohol use disorder|suicidal thoughts)", sentence
    ):
        yield sentence[: found.start()] + "for anaesthesia" + sentence[found.end() :]
    yield f"{sentence.rstrip('.')} for anaesthesia."


def overstated(sentence: str) -> Iterator[str]:
    """Surer than any study."""
    yield f"It is proven that {_lower(sentence)}"


def everywhere(sentence: str) -> Iterator[str]:
    """Of more people and times than any study had."""
    yield f"{sentence.rstrip('.')} in everyone, always."


def _lower(sentence: str) -> str:
    first = sentence.split(" ", 1)[0]
    return sentence if first.isupper() or any(c.isdigit() for c in first) else sentence[0].lower() + sentence[1:]
