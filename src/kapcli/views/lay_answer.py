"""The answer in two sentences for a person outside the field, by the same rule and never more certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.words import so_many
from kapcli.evidence.answers import compares
from kapcli.evidence.designs import REVIEWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.answer_sentences import Verdict
    from kapcli.evidence.assessment import Assessed

_FOUND = {
    "better": "people did better on average with the treatment than with what it was compared with",
    "worse": "people did worse on average with the treatment than with what it was compared with",
    "no-difference": "no difference was shown between the treatment and what it was compared with",
    "unsized": "a difference was reported, but not how large it was",
    "mixed": "the studies do not agree",
}
SILENCE = "Where a report says nothing about a harm, that does not mean there was none"
LIST = "a hand-picked list of studies, and there may be others"


def lay_answer(found: Verdict, studies: Sequence[Study], vocabulary: Vocabulary) -> tuple[str, str]:
    """The two sentences of an answer in plain words."""
    ground, quoted = found.ground, found.quoted
    if ground in ("compared", "compared-and-harm"):
        effects = [one for one in quoted if one.claim.kind == "effect"]
        sure = vocabulary.plain("certainty", found.certainty or "very-low")
        if len(effects) > 1:
            first = f"Studies point both ways: in some, {_FOUND['better']}, but in others {_other(effects[1])}"
        else:
            single = {study.id for study in studies if study.design not in REVIEWS}
            one = len(weighed := effects[0].weighed.weighed) == 1 and single.issuperset(weighed)
            where = "In the one study that compared people" if one else "In the studies that compared people"
            first = f"{where}, {_FOUND.get(effects[0].weighed.shows, _FOUND['mixed'])}"
        if ground == "compared-and-harm":
            return f"{first}; {sure}.", f"Harm has to be weighed too: {SILENCE[:1].lower()}{SILENCE[1:]}."
        return f"{first}.", f"{sure[:1].upper()}{sure[1:]}."
    if ground == "followed":
        people, bound = quoted[0].weighed.people, "At least " if quoted[0].weighed.uncounted else ""
        who = "People were" if people is None else f"{bound}{so_many(people, 'person was', 'people were')}"
        how = "there was no comparison group"
        if any(compares(study) for study in studies):
            how = "what was compared does not answer just this question"
        return (
            f"{who} watched before and after, and {how}.",
            "So we can't tell if it was the treatment that helped, or time, or hope, or something else.",
        )
    if ground == "untested":
        return "No study in this list has tested it.", f"That does not settle it: this is {LIST}."
    if ground == "harm":
        reported = quoted[0].claim.verdict in ("supported", "mixed", "contradicted")
        first = "This kind of harm has been reported" if reported else "It has not been shown to be safe"
        return f"{first}.", f"{SILENCE}."
    if ground == "several":
        return (
            "The question is wide, and the studies are about different problems.",
            "No one answer holds for all of them, so each stands below with how sure one can be.",
        )
    if ground == "everything":
        return (
            "Nothing in particular was asked, so this is about the whole list of studies.",
            "No one answer holds for all of it.",
        )
    if ground == "other" or not studies:
        return "No study in this list is about just this.", f"That does not settle it: this is {LIST}."
    count = "1 study is" if len(studies) == 1 else f"{len(studies)} studies are"
    if not any(study.outcomes for study in studies):
        return f"{count} about this, with no result here yet.", "So we can't tell what the treatment does."
    if len(studies) == 1:
        return "1 study is about this.", "One study alone gives no sure answer."
    return (
        f"{count} about this, but nothing here adds them up to one answer.",
        "This list does not give a sure answer.",
    )


def _other(one: Assessed) -> str:
    return _FOUND.get(one.weighed.shows, _FOUND["mixed"])
