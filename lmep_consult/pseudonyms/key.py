"""The key: the only link from ids back to names."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

from lmep_consult.errors import ConsultError, StudyError
from lmep_consult.files import write_whole

_METHOD = "scrypt, Fernet"
_COST = 2**17  # scrypt's n with r = 8, p = 1: 128 MB for every guess
_LARGEST = 200_000_000  # bytes


def write_key(path: Path, content: dict[str, Any], passphrase: str | None = None) -> None:
    """Write the key, whole or not at all; encrypted where there is a passphrase.

    Only its owner may read or write the file (0600). Windows knows no such mode: there it may be read by whoever may
    read its folder, so that on a shared drive it needs a passphrase. A passphrase that is lost cannot be found again.

    Raises ConsultError where the file cannot be written, the passphrase is empty, or there is one and the library
    `cryptography` is not installed.
    """
    plain = json.dumps(content, ensure_ascii=False, indent=1)
    if passphrase is not None:
        salt = os.urandom(16)
        token = _cipher(path, passphrase, salt).encrypt(plain.encode()).decode("ascii")
        locked = {"encrypted": _METHOD, "salt": base64.b64encode(salt).decode("ascii"), "content": token}
        plain = json.dumps(locked, indent=1)
    write_whole(path, plain + "\n", private=True)


def read_key(path: Path, passphrase: str | None = None) -> dict[str, Any]:
    """What `write_key` wrote.

    Raises StudyError where there is no key or it is damaged, ConsultError where its passphrase is missing or wrong.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise StudyError(f"{path}: too large for a key; restore an earlier copy.")
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StudyError(f"{path} is missing; `lmep-consult run` writes it.") from None
    except (ValueError, RecursionError):
        raise StudyError(f"{path}: damaged; restore an earlier copy, or run again to write a new one.") from None
    if not isinstance(content, dict):
        raise StudyError(f"{path}: not a key; restore an earlier copy, or run again to write a new one.")
    return _opened(path, content, passphrase) if "encrypted" in content else content


def _opened(path: Path, locked: dict[str, Any], passphrase: str | None) -> dict[str, Any]:
    if passphrase is None:
        raise ConsultError(f"{path} is encrypted; give its passphrase.")
    try:
        if locked["encrypted"] != _METHOD:
            raise ValueError
        salt, token = base64.b64decode(locked["salt"], validate=True), locked["content"].encode("ascii")
    except (KeyError, TypeError, AttributeError, ValueError):
        raise StudyError(f"{path}: damaged; restore an earlier copy.") from None
    cipher = _cipher(path, passphrase, salt)
    from cryptography.fernet import InvalidToken

    try:
        content: dict[str, Any] = json.loads(cipher.decrypt(token))
    except InvalidToken:
        raise ConsultError(f"{path}: wrong passphrase, or a damaged file; try the passphrase again.") from None
    return content


def _cipher(path: Path, passphrase: str, salt: bytes) -> Any:
    if not passphrase:
        raise ConsultError(f"{path}: the passphrase is empty; give one, or leave the key unencrypted.")
    try:
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    except ImportError:
        raise ConsultError(
            'A passphrase needs the library cryptography; install it with: python -m pip install "lmep-consult[key]"'
        ) from None
    derived = Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
