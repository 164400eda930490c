"""Harms of an older file, in which they stood as free words, read as terms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kapcli.catalogue.vocabulary import fold
from kapcli.catalogue.yaml_events import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Fields = dict[str, tuple[int, Node]]
# Counts of one number, and what they are now.
_COUNTS = {"serious_adverse_events": "serious", "withdrawals": "stopped"}
_OLDER = frozenset({"common", *_COUNTS})
# How harms were said that is no name of them.
_PASSING = ("transient ", "passing ", "mild ", "common ")


def is_older(safety: Node) -> bool:
    """Whether harms stand there as they did before they were terms."""
    fields = safety.value
    if not isinstance(fields, dict):
        return False
    return bool(_OLDER & set(fields)) or _status(fields) == "found"


def older(top: Node) -> Iterator[tuple[int, int, Node]]:
    """The place, the line and the node of everything of the older form under the studies of a document."""
    studies = top.value.get("studies") if isinstance(top.value, dict) else None
    for index, study in enumerate(studies[1].value if studies and isinstance(studies[1].value, list) else ()):
        if isinstance(study, Node) and isinstance(study.value, dict) and "safety" in study.value:
            line, safety = study.value["safety"]
            if is_older(safety):
                yield index, line, safety


def renew(safety: Node, names: Mapping[str, str]) -> None:
    """Put what is there in free words into terms, each with the line it had.

    Args:
        safety: Of the older form; it is changed in place.
        names: Every way to write a term, folded, to its code.
    """
    fields = safety.value
    assert isinstance(fields, dict)
    named = fields.get("common")
    words = named[1].value if named is not None and isinstance(named[1].value, list) else []
    if not all(isinstance(word, Node) and isinstance(word.value, str) for word in words):
        return
    renewed: Fields = {}
    for key, (line, node) in fields.items():
        if key == "status":
            renewed[key] = line, _renewed_status(fields, node)
        elif key in _COUNTS:
            renewed[_COUNTS[key]] = line, Node({"number": (line, node)}, line)
        elif key == "common" and words:
            events, uncoded = _sorted(words, names)
            renewed |= {"events": (line, Node(events, line))} if events else {}
            renewed |= {"uncoded": (line, Node(uncoded, line))} if uncoded else {}
        elif key != "common":
            renewed[key] = line, node
    safety.value = renewed


def _status(fields: Fields) -> str:
    node = fields["status"][1] if "status" in fields else None
    return node.value if node is not None and isinstance(node.value, str) else ""


def _renewed_status(fields: Fields, node: Node) -> Node:
    named = "common" in fields and bool(fields["common"][1].value)
    status = _status(fields)
    if status == "found":
        return Node("reported" if named else "partial", node.line, plain=True)
    if status == "not-reported" and (named or _OLDER & set(fields)):
        return Node("partial", node.line, plain=True)
    return node


def _sorted(words: Sequence[Node], names: Mapping[str, str]) -> tuple[list[Node], list[Node]]:
    events: dict[str, Node] = {}
    uncoded = []
    for word in words:
        code = term_of(str(word.value), names)
        if code:
            events.setdefault(code, Node({"term": (word.line, Node(code, word.line, plain=True))}, word.line))
        else:
            uncoded.append(word)
    return list(events.values()), uncoded


def term_of(words: str, names: Mapping[str, str]) -> str:
    """The term that some words name, also where they say that it was slight or passed; empty where none does."""
    folded = fold(words)
    for start in ("", *_PASSING):
        if folded.startswith(start) and (code := names.get(folded.removeprefix(start))):
            return code
    return ""


def written(safety: Node, indent: int) -> list[str]:
    """What stands under ``safety``, line by line."""
    return list(_lines(safety, " " * indent))


def _lines(node: Node, indent: str) -> Iterator[str]:
    assert isinstance(node.value, dict)
    for key, (_, child) in node.value.items():
        if isinstance(child.value, str):
            yield f"{indent}{key}: {_scalar(child)}"
        elif isinstance(child.value, dict):
            yield f"{indent}{key}: {_flow(child)}"
        else:
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {_flow(one)}" for one in child.value)


def _flow(node: Node) -> str:
    if isinstance(node.value, str):
        return _scalar(node)
    if isinstance(node.value, list):
        return f"[{', '.join(map(_flow, node.value))}]"
    return "{" + ", ".join(f"{key}: {_flow(child)}" for key, (_, child) in node.value.items()) + "}"


def _scalar(node: Node) -> str:
    text = str(node.value)
    return (
        text
        if node.plain and text.replace("-", "").replace(".", "").isalnum()
        else json.dumps(text, ensure_ascii=False)
    )
