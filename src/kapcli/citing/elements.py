"""The elements of a style, with what the engine gets wrong put right.

citeproc-py renders a style by asking each XML element to render itself. The element classes
here derive from the engine's own and replace single methods; they are given to a parser of
their own, so other users of the engine in the same process see it unchanged. The rules are
those of the Citation Style Language 1.0.2 unless a function says otherwise.
"""

from __future__ import annotations

import functools
from typing import Any

from citeproc import model
from lxml import etree

from kapcli.citing import initials, letter_case, ranges
from kapcli.citing.engine_check import check_engine
from kapcli.citing.marks import CLOSE_QUOTE, OPEN_QUOTE
from kapcli.citing.structure import (
    NAMESPACE,
    enclosing_names,
    group_process,
    if_render,
    names_process,
    substitute_render,
)


def parse(text: str) -> Any:
    """Parse a style or locale file and return its root element.

    Args:
        text: Its content.

    Raises:
        CitationEngineChanged: The engine's classes are not those the corrections know.
    """
    check_engine(model)
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(NAMESPACE)
    namespace[None] = _remembering(model.CitationStylesElement)
    namespace.update(_element_classes())
    parser = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True)
    parser.set_element_class_lookup(lookup)
    root = etree.fromstring(text.encode(), parser)
    for names in list(root.iter(f"{{{NAMESPACE}}}names")):
        # Without a name of its own the engine would add one on every use, without end.
        if names.name is None and enclosing_names(names) is None:
            names.insert(0, names.makeelement(f"{{{NAMESPACE}}}name"))
    return root


def _element_classes() -> dict[str, type[Any]]:
    """Return the class of every CSL element, by element name."""
    engine_classes = {
        cls.__name__.replace("_", "-").lower(): cls
        for cls in vars(model).values()
        if isinstance(cls, type)
        and issubclass(cls, model.CitationStylesElement)
        and cls is not model.CitationStylesElement
    }
    corrected: dict[str, dict[str, Any]] = {
        "text": {
            "process": _text_process,
            "_variable": _text_variable,
            "_process": _pages,
            "quote": _quote,
            "case": _case,
        },
        "number": {"process": _number_process, "_process": _numbers, "case": _case},
        "date": {
            "process": _date_process,
            "render_single_date": _date_render_single,
            "render_date_range": _date_render_range,
        },
        "date-part": {"render": _date_part_render, "case": _case},
        "label": {"process": _label_process, "_is_plural": _label_is_plural, "case": _case},
        "names": {"process": names_process},
        "name": {"initialize": _name_initialize},
        "name-part": {"case": _case},
        "substitute": {"render": substitute_render},
        "group": {"process": group_process},
        "if": {"render": if_render},
        "else-if": {"render": if_render},
    }
    for element, methods in corrected.items():
        base = engine_classes[element]
        engine_classes[element] = type(base.__name__, (base,), methods)
    return {name: _remembering(cls) for name, cls in engine_classes.items()}


def _remembering(cls: type[Any]) -> type[Any]:
    return type(cls.__name__, (cls,), {"xpath_search": _searched, "get_root": _root})


# A style does not change once it is parsed, and an element that is kept here stays the same object: what it leads to is
# looked for once, which is half of the work of a reference.
@functools.cache
def _searched(self: Any, expression: str) -> Any:
    return model.CitationStylesElement.xpath_search(self, expression)


@functools.cache
def _root(self: Any) -> Any:
    return model.CitationStylesElement.get_root(self)


def _case(self: Any, text: Any, language: str | None = None) -> str:
    """Change letter case; labels and terms, which come without a language, are English."""
    english = language is None or language == "en"
    return letter_case.change_case(
        str(text), self.get("text-case"), english=english, long_small=self.get_root().long_small
    )


def _quote(self: Any, text: Any) -> Any:
    """Put marks around a quoted text; their shape depends on what stands around them."""
    if self.get("quotes", "false").lower() == "true":
        return f"{OPEN_QUOTE}{text}{CLOSE_QUOTE}"
    return text


def _text_process(self: Any, item: Any, context: Any = None, **kwargs: Any) -> tuple[Any, str]:
    text, language = model.Text.process(self, item, context=context, **kwargs)
    return text, "en" if "term" in self.attrib else language


