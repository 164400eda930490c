"""All grades of the catalogue worked out a second time, from the YAML alone.

Nothing of the project is imported: the rules of docs/method.md are written down again, as plainly as they can be, so
that a slip in either of the two is seen. Run as a script it prints every claim with its grade:

    python tests/evidence/recompute.py data/studies.yaml
"""

from __future__ import annotations

import math
import re
import sys
from typing import Any

import yaml

LADDER = ["very-low", "low", "moderate", "high"]
LEVEL = {"between-randomised": 2, "pooled-randomised": 2, "between": 1, "pooled": 1, "within": 0}
SHARES = {"response-rate", "remission-rate", "rate"}
RATIOS = {"odds-ratio", "risk-ratio", "hazard-ratio"}
STANDARDISED = {"standardised-difference", "hedges-g", "cohens-d"}
DIFFERENCES = STANDARDISED | {
    "mean-difference",
    "median-difference",
    "risk-difference",
    "percent-difference",
    "posterior-mean-difference",
    "regression-coefficient",
}
POINTS = {"madrs": 1.6, "hdrs": 3.0, "hdrs-17": 3.0, "hdrs-6": 2.0, "bdi": 3.0, "bdi-ii": 3.0}
TYPED = {
    "missing-data": "missing",
    "attrition": "missing",
    "selective-reporting": "selective",
    "early-stop": "stopped",
    "carry-over": "carry-over",
}
NO_KETAMINE = re.compile(r"\b(?:no|not|without|non)[ -]+\w*ketamine")

Row = dict[str, Any]


# Intervals, from scipy where the project has its own.


