"""A sound catalogue file in which every free text tries to break out of the page it stands on."""

from __future__ import annotations

import json
from pathlib import Path

# Titles and the like that somebody may write into a catalogue, in good faith or bad.
BAD_TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title></style></script><b>out</b>",
    "{{ 7 * 7 }} {% raw %}",
    "]]><!-- --><![CDATA[",
    "[bold]not bold[/bold] [/] :smile:",
    "[a link](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "`code` | cell | *strong* _em_ # heading",
    '=HYPERLINK("http://evil.example")',
    "&lt;script&gt; &amp; &#x3c;",
    "\\input{/etc/passwd} $x^2$",
)


def write_hostile(path: Path) -> Path:
    """Write the file and give its path back."""
    studies = []
    for place, bad in enumerate(BAD_TEXTS):
        # A whole entity is a fault in what references print; a browser takes one without its end for the same.
        printed = bad.replace(";", "") if bad.startswith("&") else bad
        studies.append(
            {
                "id": f"hostile{place}",
                "title": f"Hostile {printed}",
                "csl_type": "article-journal",
                "year": "2030",
                "authors": [{"family": f"Mallory {printed}", "given": "Ada"}],
                "design": "rct",
                "status": "published",
                "finding": f"Found {bad}",
                "plain": f"Plainly {bad}",
                "conditions": ["ptsd"],
                "n": {"randomised": "12"},
                "arms": [{"drug": "ketamine", "role": "experimental", "route": "rectal", "label": bad}],
                "comparator": ["placebo"],
                "therapy": ["other"],
                "safety": {"status": "found", "common": [f"harm {bad}"], "text": f"Harm {bad}"},
                "outcomes": [
                    {
                        "id": "pcl-5",
                        "measure": f"PCL {bad}",
                        "domain": "ptsd",
                        "comparison": "between-randomised",
                        "estimate": "standardised-difference",
                        "first": f"ketamine {bad}",
                        "second": f"placebo {bad}",
                        "minuend": "first",
                        "better": "lower",
                        "value": "-0.3",
                        "ci95": ["-0.5", "-0.1"],
                        "unit": "sd",
                        "direction": "favours-ketamine",
                        "source": "https://example.org/?q=1&copy=2",
                    }
                ],
                "read_at": [{"url": "https://example.org/?q=1&copy=2", "read": "abstract"}],
            }
        )
    claims = [
        {
            "id": "hostile-claim",
            "kind": "effect",
            "topic": "ptsd",
            "domain": "ptsd",
            "statement": f"Ketamine given into the rectum lowers PTSD symptoms {BAD_TEXTS[0]}",
            "plain": f"In plain words {BAD_TEXTS[1]}",
            "verdict": "overstated",
            "instead": f"Instead {BAD_TEXTS[2]}",
            "said_by": f"somebody {BAD_TEXTS[3]}",
            "for": [
                {"study": f"hostile{place}", "outcome": "pcl-5", "because": f"Because {bad}"}
                for place, bad in enumerate(BAD_TEXTS)
            ],
        }
    ]
    # JSON is YAML, and quotes what must be quoted.
    path.write_text(json.dumps({"studies": studies, "claims": claims}, indent=1), "utf-8")
    return path
