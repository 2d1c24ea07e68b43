"""The key, plain and encrypted."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from lmep_consult.errors import ConsultError
from lmep_consult.pseudonyms import read_key, write_key

CONTENT = {"people": {"P01": "Ada Quillfeather", "P02": "Łucja Żak"}, "replaced": []}


def refused(path: Path, passphrase: str | None = None) -> str:
    with pytest.raises(ConsultError) as caught:
        read_key(path, passphrase)
    assert path.name in str(caught.value)
    return str(caught.value)


def test_a_plain_key_is_json_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "pseudonyms.key"
    write_key(path, CONTENT)
    assert json.loads(path.read_text(encoding="utf-8")) == CONTENT
    assert read_key(path) == CONTENT
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_readable_by_others_becomes_its_owners_when_written_again(tmp_path: Path) -> None:
    path = tmp_path / "pseudonyms.key"
    path.write_text("{}", encoding="utf-8")
    path.chmod(0o644)
    write_key(path, CONTENT)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_encrypted_key_names_nobody_and_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    path = tmp_path / "pseudonyms.key"
    write_key(path, CONTENT, "correct horse, łódź")
    assert "Ada" not in path.read_text(encoding="utf-8")
    assert read_key(path, "correct horse, łódź") == CONTENT
    assert "is encrypted; give its passphrase" in refused(path)
    assert "wrong passphrase" in refused(path, "correct horse")
    assert "passphrase is empty" in refused(path, "")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_encryption_is_scrypt_and_fernet_as_the_libraries_define_them(tmp_path: Path) -> None:
    """The standard library's scrypt and Fernet's own layout open it without this module."""
    fernet = pytest.importorskip("cryptography.fernet")
    import base64
    import hashlib

    path = tmp_path / "pseudonyms.key"
    write_key(path, CONTENT, "pass")
    locked = json.loads(path.read_text(encoding="utf-8"))
    salt = base64.b64decode(locked["salt"])
    derived = hashlib.scrypt(b"pass", salt=salt, n=2**17, r=8, p=1, dklen=32, maxmem=2**28)
    opened = fernet.Fernet(base64.urlsafe_b64encode(derived)).decrypt(locked["content"].encode())
    assert json.loads(opened) == CONTENT


def test_two_keys_with_one_passphrase_differ(tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    for name in ("one", "two"):
        write_key(tmp_path / name, CONTENT, "pass")
    assert (tmp_path / "one").read_bytes() != (tmp_path / "two").read_bytes()


def test_a_changed_key_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    path = tmp_path / "pseudonyms.key"
    write_key(path, CONTENT, "pass")
    locked = json.loads(path.read_text(encoding="utf-8"))
    for change in ({"content": locked["content"][:-8] + "AAAAAAA="}, {"salt": "AAAA"}):
        path.write_text(json.dumps(locked | change), encoding="utf-8")
        assert "wrong passphrase, or a damaged file" in refused(path, "pass")
    for change in ({"encrypted": "rot13"}, {"salt": 3}, {"content": None}):
        path.write_text(json.dumps(locked | change), encoding="utf-8")
        assert "damaged" in refused(path, "pass")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"3"])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pseudonyms.key"
    path.write_bytes(content)
    assert "restore an earlier copy" in refused(path)


def test_a_missing_key_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "is missing" in refused(tmp_path / "pseudonyms.key")
