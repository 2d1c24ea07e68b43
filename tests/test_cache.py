"""The store of made results: never a wrong one, never in the way."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lmep_consult.cache import Cache
from lmep_consult.files import UNFINISHED


def made(content: bytes, calls: list[bytes]) -> Callable[[], bytes]:
    def make() -> bytes:
        calls.append(content)
        return content

    return make


def test_a_result_is_made_once_for_a_key(tmp_path: Path) -> None:
    calls: list[bytes] = []
    assert Cache(tmp_path / "new").kept("a", made(b"one", calls)) == b"one"
    assert Cache(tmp_path / "new").kept("a", made(b"other", calls)) == b"one"
    assert Cache(tmp_path / "new").kept("b", made(b"two", calls)) == b"two"
    assert calls == [b"one", b"two"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content[:10],
        lambda content: b"",
        lambda content: content + b"more",
        lambda content: content[:-1] + b"X",
        lambda content: b"X" + content[1:],
    ],
    ids=["cut short", "cut in its hash", "empty", "longer", "changed", "hash changed"],
)
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    calls: list[bytes] = []
    Cache(tmp_path).kept("a", made(b"the result", calls))
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert Cache(tmp_path).kept("a", made(b"the result", calls)) == b"the result"
    assert Cache(tmp_path).kept("a", made(b"not asked for", calls)) == b"the result"
    assert calls == [b"the result", b"the result"]


def test_an_empty_result_is_a_result(tmp_path: Path) -> None:
    calls: list[bytes] = []
    assert Cache(tmp_path).kept("a", made(b"", calls)) == b""
    assert Cache(tmp_path).kept("a", made(b"other", calls)) == b""


def test_keys_that_no_file_could_be_named_by(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for key in ("", "../../outside", "CON", "a" * 10_000, "x\0y", "A", "a"):
        assert cache.kept(key, lambda key=key: key.encode()) == key.encode()
    for key in ("", "../../outside", "CON", "a" * 10_000, "x\0y", "A", "a"):
        assert cache.kept(key, lambda: b"made again") == key.encode()
    assert len(list(tmp_path.iterdir())) == 7


def test_what_this_run_did_not_ask_for_is_forgotten(tmp_path: Path) -> None:
    before = Cache(tmp_path)
    for key in ("a", "b", "c"):
        before.kept(key, key.encode)
    (tmp_path / f"{UNFINISHED}cut").write_bytes(b"half")
    now = Cache(tmp_path)
    now.kept("b", lambda: b"other")
    now.kept("d", lambda: b"d")
    now.forget_unused()
    assert len(list(tmp_path.iterdir())) == 2
    later = Cache(tmp_path)
    assert later.kept("b", lambda: b"other") == b"b"
    assert later.kept("a", lambda: b"again") == b"again"


def test_a_folder_that_is_gone_or_never_was(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.forget_unused()
    assert cache.kept("a", lambda: b"one") == b"one"
    for file in (tmp_path / "cache").iterdir():
        file.unlink()
    (tmp_path / "cache").rmdir()
    assert cache.kept("a", lambda: b"two") == b"two"


def test_a_store_that_cannot_be_written_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert Cache(tmp_path / "cache").kept("a", lambda: b"one") == b"one"


def test_what_make_raises_is_raised_and_nothing_kept(tmp_path: Path) -> None:
    def fails() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Cache(tmp_path).kept("a", fails)
    assert Cache(tmp_path).kept("a", lambda: b"one") == b"one"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    Cache(tmp_path).kept("a", lambda: b"one")
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
