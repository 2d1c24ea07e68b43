"""Who is let in and what is refused: each attack is tried on a page that is being served."""

from __future__ import annotations

import json
import os
import re
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import tiny

from lmep_consult.review import deciding, door, patience

SECRET = "the fares are too high"  # noqa: S105  (a participant's words)
NO_COOKIES = ["", "lmep_review={}", "lmep_review_{port}=", "lmep_review_{port}=" + "A" * 43, "\x01"]
OTHER_HOSTS = ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "[::1]:{port}", ""]
PATHS = ["/code", "/code/P1", "/api/source/P1", "/api/codes", "/api/search?q=fares", "/events", "/static/x/page.css"]


def asked(served: Any, path: str, **headers: str) -> httpx.Response:
    return httpx.get(served.top + path, headers=headers, timeout=20)


@pytest.fixture
def client(served: Any) -> Iterator[httpx.Client]:
    with served.client() as client:
        yield client


def key() -> str:
    return uuid.uuid4().hex


def test_it_listens_on_this_machine_alone(served: Any) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", served.address)
    port = int(served.top.rpartition(":")[2])
    for family, *_, address in socket.getaddrinfo(socket.gethostname(), port, type=socket.SOCK_STREAM):
        if not address[0].startswith("127."):
            with closing(socket.socket(family, socket.SOCK_STREAM)) as other:
                other.settimeout(2)
                assert other.connect_ex(address) != 0


def test_the_token_becomes_a_cookie_that_scripts_and_other_pages_do_not_get(served: Any) -> None:
    answer = httpx.get(served.address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    token = served.address.partition("token=")[2]
    assert token not in cookie
    with served.client() as client:
        assert client.get("/").headers["location"] == "/code"
        assert client.get("/code/P1").status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "cookie", ["", "lmep_review={}", "lmep_review_{port}=", "lmep_review_{port}=" + "A" * 43, "\x01"]
)
def test_nobody_without_the_token_is_let_in(served: Any, path: str, cookie: str) -> None:
    answer = asked(served, path, Cookie=cookie.replace("{port}", served.top.rpartition(":")[2]))
    assert answer.status_code == 403
    assert SECRET not in answer.text


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "é"])
def test_another_token_opens_nothing(served: Any, token: str) -> None:
    answer = httpx.get(served.top, params={"token": token})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_another_host_is_refused(served: Any, client: httpx.Client, host: str) -> None:
    host = host.replace("{port}", served.top.rpartition(":")[2])
    answer = client.get("/api/source/P1", headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert SECRET not in answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://{top}", None])
def test_another_origin_decides_nothing(served: Any, client: httpx.Client, origin: str | None) -> None:
    del client.headers["Origin"]
    headers = {} if origin is None else {"Origin": origin.replace("{top}", served.top.partition("//")[2])}
    waiting = client.get("/api/state/P1").json()["waiting"] if origin is None else [{"id": "x"}]
    body = {"key": key(), "action": "accept", "source": "P1", "suggestion": waiting[0]["id"]}
    assert client.post("/api/decide", json=body, headers=headers).status_code == 403
    assert served.log == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_cannot_have_the_browser_fetch_anything(client: httpx.Client, site: str) -> None:
    assert client.get("/api/source/P1", headers={"Sec-Fetch-Site": site}).status_code == 403
    assert client.get("/api/source/P1", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_what_is_not_the_pages_own(client: httpx.Client, path: str) -> None:
    with client.stream("GET", path) as answer:
        policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in answer.headers


def test_no_script_or_style_is_in_the_page_itself(client: httpx.Client) -> None:
    page = client.get("/code/P1").text
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


@pytest.mark.parametrize(
    "name",
    ["../P1", "..%2f..%2fstudy.toml", "%2e%2e/%2e%2e/study.toml", "..\\study.toml", "%00", "P1%00", "/etc/passwd",
     "....//study.toml", "P1_interview.txt", "x" * 3000],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["code", "api/source", "api/state", "api/others", "recording", "static"])
def test_a_name_is_never_a_path(client: httpx.Client, kind: str, name: str) -> None:
    answer = client.get(f"/{kind}/{name}")
    assert answer.status_code in (400, 404)
    assert "[study]" not in answer.text
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"[" * 5000, b'{"action": "undo"}', b'{"key": "../../x", "action": "undo"}',
     json.dumps({"key": "a" * 32, "action": "rm"}).encode(), json.dumps({"key": "a" * 32, "action": ["undo"]}).encode(),
     json.dumps({"key": "a" * 32, "action": "add", "source": "P1", "start": -1, "end": 3, "code": "fares"}).encode(),
     json.dumps({"key": "a" * 32, "action": "add", "source": "P1", "start": True, "end": 3, "code": "fares"}).encode(),
     json.dumps({"key": "a" * 32, "action": "note", "source": "P1", "start": 0, "memo": "x" * 21_000}).encode(),
     json.dumps({"key": "a" * 32, "action": "add", "source": "../P1", "start": 0, "end": 3, "code": "fares"}).encode(),
     json.dumps({"key": "a" * 32, "action": "reject_all", "suggestions": "all"}).encode()],
)  # fmt: skip
def test_what_is_no_decision_is_refused_and_nothing_is_kept(served: Any, client: httpx.Client, body: bytes) -> None:
    answer = client.post("/api/decide", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 409)
    assert served.log == []


