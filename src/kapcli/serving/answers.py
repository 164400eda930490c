"""What each tool answers, in parts that a page is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.views import briefs

if TYPE_CHECKING:
    from kapcli.api.catalogue import Catalogue
    from kapcli.evidence.topic_answer import TopicAnswer

# Whether it suits somebody is asked, which no claim answers.
_EXCLUSIONS = (
    "This catalogue cannot tell whether it is safe for anyone. Who should not have it, by labels and guidelines: "
    'ask "claims" with words: who should not have ketamine.'
)


def search(catalogue: Catalogue, arguments: dict[str, Any]) -> briefs.Brief:
    """Studies, best match first, below the answer of the topic that the words meet."""
    from kapcli.views.search import ORDERS, count_line

    vocabulary, about = catalogue.session.vocabulary, catalogue.about
    found = catalogue.search(arguments.pop("words", None) or "", **arguments)
    chosen = found.question.order(arguments.get("sort") or "relevance")
    order = ORDERS.get(chosen, "best match first" if chosen == "relevance" else "strongest design first").lower()
    said = briefs.remarks([*found.before, *found.footnotes])
    lines = [line for line in said if about.urgent_help not in line]
    urgent = [about.urgent_help] if len(lines) < len(said) else []
    count = f"{count_line(found.found)}, {order}." if found.total else ""
    answer = _topic(catalogue, found.topic) if found.topic else ""
    weighed = f'Claims on the same words: {found.claims}, see "claims".' if found.claims else ""
    head = "\n".join(filter(None, [*urgent, answer, *lines, count, weighed]))
    items = tuple(briefs.hit(one, vocabulary) for one in found.found.hits)
    return briefs.Brief(head, count, items, briefs.foot(about, found, helped=bool(urgent)))


def study(catalogue: Catalogue, arguments: dict[str, Any]) -> briefs.Brief:
    """One study in full."""
    from kapcli.api.lookup import look_up
    from kapcli.views.study_joined import study_view

    name = str(arguments["id"])
    # For its errors.
    catalogue.study(name)
    (named, *_), _ = look_up(catalogue.session, [name])
    view = study_view(catalogue.session, named.study, named.origin, cited=False)
    return briefs.study(view, catalogue.session.vocabulary, catalogue.about)


def claims(catalogue: Catalogue, arguments: dict[str, Any]) -> briefs.Brief:
    """The claims on some words below the answer of their topic; one claim in full; or the topics."""
    from kapcli.index.topics import topics
    from kapcli.views.claim import claim_views

    session, about = catalogue.session, catalogue.about
    words = str(arguments.pop("words", None) or "")
    if not words.strip() and not any(arguments.values()):
        items = tuple(briefs.topic(one, session.vocabulary) for one in topics(session.connection))
        head = "Questions that have an answer; ask for one by its words, e.g. words: oral ketamine."
        return briefs.Brief(head, head, items, briefs.foot(about, (), helped=False))
    found = catalogue.claims(words, **arguments)
    # What the answer rests on comes before what only has the same words.
    headlines = found.topic.topic.claims if found.topic else ()
    views = claim_views(session, sorted(found.assessed, key=lambda one: one.claim.id not in headlines))
    if len(views) == 1 and found.topic is None:
        return briefs.claim(views[0], session.vocabulary, about)
    said = briefs.remarks(found.remarks)
    if not views:
        said.append('No claim here matches, which says nothing about the question. Try "search", or fewer words.')
    first = "those that the answer rests on first" if found.topic else "the closest to the words first"
    count = f"{found.total} claims, each weighed by itself; {first}." if views else ""
    answer = _topic(catalogue, found.topic) if found.topic else ""
    items = tuple(briefs.listed(one, session.vocabulary) for one in views)
    studies = [study for view in views for study in view.studies]
    helped = about.urgent_help in said
    head = "\n".join(filter(None, [answer, *said, count]))
    return briefs.Brief(head, count, items, briefs.foot(about, studies, helped=helped))


def _topic(catalogue: Catalogue, answer: TopicAnswer) -> str:
    """A topic's answer with what weakens the studies whose figures it names."""
    from kapcli.index.records import studies_named

    names = dict.fromkeys(one.study for one in (answer.lead, answer.against) if one is not None)
    return briefs.topic(answer, catalogue.session.vocabulary, studies_named(catalogue.session, names))


def check(catalogue: Catalogue, arguments: dict[str, Any]) -> briefs.Brief:
    """A sentence held against the claims."""
    from kapcli.api.check import who_should_not
    from kapcli.views.claim import claim_views

    found = catalogue.check(str(arguments["sentence"]))
    views = claim_views(catalogue.session, [near.assessed for near in found.checked.near])
    brief = briefs.checked(found.text, found.checked, views, catalogue.session.vocabulary, catalogue.about)
    help = catalogue.about.urgent_help
    first = [help] if help in found.remarks and help not in brief.foot else []
    if who_should_not(catalogue.session, [found.checked]):
        first.append(_EXCLUSIONS)
    return msgspec.structs.replace(brief, head="\n".join([*first, brief.head]))