def _text_variable(self: Any, item: Any, context: Any) -> Any:
    """Look a variable up and tell the groups around it whether there was one.

    The number of a reference belongs to the list that it stands in, so none is printed here.
    """
    variable, entry = self.get("variable"), item.reference
    if variable in ("citation-number", "year-suffix", "locator"):
        return None
    if self.get("form") == "short" and f"{variable}-short" in entry:
        variable = f"{variable}-short"
    entry.note(variable, variable in entry)
    if variable in ("page", "page-first"):
        return self._process(entry["page"], variable)
    return entry[variable]


def _pages(self: Any, value: Any, variable: str) -> str:
    """Shorten a page range by its numbers, whatever letters stand before them."""
    if variable == "page-first":
        return next((first for first, _ in ranges.stretches(str(value))), "")
    delimiter = str(self.get_single_term(name="page-range-delimiter") or "\N{EN DASH}")
    return ranges.page_range(str(value), self.get_root().get("page-range-format"), delimiter)


def _number_process(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
    variable, entry = self.get("variable"), item.reference
    if variable == "locator":
        return None
    source = "page" if variable == "page-first" else variable
    entry.note(variable, source in entry)
    return self._process(entry[source], variable)


def _numbers(self: Any, value: Any, variable: str) -> str:
    if variable.startswith("page"):
        return _pages(self, value, variable)
    if not ranges.is_several(str(value)):
        return str(self.format_number(str(value).strip()))
    return str(model.Number._process(self, value, variable))


def _date_process(self: Any, item: Any, variable: str | None = None, **kwargs: Any) -> Any:
    if variable is None:  # not the second call, from a date in the style to one in a locale
        name, entry = self.get("variable"), item.reference
        entry.note(name, name in entry)
    return model.Date.process(self, item, variable, **kwargs)


def _date_render_single(self: Any, date: Any, show_parts: Any = None, context: Any = None) -> Any:
    """Join the parts with the delimiter of the date that defines them.

    A date in a locale has its own; the engine takes that of the date in the style.
    """
    parts = self.parts(date, show_parts, context)
    return self.join(parts) if parts else None


def _date_render_range(self: Any, dates: Any, show_parts: Any = None, context: Any = None) -> str:
    """Write a range once for what both dates share: ``May 3-6, 2020``, with an en dash."""
    names = [part.get("name") for part in self.iterchildren() if part.get("name") in show_parts]
    begin, end = (
        {name: self.parts(date, [name], context) for name in names} for date in (dates["begin"], dates["end"])
    )
    shown = [name for name in names if begin[name] or end[name]]
    larger: list[str] = []
    for name in ("year", "month", "day"):
        if name in shown and begin[name] != end[name]:
            break
        larger.append(name)
    ranged = [name for name in shown if name not in larger]
    pieces: list[str] = []
    for name in shown:
        if name in larger:
            pieces += begin[name]
        elif name == ranged[0]:
            first = str(self.join([text for part in ranged for text in begin[part]])).rstrip(" ,")
            last = str(self.join([text for part in ranged for text in end[part]])).lstrip()
            pieces.append(f"{first}\N{EN DASH}{last}")
    return str(self.join(pieces))


def _date_part_render(self: Any, *args: Any, **kwargs: Any) -> Any:
    """Render, then undo: the engine writes the attributes of one use into the locale for all."""
    before = dict(self.attrib)
    try:
        return model.Date_Part.render(self, *args, **kwargs)
    finally:
        self.attrib.clear()
        self.attrib.update(before)


def _label_process(self: Any, item: Any, variable: str | None = None, plural: Any = None, **kwargs: Any) -> Any:
    """Print no label for a variable that is not there."""
    name = variable or self.get("variable")
    if name == "locator" or (variable is None and name not in item.reference):
        return None
    return model.Label.process(self, item, variable, plural, **kwargs)


def _label_is_plural(self: Any, item: Any) -> bool:
    variable = self.get("variable")
    if variable is None or variable not in item.reference:
        return False
    value = str(item.reference[variable]).strip()
    if variable in ("page", "page-first"):
        return ranges.are_pages(value)
    if variable.startswith("number-of"):
        return not (value.isdigit() and int(value) <= 1)
    return ranges.is_several(value)


def _name_initialize(self: Any, given: str, mark: str, context: Any) -> str:
    """Shorten given names, or leave them whole where the style or an element above says so."""
    above = (self if context is None else context).iterancestors()
    stated = (element.get("initialize") for element in (self, *above))
    if next(filter(None, stated), "true") == "false":
        return initials.punctuated(given, mark)
    keep_hyphen = self.get_option("initialize-with-hyphen", context)
    return initials.initials(given, mark, keep_hyphen=keep_hyphen)
