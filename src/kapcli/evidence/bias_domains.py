"""The limitations by the domain they belong to, after RoB 2 and ROBINS-I, and what stands beside risk of bias."""

from __future__ import annotations

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
