"""Ketamine in any of its forms: the one rule for which arms and which sides of a comparison hold it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.catalogue.study import Arm, Study

KETAMINES = ("ketamine", "esketamine", "arketamine")
_WITHOUT = re.compile(r"\b(?:no|not|without|non)[ -]+\w*ketamine")


def ketamine_arms(study: Study) -> tuple[Arm, ...]:
    """The arms that were given ketamine in any of its forms."""
    return tuple(arm for arm in study.arms if arm.drug in KETAMINES)


def holds_ketamine(side: str) -> bool:
    """Whether the side of a comparison is named as having had ketamine; *no ketamine* is a side without it."""
    return "ketamine" in _WITHOUT.sub("", side.casefold())
