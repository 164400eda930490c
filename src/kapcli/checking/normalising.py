"""A sentence before it is taken apart: signs, units and turns of phrase made one of several ways to write them."""

from __future__ import annotations

import functools
import re

from kapcli.catalogue.folding import one_width
from kapcli.catalogue.words import one_word_drugs, spelt_out

_COMPOUND = (
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ]"
    r"(one|two|three|four|five|six|seven|eight|nine)\b"
)
_HALF = (
    r"\bhalf (?=(?:of )?(?:the |all |those |these )?(?:\d+ |[a-z]+teen |eleven |twelve |ten )?"
    r"(?:people|patients|participants|adults|clients|those|them|veterans|completers|responders|ocd|ten|eleven|twelve))"
)
_NOBODY = r"(?:an? )?(?:control|comparison|comparator|placebo)(?: group| arm)?s?\b"
# What must stand in a sentence for a pattern to be tried at all (compiling costs more than searching), what is
# replaced, and by what.
_SUBSTITUTES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("control", "comparison", "comparator", "placebo"),
        r"\b(?:had no|has no|with no|no|without(?: any)?|lack(?:s|ed|ing)?) " + _NOBODY,
        " uncontrolled ",
    ),
    (
        ("nobody", "no one", "noone"),
        r"\b(?:nobody|no one|noone) (?:(?:was )?compared|to compare(?: (?:them )?with)?|served as (?:a )?controls?"
        r"|else was followed)\b",
        r" uncontrolled ",
    ),
    (("without",), r"\bwith (?:and|or) without\b", r" with "),
    (
        ("first",),
        # To be the first of all is a claim of its own; the first week or infusion is a time.
        r"\b(?:for the )?first(?= (?:ever|time|to (?:show|test|give|use|study|treat|look|report|find)"
        r"|to (?:demonstrate|establish)|randomi[sz]ed|controlled|clinical|open|trials?|study|studies"
        r"|of (?:low|its|this|the)|paired|combined|studied|tested))\b",
        r" pioneering ",
    ),
    (("often", "common"), r"\b(more|less) (?:often|common(?:ly)?)\b", r" \1 "),
    (("body",), r"\bbody of (?=evidence|research|work|literature|data)", " "),
    (("head",), r"\bhead[- ]to[- ]head\b", " "),
    (("concept",), r"\bproof[- ]of[- ]concept\b", r" pilot "),
    (
        ("nobody", "no one", "noone", "none"),
        r"\b(?:versus|vs\.?|against|compared (?:with|to)) (?:nobody|no one|noone|none)(?: of (?:those|them))?\b",
        r" versus 0 percent ",
    ),
    (("neither",), r"\b(neither\b[^.;]*?)\bnor\b", r"\1 or "),
    ((",",), r"(\d),(\d{3})\b", r"\1\2"),
    (("n't", "n’t"), r"n['’]t\b", r" not"),
    (("cannot",), r"\bcannot\b", r"can not"),
    (("'", "’"), r"['’]s?(?=\W|$)", r" "),
    (("per cent", "%"), r"\bper cent\b|%", r" percent "),
    (
        ("kg", "kilo"),
        r"\b(?:mg|milligrams?)\s*(?:/|per|a)\s*(?:kg|kilograms?|kilos?)(?: of body ?weight)?\b",
        r" mgkg ",
    ),
    (("milligram",), r"\bmilligrams?\b", r" mg "),
    (("hr",), r"\bhrs?\b", r" hours "),
    (("h",), r"(?<=\d)\s*h\b", r" hours "),
    (("follow-up",), r"\bfollow-up\b", r"followup"),
    (("week",), r"\b(?:once (?:a|per|every)|per|every|each) week\b", r" weekly "),
    (("twice",), r"\btwice (?:a|per|every) week\b", r" twice weekly "),
    (("-free",), r"\b(alcohol|drug|cocaine|heroin)-free\b", r" abstinent \1 "),
    (("against",), r"\b(?:suggest|recommend|advise|guide)(?:s|d|ed)? against\b", r" not recommended "),
    (("after",), r"\b(?:right|straight|directly) after\b", r" immediately after "),
    (
        ("without",),
        r"\b(days?|weeks?|time) without (?:any )?(?:drink(?:ing|s)?|using )?(alcohol|cocaine|heroin|drugs)?\b",
        r" abstinent \1 \2 ",
    ),
    (
        ("y-", "y "),
        _COMPOUND,
        r"\1+\2",
    ),
    (("third",), r"\b(?:two[- ]thirds)\b", " about 66.7 percent "),
    (("third",), r"\b(?:one|a)[- ]third\b", " about 33.3 percent "),
    (("quarter",), r"\bthree[- ]quarters\b", " about 75 percent "),
    (("quarter",), r"\b(?:one|a)[- ]quarter\b", " about 25 percent "),
    (("fifth",), r"\b(?:one|a)[- ]fifth\b", " about 20 percent "),
    (
        ("half",),
        _HALF,
        " about 50 percent ",
    ),
    (("affairs",), r"\bveterans[ '’]*s? affairs\b", " va "),
    (("defen",), r"\b(?:department of )?(?:defen[cs]e)(?: departments?)?\b", " dod "),
    (("unharmed",), r"\bleaves?\b(.{1,30}?)\bunharmed\b", r" does not harm \1 "),
    (
        ("dependen",),
        r"\b(alcohol|cocaine|heroin|opioid)[- ]dependen(?:t|ce)\b",
        r" \1 use disorder ",
    ),
    (
        ("off",),
        r"\b(?:keep|keeps|kept|get|gets|got)\b(.{1,30}?)\boff (heroin|cocaine|alcohol|drugs|drink|the drug)\b",
        r" \1 abstinent \2 ",
    ),
    (("off",), r"\boff (heroin|cocaine|alcohol|drugs|drink)\b", r" abstinent \1 "),
    (("lead", "led "), r"\b(lead(?:s|ing)?|led) to\b", r" causes "),
    (("back",), r"\b(?:com(?:e|es|ing)|came) back\b", " relapse "),
    (("from",), r"\b(?:stop|keep|protect)(?:s|ped|ing)?\b(.{1,40}?)\bfrom\b", r" prevents \1 "),
    (("kept",), r"\bkept\b(.{1,40}?)\bfrom\b", r" prevented \1 "),
    (("effect",), r"\b(?:side|unwanted) effects?\b", r" adverse events "),
    (("well-being",), r"\bwell-being\b", r"wellbeing"),
    (("non-inf",), r"\bnon-inferior", r"noninferior"),
    (("placeb",), r"\bplaceb[oo]s\b", r"placebo"),
    ((".",), r"\be\.g\.|\bi\.e\.|\bvs\.", r" vs "),
    (("et al.",), r"\bet al\.", r"et al"),
)


def normalised(text: str) -> str:
    """The same sentence with one way of writing for each thing."""
    text = spelt_out(one_word_drugs(one_width(text)))
    for signs, pattern, replacement in _SUBSTITUTES:
        folded = text.casefold()
        if any(sign in folded for sign in signs):
            text = _compiled(pattern).sub(replacement, text)
    return text


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
