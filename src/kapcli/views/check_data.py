"""Checked sentences for a program: tables and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.checking.nearest import FLOOR
from kapcli.evidence.grade_wording import closing
from kapcli.views.check import difference_words, say_instead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.checking.checker import Checked
    from kapcli.checking.splitting import Sentence

COLUMNS = (
    "number",
    "line",
    "sentence",
    "overstated",
    "figures",
    "reference",
    "claim",
    "claim_verdict",
    "certainty",
    "close",
    "differs",
    "say_instead",
    "verdict",
    "same_as",
)


def as_cells(number: int, sentence: Sentence, found: Checked) -> Iterator[tuple[str, ...]]:
    """A sentence as the cells of `COLUMNS`, a row for each claim; one row where none is near."""
    overstated = "; ".join(one.said_of for one in found.overstatements)
    figures = ""
    if (recorded := found.recorded) is not None:
        wrong = f": not {', '.join(recorded.differs)}" if recorded.differs else ""
        figures = f"{recorded.study}{wrong}"
    reference = ""
    if found.reference is not None:
        parts = ", ".join(field.name for field in found.reference.fields if field.state in ("differs", "unverified"))
        reference = " ".join(filter(None, (found.reference.status, found.reference.study, parts and f"({parts})")))
    head = (str(number), str(sentence.line), sentence.text, overstated, figures, reference)
    tail = (found.same.verdict, found.same.claim) if found.same else ("", "")
    if not found.near:
        yield (*head, "", "", "", "", "", "", *tail)
    for near, differs in zip(found.near, found.differences, strict=True):
        claim, weighed = near.assessed.claim, near.assessed.weighed
        yield (
            *head,
            claim.id,
            claim.verdict,
            weighed.certainty or "",
            "yes" if near.close >= FLOOR else "no",
            "; ".join(map(difference_words, differs)),
            say_instead(claim),
            *tail,
        )


def as_data(number: int, found: Checked) -> Iterator[dict[str, Any]]:
    """The claims near a sentence, the nearest first."""
    for rank, (near, differs) in enumerate(zip(found.near, found.differences, strict=True), 1):
        claim, weighed = near.assessed.claim, near.assessed.weighed
        linked = [link.study for link in claim.linked]
        for_, against = list(weighed.favours), list(weighed.opposes)
        if claim.kind != "effect":
            for_ = list(dict.fromkeys(link.study for link in claim.for_))
            against = list(dict.fromkeys(link.study for link in claim.against))
        yield {
            "id": claim.id,
            "sentence": number,
            "rank": rank,
            "close": near.close >= FLOOR,
            "statement": claim.statement,
            "wording": near.wording,
            "claim_verdict": claim.verdict,
            "certainty": weighed.certainty,
            "closing": closing(claim, weighed),
            "say_instead": say_instead(claim),
            "differences": msgspec.to_builtins(differs),
            "for": for_,
            "against": against,
            "not_weighed_or_no_estimate": list(dict.fromkeys(name for name in linked if name not in (*for_, *against))),
            "kind": claim.kind,
            "topic": claim.topic,
            "origin": near.assessed.origin,
        }


def sentence_data(number: int, sentence: Sentence, found: Checked) -> dict[str, Any]:
    """A sentence itself; its verdict is null where no claim says the same."""
    return {
        "number": number,
        "line": sentence.line,
        "text": sentence.text,
        "read": len(found.read),
        "verdict": found.same.verdict if found.same else None,
        "same_as": found.same.claim if found.same else None,
        "denies": found.same.denied if found.same else None,
        "doubtful": found.doubtful,
        "close": found.close,
        "question": found.asked is not None,
        "checked_as": found.asked.statement if found.asked else "",
        "about": [f"{section}:{code}" for section, code in found.about],
        "overstatements": msgspec.to_builtins(found.overstatements),
        "figures": msgspec.to_builtins(found.recorded),
        "cites": msgspec.to_builtins(found.cites),
        "reference": msgspec.to_builtins(found.reference),
    }


def summary_data(numbers: Sequence[int], checked: Sequence[Checked]) -> dict[str, Any]:
    """What became of all sentences: the verdict on a single one, and which are doubtful or near no claim."""
    numbered = list(zip(numbers, checked, strict=True))
    return {
        "verdict": checked[0].same.verdict if len(checked) == 1 and checked[0].same else None,
        "sentences": len(checked),
        "doubtful": [number for number, found in numbered if found.doubtful],
        "not_close": [number for number, found in numbered if not found.close and found.reference is None],
    }