def wilson(count: int, of: int) -> tuple[float, float]:
    from scipy import stats

    found = stats.binomtest(count, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    (low1, high1), (low2, high2) = wilson(*first), wilson(*second)
    p1, p2 = first[0] / first[1], second[0] / second[1]
    return p1 - p2 - math.hypot(p1 - low1, high2 - p2), p1 - p2 + math.hypot(high1 - p1, p2 - low2)


def spread(people: int | None) -> Any:
    from scipy import stats

    return stats.t(people - 2) if people is not None and 2 < people < 60 else stats.norm()


def sides(outcome: Row, study: Row) -> tuple[int, int, bool] | None:
    """People first and second, and whether only randomised."""
    if "people" in outcome:
        own = outcome["people"]
        return own["first"], own["second"], own.get("kind") == "randomised"
    n = study.get("n") or {}
    drug, control = n.get("ketamine"), n.get("control")
    if drug is None or control is None or outcome.get("part") or len(study.get("arms") or ()) > 2:
        return None
    everyone = n.get("randomised") == drug + control and n.get("analysed") in (None, drug + control)
    if not (outcome.get("n") == drug + control or (outcome.get("n") is None and everyone)):
        return None
    names = ((outcome.get(side) or "").casefold() for side in ("first", "second"))
    first, second = ("ketamine" in NO_KETAMINE.sub("", name) for name in names)
    if first == second:
        return None
    pair = (drug, control) if first else (control, drug)
    return (*pair, outcome.get("n") is None)


def people_of(outcome: Row, study: Row) -> tuple[int | None, bool]:
    if outcome.get("n") is not None:
        return outcome["n"], False
    if (both := sides(outcome, study)) is not None:
        return both[0] + both[1], both[2]
    n = study.get("n") or {}
    begun = n.get("randomised")
    whole = len(study.get("arms") or ()) == 2 and outcome["comparison"] == "between-randomised"
    if whole and begun is not None and not outcome.get("part") and n.get("analysed") in (None, begun):
        return begun, True
    return None, False


def only_count(share: float, of: int) -> int | None:
    places = len(f"{share:.4f}".rstrip("0").partition(".")[2])
    half = 0.5 / 10**places + 1e-9
    fits = [count for count in range(of + 1) if abs(100 * count / of - share) <= half]
    return fits[0] if len(fits) == 1 else None


def counts_of(outcome: Row, study: Row) -> tuple[tuple[int, int], tuple[int, int]] | None:
    both = sides(outcome, study)
    if both is None:
        return None
    if "events" in outcome:
        return (outcome["events"]["first"], both[0]), (outcome["events"]["second"], both[1])
    shares = (outcome.get("value"), outcome.get("control_value"))
    if outcome["estimate"] in SHARES and None not in shares and 0 not in both[:2]:
        first, second = only_count(shares[0], both[0]), only_count(shares[1], both[1])
        if first is not None and second is not None:
            return (first, both[0]), (second, both[1])
    return None


def estimate_of(outcome: Row, study: Row) -> Row | None:
    """Value and interval with above 0 on the first side; ratios as logarithms."""
    kind, better, value = outcome["estimate"], outcome.get("better", "neither"), outcome.get("value")
    if better == "neither":
        return None
    up = 1 if better == "higher" else -1
    exact = float(outcome["p"]) if re.fullmatch(r"0?\.\d{1,6}", str(outcome.get("p", ""))) else None
    people = people_of(outcome, study)[0]

    def found(value: float | None, scale: str, ends: Any = None, p: float | None = None) -> Row | None:
        if ends is None and p and value:
            around = spread(people)
            half = around.ppf(0.975) * abs(value) / around.ppf(1 - p / 2)
            ends = (value - half, value + half)
        if value is None and ends is None:
            return None
        low, high = (None, None) if ends is None else (float(min(ends)), float(max(ends)))
        return {"value": value, "scale": scale, "low": low, "high": high}

    if kind in SHARES:
        if value is None or outcome.get("control_value") is None:
            return None
        gap = up * (value - outcome["control_value"])
        if "difference_ci95" in outcome:
            return found(gap, "percent", [up * end for end in outcome["difference_ci95"]])
        if (both := counts_of(outcome, study)) is not None:
            return found(gap, "percent", [100 * up * end for end in newcombe(*both)])
        return found(gap, "percent", p=exact)
    minuend = outcome.get("minuend")
    if kind == "pre-post-change":
        if value is None or outcome.get("control_value") is None or minuend not in ("end", "baseline"):
            return None
        way = up if minuend == "end" else -up
        return found(way * (value - outcome["control_value"]), "difference")
    if minuend not in ("first", "second"):
        return None
    way = up if minuend == "first" else -up
    ends = outcome.get("ci95")
    if kind in RATIOS:
        logged = way * math.log(value) if value else None
        if ends is not None and ends[0] > 0:
            return found(logged, "ratio", [way * math.log(end) for end in ends])
        if logged is None:
            return None
        return found(logged, "ratio", p=exact)
    if kind not in DIFFERENCES:
        return None
    scale = "difference"
    if kind in STANDARDISED or outcome.get("unit") == "sd":
        scale = "standardised"
    elif kind == "risk-difference":
        scale = "percent"
    turned = None if value is None else way * value
    if ends is not None:
        return found(turned, scale, [way * end for end in ends])
    if turned is None:
        return None
    if scale == "percent" and (both := counts_of(outcome, study)) is not None:
        return found(turned, scale, [100 * up * end for end in newcombe(*both)])
    if outcome.get("se"):
        half = spread(people).ppf(0.975) * outcome["se"]
        return found(turned, scale, (turned - half, turned + half))
    blocked = kind in ("median-difference", "posterior-mean-difference")
    return found(turned, scale, p=None if blocked else exact)


# The body.


def key_of(study: Row) -> str:
    return study.get("trial") or study.get("parent") or study["id"]


def same(one: Row, other: Row) -> str:
    for study, name in ((one, other["id"]), (other, one["id"])):
        for named in study.get("same_trial") or ():
            if named["id"] == name:
                return "yes" if named["sure"] == "yes" else "probable"
    return "yes" if key_of(one) == key_of(other) else ""


def piece_of(link: Row, study: Row, outcome: Row) -> Row:
    level = LEVEL[outcome["comparison"]]
    found = estimate_of(outcome, study) if level else None
    if found is not None and link.get("reversed"):
        turned = [None if found[end] is None else -found[end] for end in ("value", "high", "low")]
        found = {"value": turned[0], "low": turned[1], "high": turned[2], "scale": found["scale"]}
    stated = {"favours-ketamine": 1, "improved": 1, "favours-control": -1, "worsened": -1}.get(outcome["direction"], 0)
    middle = 0.0
    if found is not None:
        middle = found["value"] if found["value"] is not None else (found["low"] + found["high"]) / 2
    people, _ = people_of(outcome, study)
    both = counts_of(outcome, study)
    return {
        "study": study,
        "outcome": outcome,
        "level": level,
        "estimate": found,
        "sign": (middle > 0) - (middle < 0) if found else 0,
        "stated": 0 if found else stated * (-1 if link.get("reversed") else 1),
        "people": people,
        "events": None if both is None else both[0][0] + both[1][0],
        "binary": outcome["estimate"] in SHARES | RATIOS | {"risk-difference"},
        "indirect": "indirect" in link,
        "pooled": outcome["comparison"].startswith("pooled"),
        "torn": False,
    }


def searched(study: Row) -> list[int]:
    date = str(study.get("searched_to") or study["year"] - 1)
    return [*map(int, date.split("-")), 0, 0][:3]


def weigh(claim: Row, studies: dict[str, Row]) -> Row:
    links = [*claim.get("evidence", ()), *claim.get("for", ()), *claim.get("against", ())]
    pieces, leads, corrected = [], [], []
    for link in links:
        study = studies[link["study"]]
        outcome = next(one for one in study["outcomes"] if one["id"] == link["outcome"])
        if study.get("retraction") == "retracted" or outcome["comparison"] not in LEVEL:
            continue
        piece = piece_of(link, study, outcome)
        where = corrected if link.get("corrects") else leads if link.get("leads") else pieces
        where.append(piece)
    lead = None
    if leads:
        lead = min(
            leads, key=lambda one: (-one["level"], *(-part for part in searched(one["study"])), one["study"]["id"])
        )
        until = int(str(lead["study"].get("searched_to") or lead["study"]["year"])[:4])
        included = lead["study"].get("includes") or ()
        named = set() if isinstance(included, str) else set(included)
        pieces = [
            one
            for one in pieces
            if one["study"]["year"] > until
            and not one["pooled"]
            and not {one["study"]["id"], key_of(one["study"])} & named
        ]
    single: list[Row] = []
    for piece in sorted(pieces, key=precedence):
        twin = next((other for other in single if same(piece["study"], other["study"])), None)
        if twin is None:
            single.append(piece)
        elif twin["study"]["id"] == piece["study"]["id"] and piece["level"] == twin["level"]:
            one, other = (each["sign"] or each["stated"] for each in (piece, twin))
            twin["torn"] = twin["torn"] or one * other < 0
    body = [piece for piece in single if not piece["pooled"]]
    body = body if lead is None else [*body, lead]
    level = max((piece["level"] for piece in body), default=-1)
    body = sorted((piece for piece in body if piece["level"] == level), key=lambda one: one["study"]["id"])
    return {
        "body": body,
        "level": level,
        "lead": lead if lead in body else None,
        "corrected": min(corrected, key=lambda one: one["study"]["id"], default=None),
        "links": links,
    }


def precedence(piece: Row) -> tuple[Any, ...]:
    study, outcome, found = piece["study"], piece["outcome"], piece["estimate"]
    secondary = bool(study.get("parent")) or study["design"] == "secondary-analysis"
    bare = found is None or found["low"] is None
    ids = (secondary, study["year"], study["id"], -piece["level"], found is None)
    return (*ids, not outcome.get("primary"), bare, outcome["id"], piece["sign"] or piece["stated"], piece["indirect"])


# The domains.


def most(pieces: list[Row], part: list[Row]) -> bool:
    everyone = sum(one["people"] or 0 for one in pieces)
    if any(one["people"] is None for one in pieces) or not everyone:
        return 2 * len(part) > len(pieces)
    return 2 * sum(one["people"] for one in part) > everyone


def signals(claim: Row, piece: Row) -> set[str]:
    study = piece["study"]
    stated = study.get("risk_of_bias", {}).get("level", "not-read")
    if piece["pooled"] and stated != "not-read":
        return {"low": set(), "some": {"stated"}, "most": {"stated", "high"}}[stated]
    found = {TYPED[one["code"]] for one in study.get("limitations") or () if one["code"] in TYPED}
    n = study.get("n") or {}
    begun, analysed = n.get("randomised"), n.get("analysed")
    if begun and analysed is not None and analysed <= begun and 1 - analysed / begun > 0.2:
        found.add("missing")
    detail = study.get("design_detail") or {}
    against = claim["question"]["comparator"]
    unmasked = detail.get("blinding") in ("open", "raters") or against != "active" or detail.get("guesses") == "broken"
    if detail.get("guesses") != "held" and unmasked:
        found.add("blinding")
    return found


def wholly(piece: Row) -> int:
    found = piece["estimate"]
    if found is None:
        return int(piece["stated"])
    if found["low"] is None:
        return 0
    return (found["low"] > 0) - (found["high"] < 0)


def apart(one: Row, other: Row) -> bool:
    first, second = one["estimate"], other["estimate"]
    if first is None or second is None:
        return wholly(one) * wholly(other) < 0
    if one["sign"] * other["sign"] >= 0:
        return False
    if wholly(one) * wholly(other) < 0:
        return True
    instruments = {one["outcome"].get("instrument"), other["outcome"].get("instrument")}
    alike = first["scale"] == second["scale"] and (
        first["scale"] != "difference" or (len(instruments) == 1 and None not in instruments)
    )

    def outside(inner: Row, outer: Row) -> bool:
        if outer["low"] is None or inner["value"] is None:
            return False
        return not outer["low"] <= inner["value"] <= outer["high"]

    return alike and outside(first, second) and outside(second, first)


def important(found: Row, outcome: Row) -> float | None:
    known = {"standardised": 0.5, "ratio": math.log(1.25), "percent": 10.0}
    return known.get(found["scale"], POINTS.get(outcome.get("instrument") or ""))


def best(pieces: list[Row], lead: Row | None) -> Row | None:
    if lead is not None and any(lead is one for one in pieces):
        return lead
    sized = [one for one in pieces if one["estimate"] is not None]
    among = [one for one in sized if one["estimate"]["low"] is not None] or sized
    return min(among, key=lambda one: (one["indirect"], -(one["people"] or 0), one["study"]["id"]), default=None)


def imprecision(claim: Row, side: list[Row], piece: Row | None) -> int:
    sized = [one for one in side if one["estimate"] is not None] or side
    size = too_few(sized)
    asked = [one for one in sized if not one["indirect"]]
    if asked and not most(side, [one for one in side if indirect(one)]):
        size = max(size, too_few(asked))
    width = 0
    if piece is not None and piece["estimate"]["low"] is not None:
        found = piece["estimate"]
        limit = important(found, piece["outcome"])
        harm = limit is not None and found["low"] < -limit
        benefit = limit is not None and found["high"] > limit
        if harm and benefit:
            width = 2
        elif claim.get("says") == "equal":
            width = int(harm or benefit)
        else:
            width = int(found["low"] <= 0 <= found["high"])
    return max(size, width)


def indirect(one: Row) -> bool:
    allocation = (one["study"].get("design_detail") or {}).get("allocation")
    return bool(one["indirect"]) or allocation == "randomised-withdrawal"


def too_few(side: list[Row]) -> int:
    if all(one["binary"] and one["events"] is not None for one in side):
        total = sum(one["events"] for one in side)
        return sum(total < limit for limit in (300, 100, 30))
    known = sum(one["people"] or 0 for one in side)
    unread = [one for one in side if one["people"] is None]
    size = sum(known < limit for limit in (400, 100, 50))
    if unread:
        begun = [None if one["pooled"] else (one["study"].get("n") or {}).get("randomised") for one in unread]
        under = 0 if None in begun else sum(known + sum(begun) < limit for limit in (400, 100, 50))
        size = min(size, max(2, under))
    return size or int(all(one["binary"] for one in side))


def seen(piece: Row) -> int:
    """The year from which a rating can have known of it; of a pool only its own search tells."""
    return int(str(piece["study"].get("searched_to") or 0)[:4]) if piece["pooled"] else piece["study"]["year"]


def grade(claim: Row, studies: dict[str, Row]) -> str | None:
    """The certainty of an effect; ``None`` where there is nothing to rate."""
    found = weigh(claim, studies)
    body, lead = found["body"], found["lead"]
    if claim.get("says", "better") not in ("better", "equal") or found["level"] < 1:
        return None
    if all(one["estimate"] is None for one in body):
        return None
    side = body
    if claim.get("says") != "equal":
        side = [one for one in body if one["sign"] > 0 or one["stated"] > 0] or body
    points = 3 if found["level"] == 2 else 1

    open_to_bias = {id(one): signals(claim, one) for one in side}
    if most(side, [one for one in side if open_to_bias[id(one)]]):
        points -= 2 if most(side, [one for one in side if len(open_to_bias[id(one)]) > 1]) else 1

    differs = any(apart(one, other) for at, one in enumerate(body) for other in body[at + 1 :])
    if lead is not None:
        own = [one["value"] for one in lead["study"].get("i2") or () if one.get("outcome") == lead["outcome"]["id"]]
        differs = differs or max(own, default=0) >= 60
    points -= int(differs or any(one["torn"] for one in body))

    points -= int(most(side, [one for one in side if indirect(one)]))
    points -= imprecision(claim, side, best(side, lead))

    corrected = found["corrected"]
    gone = corrected is not None and corrected["estimate"] is not None and wholly(corrected) == 0
    small = any(studies[link["study"]].get("small_study") == "yes" for link in found["links"])
    points -= int(small or gone or bool(claim.get("unreported")))

    points = max(0, points)
    if all(one["estimate"] is None or one["estimate"]["low"] is None for one in side):
        points = min(points, 1)
    for link in claim.get("formal") or ():
        rating = next(one for one in studies[link["study"]]["formal_rating"] if one["id"] == link["rating"])
        until = int(str(rating["searched_to"])[:4])
        newer = [
            int(str(one["study"].get("searched_to") or 0)[:4]) if one["pooled"] else one["study"]["year"]
            for one in body
        ]
        if max(newer) <= until:
            points = min(points, LADDER.index(rating["rating"]))
    return LADDER[points]


def grades(text: str) -> dict[str, str | None]:
    """Every effect of a catalogue with its grade."""
    data = yaml.load(text, Loader=yaml.CSafeLoader)
    studies = {study["id"]: study for study in data["studies"]}
    return {claim["id"]: grade(claim, studies) for claim in data["claims"] if claim["kind"] == "effect"}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        for name, rating in grades(file.read()).items():
            print(f"{rating or 'not rated':10} {name}")
