"""``kap mcp``: the same answers for a language model, over the Model Context Protocol."""

import gc
import importlib.util
import sys

from kapcli.api.catalogue import open_catalogue
from kapcli.cli.answer import Answer, Exit, Problem, Stop, usage
from kapcli.cli.options import CatalogueOption, NoBuiltinOption, NoOwnOption

HELP = """Answer a language model: an MCP server on stdin and stdout, read-only and offline.

A client such as an assistant or an editor starts it; docs/agents.md shows how to add it to common ones.
It needs the extra mcp: pip install 'kapcli[mcp]'.

Examples:

  kap mcp

  kap mcp --catalogue my.yaml
"""
_INSTALL = "install it with: pip install 'kapcli[mcp]'"


def run(catalogue: CatalogueOption = None, no_own: NoOwnOption = False, no_builtin: NoBuiltinOption = False) -> Answer:
    """Serve until stdin ends."""
    if sys.stdin is not None and sys.stdin.isatty():
        raise usage("kap mcp is started by a client, not typed", "add it to one: docs/agents.md shows how")
    if importlib.util.find_spec("mcp") is None:
        raise Stop(Exit.INPUT_OUTPUT, Problem("kap mcp needs the Python package mcp, which is not installed", _INSTALL))
    with open_catalogue(*(catalogue or ()), own=not no_own, builtin=not no_builtin) as opened:
        # Most of a second: what is wrong with a file is told before.
        from kapcli.serving.server import serve

        # Unlike a lookup it may run for days.
        gc.enable()
        serve(opened)
    return Answer(command="mcp")


run.__doc__ = HELP
