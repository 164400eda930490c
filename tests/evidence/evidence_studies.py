"""Hand-made studies and claims: a trial against which nothing can be held, and what a test changes about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from kapcli.catalogue.claim import Asked, Claim, Indirect, Link
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.publication import Name, Reading
from kapcli.catalogue.study import Detail, Study
from kapcli.evidence.assessment import Weighed
from kapcli.evidence.certainty import weigh
from kapcli.index.loading import load_vocabulary

VOCABULARY = load_vocabulary()
ADDRESS = "https://example.org/a"


def outcome(**fields: Any) -> Outcome:
    """A difference between groups formed by chance, rated by a clinician, in favour of ketamine."""
    plain: dict[str, Any] = {
        "id": "a",
        "measure": "a scale",
        "instrument": "madrs",
        "domain": "depression",
        "comparison": "between-randomised",
        "estimate": "mean-difference",
        "direction": "favours-ketamine",
        "source": ADDRESS,
        "first": "ketamine",
        "second": "midazolam",
        "minuend": "first",
        "better": "higher",
        "unit": "points",
        "value": 2.0,
        "ci95": (1.0, 3.0),
        "n": 500,
    }
    return Outcome(**(plain | fields))


def study(name: str, *outcomes: Outcome, **fields: Any) -> Study:
    """A masked trial against midazolam, by an author of its own."""
    plain: dict[str, Any] = {
        "id": name,
        "title": f"The study {name}",
        "csl_type": "article-journal",
        "year": 2020,
        "design": "rct",
        "status": "published",
        "finding": "",
        "read_at": (Reading(url=ADDRESS, read="abstract"),),
        "authors": (Name(family=name.capitalize()),),
        "comparator": ("midazolam",),
        "outcomes": outcomes or (outcome(),),
    }
    return Study(**(plain | fields))


def trial(name: str, size: int | None = 500, /, **fields: Any) -> Study:
    """A masked trial with one outcome; fields of the outcome and of the study may be given side by side."""
    own = {key: fields.pop(key) for key in list(fields) if key in Outcome.__struct_fields__ and key != "id"}
    blinding = fields.pop("blinding", "double")
    guesses = fields.pop("guesses", None)
    fields.setdefault("design_detail", Detail(blinding=blinding, guesses=guesses))
    return study(name, outcome(n=size, **own), **fields)


def review(name: str, size: int | None = 5000, /, **fields: Any) -> Study:
    """A meta-analysis of randomised trials."""
    return trial(name, size, **({"comparison": "pooled-randomised", "design": "meta-analysis"} | fields))


def link(study: Study, figure: str = "", indirect: str = "") -> Link:
    """A link to a study's figure, the first where none is named; ``indirect`` is the reason why it is not quite so."""
    return Link(
        study=study.id,
        outcome=figure or study.outcomes[0].id,
        because="It was measured.",
        indirect=Indirect(kind="population", reason=indirect) if indirect else None,
    )


def claim(evidence: Iterable[Link] = (), **fields: Any) -> Claim:
    """An effect on depression, against another treatment of which nobody can tell that it is not the drug."""
    comparator = fields.pop("comparator", "active")
    plain: dict[str, Any] = {
        "id": "it-works",
        "kind": "effect",
        "statement": "It works.",
        "plain": "It was compared.",
        "topic": "depression",
        "verdict": "supported",
        "domain": "depression",
        "question": Asked(condition=("depression",), intervention="ketamine", comparator=comparator, window="a day"),
    }
    return Claim(evidence=tuple(evidence), **(plain | fields))


def against(name: str, size: int | None = 500, /, **fields: Any) -> Study:
    """A trial whose estimate is as far on the other side."""
    return trial(name, size, **({"value": -2.0, "ci95": (-3.0, -1.0), "direction": "favours-control"} | fields))


def weighed(*studies: Study, indirect: Iterable[str] = (), leads: Iterable[str] = (), **fields: Any) -> Weighed:
    """What studies weigh, by their first figures; ``indirect`` names those whose question is another."""
    indirect, leads = tuple(indirect), tuple(leads)
    links = [
        msgspec.structs.replace(
            link(one, indirect="Other people." if one.id in indirect else ""), leads=one.id in leads
        )
        for one in studies
    ]
    return weigh(claim(links, **fields), {one.id: one for one in studies})
