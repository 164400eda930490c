"""`kap mcp` as a client meets it: the SDK's own, over stdin and stdout of one process."""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import pytest

from kapcli import __version__
from later import Later
from standby import POSSIBLE, Copy, Standby

if TYPE_CHECKING:
    import anyio.from_thread
    import mcp_types as types
    from mcp.client import Client

    from conftest import InProcess
else:
    types = Later("mcp_types")

pytestmark = pytest.mark.skipif(importlib.util.find_spec("mcp") is None, reason="the SDK is not installed")
FROZEN = str(Path(__file__).parents[1] / "frozen" / "kap.py")
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "0"},
    },
}


class Started(NamedTuple):
    """A server that has just been started."""

    copy: Copy
    stdin: IO[bytes]
    stdout: IO[bytes]
    stderr: IO[bytes]


class Talk(NamedTuple):
    """A conversation with a running server."""

    client: Client
    portal: anyio.from_thread.BlockingPortal

    def call(self, tool: str, **arguments: Any) -> types.CallToolResult:
        found = self.portal.call(self.client.call_tool, tool, arguments)
        assert isinstance(found, types.CallToolResult)
        return found


@pytest.fixture(scope="module")
def talk(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """One process for all of these."""
    errors = tmp_path_factory.mktemp("mcp") / "stderr"
    environment = dict(os.environ) | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "xdg_cache_home")}
    import anyio.from_thread
    from mcp.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    server = StdioServerParameters(command=sys.executable, args=[FROZEN, "mcp"], env=environment)
    with errors.open("w") as log, anyio.from_thread.start_blocking_portal() as portal:
        client = Client(stdio_client(server, errlog=log))
        with portal.wrap_async_context_manager(client):
            yield Talk(client, portal)
    assert errors.read_text() == ""


def text(result: types.CallToolResult) -> str:
    (block,) = result.content
    assert isinstance(block, types.TextContent)
    return block.text


def test_it_introduces_itself(talk: Talk) -> None:
    assert (talk.client.server_info.name, talk.client.server_info.version) == ("kap", __version__)
    assert "not medical advice" in (talk.client.instructions or "")


def test_four_tools_that_only_read(talk: Talk) -> None:
    tools = talk.portal.call(talk.client.list_tools).tools
    assert [tool.name for tool in tools] == ["search", "study", "claims", "check"]
    for tool in tools:
        hints = tool.annotations
        assert hints is not None
        assert (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint) == (True, False, True)
        assert hints.open_world_hint is False
        assert tool.title
        assert tool.description
        assert tool.input_schema["additionalProperties"] is False


def test_answers(talk: Talk) -> None:
    assert "feder2014" in text(talk.call("search", words="ptsd", route=["iv"]))
    assert "12.7 points" in text(talk.call("study", id="feder2014"))
    assert "Fairer wording" in text(talk.call("claims", words="ptsd"))
    assert "Nearest claims" in text(talk.call("check", sentence="Ketamine cures PTSD"))


def test_an_answer_is_text_alone(talk: Talk) -> None:
    result = talk.call("study", id="feder2014")
    assert result.structured_content is None
    assert not result.is_error


def test_the_next_page(talk: Talk) -> None:
    first = text(talk.call("search"))
    cursor = first.rpartition('cursor "')[2].partition('"')[0]
    second = text(talk.call("search", cursor=cursor))
    assert cursor.isdigit()
    assert second.splitlines()[-1] == first.splitlines()[-1]
    assert second != first


def test_an_unknown_id_is_an_error_that_can_be_mended(talk: Talk) -> None:
    result = talk.call("study", id="feder2015")
    assert result.is_error
    assert "feder2014" in text(result)


def test_an_unknown_tool_is_an_error_and_the_server_lives(talk: Talk) -> None:
    assert talk.call("prescribe").is_error
    assert not talk.call("study", id="feder2014").is_error


@pytest.fixture(scope="module")
def servers(home: Path) -> Iterator[Standby]:
    """The process whose copies are started as servers."""
    one = Standby("kapcli.serving.server")
    yield one
    one.close()


@pytest.mark.skipif(not POSSIBLE, reason="no processes as on Unix here")
class TestEnd:
    """How a server ends: one that has just been started, with pipes for stdin, stdout and stderr."""

    @pytest.fixture
    def started(self, servers: Standby, frozen_base: Path, tmp_path: Path) -> Iterator[Started]:
        pipes = [os.pipe() for _ in range(3)]
        (their_in, stdin), (stdout, their_out), (stderr, their_err) = pipes
        copy = servers.start(["mcp"], (their_in, their_out, their_err), tmp_path, os.environ, base=frozen_base)
        for handle in their_in, their_out, their_err:
            os.close(handle)
        with os.fdopen(stdin, "wb") as told, os.fdopen(stdout, "rb") as said, os.fdopen(stderr, "rb") as errors:
            yield Started(copy, told, said, errors)
            copy.wait(60)

    def test_it_ends_with_its_input_and_prints_nothing_but_the_protocol(self, started: Started) -> None:
        started.stdin.write(json.dumps(HELLO).encode() + b"\nno json\n")
        started.stdin.close()
        lines = started.stdout.read().splitlines()
        assert lines
        for line in lines:
            assert json.loads(line)["jsonrpc"] == "2.0"
        assert (started.copy.wait(60), started.stderr.read()) == (0, b"")

    def test_an_interrupt_ends_it_at_once(self, started: Started) -> None:
        started.stdin.write(json.dumps(HELLO).encode() + b"\n")
        started.stdin.flush()
        assert started.stdout.readline()
        os.kill(started.copy.pid, signal.SIGINT)
        # Its input is still open.
        assert started.copy.wait(30) == 130
        assert started.stderr.read() == b""


def test_without_the_extra_one_clear_message(kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    ran = kap("mcp")
    assert (ran.code, ran.out) == (4, "")
    assert "pip install 'kapcli[mcp]'" in ran.err


def test_a_broken_file_is_told_before_it_serves(kap: InProcess, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("studies: [{}]")
    ran = kap("mcp", "--catalogue", str(tmp_path / "mine.yaml"))
    assert (ran.code, ran.out) == (3, "")


def test_a_server_collects_its_waste(kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    from kapcli.serving import server

    collects = []
    monkeypatch.setattr(server, "serve", lambda _: collects.append(gc.isenabled()))
    was = gc.isenabled()
    # As the program has it for a lookup.
    gc.disable()
    try:
        assert kap("mcp").code == 0
    finally:
        gc.enable() if was else gc.disable()
    assert collects == [True]