def test_half_a_character_in_a_note_is_marked_as_damaged() -> None:
    assert (
        deciding.text(json.loads('{"memo": "so \\ud83d it is \\ud83d\\ude00"}'), "memo")
        == "so \ufffd it is \N{GRINNING FACE}"
    )


def test_a_form_of_another_page_cannot_be_sent(client: httpx.Client) -> None:
    assert client.post("/api/decide", data={"key": key(), "action": "undo"}).status_code == 415


def test_a_large_body_is_refused_before_it_is_read(served: Any, client: httpx.Client) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 100_000_000:
            sent += 65_536
            yield b"x" * 65_536

    try:
        answer = client.post("/api/decide", content=endless(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the connection was closed on it
    assert sent < 30_000_000
    port = int(served.top.rpartition(":")[2])
    known = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    head = f"POST /api/decide HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {served.top}\r\nCookie: {known}\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as honest:
        honest.sendall(f"{head}Content-Length: 100000000\r\n\r\n".encode())
        assert honest.recv(13) == b"HTTP/1.1 413 "
    assert client.get("/code/P1").status_code == 200


def test_200_connections_held_open_keep_nobody_out(served: Any) -> None:
    port = int(served.top.rpartition(":")[2])
    held = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(200)]
    held[0].sendall(b"GET / HT")
    try:
        with served.client() as client:
            began = time.monotonic()
            assert client.get("/code/P1").status_code == 200
            assert time.monotonic() - began < 10
    finally:
        for each in held:
            each.close()


def test_a_request_that_comes_too_slowly_is_ended(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD", 0.5)
    monkeypatch.setattr(door, "PATIENCE", 0.5)
    port = int(served.top.rpartition(":")[2])
    with served.client() as client:
        known = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    whole = (
        f"POST /api/decide HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {served.top}\r\nCookie: {known}\r\n"
        "Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"
    )
    for words, answer in ((b"GET / HTTP/1.1\r\nHos", b""), (whole.encode(), b"HTTP/1.1 408 ")):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
            slow.sendall(words)
            assert slow.recv(13) == answer


def test_a_fault_says_where_it_is_and_none_of_anybodys_words(
    served: Any, client: httpx.Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(served.sitting.desk, "mine", fail)
    answer = client.get("/api/state/P1")
    assert answer.status_code == 500
    token = served.address.partition("token=")[2]
    said = "".join(capfd.readouterr()) + answer.text
    assert "ValueError at test_safe.py, line" in said
    assert SECRET not in said
    assert token not in said


def test_a_log_of_the_program_holds_no_token_and_no_words(
    served: Any, client: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    httpx.get(served.address)
    client.get("/api/source/P1")
    client.get("/api/search?q=too+high")
    client.post("/api/decide", content=b"{too high", headers={"Content-Type": "application/json"})
    assert "".join(capfd.readouterr()) == ""


def test_nothing_is_served_before_names_are_replaced(served: Any, client: httpx.Client) -> None:
    for who, name, email, _ in tiny.PEOPLE:
        page = client.get(f"/api/source/{who}").text
        for word in (*name.split(), email, "Farrowby"):
            assert word not in page


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_log_that_leads_out_of_the_study_is_not_written(
    folder: Path, serve: Callable[..., Any], tmp_path: Path
) -> None:
    import shutil

    study = Path(shutil.copytree(folder, tmp_path / "study"))
    outside = tmp_path / "outside.jsonl"
    outside.touch()
    (study / "working" / "codings").mkdir(exist_ok=True)
    (study / "working" / "codings" / "IF.jsonl").symlink_to(outside)
    with serve(study) as page, page.client() as client:
        first = client.get("/api/state/P1").json()["waiting"][0]
        body = {"key": key(), "action": "accept", "source": "P1", "suggestion": first["id"]}
        assert client.post("/api/decide", json=body).status_code == 409
    assert outside.read_bytes() == b""


def test_many_at_once_are_answered(served: Any) -> None:
    failed: list[Exception] = []

    def ask() -> None:
        try:
            with served.client() as client:
                assert client.get("/api/source/P1").status_code == 200
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
