"""Files written whole, for those who may read them, and found without following links."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from lmep_consult.errors import ConsultError
from lmep_consult.files import delete, files_in, is_link, leads_out, open_to_others, write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions, and guards links")


@posix
@pytest.mark.parametrize(
    ("mask", "private", "mode"),
    [(0o022, False, 0o644), (0o077, False, 0o600), (0o002, False, 0o664), (0o022, True, 0o600), (0o000, True, 0o600)],
)
def test_a_file_may_be_read_by_those_the_system_lets_read_new_files(
    tmp_path: Path, mask: int, private: bool, mode: int
) -> None:
    before = os.umask(mask)
    try:
        for _ in range(2):  # made, then replaced
            write_whole(tmp_path / "problems.csv", "who said what", private)
            assert (tmp_path / "problems.csv").stat().st_mode & 0o777 == mode
    finally:
        os.umask(before)


def test_a_full_disk_is_met_with_a_sentence_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "problems.csv"
    write_whole(path, "old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConsultError, match=r"problems\.csv cannot be written \(No space left on device\); make room"):
        write_whole(path, "new")
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["old"]


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A folder with a file, and links to a file and a folder outside it, to one inside, and to nothing."""
    folder, outside = tmp_path / "study", tmp_path / "outside"
    for path in (folder / "raw" / "a.txt", outside / "theirs.txt"):
        path.parent.mkdir(parents=True)
        path.write_text("words", encoding="utf-8")
    try:
        (folder / "raw" / "file").symlink_to(outside / "theirs.txt")
        (folder / "raw" / "folder").symlink_to(outside, target_is_directory=True)
        (folder / "raw" / "inside").symlink_to(folder / "raw" / "a.txt")
        (folder / "raw" / "nothing").symlink_to(outside / "gone")
    except OSError:
        pytest.skip("this user may make no links")
    return folder


def test_links_are_found_and_never_gone_through(linked: Path) -> None:
    found = files_in(linked)
    assert [path.name for path in found] == ["a.txt", "file", "folder", "inside", "nothing"]
    assert [path.name for path in found if is_link(path)] == ["file", "folder", "inside", "nothing"]
    assert [path.name for path in found if leads_out(path, linked)] == ["file", "folder", "nothing"]
    assert files_in(linked / "raw" / "folder") == [linked / "raw" / "folder"]
    assert files_in(linked / "none") == []


def test_what_a_link_leads_to_outlives_the_link(linked: Path) -> None:
    for path in files_in(linked):
        delete(path)
    assert files_in(linked) == []
    assert (linked.parent / "outside" / "theirs.txt").read_text(encoding="utf-8") == "words"
    delete(linked / "raw" / "file")  # it is not there any more


def test_names_that_are_no_utf_8_are_written_out(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    write_whole(path, "P1_\udcff.mp4")
    assert path.read_text(encoding="utf-8") == "P1_\\udcff.mp4"


@posix
def test_a_folder_is_open_to_others_when_all_above_it_are(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "open"
    inner.mkdir(parents=True)
    inner.chmod(0o755)
    inner.parent.chmod(0o755)
    assert open_to_others(inner) == open_to_others(tmp_path)
    assert open_to_others(Path("/"))
    inner.parent.chmod(0o750)
    assert not open_to_others(inner)
