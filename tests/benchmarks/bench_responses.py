"""Many fictional responses coded: how long, how much memory, step by step; and the same after being killed.

python tests/benchmarks/bench_responses.py 100000              rates and memory; 1000000 is the size of a consultation
python tests/benchmarks/bench_responses.py 20000 --kill 10     killed ten times at random: the same bytes or an error
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

SHARED = Path(__file__).resolve().parents[1] / "shared"
sys.path[:0] = [str(SHARED), str(SHARED.parents[1])]


def code(export: Path, folder: Path, size: int, processes: int) -> None:
    """Make the frames in a process of their own; print each step with its seconds."""
    from responses_made import responding

    from lmep_consult.responses.spreading import workers

    began = {}

    def tell(step: str, done: int, total: int) -> None:
        began.setdefault(step, time.perf_counter())

    with workers(here=processes) as several:
        responding([export], folder, size).make(several, tell)
    ends = [*list(began.values())[1:], time.perf_counter()][: len(began)]  # nothing began where all was there
    for (step, start), end in zip(began.items(), ends, strict=True):
        print(f"  {step:10} {end - start:8.1f} s", flush=True)


def peak_of(process: subprocess.Popen[bytes]) -> int:
    """The most memory that a process and its children held together, in bytes, looked at ten times a second."""
    import psutil

    most, whole = 0, psutil.Process(process.pid)
    while process.poll() is None:
        with suppress(psutil.Error):  # one that has just ended
            most = max(most, sum(each.memory_info().rss for each in (whole, *whole.children(recursive=True))))
        time.sleep(0.1)
    return most


def bytes_of(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("count", type=int)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--size", type=int, default=20_000)
    asked.add_argument("--kill", type=int, default=0)
    asked.add_argument("--export", type=Path)
    asked.add_argument("--into", type=Path)
    options = asked.parse_args()
    if options.into:
        code(options.export, options.into, options.size, options.processes)
        return 0
    from fictional_responses import write

    with tempfile.TemporaryDirectory() as temporary:
        export = Path(temporary) / "export.csv"
        write(export, options.count)
        same = [sys.executable, __file__, str(options.count), "--export", str(export), "--size", str(options.size)]
        run = [*same, "--processes", str(options.processes), "--into"]
        whole = Path(temporary) / "whole"
        before = os.times()
        began = time.perf_counter()
        process = subprocess.Popen([*run, str(whole)])
        peak = peak_of(process)
        took, after = time.perf_counter() - began, os.times()
        cpu = sum(after[2:4]) - sum(before[2:4])
        print(f"{options.count:,} responses: {took:.0f} s, {cpu:.0f} s of processors, {peak / 1e6:,.0f} MB at most")
        broken, rng = Path(temporary) / "broken", random.Random(1)  # noqa: S311
        killed = 0
        while killed < options.kill:
            process = subprocess.Popen([*run, str(broken)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            with suppress(subprocess.TimeoutExpired):
                process.wait(rng.uniform(0, took))
            process.kill()
            if process.wait() == 0:  # it had ended by itself
                shutil.rmtree(broken)
                continue
            killed += 1
            print(f"  killed {killed}: {len(list(broken.rglob('part-*')))} parts", flush=True)
        if options.kill:
            subprocess.run([*run, str(broken)], check=True)
            print("the same bytes" if bytes_of(broken) == bytes_of(whole) else "OTHER BYTES")
            return int(bytes_of(broken) != bytes_of(whole))
    return 0


if __name__ == "__main__":
    sys.exit(main())
