"""Processes that are interrupted at a chosen moment, whatever they inherit and however fast the machine is."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

# A shell that runs something in the background has interrupts ignored for it, and so for all it starts: what is to be
# interrupted must have them back, by a process between that sets them and becomes the command.
INTERRUPTIBLE = [
    sys.executable,
    "-S",
    "-c",
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])",
]

# At imports of a run, a copy of the process is made that is interrupted there and goes on by itself. The process itself
# waits for it, notes how it ended, and goes on to the next import: at each of the first, then at each so-manieth of
# those at which no run has been interrupted yet.
AT_IMPORTS = """
    import os, signal, sys

    FIRST, EACH, NOTED = 12, int(os.environ["EACH"]), os.environ["NOTED"]
    with open(NOTED, "a+") as noted:
        noted.seek(0)
        before = {line.split()[1] for line in noted}

    class Finder:
        all = 0
        new = 0
        copy = False

        def find_spec(self, name, path=None, target=None):
            # Before the package is there, none of its code has run.
            if Finder.copy or "kapcli" not in sys.modules:
                return None
            Finder.all += 1
            if Finder.all > FIRST:
                if name in before:
                    return None
                Finder.new += 1
                if Finder.new % EACH:
                    return None
            child = os.fork()
            if not child:
                Finder.copy = True
                os.kill(os.getpid(), signal.SIGINT)
                return None
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            with open(NOTED, "a") as noted:
                noted.write(f"{code} {name}\\n")
            return None

    sys.meta_path.insert(0, Finder())
"""

# The process interrupts itself when it calls a function of the standard library.
AT_A_CALL = """
    import os, signal, {module}

    real = {module}.{name}

    def interrupted(*arguments, **named):
        os.kill(os.getpid(), signal.SIGINT)
        return real(*arguments, **named)

    {module}.{name} = interrupted
"""


def interrupted_run(
    folder: Path, hook: str, *arguments: str, command: list[str] | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run ``kap`` with a piece of code that the interpreter runs first.

    Args:
        folder: An empty folder, for the hook.
        hook: The code.
        arguments: What stands behind ``kap``.
        command: How ``kap`` is called; as a module where it is not said.
        environment: Further variables.
    """
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(textwrap.dedent(hook), encoding="utf-8")
    return subprocess.run(
        [*INTERRUPTIBLE, *(command or [sys.executable, "-m", "kapcli"]), *arguments],
        env={**os.environ, "PYTHONPATH": str(folder), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
