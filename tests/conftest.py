"""A home of its own for every test, and the ways to run ``kap``: in process, as a process, on a terminal."""

from __future__ import annotations

import contextlib
import contextvars
import functools
import gc
import importlib
import os
import pkgutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from hypothesis import settings

import kapcli.cli
import standby
from shared_work import share, unchanged

# The same examples in every run, however slow the machine is.
settings.register_profile("kapcli", derandomize=True, deadline=None, database=None)
settings.load_profile("kapcli")
share()

# What a person may have set, and what would change an answer.
SETTINGS = (
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "LINES",
    "PYTHONIOENCODING",
    "PYTHONUTF8",
    "PYTHONWARNINGS",
    # Without byte code to find, half of the time of every process that a test starts goes into compiling the modules.
    "PYTHONDONTWRITEBYTECODE",
    "PAGER",
    "LESS",
)
FOLDERS = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA")
# After so many seconds a process hangs; no test measures time.
HANGING = 60.0
KAP = [sys.executable, "-m", "kapcli"]
# Seconds since 1970: in the year 2100.
AHEAD = 4_102_444_800


# What is also run with the lowest and the newest versions of the dependencies: whatever meets one of them.
CORE = (
    "catalogue/test_hostile_files.py",
    "catalogue/test_reader.py",
    "citing/test_citing_references.py",
    "citing/test_citing_rules.py",
    "citing/test_citing_writers.py",
    "cli/test_contract.py",
    "cli/test_options.py",
    "cli/test_terminal.py",
    "index/test_facets.py",
    "index/test_query.py",
    "index/test_typos.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the core."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).as_posix() in CORE:
            item.add_marker(pytest.mark.core)


def pytest_collection_finish() -> None:
    """Look for garbage less often: ``kap`` itself runs without, and the tests are thousands of objects that stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)


class Ran(NamedTuple):
    """How a run of ``kap`` ended and what it said."""

    code: int
    out: str
    err: str


class InProcess(Protocol):
    def __call__(self, *arguments: str) -> Ran: ...


class AsProcess(Protocol):
    def __call__(
        self,
        *arguments: str | bytes,
        env: Mapping[str, str] | None = None,
        timeout: float = HANGING,
        memory: int | None = None,
        redirect: str = "",
    ) -> Ran: ...


class AsCopy(Protocol):
    def __call__(
        self,
        *arguments: str | bytes,
        env: Mapping[str, str] | None = None,
        base: Path | None = None,
        stdout: int | None = None,
        memory: int | None = None,
    ) -> Ran: ...


class OnTerminal(Protocol):
    def __call__(
        self, *arguments: str, env: Mapping[str, str] | None = None, columns: int = 80, base: Path | None = None
    ) -> Ran: ...


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An environment and a home of the tests' own for the session: a test changes them by ``monkeypatch`` alone."""
    made = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("KAP_") or name in SETTINGS:
                patch.delenv(name)
        for name in FOLDERS:
            patch.setenv(name, str(made if name == "HOME" else made / name.lower()))
        patch.setenv("TERM", "xterm-256color")
        # A terminal of a test has nobody at it to leave a pager.
        patch.setenv("KAP_PAGER", "")
        patch.setenv("LANG", "C.UTF-8")
        patch.delenv("LC_ALL", raising=False)
        _compile()
        # A module that is loaded while a test has something patched would keep it.
        for module in pkgutil.iter_modules(kapcli.cli.__path__):
            importlib.import_module(f"kapcli.cli.{module.name}")
        yield made


def _compile() -> None:
    """Compile the built-in catalogue so that it is there for the whole session.

    Of many catalogues a cache keeps the newest: dated far ahead, this one stays however many the tests compile.
    """
    from kapcli.catalogue.layers import layers, read_sources
    from kapcli.index.cache_folder import cache_folder, prepare
    from kapcli.index.store import compile_into, fingerprint

    folder, sources = cache_folder(), read_sources(layers())
    assert folder is not None
    prepare(folder)
    os.utime(compile_into(folder, sources, fingerprint(sources)), (AHEAD, AHEAD))
    unchanged.add(folder)


@pytest.fixture
def kap(capsys: pytest.CaptureFixture[str], frozen_base: Path, request: pytest.FixtureRequest) -> InProcess:
    """Run one command line in this process.

    A file put on top is put on the frozen catalogue, which is compiled in a tenth of the time, unless a test is marked
    `whole`.
    """
    from kapcli.__main__ import run
    from kapcli.catalogue import files
    from kapcli.cli.answer import Exit

    whole = request.node.get_closest_marker("whole") is not None

    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        on_top = "--catalogue" in arguments or os.environ.get("KAP_CATALOGUE")
        with pytest.MonkeyPatch.context() as patch:
            if on_top and not whole:
                patch.setattr(files, "_BASE", frozen_base)
            # A context of its own: what one command remembers must not reach the next.
            code = contextvars.copy_context().run(run, arguments)
        told = Ran(int(code), *capsys.readouterr())
        # A fault of our own is never what a test asks for, also where it looks at nothing but the page.
        assert code != Exit.INTERNAL, told
        return told

    return ran


