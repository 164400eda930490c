"""kapcli: an offline evidence lookup for ketamine-assisted psychotherapy."""

import os
import sys

# A literal: reading the installed metadata costs more than a whole search.
__version__ = "0.3.0"

# Type checkers take it for true; the module of that name costs what it would save.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from kapcli.api.catalogue import Catalogue as Catalogue
    from kapcli.api.catalogue import open_catalogue as open_catalogue
    from kapcli.api.faults import NotFoundError as NotFoundError
    from kapcli.api.faults import QuestionError as QuestionError
    from kapcli.catalogue.faults import CatalogueError as CatalogueError
    from kapcli.catalogue.faults import UnreadableError as UnreadableError

# What `from kapcli import ...` gives, each from its module when it is first asked for.
_PUBLIC = {
    "Catalogue": "kapcli.api.catalogue",
    "open_catalogue": "kapcli.api.catalogue",
    "NotFoundError": "kapcli.api.faults",
    "QuestionError": "kapcli.api.faults",
    "CatalogueError": "kapcli.catalogue.faults",
    "UnreadableError": "kapcli.catalogue.faults",
}


def __getattr__(name: str) -> object:
    """A public name, imported now: whoever runs ``kap`` needs none of them."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])


def _is_the_program() -> bool:
    """Whether this is a run of ``kap`` (or of ``python -m kapcli``), and not somebody's import."""
    first = sys.argv[0] if getattr(sys, "argv", None) else ""
    if first == "-m":
        return "kapcli" in sys.orig_argv
    return os.path.basename(first).removesuffix(".exe") in ("kap", "kap-script.py", "kap-script.pyw")


# Most of a short run is spent importing: an interrupt must be answered from here on, and nothing be collected.
if _is_the_program():
    try:
        import gc

        gc.disable()
        from kapcli import interrupts

        interrupts.arm()
    except KeyboardInterrupt:
        os._exit(130)
