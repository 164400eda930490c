"""Limitations over many studies: counted, held against what is said of the field, and by the domain they belong to."""

from __future__ import annotations

import msgspec

from kapcli.evidence.limitation_rules import ONE_SIDED, RULES

# In the order of both tools; the last three are no risk of bias and weaken a result all the same.
DOMAINS: dict[str, tuple[str, ...]] = {
    "Confounding and randomisation": ("no-control", "not-randomised", "confounding", "baseline-imbalance"),
    "Selection of participants": ("retrospective", "selection", "narrow-sample"),
    "Deviations from the intended treatment": (
        *("open-label", "unblinding", "co-treatment", "not-separated", "expectancy"),
        *("carry-over", "comparator", "dose-varied"),
    ),
    "Missing data": ("attrition", "missing-data"),
    "Measurement of outcomes": ("self-report", "weak-measure", "no-denominator"),
    "Selective reporting": (
        *("post-hoc", "multiple-testing", "selective-reporting", "incomplete-reporting", "publication-bias"),
    ),
    "Size and follow-up": ("very-small", "small", "imprecise", "large-effect", "early-stop", "short-follow-up"),
    "Does it apply, and does it agree": ("indirect", "single-site", "single-group", "heterogeneity", "few-studies"),
    "Sources and interests": (
        *("risk-of-bias", "overlap", "conflict-of-interest", "dated-search", "no-results"),
        *("not-peer-reviewed", "not-empirical", "abstract-only"),
    ),
}

_DOMAIN_OF = {code: name for name, codes in DOMAINS.items() for code in codes}


def domain_of(code: str) -> str:
    """The domain that a limitation belongs to; empty for one of a catalogue's own."""
    return _DOMAIN_OF.get(code, "")


class Tally(msgspec.Struct, frozen=True):
    """How a rule answers over a set of studies.

    Attributes:
        code: The limitation.
        yes: Ids of studies for which it holds.
        no: Ids for which it does not.
        unknown: Ids for which the sources do not tell.
    """

    code: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def known(self) -> int:
        """For how many the sources tell."""
        return len(self.yes) + len(self.no)

    @property
    def asked(self) -> int:
        """To how many the rule applies."""
        return self.known + len(self.unknown)

    @property
    def one_sided(self) -> bool:
        """Whether the limit is one that is never answered with a no (see `kapcli.evidence.limitation_rules`)."""
        return self.code in ONE_SIDED or self.code not in RULES

    @property
    def at_least(self) -> bool:
        """Whether it may hold for more than are counted: nothing is, where it holds for all."""
        return self.one_sided and len(self.yes) < self.asked

    def bears_out(self) -> bool | None:
        """Whether it holds for more than half of the studies.

        Half of those for which the sources tell; for a limit that is never answered with a no, half of all to which
        it applies.

        Returns:
            ``None`` where the count cannot say.
        """
        if self.one_sided:
            return True if 2 * len(self.yes) > self.asked > 0 else None
        if not self.known:
            return None
        return 2 * len(self.yes) > self.known
