"""Every constant of the rules of certainty, with where it comes from. docs/method.md shows the same table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.evidence.estimates import Scale

# People on the claimed side below which a score is imprecise by one, two and three levels. 400 is the rule of thumb
# for continuous outcomes (GRADE guidelines 6, Guyatt 2011, J Clin Epidemiol 64:1283-1293); GRADE guidelines 33
# (Zeng 2022, J Clin Epidemiol 150:216-224) allows three levels for very small samples. 100 and 50 are this catalogue's.
PEOPLE = (400, 100, 50)
# Events below which a yes or no, or a time to an event, is imprecise: 300 by the same guideline, the others as above.
EVENTS = (300, 100, 30)
# A share of people without outcome data above which data are missing (RoB 2 gives none; 20% is the rule of
# Schulz and Grimes 2002, Lancet 359:781-785).
MISSING = 0.20
# I² from which the sizes of pooled effects differ: "may represent substantial heterogeneity" starts at 50% and overlaps
# with "moderate" to 60% (Cochrane Handbook 6.5, 10.10.2).
HETEROGENEITY = 60.0
# More of the people than this must be concerned before a domain is rated down.
MOST = 0.5
# What is an important effect where no instrument has a value of its own: half a standard deviation (Norman 2003,
# Med Care 41:582-592); a ratio beyond 0.8 or 1.25 (GRADE guidelines 6); 10 percentage points (this catalogue's).
IMPORTANT: dict[Scale, tuple[float, float]] = {
    "standardised": (-0.5, 0.5),
    # Natural logarithms of 0.8 and 1.25.
    "ratio": (-0.22314355131420976, 0.22314355131420976),
    "percent": (-10.0, 10.0),
}
# Differences between groups, in points. Of several published values the smallest stands here: it is the hardest to rule
# out, both for an important benefit and for an important disadvantage.
IMPORTANT_POINTS = {
    # Duru and Fantino 2008, Curr Med Res Opin 24:1329-1335: 1.6 to 1.9 (others 3 to 6).
    "madrs": 1.6,
    # NICE 2004, by consensus; dropped in 2009 (others 7).
    "hdrs": 3.0,
    # Hengartner and Plöderl 2021: 3 to 5.
    "hdrs-17": 3.0,
    # Hengartner and Plöderl 2021: 2 to 4.
    "hdrs-6": 2.0,
    # NICE 2004, by consensus.
    "bdi": 3.0,
    # Hengartner and Plöderl 2021: 3 to 6.
    "bdi-ii": 3.0,
}


def important(scale: Scale, instrument: str | None) -> tuple[float, float] | None:
    """The important disadvantage and benefit on a scale; ``None`` where that cannot be judged."""
    if scale != "difference":
        return IMPORTANT[scale]
    points = IMPORTANT_POINTS.get(instrument or "")
    return None if points is None else (-points, points)
