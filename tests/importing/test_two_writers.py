"""Two that write one file: nothing of either is lost, and neither says that it wrote what it did not."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kapcli.catalogue.yaml_reader import read_catalogue
from kapcli.cli import locking
from kapcli.cli.answer import Stop
from kapcli.index.loading import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import InProcess

# An entry of an older format.
OLD = """claims:
  - id: own-effect
    kind: effect
    topic: ptsd
    statement: An infusion of ketamine lowers scores a day later.
    plain: It was compared.
    verdict: uncertain
    domain: ptsd
    for:
      - study: feder2014
        outcome: ies-r
        because: Lower with ketamine.
    instead: Nobody can be sure.
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="a script plays the editor")


def bib(folder: Path, name: str, title: str) -> str:
    path = folder / f"{name}.bib"
    path.write_text(
        f"@article{{{name}, title={{{title}}}, author={{{name.title()}, Ada}}, year=2030, journal={{J}}}}\n"
    )
    return str(path)


def drafts(path: Path) -> list[str]:
    return [one.draft.id for one in read_catalogue(path.read_bytes(), "", load_vocabulary()).catalogue.drafts]


@pytest.fixture
def own(tmp_path: Path, frozen: Path) -> Path:
    return tmp_path / "own.yaml"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Makes an editor that replaces a text in its copy while somebody else adds a comment to the file."""

    def made(old: str, new: str, meanwhile: str = "# theirs\n") -> None:
        script = tmp_path / "vi"
        script.write_text(
            f"#!{sys.executable}\n"
            "import sys\nfrom pathlib import Path\n"
            "path = Path(sys.argv[-1])\n"
            f"path.write_text(path.read_text().replace({old!r}, {new!r}))\n"
            f"file = path.with_name('own.yaml')\nfile.write_text(file.read_text() + {meanwhile!r})\n"
        )
        script.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(script))

    return made


class TestLock:
    def test_it_waits_for_the_other_and_leaves_nothing(self, tmp_path: Path) -> None:
        order: list[str] = []
        taken, go = threading.Event(), threading.Event()

        def first() -> None:
            with locking.locked(tmp_path / "own.yaml"):
                taken.set()
                go.wait(10)
                order.append("first")

        thread = threading.Thread(target=first)
        thread.start()
        taken.wait(10)
        threading.Timer(0.1, go.set).start()
        with locking.locked(tmp_path / "own.yaml"):
            order.append("second")
        thread.join()
        assert (order, os.listdir(tmp_path)) == (["first", "second"], [])

    def test_it_does_not_wait_for_ever(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(locking, "WAIT", 0.1)
        with (
            locking.locked(tmp_path / "own.yaml"),
            pytest.raises(Stop, match="another kap is writing it"),
            locking.locked(tmp_path / "own.yaml"),
        ):
            pass

    def test_what_a_crash_left_locks_nobody_out(self, tmp_path: Path) -> None:
        crash = "import os, sys; from kapcli.cli.locking import locked\nwith locked(sys.argv[1]): os._exit(1)"
        subprocess.run([sys.executable, "-c", crash, str(tmp_path / "own.yaml")], check=False, timeout=60)
        assert os.listdir(tmp_path) == [".own.yaml.lock"]
        with locking.locked(tmp_path / "own.yaml"):
            pass
        assert os.listdir(tmp_path) == []

    def test_through_a_link_it_is_the_same(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(locking, "WAIT", 0.1)
        (tmp_path / "link.yaml").symlink_to("own.yaml")
        with locking.locked(tmp_path / "own.yaml"), pytest.raises(Stop), locking.locked(tmp_path / "link.yaml"):
            pass


def test_imports_at_once_all_arrive(own: Path, tmp_path: Path) -> None:
    files = [bib(tmp_path, name, f"{name} {name} of a thing") for name in ("alpha", "beta", "gamma")]
    line = [sys.executable, "-m", "kapcli", "import", "--no-own", "--output", str(own)]
    running = [subprocess.Popen([*line, file], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for file in files]
    said = [one.communicate(timeout=50)[1].decode() for one in running]
    assert [one.returncode for one in running] == [0, 0, 0]
    assert all("1 draft written" in text for text in said), said
    assert sorted(drafts(own)) == ["alpha2030", "beta2030", "gamma2030"]


def test_an_import_replaces_nothing_that_it_has_not_seen(
    kap: InProcess, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kap("import", bib(tmp_path, "alpha", "One"), "--output", str(own))
    done, theirs = os.fsync, own.read_text() + "# theirs\n"

    def meanwhile(handle: int) -> None:
        own.write_text(theirs)
        done(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    ran = kap("import", bib(tmp_path, "beta", "Two"), "--output", str(own))
    assert (ran.code, own.read_text()) == (4, theirs)
    assert "was changed meanwhile, and nothing was written to it" in ran.err
    assert "written to" not in ran.out
    assert sorted(os.listdir(tmp_path)) == ["alpha.bib", "beta.bib", "own.yaml"]


@posix
def test_an_edit_does_not_replace_what_came_meanwhile(kap: InProcess, own: Path, tmp_path: Path, editor: Any) -> None:
    kap("import", bib(tmp_path, "alpha", "One"), "--output", str(own))
    before = own.read_text()
    editor("One", "One and a half")
    ran = kap("edit", "alpha2030", "--catalogue", str(own))
    assert (ran.code, own.read_text()) == (4, f"{before}# theirs\n")
    (copy,) = tmp_path.glob(".own-*.yaml")
    assert copy.read_text() == before.replace("One", "One and a half")
    assert f"what you wrote stands in {copy}" in ran.err
    assert "was changed by somebody else while you edited it" in ran.err


@posix
def test_nor_does_a_copy_of_a_built_in_study(
    kap: InProcess, own: Path, tmp_path: Path, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kap("import", bib(tmp_path, "alpha", "One"), "--output", str(own))
    before = own.read_text()
    editor("replaces: true", "replaces: true  # mine")
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    ran = kap("edit", "feder2014", "--catalogue", str(own))
    assert (ran.code, own.read_text()) == (4, f"{before}# theirs\n")
    (copy,) = tmp_path.glob(".own-*.yaml")
    assert "replaces: true  # mine" in copy.read_text()


@posix
def test_an_editor_that_fails_throws_nothing_away(kap: InProcess, own: Path, tmp_path: Path, editor: Any) -> None:
    kap("import", bib(tmp_path, "alpha", "One"), "--output", str(own))
    editor("One", "Two", "")
    script = tmp_path / "vi"
    script.write_text(f"{script.read_text()}sys.exit(1)\n")
    ran = kap("edit", "alpha2030", "--catalogue", str(own))
    (copy,) = tmp_path.glob(".own-*.yaml")
    assert (ran.code, "Two" in copy.read_text(), f"what you wrote stands in {copy}" in ran.err) == (4, True, True)


def test_an_interrupt_throws_nothing_away_that_was_edited(
    kap: InProcess, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kap("import", bib(tmp_path, "alpha", "One"), "--output", str(own))
    before = own.read_text()

    def interrupted(copy: Path, _: int) -> None:
        copy.write_text(before.replace("One", "Two"))
        raise KeyboardInterrupt

    monkeypatch.setattr("kapcli.cli.edited_copy.edit", interrupted)
    ran = kap("edit", "alpha2030", "--catalogue", str(own))
    (copy,) = tmp_path.glob(".own-*.yaml")
    assert (ran.code, own.read_text(), "Two" in copy.read_text()) == (130, before, True)
    assert f"What you wrote stands in {copy}" in ran.err


class TestNew:
    """What was typed is added to the file as it is in the end, and kept elsewhere where that cannot be."""

    @pytest.fixture
    def typed(self, kap: InProcess, own: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
        def ran(meanwhile: Callable[[], None]) -> Any:
            answers = iter(["", "", "", "A typed title", "Alpha, Bo", "2030", ""])

            class Keyboard:
                closed = False

                def isatty(self) -> bool:
                    return False

                def readline(self) -> str:
                    said = next(answers, None)
                    if said is None:
                        meanwhile()
                        return ""
                    return f"{said}\n"

            monkeypatch.setattr(sys, "stdin", Keyboard())
            return kap("new", "--output", str(own))

        return ran

    def test_an_import_meanwhile_stays_and_an_id_that_it_took_is_not_used(self, typed: Any, own: Path) -> None:
        theirs = "# theirs\nstudies:\n  - id: alpha2030\n    draft: true\n"
        ran = typed(lambda: own.write_text(theirs) and None)
        assert own.read_text().startswith(theirs)
        assert (ran.code, drafts(own)) == (0, ["alpha2030", "alpha2030b"])
        assert "alpha2030b was written to" in ran.out
        assert "The id alpha2030 came to be taken meanwhile" in ran.out

    @pytest.mark.parametrize("theirs", ["studies: [", "studies:\n  - id: x2030\n    year: no\n", "studies: []\n"])
    def test_a_file_that_can_no_longer_be_added_to_costs_no_answer(
        self, typed: Any, own: Path, tmp_path: Path, theirs: str
    ) -> None:
        ran = typed(lambda: own.write_text(theirs) and None)
        assert (ran.code, own.read_text()) == (3, theirs)
        (copy,) = tmp_path.glob(".own-*.yaml")
        assert (drafts(copy), "A typed title" in copy.read_text()) == (["alpha2030"], True)
        assert f"what you wrote stands in {copy}" in ran.err

    def test_nor_does_an_interrupt(self, typed: Any, own: Path, tmp_path: Path) -> None:
        def interrupted() -> None:
            raise KeyboardInterrupt

        ran = typed(interrupted)
        (copy,) = tmp_path.glob(".own-*.yaml")
        assert (ran.code, own.exists(), drafts(copy)) == (130, False, ["alpha2030"])
        assert f"What you wrote stands in {copy}" in ran.err

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
    def test_nor_does_a_screen_that_cannot_be_written(
        self, typed: Any, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with open("/dev/full", "w", encoding="utf-8") as full, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", full)
            assert typed(lambda: None).code == 4
        assert drafts(own) == ["alpha2030"]

    def test_nor_does_a_disk_that_is_full(
        self, typed: Any, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        ran = typed(lambda: None)
        (copy,) = tmp_path.glob(".own-*.yaml")
        assert (ran.code, own.exists(), drafts(copy)) == (4, False, ["alpha2030"])
        assert f"what you wrote stands in {copy}" in ran.err


@posix
@pytest.mark.parametrize("line", [("import", "alpha.bib", "--output"), ("new", "--output"), ("validate", "--migrate")])
def test_a_file_that_is_only_to_be_read_is_not_replaced(
    kap: InProcess, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    bib(tmp_path, "alpha", "One")
    own.write_text(OLD)
    own.chmod(0o444)
    ran = kap(*line, str(own))
    assert (ran.code, ran.out, own.read_text()) == (4, "", OLD)
    assert "cannot be written: it is read-only" in ran.err
    assert f"chmod u+w {own}" in ran.err
