"""A sound catalogue file with titles that try to act upon a shell which offers them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

# {} is the file that the title would make if a shell acted upon it.
ATTACKS = (
    r"A \$(touch {}) title",
    r"A \\$(touch {}) title",
    r"A \`touch {}\` title",
    r"A $(touch {}) `touch {}` title",
    r'A " $(touch {}) " title',
    r"A ' $(touch {}) ' title",
    r"A \' $(touch {}) \' title",
    r"A ';touch {};' title",
    r"A ))';touch {};: ' title",
    r"""A "))';touch {};: " title""",
    r"A ${{(e):-$(touch {})}} title",
    r"A \${{(e):-\$(touch {})}} title",
    r"A (e:touch {}:) *(e+touch {}+) title",
    r"A <(touch {}) >(touch {}) =(touch {}) title",
    r"A | touch {} || touch {} & touch {} && title",
    r"A \: \\: ::: $(touch {}) title",
    r"A (touch {}) ;touch {}; title",
    r"A !touch {} ~ # % * ? ^ title",
    r"A > {} title",
    "A long one " + 20 * "of many words " + r"; touch {}; $(touch {})",
    r"A [bold]\$(touch {})[/bold] [/] :smile: title",
    "A $$ \\",
    "Á „title’ with ‘quotes’ and “more”: 氯胺酮（東）",
)


def attacks() -> dict[str, str]:
    """Ids (``zz00``, ``zz01`` and so on) and titles, each with a file of its own to make: ``PWNED-0``, ``PWNED-1``."""
    return {
        f"zz{place:02}": title.format(*[f"PWNED-{place}"] * title.count("{}")) for place, title in enumerate(ATTACKS)
    }


def write_titles(path: Path, titles: Mapping[str, str]) -> Path:
    """Write a catalogue with a study for each id and title, and give its path back."""
    studies = [
        {
            "id": name,
            "title": title,
            "csl_type": "article-journal",
            "year": "2030",
            "design": "rct",
            "status": "published",
            "finding": "Sleep was better.",
            "authors_complete": "false",
            "read_at": [{"url": "https://example.org/a", "read": "abstract"}],
        }
        for name, title in titles.items()
    ]
    # JSON is YAML, and quotes what must be quoted.
    path.write_text(json.dumps({"studies": studies}, ensure_ascii=False), "utf-8")
    return path
