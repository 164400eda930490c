"""The domains in which certainty is rated down, each step with its reason and the studies that caused it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from kapcli.evidence import thresholds
from kapcli.evidence.assessment import LADDER, Step, joined
from kapcli.evidence.bias import signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.study import Study
    from kapcli.evidence.assessment import Certainty, Rated
    from kapcli.evidence.body import Body, Piece
    from kapcli.evidence.estimates import Estimate

# By so much a number of people that is not known takes the certainty down.
_UNKNOWN = 2
# No interval on any contribution: at most this in the end.
_WITHOUT_INTERVAL = LADDER.index("low")


def ladder_steps(
    claim: Claim, found: Body, on_side: Sequence[Piece], studies: Mapping[str, Study]
) -> tuple[Certainty, tuple[Step, ...], Certainty, Rated]:
    """Where the certainty starts, what takes it down, where it ends, and the formal ratings of the same question."""
    start: Certainty = "high" if found.level == "between-randomised" else "low"
    steps = [
        *_bias(claim, on_side),
        *_inconsistency(found),
        *_indirectness(on_side),
        *_imprecision(claim, on_side, effect_of(on_side, found.lead)),
        *_publication(claim, found, studies),
    ]
    left = max(0, LADDER.index(start) - sum(step.down for step in steps))
    if left > _WITHOUT_INTERVAL and not any(_interval(piece) for piece in on_side):
        down = left - _WITHOUT_INTERVAL
        steps.append(Step("imprecision", down, "no interval was read or follows: at most low", _ids(on_side)))
        left = _WITHOUT_INTERVAL
    rated = tuple(_rated(claim, found, studies))
    current = [rating for _, rating, outdated in rated if not outdated]
    lowest = min(map(LADDER.index, current), default=left)
    if lowest < left:
        who = next(who for who, rating, outdated in rated if not outdated and LADDER.index(rating) == lowest)
        label = LADDER[lowest].replace("-", " ")
        steps.append(Step("rating", left - lowest, f"rated {label} by {who}", tuple(one.study for one in claim.formal)))
        left = lowest
    return start, tuple(steps), LADDER[left], rated


def disagree(pieces: Iterable[Piece]) -> bool:
    """Whether two estimates are on opposite sides of no effect and cannot both be chance."""
    return any(_apart(one, other) for one, other in combinations(pieces, 2) if one.estimate and other.estimate)


def _apart(one: Piece, other: Piece) -> bool:
    first, second = one.estimate, other.estimate
    if first is None or second is None:
        return _wholly(one) * _wholly(other) < 0
    if first.sign * second.sign >= 0:
        return False
    if _wholly(one) * _wholly(other) < 0:
        return True
    alike = first.scale == second.scale and (
        first.scale != "difference" or one.outcome.instrument == other.outcome.instrument is not None
    )
    return alike and _excludes(first, second) and _excludes(second, first)


def _excludes(one: Estimate, other: Estimate) -> bool:
    value = other.value
    return one.low is not None and one.high is not None and value is not None and not one.low <= value <= one.high


def _wholly(piece: Piece) -> int:
    """On which side of no effect the whole interval lies, or the difference that a source states; else 0."""
    if piece.estimate is None:
        return {"says-favours": 1, "says-opposes": -1}.get(piece.side, 0)
    low, high = piece.estimate.low, piece.estimate.high
    if low is None or high is None:
        return 0
    return 1 if low > 0 else -1 if high < 0 else 0


def _bias(claim: Claim, on_side: Sequence[Piece]) -> Iterator[Step]:
    found = {piece.study.id: signals(claim, piece.study, piece.outcome) for piece in on_side}
    some = [piece for piece in on_side if found[piece.study.id]]
    if not _most(on_side, some):
        return
    two = [piece for piece in on_side if len(found[piece.study.id]) > 1]
    named = "; ".join(dict.fromkeys(reason for piece in some for reason in found[piece.study.id].values()))
    down = 2 if _most(on_side, two) else 1
    yield Step("bias", down, named, _ids(some))


def _inconsistency(found: Body) -> Iterator[Step]:
    for one, other in combinations(found.pieces, 2):
        if _apart(one, other):
            ids = tuple(sorted({one.study.id, other.study.id}))
            yield Step("inconsistency", 1, "the studies show opposite effects that chance does not explain", ids)
            return
    torn = [piece for piece in found.pieces if piece.both_ways]
    if torn:
        yield Step("inconsistency", 1, "outcomes of one trial point in different directions", _ids(torn))
    elif found.lead is not None:
        own = [one.value for one in found.lead.study.i2 if one.outcome == found.lead.outcome.id]
        if own and max(own) >= thresholds.HETEROGENEITY:
            reason = f"the size of the effect differs between trials (I² {max(own):g}%)"
            yield Step("inconsistency", 1, reason, (found.lead.study.id,))


def _indirectness(on_side: Sequence[Piece]) -> Iterator[Step]:
    reasons = {piece.study.id: why for piece in on_side if (why := _indirect(piece))}
    concerned = [piece for piece in on_side if piece.study.id in reasons]
    if _most(on_side, concerned):
        named = "; ".join(dict.fromkeys(reasons[piece.study.id] for piece in concerned))
        yield Step("indirectness", 1, named, _ids(concerned))


def _indirect(piece: Piece) -> str:
    if piece.indirect is not None:
        return piece.indirect.reason.rstrip(".")
    if piece.study.design_detail.allocation == "randomised-withdrawal":
        return "only people who had done well on the drug were randomised, to go on or to stop"
    return ""


def _imprecision(claim: Claim, on_side: Sequence[Piece], piece: Piece | None) -> Iterator[Step]:
    size, size_reason, of = _size(on_side)
    width, width_reason = _width(claim, piece) if piece is not None else (0, "")
    if size >= width and size:
        yield Step("imprecision", size, size_reason, _ids(of))
    elif width and piece is not None:
        yield Step("imprecision", width, width_reason, (piece.study.id,))


def _size(on_side: Sequence[Piece]) -> tuple[int, str, Sequence[Piece]]:
    """By how many levels there are too few people or events, why, and of which studies these are.

    A study that reports no estimate makes none more precise. And people in links typed as indirect do not make up for
    too few who were asked the question itself: with them or without, what takes more levels counts. Where they are most
    of the body, that is a step of its own already.
    """
    sized = [piece for piece in on_side if piece.estimate is not None] or on_side
    direct = [piece for piece in sized if piece.indirect is None]
    estimated = "" if len(sized) == len(on_side) else " in studies with an estimate"
    whole = (*_counted(sized, estimated), sized)
    if len(direct) in (0, len(sized)) or _most(on_side, [piece for piece in on_side if _indirect(piece)]):
        return whole
    also = " with an estimate" if estimated else ""
    down, reason = _counted(direct, f" in studies that answer the question directly{also}")
    return (down, reason, direct) if down >= whole[0] else whole


def _counted(pieces: Sequence[Piece], where: str = "") -> tuple[int, str]:
    counted = [piece.events for piece in pieces if piece.binary and piece.events is not None]
    if counted and all(piece.binary and piece.events is not None for piece in pieces):
        return _below(sum(counted), thresholds.EVENTS, "event", "events", where)
    open_ = [piece for piece in pieces if piece.people is None]
    known = sum(piece.people for piece in pieces if piece.people is not None)
    ending = " randomised" if any(piece.randomised for piece in pieces) else ""
    if open_:
        return _partly_counted(pieces, open_, known, ending, where)
    down, reason = _below(known, thresholds.PEOPLE, f"person{ending}", f"people{ending}", where)
    if not down and all(piece.binary for piece in pieces):
        # Events are no more than people, and mostly far fewer.
        return 1, f"{known} people{where}, and how many events is not known"
    return down, reason


def _partly_counted(
    pieces: Sequence[Piece], open_: Sequence[Piece], known: int, ending: str, where: str
) -> tuple[int, str]:
    """Where the people of some figures were not read: what is known is a lower bound, and no shortage of people.

    The level is still taken, because it is not known that there are enough. Only where too few were randomised in all
    is it said that there are fewer than it takes.
    """
    begun = [None if piece.outcome.comparison.startswith("pooled") else piece.study.n.randomised for piece in open_]
    most = None if None in begun else known + sum(one for one in begun if one is not None)
    under = 0 if most is None else sum(most < limit for limit in thresholds.PEOPLE)
    # A number that was not read takes two levels at most, beside others as alone, if not all randomised are too few.
    down = min(sum(known < limit for limit in thresholds.PEOPLE), max(_UNKNOWN, under))
    if down and under == down:
        return down, f"at most {most} people{where}, counting all randomised (fewer than {thresholds.PEOPLE[down - 1]})"
    names = joined(dict.fromkeys(piece.study.id for piece in open_))
    how_many = "how many people were compared"
    if len(open_) == len(pieces) == 1 and most is not None:
        return down, f"how many of the {most} people randomised were compared is not in our sources"
    if len(open_) == len(pieces):
        return down, f"{how_many} is not in our sources"
    told = [piece.study.id for piece in pieces if piece.people is not None]
    if not down and all(piece.binary for piece in pieces):
        return 1, f"{known} people{where} known of, and how many events is not known"
    only = where.replace(" in ", ", counting only ", 1)
    known_of = f"{known} people{ending} known of ({joined(dict.fromkeys(told))}){only}"
    return down, f"{known_of}; {how_many} in {names} is not in our sources" if down else ""


def _below(count: int, limits: tuple[int, ...], one: str, many: str, where: str = "") -> tuple[int, str]:
    under = [limit for limit in limits if count < limit]
    noun = one if count == 1 else many
    return len(under), f"{count} {noun}{where} (fewer than {under[-1]})" if under else ""


def _width(claim: Claim, piece: Piece) -> tuple[int, str]:
    one = piece.estimate
    if one is None or one.low is None or one.high is None:
        return 0, ""
    limits = thresholds.important(one.scale, piece.outcome.instrument)
    harm = limits is not None and one.low < limits[0]
    benefit = limits is not None and one.high > limits[1]
    if harm and benefit:
        return 2, "the interval includes an important benefit and an important disadvantage"
    if claim.says == "equal":
        return (1, "the interval includes an important difference") if harm or benefit else (0, "")
    return (1, "the interval includes no effect") if one.low <= 0 <= one.high else (0, "")


def effect_of(pieces: Sequence[Piece], lead: Piece | None) -> Piece | None:
    """The pool that leads, else of the most direct contributions the one of most people that has an interval."""
    if lead is not None and lead in pieces:
        return lead
    sized = [piece for piece in pieces if piece.estimate is not None]
    among = [piece for piece in sized if _interval(piece)] or sized
    return min(among, key=lambda one: (one.indirect is not None, -(one.people or 0), one.study.id), default=None)


def _interval(piece: Piece) -> bool:
    return piece.estimate is not None and piece.estimate.low is not None


def _publication(claim: Claim, found: Body, studies: Mapping[str, Study]) -> Iterator[Step]:
    pools = [studies[link.study] for link in claim.linked if link.study in studies]
    small = tuple(dict.fromkeys(one.id for one in pools if one.small_study == "yes"))
    corrected = found.corrected
    gone = corrected is not None and corrected.estimate is not None and _wholly(corrected) == 0
    if small:
        yield Step("publication", 1, "small trials showed larger effects", small)
    elif gone and corrected is not None:
        reason = "corrected for publication bias, the interval includes no effect"
        yield Step("publication", 1, reason, (corrected.study.id,))
    elif claim.unreported:
        yield Step("publication", 1, "trials of this question ended and are not reported", claim.unreported)


def _rated(claim: Claim, found: Body, studies: Mapping[str, Study]) -> Iterator[tuple[str, Certainty, bool]]:
    for link in claim.formal:
        study = studies.get(link.study)
        rating = next((one for one in study.formal_rating if one.id == link.rating), None) if study else None
        if rating is not None:
            yield rating.who, rating.rating, any(_newer(piece, rating.searched_to) for piece in found.pieces)  # type: ignore[misc]


def _newer(piece: Piece, searched_to: str) -> bool:
    """Whether a contribution cannot have been seen by those who rated; of a pool only its own search tells."""
    if piece.outcome.comparison.startswith("pooled"):
        return piece.study.searched_to[:4] > searched_to[:4]
    return piece.study.year > int(searched_to[:4])


def _most(pieces: Sequence[Piece], part: Sequence[Piece]) -> bool:
    """Whether more than half of the people are in a part; of the studies where a number is missing."""
    size: Callable[[Piece], int] = lambda piece: piece.people or 0  # noqa: E731
    whole = sum(map(size, pieces))
    if any(piece.people is None for piece in pieces) or not whole:
        return len(part) > thresholds.MOST * len(pieces)
    return sum(map(size, part)) > thresholds.MOST * whole


def _ids(pieces: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(piece.study.id for piece in pieces))
