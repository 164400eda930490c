"""A claim with the studies it links, ready to be laid out or written as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.claim import Claim
from kapcli.catalogue.study_rules import BETWEEN
from kapcli.evidence.assessment import RETRACTED, Weighed
from kapcli.evidence.estimates import estimate
from kapcli.evidence.grade_wording import (
    verdict_words,
)
from kapcli.index.records import study_named
from kapcli.views import signs
from kapcli.views.document import Span, inline
from kapcli.views.phrases import own_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kapcli.catalogue.claim import Claim, Link
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Assessed, Weighed
    from kapcli.index.session import Session
    from kapcli.views.document import Inline
NONE = "none in this catalogue"


class Linked(msgspec.Struct, frozen=True):
    """A link with its study and, where it rests on one, its outcome."""

    link: Link
    study: Study
    outcome: Outcome | None


class ClaimView(msgspec.Struct, frozen=True):
    """A claim and everything its page needs.

    Attributes:
        for_: What says so; of an effect, the figures that favour it.
        against: What says otherwise; of an effect, the figures that do not favour it.
        unsized: Of an effect, what gives no estimate of a difference.
        context: What answers another question.
    """

    claim: Claim
    weighed: Weighed
    origin: str
    for_: tuple[Linked, ...]
    against: tuple[Linked, ...]
    unsized: tuple[Linked, ...]
    context: tuple[Linked, ...]

    @property
    def studies(self) -> tuple[Study, ...]:
        """Every study that is linked."""
        return tuple(linked.study for linked in (*self.for_, *self.against, *self.unsized, *self.context))

    @property
    def group_names(self) -> tuple[str, str, str]:
        """What the groups are called: the sides of an effect follow from the estimate."""
        if self.claim.kind != "effect":
            return ("For", "Against", "")
        return ("Favours it, by the estimate", "Does not favour it, by the estimate", "No estimate of a difference")

    @property
    def groups(self) -> tuple[tuple[str, tuple[Linked, ...]], ...]:
        """What the claim rests on, each group with its name; one without an estimate only where there is some."""
        groups = tuple(zip(self.group_names, (self.for_, self.against, self.unsized), strict=True))
        return groups if self.unsized else groups[:2]


def claim_view(assessed: Assessed, study_of: Callable[[str], Study | None]) -> ClaimView:
    """Join a claim with its studies.

    Args:
        assessed: The claim.
        study_of: Finds a study by any of its ids.
    """
    claim = assessed.claim

    def joined(links: tuple[Link, ...]) -> tuple[Linked, ...]:
        found = []
        for link in links:
            if (study := study_of(link.study)) is not None:
                outcome = next((one for one in study.outcomes if one.id == link.outcome), None)
                found.append(Linked(link, study, outcome))
        return tuple(found)

    for_, against = joined(claim.for_), joined(claim.against)
    unsized: tuple[Linked, ...] = ()
    if claim.kind == "effect":
        everything = joined(claim.linked)
        signs = [_sign(linked) for linked in everything]
        pairs = tuple(zip(everything, signs, strict=True))
        for_ = tuple(linked for linked, sign in pairs if sign is not None and sign > 0)
        against = tuple(linked for linked, sign in pairs if sign is not None and sign <= 0)
        unsized = tuple(linked for linked, sign in pairs if sign is None)
    return ClaimView(claim, assessed.weighed, assessed.origin, for_, against, unsized, joined(claim.context))


def _sign(linked: Linked) -> int | None:
    """On which side of the claim a figure is; ``None`` where it is no estimate of a difference between groups."""
    if linked.outcome is None or linked.outcome.comparison in ("within", "none"):
        return None
    found = estimate(linked.outcome, linked.study)
    if found is None or (found.value is None and found.low is None):
        return None
    return -found.sign if linked.link.reversed else found.sign


def verdict_label(claim: Claim, weighed: Weighed, vocabulary: Vocabulary) -> str:
    """The verdict in words, with its weakness."""
    return verdict_words(claim, weighed, vocabulary.label("verdict", claim.verdict))


def certainty_line(weighed: Weighed, vocabulary: Vocabulary) -> str:
    """The certainty as it stands in a list; empty for what has none."""
    if weighed.certainty is None:
        return ""
    return f"certainty {signs.CERTAINTIES[weighed.certainty]} {vocabulary.label('certainty', weighed.certainty)}"


def certainty_words(view: ClaimView, vocabulary: Vocabulary) -> str:
    """The certainty in a column: with GRADE's signs, or that there is none; empty where none is to be expected."""
    certainty = view.weighed.certainty
    if certainty is not None:
        return f"{signs.CERTAINTIES[certainty]} {vocabulary.label('certainty', certainty)}"
    if view.claim.kind == "harm":
        return "reported" if view.claim.verdict == "supported" else ""
    return "not rated" if view.claim.kind == "effect" else ""


