"""A check before first use that the citation engine is the one the corrections know."""

from __future__ import annotations

from typing import Any

# Every method of the engine that is replaced or called, with its parameters.
_KNOWN = {
    "Text": {
        "process": "self item context",
        "_variable": "self item context",
        "_process": "self value variable",
        "quote": "self string",
        "case": "self text language",
        "markup": "self text language",
    },
    "Number": {
        "process": "self item context",
        "_process": "self value variable",
        "format_number": "self number",
        "case": "self text language",
    },
    "Date": {
        "process": "self item variable show_parts context",
        "render_single_date": "self date show_parts context",
        "render_date_range": "self date_range show_parts context",
        "parts": "self date show_parts context",
        "join": "self strings default_delimiter",
    },
    "Date_Part": {"process": "self date context", "case": "self text language", "render": "self"},
    "Label": {
        "process": "self item variable plural context",
        "_is_plural": "self item",
        "case": "self text language",
    },
    "Names": {"process": "self item names_context context"},
    "Name": {
        "get_option": "self name context sort_options",
        "initialize": "self given mark context",
        "process": "self item variable context sort_options",
    },
    "Name_Part": {"case": "self text language"},
    "Substitute": {"render": "self item context"},
    "Group": {"process": "self item context", "join": "self strings default_delimiter"},
    "If": {
        "render": "self item context delimiter",
        "render_children": "self item delimiter",
    },
    "Else_If": {"render": "self item context delimiter"},
    "Layout": {
        "render_children": "self item delimiter",
        "wrap": "self string",
        "format": "self string",
        "join": "self strings default_delimiter",
    },
    "Style": {
        "get_single_term": "self name",
        "get_locale_option": "self name",
    },
    "Locale": {"get_term": "self name form zero_padded", "get_option": "self name"},
    "CitationStylesElement": {"render": "self", "get_root": "self"},
}


def check_engine(model: Any) -> None:
    """Compare the engine's module with what the corrections rely on.

    Args:
        model: The module ``citeproc.model``.

    Raises:
        CitationEngineChanged: A class or method is gone or has other parameters. Nothing is
            formatted then, because a correction that no longer fits would print wrong
            references without a word.
    """
    differences = []
    for class_name, methods in _KNOWN.items():
        cls = getattr(model, class_name, None)
        for method_name, expected in methods.items():
            code = getattr(getattr(cls, method_name, None), "__code__", None)
            found = " ".join(code.co_varnames[: code.co_argcount]) if code else "nothing"
            if found != expected:
                differences.append(f"{class_name}.{method_name}({found})")
    if not issubclass(getattr(model, "ConditionFailed", object), Exception):
        differences.append("ConditionFailed")
    if differences:
        raise CitationEngineChanged(tuple(differences))


class CitationEngineChanged(RuntimeError):  # noqa: N818 - says what happened
    """The installed citation engine is not the one the corrections were written for.

    Attributes:
        differences: What was expected and not found, one entry each.
    """

    def __init__(self, differences: tuple[str, ...]) -> None:
        self.differences = differences
        super().__init__(
            "The citation engine changed; install citeproc-py>=0.11.1,<0.12. Found: " + "; ".join(differences)
        )
