"""The groups of a registered trial, with the drugs and therapies that the vocabulary has; the rest in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.study import Arm
from kapcli.importing.json_items import text_of
from kapcli.importing.record import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.importing.mapping import Codes

_ROLES = {
    "EXPERIMENTAL": "experimental",
    "PLACEBO_COMPARATOR": "placebo",
    "ACTIVE_COMPARATOR": "active-comparator",
    "NO_INTERVENTION": "no-treatment",
}
_DRUGS = frozenset({"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT"})


class Groups(msgspec.Struct, frozen=True):
    """What could be told of the groups, and what is left in words."""

    arms: tuple[Arm, ...]
    therapy: tuple[str, ...]
    said: tuple[str, ...]


def arms(protocol: Any, known: Codes) -> Groups:
    """The groups of a protocol."""
    module = protocol.get("armsInterventionsModule")
    module = module if isinstance(module, dict) else {}
    given = [one for one in _list(module, "interventions") if isinstance(one, dict)]
    found: list[Arm] = []
    said: list[str] = []
    therapies: list[str] = []
    for one in given:
        codes = known.named_in(_text(one, "name"), "therapy") if _text(one, "type") == "BEHAVIORAL" else []
        therapies += codes
        if _text(one, "type") == "BEHAVIORAL" and not codes:
            said.append(f"therapy: {_text(one, 'name')}")
    for group in _list(module, "armGroups"):
        if isinstance(group, dict):
            arm = _arm(group, given, known)
            found += [arm] if arm else []
            names = ", ".join(clean(text_of(name)) for name in _list(group, "interventionNames"))
            about = "; ".join(filter(None, (names, _text(group, "description"))))
            said.append(f"arm {_text(group, 'label')}{'' if arm else ' (not mapped)'}: {about or 'no description'}")
    return Groups(tuple(found), tuple(dict.fromkeys(therapies)), tuple(said))


def _arm(group: dict[str, Any], given: list[dict[str, Any]], known: Codes) -> Arm | None:
    role = _ROLES.get(_text(group, "type"), "")
    names = [clean(text_of(name)).partition(": ")[2] for name in _list(group, "interventionNames")]
    mine = [one for one in given if _text(one, "name") in names]
    drugs = [one for one in mine if _text(one, "type") in _DRUGS]
    codes = list(dict.fromkeys(code for one in drugs for code in known.named_in(_text(one, "name"), "drug")))
    therapy = [one for one in mine if _text(one, "type") == "BEHAVIORAL"]
    # One drug that is ours, or none at all: what else a group had is left to a person.
    if len(drugs) == len(codes) == 1:
        drug = codes[0]
    elif not drugs and (therapy or role == "no-treatment"):
        drug = "none"
    else:
        return None
    if not role:
        return None
    routes = {code for text in _texts(group, drugs) for code in known.named_in(text, "route")} - {"none"}
    return Arm(
        drug=drug,
        role=role,
        label=_text(group, "label"),
        route=routes.pop() if len(routes) == 1 and drug != "none" else "none" if drug == "none" else None,
        with_therapy=True if therapy else None,
    )


def _texts(group: dict[str, Any], drugs: list[dict[str, Any]]) -> list[str]:
    own = [_text(group, "label"), _text(group, "description")]
    return own + [_text(one, key) for one in drugs for key in ("name", "description")]


def _list(value: dict[str, Any], name: str) -> Iterable[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else ()


def _text(value: dict[str, Any], name: str) -> str:
    return clean(text_of(value.get(name)))
