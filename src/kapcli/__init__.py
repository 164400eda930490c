"""kapcli: an offline evidence lookup for ketamine-assisted psychotherapy."""

import os
import sys

# A literal: reading the installed metadata costs more than a whole search.
__version__ = "0.1.1"


def _is_the_program() -> bool:
    """Whether this is a run of ``kap`` (or of ``python -m kapcli``), and not somebody's import."""
    first = sys.argv[0] if getattr(sys, "argv", None) else ""
    if first == "-m":
        return "kapcli" in sys.orig_argv
    return os.path.basename(first).removesuffix(".exe") in ("kap", "kap-script.py", "kap-script.pyw")


# Most of a short run is spent importing: an interrupt must be answered from here on.
if _is_the_program():
    try:
        from kapcli import interrupts

        interrupts.arm()
    except KeyboardInterrupt:
        os._exit(130)
