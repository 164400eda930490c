"""Questions that a client can ask a clinician: never advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import NO_PSYCHOTHERAPY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.study import Study

QUESTIONS = (
    "Is ketamine approved for my problem, or would it be used outside what it is approved for?",
    "What other treatments are there for my problem, and how well have they been tested?",
    "Do my health, my medicines, past drug or alcohol use, or a pregnancy make it riskier for me?",
    "Who would be with me during each dose and after it, and how would you keep me safe?",
    "How would we know if it helps me, and when would we stop?",
    "What do we do if I feel worse, or if the effect wears off?",
    "What does it cost, and who pays for it?",
)
NOT_COMPARED = "How could we tell if a change comes from the drug, and not from time, talk or hope?"
AT_HOME = "Where would I take it, who checks what is in it, and what if something goes wrong there?"
WITH_THERAPY = "What talking therapy goes with it, who gives it, and how many meetings are there?"


def questions(studies: Iterable[Study], *, compared: bool) -> tuple[str, ...]:
    """Some always, some by what the studies gave.

    Args:
        studies: Those that are told.
        compared: Whether what was asked was compared with anything.
    """
    told = list(studies)
    routes = {arm.route for study in told for arm in study.arms}
    extra = []
    if not compared:
        extra.append(NOT_COMPARED)
    if routes & {"oral", "sublingual"}:
        extra.append(AT_HOME)
    if any(set(study.therapy) - NO_PSYCHOTHERAPY for study in told):
        extra.append(WITH_THERAPY)
    return (*QUESTIONS[:2], *extra, *QUESTIONS[2:])
