"""Fifty thousand decisions of two coders, and what keeping one costs, against peers in the same run.

Run as `python tests/benchmarks/bench_decisions.py`. Reading and folding are set against the bare reading of the same
lines by json.loads, which nothing that reads them can do without; keeping a decision against an SQLite database that
commits each one with full synchronisation, which is how programs with a project file keep them.
"""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lmep_consult.coding import Coder, Decision, Passage, append, as_line, fold, read_log, read_logs

DECISIONS, KEPT = 50_000, 300
WORDS = "we lack the time and the people to read what comes out of it in the year that follows "


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def decided(how_many: int) -> list[Decision]:
    draw = random.Random(1)  # noqa: S311
    coders, made = [Coder("IF", "1"), Coder("AB", "1")], []
    for number in range(how_many):
        who, start = draw.choice(coders), draw.randrange(60_000)
        quote = WORDS[: draw.randrange(20, len(WORDS))]
        here = Passage(
            f"P{number % 40:02}",
            f"P{number % 40:02}",
            "0" * 64,
            start,
            start + len(quote),
            quote,
            WORDS[:32],
            WORDS[:32],
        )
        chance = draw.random()
        if chance < 0.6 or not made:
            made.append(who.add(here, f"code{draw.randrange(60)}"))
        elif chance < 0.8:
            made.append(who.change(draw.choice(made), here, "code1"))
        elif chance < 0.9:
            made.append(who.reject(here, "code2"))
        else:
            made.append(who.undo(draw.choice(made)))
    return made


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, decisions = Path(name) / "codings", decided(DECISIONS)
        for coder in ("IF", "AB"):
            append(folder / f"{coder}.jsonl", [decision for decision in decisions if decision.coder == coder])
        lines = [line for path in folder.iterdir() for line in path.read_bytes().splitlines()]
        bare = best_of(3, lambda: [json.loads(line) for line in lines])
        reading = best_of(3, lambda: read_logs(folder))
        folding = best_of(3, lambda: fold(decisions))
        print(f"{DECISIONS} decisions: json.loads {bare:.2f} s")
        print(f"  read and checked {reading:.2f} s, {reading / bare:.1f} times json.loads")
        print(f"  folded           {folding:.2f} s, {folding / bare:.1f} times json.loads")

        log, database = folder / "one by one.jsonl", sqlite3.connect(Path(name) / "peer.db")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE decision (id TEXT PRIMARY KEY, line TEXT)")

        def commit() -> None:
            for decision in decisions[:KEPT]:
                database.execute("INSERT OR REPLACE INTO decision VALUES (?, ?)", (decision.id, as_line(decision)))
                database.commit()

        peer = best_of(3, commit) / KEPT
        ours = best_of(3, lambda: [append(log, [decision]) for decision in decisions[:KEPT]]) / KEPT
        print(f"one decision kept: {ours * 1000:.2f} ms; SQLite {peer * 1000:.2f} ms, {peer / ours:.1f} times ours")
        assert len(read_log(log)[0]) == 3 * KEPT
        database.close()


if __name__ == "__main__":
    main()
