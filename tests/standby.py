"""``kap`` in copies of one process that stands by with everything loaded: a process of its own in a tenth of the time.

A copy has its own streams, environment, folder and end; what it shares with the others is only what was loaded, and
nothing has run yet. What the start of an interpreter is about (encodings, closed streams, what is loaded, interrupts)
is for a new process.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NoReturn, TextIO

# After so many seconds a process hangs.
HANGING = 60.0
# Whether a process can be copied here.
POSSIBLE = hasattr(os, "fork") and hasattr(socket, "send_fds")


class Copy:
    """A running copy."""

    def __init__(self, told: int) -> None:
        self._told = told
        self._said = b""
        self._code: int | None = None
        self.pid = int(self._line(None) or 0)

    def _line(self, seconds: float | None) -> bytes | None:
        """The next line of what is told of it; ``None`` where it does not come in time."""
        while b"\n" not in self._said:
            if not select.select([self._told], [], [], seconds)[0]:
                return None
            more = os.read(self._told, 64)
            assert more, "the process that stands by has ended"
            self._said += more
        line, _, self._said = self._said.partition(b"\n")
        return line

    def poll(self, seconds: float = 0) -> int | None:
        """Its exit code, or less than 0 for the signal that ended it; ``None`` while it runs."""
        if self._code is None and (line := self._line(seconds)) is not None:
            self._code = int(line)
            os.close(self._told)
        return self._code

    def wait(self, timeout: float) -> int:
        """The same, waited for; what takes too long is ended."""
        code = self.poll(timeout)
        if code is None:
            os.kill(self.pid, signal.SIGKILL)
            self.poll(timeout)
            raise subprocess.TimeoutExpired("kap", timeout)
        return code


class Standby:
    """The process that stands by; it ends with the one that started it.

    Args:
        modules: What it loads besides what all commands but the long ones may load.
        place: The folder with the package, if not the one that is installed.
    """

    def __init__(self, *modules: str, place: Path | None = None) -> None:
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno()), *modules],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, **({"PYTHONPATH": str(place)} if place else {})},
                start_new_session=True,
            )
        # It tells when everything is loaded.
        assert self._ours.recv(1), "the process that stands by has ended"

    def start(
        self,
        arguments: Sequence[str | bytes],
        streams: tuple[int, int, int],
        folder: Path,
        env: Mapping[str, str],
        *,
        base: Path | None = None,
        terminal: bool = False,
        memory: int | None = None,
        first: str = "",
    ) -> Copy:
        """Run ``kap``.

        Args:
            arguments: What stands behind ``kap``.
            streams: What its stdin, stdout and stderr are.
            folder: Where it stands.
            env: All of its environment.
            base: Where the data of the package are, if not in their own place.
            terminal: Whether stdin is a terminal that is to be its own, with whatever is typed there.
            memory: Kilobytes that it may have.
            first: Code that it runs before.
        """
        told, telling = os.pipe()
        line = [word if isinstance(word, str) else os.fsdecode(word) for word in arguments]
        asked = json.dumps([line, str(folder), dict(env), str(base or ""), terminal, memory, first]).encode() + b"\n"
        try:
            sent = socket.send_fds(self._ours, [asked], [*streams, telling])
            self._ours.sendall(asked[sent:])
        finally:
            os.close(telling)
        return Copy(told)

    def run(
        self,
        arguments: Sequence[str | bytes],
        folder: Path,
        env: Mapping[str, str],
        *,
        stdout: int | None = None,
        base: Path | None = None,
        memory: int | None = None,
        first: str = "",
    ) -> tuple[int, bytes, bytes]:
        """Run ``kap`` to its end, with nothing on stdin: its exit code, what it printed, and what it said on stderr."""
        with open(os.devnull) as nothing, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            streams = nothing.fileno(), out.fileno() if stdout is None else stdout, err.fileno()
            code = self.start(arguments, streams, folder, env, base=base, memory=memory, first=first).wait(HANGING)
            out.seek(0)
            err.seek(0)
            return code, out.read(), err.read()

    def close(self) -> None:
        """End it."""
        self._ours.close()
        self._process.wait(timeout=HANGING)


def _load(modules: Sequence[str]) -> None:
    """Load whatever a command may load, but for what takes long or looks at the environment while it is loaded."""
    import kapcli

    for module in pkgutil.walk_packages(kapcli.__path__, "kapcli."):
        if not module.name.startswith(("kapcli.serving", "kapcli.online")):
            importlib.import_module(module.name)
    for name in (*modules, "jinja2", "platformdirs", "rapidfuzz", "rich.progress", "rich.table", "typer.main", "yaml"):
        importlib.import_module(name)


def _stand_by(door: socket.socket) -> None:
    """Make a copy for whatever is asked for; gives way to `kap` within a copy."""
    door.send(b"!")
    while True:
        asked, handles, _, _ = socket.recv_fds(door, 65536, 4)
        while asked and not asked.endswith(b"\n"):
            asked += door.recv(65536)
        if not asked:
            with contextlib.suppress(ChildProcessError):
                while os.wait():
                    pass
            sys.exit()
        *streams, telling = handles
        if not os.fork():
            # A process between waits for the copy and tells how it ended.
            if copy := os.fork():
                for handle in streams:
                    os.close(handle)
                os.write(telling, b"%d\n" % copy)
                code = os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1])
                with contextlib.suppress(BrokenPipeError):
                    os.write(telling, b"%d\n" % code)
                os._exit(0)
            door.detach()
            _become(streams, *json.loads(asked))
            return
        for handle in handles:
            os.close(handle)
        # Those that have told are let go.
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _become(
    streams: list[int],
    arguments: list[str],
    folder: str,
    env: Mapping[str, str],
    base: str,
    terminal: bool,
    memory: int | None,
    first: str,
) -> None:
    """Be what a new process would be."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, 64)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    if terminal:
        import fcntl
        import termios

        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if memory:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory * 1024, memory * 1024))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdin, sys.stdout, sys.stderr = (_stream(number, mode) for number, mode in enumerate(("r", "w", "w")))
    if base:
        from kapcli.catalogue import files

        files._BASE = Path(base)
    sys.argv = ["kap", *arguments]
    exec(first, {})


def _stream(number: int, mode: Literal["r", "w"]) -> TextIO:
    """As the interpreter makes it when it starts."""
    was = (sys.stdin, sys.stdout, sys.stderr)[number]
    stream = open(number, mode, encoding=was.encoding, errors=was.errors, closefd=False)  # noqa: SIM115
    stream.reconfigure(line_buffering=number == 2 or stream.isatty())
    return stream


def _end(code: int) -> NoReturn:
    """End as the interpreter does, without taking apart what was loaded: that takes longer than most answers."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        os._exit(120)
    os._exit(code)


if __name__ == "__main__":
    # The tests' folder is no place to import from.
    del sys.path[0]
    from kapcli.__main__ import main

    _load(sys.argv[2:])
    gc.collect()
    gc.freeze()
    _stand_by(socket.socket(fileno=int(sys.argv[1])))
    try:
        main()
    except SystemExit as stop:
        _end(int(stop.code or 0))
