"""What of a style is printed at all: names and their substitutes, groups, conditions.

Replacements for methods of the engine's elements; `elements` says which.
"""

from __future__ import annotations

from typing import Any

from citeproc import model
from citeproc.source import VariableError

from kapcli.citing import ranges

NAMESPACE = "http://purl.org/net/xbiblio/csl"


def names_process(self: Any, item: Any, names_context: Any = None, **kwargs: Any) -> Any:
    """Count the names, and in a substitute write them as the names they stand for.

    The engine does the latter only for direct children of the substitute.
    """
    for role in self.get("variable").split():
        item.reference.note(role, role in item.reference)
    if names_context is None and self.name is None:
        names_context = enclosing_names(self)
    return model.Names.process(self, item, names_context, **kwargs)


def enclosing_names(names: Any) -> Any:
    """Return the names in whose place these are printed, or None."""
    substitute = next(names.iterancestors(f"{{{NAMESPACE}}}substitute"), None)
    return None if substitute is None else substitute.getparent()


def substitute_render(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
    """Print the first alternative that has something, and remember not to print it again."""
    for child in self.getchildren():
        try:
            with item.reference.recording() as printed:
                text = child.render(item, context=context, **kwargs)
        except VariableError:
            continue
        if text:
            item.reference.suppress(printed)
            return text
    return None


def group_process(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
    """Print a group unless it asked for variables and none of them was there.

    What counts is what was asked for while rendering, not what the style could ask for.
    """
    entry, delimiter, output = item.reference, self.get("delimiter", ""), []
    called, printed = entry.called, entry.printed
    for child in self.iterchildren():
        own = {**kwargs, "delimiter": delimiter} if isinstance(child, model.Choose) else kwargs
        try:
            text = child.render(item, context=context, **own)
        except VariableError:
            continue
        if text is not None and str(text):
            output.append(text)
    if not output or (entry.called > called and entry.printed == printed):
        raise VariableError
    return self.join(output)


def if_render(self: Any, item: Any, context: Any = None, delimiter: str = "", **kwargs: Any) -> Any:
    """Test a condition.

    Neither ``position`` nor ``locator`` holds, as both belong to mentions in a text, nor does ``disambiguate``, because
    each item is cited alone.
    """
    entry, tests = item.reference, []
    for kind in self.get("type", "").split():
        tests.append(kind == entry.type)
    for variable in self.get("variable", "").split():
        tests.append(entry.has(variable))
    for variable in self.get("is-numeric", "").split():
        tests.append(entry.has(variable) and ranges.is_numeric(str(entry.value(variable))))
    for variable in self.get("is-uncertain-date", "").split():
        tests.append(entry.has(variable) and bool(entry.value(variable)["circa"]))
    if "position" in self.attrib or "locator" in self.attrib:
        tests.append(False)
    if "disambiguate" in self.attrib:
        tests.append(self.get("disambiguate") != "true")
    match = self.get("match", "all")
    holds = any(tests) if match == "any" else not any(tests) if match == "none" else all(tests)
    if not holds:
        raise model.ConditionFailed
    return self.render_children(item, context=context, delimiter=delimiter, **kwargs)
