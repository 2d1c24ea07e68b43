"""Write the coders' logs of the demonstration study from what they marked in ``source/codings/``.

    python data/demo/make_codings.py

The study is FICTIONAL, its coders too. ``source/codings/IF.csv`` says, a row a decision, which words of which turn the
coder IF marked; this script puts them where they stand in the transcripts as an import makes them, names replaced, and
writes ``codings/IF.jsonl`` as the toolkit would have. Columns: source, turn, action, code, quote, was, verdict, memo.
An action is add, accept, reject, change (accepted under another code than `was`), done or adjudicate (of the other
coders' codings of that code that overlap the quote: verdict keep or drop). The same source gives the same bytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, Decision, Passage, as_line, passage, text_hash
from lmep_consult.importing import read_study_data
from lmep_consult.study import Study
from lmep_consult.transcripts import Transcript

HERE = Path(__file__).resolve().parent
SPACE = uuid.UUID("9f1d6a52-5a0c-4f0e-9c55-0f5f4c1c9b6e")  # ids of the demonstration's decisions
FIRST = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
EVERY = dt.timedelta(seconds=40)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        study_folder = Path(folder) / "study"
        copy_demonstration(study_folder)
        study = Study.open(study_folder)
        codebook = Codebook.load(study.codebook)
        transcripts = read_study_data(study).transcripts
        logs: dict[str, list[Decision]] = {}
        paths = (HERE / "source" / "codings").glob("*.csv")
        for path in sorted(paths, key=lambda path: ("adjudicate" in path.read_text("utf-8"), path.name)):
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            logs[path.stem] = list(_decisions(path.stem, rows, transcripts, codebook, logs))
    (HERE / "codings").mkdir(exist_ok=True)
    for coder, decisions in logs.items():
        lines = "".join(as_line(decision) + "\n" for decision in decisions)
        (HERE / "codings" / f"{coder}.jsonl").write_text(lines, encoding="utf-8", newline="\n")
    return 0


def _decisions(
    name: str,
    rows: list[dict[str, str]],
    transcripts: Mapping[str, Transcript],
    codebook: Codebook,
    logs: Mapping[str, list[Decision]],
) -> Iterator[Decision]:
    stamps = (
        (uuid.uuid5(SPACE, f"{name} {number}").hex, (FIRST + number * EVERY).strftime("%Y-%m-%dT%H:%M:%S.000Z"))
        for number in range(len(rows))
    )
    coder = Coder(name, codebook.version, stamp=lambda: next(stamps))
    for number, row in enumerate(rows, start=2):
        try:
            yield _decision(coder, row, transcripts, codebook, logs)
        except Exception as error:
            raise SystemExit(f"{name}.csv, line {number}: {error}") from error


def _decision(
    coder: Coder,
    row: Mapping[str, str],
    transcripts: Mapping[str, Transcript],
    codebook: Codebook,
    logs: Mapping[str, list[Decision]],
) -> Decision:
    action, source, memo = row["action"], row["source"], row["memo"]
    if action == "done":
        return coder.done(source, text_hash(transcripts[source].text))
    code = codebook.code(row["code"]).id
    where = _where(source, int(row["turn"]), row["quote"], transcripts[source])
    if action == "add":
        return coder.add(where, code, memo)
    if action == "accept":
        return coder.accept(where, code, memo=memo)
    if action == "reject":
        return coder.reject(where, code, memo=memo)
    if action == "change":
        return coder.accept_changed(where, code, codebook.code(row["was"]).id, memo=memo)
    about = [
        made.id
        for decisions in logs.values()
        for made in decisions
        if (made.source, made.code) == (source, code)
        and made.start is not None
        and made.end is not None
        and made.start < where.end
        and where.start < made.end
    ]
    return coder.adjudicate(about, where, code, "keep" if row["verdict"] == "keep" else "drop", memo)


def _where(source: str, turn: int, quote: str, transcript: Transcript) -> Passage:
    said = transcript.turns.set_index("turn").loc[turn]
    at = said["text"].find(quote)
    if at < 0:
        raise ValueError(f"turn {turn} of {source} does not say {quote[:40]!r}")
    start = int(said["start_char"]) + at
    return passage(source, transcript, start, start + len(quote), quote)


if __name__ == "__main__":
    sys.exit(main())