def studies_cell(view: ClaimView) -> str:
    """How many studies compare groups, those of a leading pool apart; of other claims how many are linked.

    The number of trials of a pool is its figure's own: a review counts many that this figure does not rest on.
    """
    if view.claim.kind != "effect":
        return str(len({linked.study.id for linked in (*view.for_, *view.against)}))
    weighed = view.weighed
    if weighed.level not in BETWEEN:
        return "0"
    pool = pooled(view)
    if pool is None:
        return str(len(weighed.weighed))
    own = f"{pool.trials} pooled" if pool.trials is not None else "1 review"
    return own if len(weighed.weighed) == 1 else f"{own} + {len(weighed.weighed) - 1}"


def people_cell(view: ClaimView) -> str:
    """How many people these studies have; with a plus where the number of some is not known."""
    weighed = view.weighed
    if view.claim.kind != "effect" or weighed.level not in BETWEEN:
        return ""
    if weighed.everyone is None:
        return "unknown"
    return f"{weighed.everyone}{'' if weighed.known else '+'}"


def count_words(view: ClaimView) -> list[str]:
    """The same where they stand in no column."""
    studies, people = studies_cell(view), people_cell(view)
    noun = "" if "pooled" in studies or "review" in studies else " study" if studies == "1" else " studies"
    found = [f"{studies}{noun}"]
    if people:
        found.append("number of people not known" if people == "unknown" else f"{people} people")
    return found


def pooled(view: ClaimView) -> Outcome | None:
    """The pool that is the effect; ``None`` where single trials are weighed."""
    effect = view.weighed.effect
    return next(
        (
            linked.outcome
            for linked in (*view.for_, *view.against, *view.unsized)
            if effect is not None
            and linked.study.id == effect.study
            and linked.outcome is not None
            and linked.outcome.id == effect.outcome
            and linked.outcome.comparison.startswith("pooled")
        ),
        None,
    )


def ids(links: tuple[Link, ...], weighed: Weighed) -> str:
    """The studies of some links, each once, and which of them were retracted."""
    return _marked((link.study for link in links), weighed)


def _marked(names: Iterable[str], weighed: Weighed) -> str:
    retracted = {name for name, reason in weighed.beside if reason == RETRACTED}
    once = dict.fromkeys(names)
    return ", ".join(f"{name} ({RETRACTED})" if name in retracted else name for name in once)


def sides(claim: Claim, weighed: Weighed) -> tuple[str, str, str]:
    """Ids of the studies that favour a claim or say so, of those that do not, and of those without an estimate."""
    if claim.kind != "effect":
        return ids(claim.for_, weighed), ids(claim.against, weighed), ""
    known = {*weighed.favours, *weighed.opposes}
    rest = _marked((link.study for link in claim.linked if link.study not in known), weighed)
    return ", ".join(weighed.favours), ", ".join(weighed.opposes), rest


def side_names(claim: Claim) -> tuple[str, str]:
    """What the two sides are called within a sentence."""
    return ("favours it", "does not favour it") if claim.kind == "effect" else ("for", "against")


def no_studies(claim: Claim) -> str:
    """What is said where no study is linked: a claim of the whole field may rest on a count."""
    return f"the count of kap limits ({claim.counted_by})" if claim.counted_by else NONE


def sides_line(claim: Claim, weighed: Weighed) -> str:
    """Which studies stand where, by id."""
    favours, opposes, unsized = sides(claim, weighed)
    names = side_names(claim)
    parts = [f"{names[0]}: {favours or 'none'}", f"{names[1]}: {opposes or 'none'}"]
    if unsized:
        parts.append(f"{'not compared' if weighed.level == 'within' else 'not weighed, or no estimate'}: {unsized}")
    if also := ids(also_relevant(claim), weighed):
        parts.append(f"also relevant: {also}")
    return " · ".join(parts)


def also_relevant(claim: Claim) -> tuple[Link, ...]:
    """The links to studies that stand on no side of a claim; another result of one that does is no further study."""
    placed = {link.study for link in claim.linked}
    return tuple(link for link in claim.context if link.study not in placed)


def standing(view: ClaimView, vocabulary: Vocabulary) -> tuple[Inline, ...]:
    """Sign, verdict, certainty, kind, speaker and id."""
    claim = view.claim
    verdict = f"{signs.VERDICTS[claim.verdict]} {verdict_label(claim, view.weighed, vocabulary).upper()}"
    sure = certainty_words(view, vocabulary)
    if view.weighed.certainty is not None:
        sure += " certainty"
    parts = [sure, vocabulary.label("claim_kind", claim.kind), f"said by {claim.said_by}" if claim.said_by else ""]
    if mark := own_mark(view.origin, replaces=claim.replaces):
        parts.append(mark)
    rest = "".join(f" · {part}" for part in parts if part)
    return inline(Span(verdict, "strong"), rest, " · ", Span(claim.id, "id"))


def claim_views(session: Session, claims: Sequence[Assessed]) -> list[ClaimView]:
    """Claims joined with their studies, each study read once."""
    known: dict[str, Study | None] = {}

    def study_of(name: str) -> Study | None:
        if name not in known:
            known[name] = study_named(session, name)
        return known[name]

    return [claim_view(assessed, study_of) for assessed in claims]
