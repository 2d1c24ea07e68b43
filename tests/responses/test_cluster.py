"""The same frames from a Dask cluster: a scheduler and workers as processes of their own, one of which is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from responses_made import frame, made, responding, write_export

from lmep_consult.errors import ConsultError
from lmep_consult.responses.spreading import workers

pytest.importorskip("distributed")
SHARED = Path(__file__).parents[1] / "shared"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and its workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    path = os.pathsep.join([str(SHARED), str(SHARED.parents[1]), os.environ.get("PYTHONPATH", "")])
    settings = {**os.environ, "PYTHONPATH": path, "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}
    folder = tmp_path_factory.mktemp("dask")
    dask = [sys.executable, "-m"]
    with (folder / "log").open("wb") as log:
        quiet: dict[str, Any] = {"env": settings, "cwd": folder, "stdout": log, "stderr": log}
        port = address.rpartition(":")[2]
        scheduler = subprocess.Popen(
            [*dask, "distributed.cli.dask_scheduler", "--port", port, "--no-dashboard"], **quiet
        )
        worker = ["distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        at_work = [subprocess.Popen([*dask, *worker], **quiet) for _ in range(2)]
        yield address, at_work
        for process in (*at_work, scheduler):
            process.kill()
            process.wait()


def when_two_are_there(address: str) -> None:
    from distributed import Client

    with Client(address, timeout=60) as client:
        client.wait_for_workers(2, timeout=120)


def test_the_frames_are_the_same_and_a_lost_worker_is_survived(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, at_work = cluster
    path = write_export(tmp_path / "export.csv")
    alone = made(responding([path], tmp_path / "alone", 450))
    when_two_are_there(address)
    for parts, size in ((1, 450), (2, 225), (8, 57)):
        folder = tmp_path / f"of_{parts}"
        with workers(address) as several, ThreadPoolExecutor(1) as other:
            done = other.submit(made, responding([path], folder, size), several)
            if parts == 8:
                while not list(folder.rglob("part-*")) and not done.done():
                    time.sleep(0.05)
                at_work[0].send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
            done.result(timeout=240)
        for name in ("respondents", "texts", "coded"):
            pd.testing.assert_frame_equal(frame(folder, name), frame(alone, name))
        assert len(list((folder / "texts").iterdir())) == parts
    assert at_work[0].wait(timeout=10) and at_work[1].poll() is None


def test_a_scheduler_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lmep_consult.responses.spreading._PATIENCE", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(ConsultError, match=f"The scheduler {address} does not answer; .*\\."), workers(address):
        pass
    with pytest.raises(ConsultError, match="does not answer"), workers("no address at all"):
        pass
