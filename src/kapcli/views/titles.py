"""A question as a title in words, such as "Oral ketamine for PTSD": neither for nor against, it does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views.question_words import narrowing

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.question import Question

# Conditions that are people: they are studied and not treated.
_PEOPLE = ("healthy",)
# Words for where it is taken, which have no code.
_AT_HOME = frozenset({"home", "at home"})
# What words may be that have a place of their own in a title.
_PARTS = ("condition", "route", "drug", "therapy", "population", "comparator", "domain")


def title(question: Question, topic: TopicAnswer | None, vocabulary: Vocabulary, *, plain: bool = False) -> str:
    """The question as a title.

    Args:
        question: As understood.
        topic: The topic that it meets. Harm, and who should not have it, have the title of their topic.
        vocabulary: For labels.
        plain: For a person outside the field.
    """
    if topic is not None and topic.topic.asks != "effect":
        return topic.topic.plain_title if plain else topic.topic.title
    codes: dict[str, list[str]] = {}
    others: list[str] = []
    named: list[str] = []
    for unit in question.query.units:
        if unit.identifier:
            named.append(unit.text)
        elif unit.codes and unit.codes[0][0] in _PARTS:
            section, code = unit.codes[0]
            codes.setdefault(section, []).append(code)
        else:
            others.append(unit.text)
    for section, values in question.facets.codes.items():
        codes.setdefault(section, []).extend(values)

    def take(section: str, between: str = " and ") -> str:
        found = dict.fromkeys(_name(section, code, vocabulary, plain=plain) for code in codes.pop(section, ()))
        return between.join(found)

    people = [code for code in codes.get("condition", ()) if code in _PEOPLE]
    given = take("drug") or "ketamine"
    drug = f"{take('route', ' or ')} {given if 'ketamine' in given else f'ketamine and {given}'}".strip()
    assisted = "kap" in codes.get("therapy", ())
    codes["therapy"] = [code for code in codes.get("therapy", ()) if code != "kap"]
    therapy = take("therapy")
    if assisted and (plain or therapy or drug != "ketamine"):
        therapy = " and ".join(filter(None, ("talk therapy" if plain else "psychotherapy", therapy)))
    elif assisted:
        drug = _name("therapy", "kap", vocabulary, plain=False)
    parts = [drug]
    parts += [f"with {therapy}"] if therapy else []
    condition = take("condition")
    parts += [f"{'in' if people else 'for'} {condition}"] if condition else []
    for section, before in (("population", "in"), ("comparator", "compared with")):
        parts += [f"{before} {name}"] if (name := take(section)) else []
    parts += [f"in {' and '.join(named)}"] if named else []
    parts += ["at home"] if _AT_HOME & set(others) else []
    asked = ", ".join(filter(None, (take("domain"), *(one for one in others if one not in _AT_HOME))))
    parts += [f"and {asked}"] if asked else []
    rest = [name for section in list(codes) if (name := take(section, " or "))]
    # Years, numbers and doses have no code.
    plainly = {f"{name.replace('_', ' ')}: " for name in question.facets.codes}
    rest += [part for part in narrowing(question) if not part.startswith(tuple(plainly))]
    text = " ".join(parts) + (f" ({'; '.join(rest)})" if rest else "")
    return f"{text[:1].upper()}{text[1:]}"


def _name(section: str, code: str, vocabulary: Vocabulary, *, plain: bool) -> str:
    """A label as it stands in a title: letters that everybody knows, and a route, are not put in other words."""
    label = vocabulary.label(section, code)
    return label if not plain or label.isupper() or section == "route" else vocabulary.plain(section, code)