@pytest.fixture(scope="session")
def _told() -> dict[object, Ran]:
    return {}


@pytest.fixture
def kap_once(kap: InProcess, _told: dict[object, Ran]) -> InProcess:
    """As `kap`, for lines that only read: what a line has answered in the same environment is not worked out again.

    Not for a test that patches what makes the answer.
    """
    from kapcli.catalogue import files

    def told(*arguments: str) -> Ran:
        environment = frozenset(one for one in os.environ.items() if one[0] != "PYTEST_CURRENT_TEST")
        line = (arguments, environment, files._BASE)
        if line not in _told:
            _told[line] = kap(*arguments)
        return _told[line]

    return told


@pytest.fixture(scope="session")
def frozen_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as the package's, with the frozen catalogue in it."""
    from frozen.kap import put_in_place

    return put_in_place(tmp_path_factory.mktemp("frozen"))


@pytest.fixture
def frozen(frozen_base: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Whatever runs in this process finds the frozen catalogue where the built-in one stands otherwise."""
    from kapcli.catalogue import files

    monkeypatch.setattr(files, "_BASE", frozen_base)
    return frozen_base


@pytest.fixture
def kap_process(tmp_path: Path) -> AsProcess:
    """Run one command line as a process of its own.

    ``memory`` limits its address space in kilobytes; ``redirect`` is what a shell is told, such as ``>&-``.
    """
    return _process(KAP, tmp_path)


@pytest.fixture
def frozen_process(tmp_path: Path) -> AsProcess:
    """The same with the frozen catalogue, on which a file is put in a tenth of the time."""
    return _process([sys.executable, str(Path(__file__).parent / "frozen" / "kap.py")], tmp_path)


def _process(program: list[str], folder: Path) -> AsProcess:
    def ran(
        *arguments: str | bytes,
        env: Mapping[str, str] | None = None,
        timeout: float = HANGING,
        memory: int | None = None,
        redirect: str = "",
    ) -> Ran:
        limit = f"ulimit -v {memory}; " if memory else ""
        done = subprocess.run(
            ["sh", "-c", f'{limit}exec "$0" "$@" {redirect}', *program, *arguments],
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
            cwd=folder,
        )
        return Ran(done.returncode, _text(done.stdout), _text(done.stderr))

    return ran


@pytest.fixture(scope="session")
def standing_by(home: Path) -> Iterator[standby.Standby]:
    """The process whose copies are ``kap`` (see `standby`); started by the first test that wants it."""
    if not standby.POSSIBLE:
        pytest.skip("no processes as on Unix here")
    one = standby.Standby()
    yield one
    one.close()


@pytest.fixture
def kap_copy(standing_by: standby.Standby, tmp_path: Path) -> AsCopy:
    """Run one command line as a process that is a copy of one with everything loaded.

    ``base`` is where the data of the package are, if not in their own place; ``stdout`` is a file that is open for
    writing, and stays so.
    """

    def ran(
        *arguments: str | bytes,
        env: Mapping[str, str] | None = None,
        base: Path | None = None,
        stdout: int | None = None,
        memory: int | None = None,
    ) -> Ran:
        code, out, err = standing_by.run(
            arguments, tmp_path, {**os.environ, **(env or {})}, base=base, stdout=stdout, memory=memory
        )
        return Ran(code, _text(out), _text(err))

    return ran


@pytest.fixture
def frozen_copy(kap_copy: AsCopy, frozen_base: Path) -> AsCopy:
    """The same with the frozen catalogue."""
    return functools.partial(kap_copy, base=frozen_base)


@pytest.fixture
def kap_terminal(standing_by: standby.Standby, tmp_path: Path) -> OnTerminal:
    """Run one command line as such a copy, with all its streams on one terminal; what it shows comes back as ``out``.

    ``base`` is where the data of the package are, if not in their own place.
    """
    fcntl, pty, termios = (pytest.importorskip(name) for name in ("fcntl", "pty", "termios"))

    def ran(*arguments: str, env: Mapping[str, str] | None = None, columns: int = 80, base: Path | None = None) -> Ran:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        copy = standing_by.start(arguments, (theirs,) * 3, tmp_path, {**os.environ, **(env or {})}, base=base)
        os.close(theirs)
        shown = b"".join(_chunks(ours))
        os.close(ours)
        return Ran(copy.wait(HANGING), _text(shown).replace("\r\n", "\n"), "")

    return ran


def _chunks(handle: int) -> Iterator[bytes]:
    # Linux says EIO instead of an end of file once nobody holds the other side.
    with contextlib.suppress(OSError):
        while chunk := os.read(handle, 65536):
            yield chunk


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
