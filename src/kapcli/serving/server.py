"""The server: the tools over stdin and stdout, by the official SDK. Nothing else is written to stdout."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import anyio
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from kapcli import __version__
from kapcli.serving.tools import INSTRUCTIONS, TOOLS, call

if TYPE_CHECKING:
    from kapcli.api.catalogue import Catalogue

# An answer is for whoever asks now; the tools are the same as long as the process runs.
_HINTS = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def server_of(catalogue: Catalogue) -> Server[Any]:
    """A server that answers from an open catalogue.

    Answers are text alone. Several clients hand a model the structured form in place of the text, or both, so one
    that held less would lose limitations, and one that held the same would cost twice.
    """

    async def list_tools(_context: Any, _request: Any) -> types.ListToolsResult:
        vocabulary = catalogue.session.vocabulary
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    title=tool.title,
                    description=tool.description,
                    input_schema=tool.schema(vocabulary),
                    annotations=_HINTS,
                )
                for tool in TOOLS
            ]
        )

    async def call_tool(_context: Any, request: types.CallToolRequestParams) -> types.CallToolResult:
        reply = call(catalogue, request.name, request.arguments or {})
        return types.CallToolResult(content=[types.TextContent(text=reply.text)], is_error=reply.failed)

    return Server(
        "kap",
        version=__version__,
        title="Ketamine-assisted psychotherapy: the evidence",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve(catalogue: Catalogue) -> None:
    """Answer until stdin ends."""
    server = server_of(catalogue)

    async def run() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    # A thread that waits for a line of stdin would keep an interrupted process until the line came; nothing here is
    # half written when it ends at once.
    before = signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    try:
        anyio.run(run)
    finally:
        signal.signal(signal.SIGINT, before)
