"""Feed damaged files to every reader: python tests/fuzz/fuzz_readers.py --count 200000

Fails, and keeps the file, where a reader raises anything but a ConsultError, takes more than five seconds, or the
process grows beyond 500 MB. `--seed` makes a run repeatable; `--first` skips to one of its inputs.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutations import mutated
from seeds import seeds

from lmep_consult.errors import ConsultError
from lmep_consult.polls import describe_export, read_answers, read_attendance, read_poll
from lmep_consult.transcripts import read_transcript

READERS: dict[str, Callable[[Path], object]] = {
    "transcript": read_transcript,
    "ranking": partial(read_poll, options=["Maps", "Words", "Tables; and charts"], question="Rank these"),
    "a ranking to find": read_poll,
    "likert": partial(read_answers, question="How sure are you?", kind="likert", scale=["1 Not", "5 Sure"]),
    "columns": describe_export,
    "attendance": read_attendance,
}
SECONDS, MEGABYTES = 5.0, 500


def feed(numbers: range, seed: int, keep: Path) -> tuple[Counter[str], float, list[str]]:
    """Read the inputs of these numbers: how each ended, the longest time, and what went wrong."""
    warnings.simplefilter("ignore")
    files = seeds()
    texts = [data for _, data in files]
    ends: Counter[str] = Counter()
    longest, wrong = 0.0, []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input"
        for number in numbers:
            chance = random.Random(f"{seed} {number}")  # noqa: S311
            kind, data = chance.choice(files)
            data = mutated(data, texts, chance)
            path.write_bytes(data)
            begun = time.perf_counter()
            try:
                READERS[kind](path)
                end = "read"
            except ConsultError:
                end = "refused"
            except Exception as error:
                end = f"{type(error).__name__}: {error}"[:200]
            took = time.perf_counter() - begun
            longest = max(longest, took)
            ends[f"{kind} {end if end in ('read', 'refused') else 'WRONG'}"] += 1
            if end not in ("read", "refused") or took > SECONDS:
                (keep / f"{kind}_{seed}_{number}").write_bytes(data)
                wrong.append(f"{kind} {number}: {end}, {took:.1f} s")
    return ends, longest, wrong


def megabytes() -> float:
    """The most memory this process has held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def share(work: tuple[range, int, Path]) -> tuple[Counter[str], float, list[str], float]:
    return (*feed(*work), megabytes())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz_readers")
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    steps = range(given.first, given.first + given.count, 1000)
    work = [(range(s, min(s + 1000, given.first + given.count)), given.seed, given.keep) for s in steps]
    total: Counter[str] = Counter()
    longest, most, wrong = 0.0, 0.0, []
    with ProcessPoolExecutor(given.processes) as pool:
        for ends, took, faults, size in pool.map(share, work):
            total += ends
            longest, most = max(longest, took), max(most, size)
            wrong += faults
            so_far = f"{total.total()} inputs, longest {longest:.2f} s, {most:.0f} MB, {len(wrong)} wrong"
            print(f"\r{so_far}", end="", flush=True)
    print()
    for end, number in sorted(total.items()):
        print(f"{end}: {number}")
    for fault in wrong:
        print(fault)
    if wrong or most > MEGABYTES:
        print(f"Files kept in {given.keep}")
        sys.exit(1)


if __name__ == "__main__":
    main()
