"""Write the coders' logs of the second demonstration study from the marks in ``source/``.

    python data/flexibilities/make_codings.py

The study is FICTIONAL, its coders too. ME coded everything: the marks in braces of ``source/transcripts/`` and of
``source/survey_change.txt``. KT coded three interviews without seeing that (``source/second_coder.csv`` says in what
KT differs: action omit or add), and RA settled the differences (verdict keep or drop). This script finds the words in
the transcripts as an import makes them, names replaced, and writes ``codings/``. The same source gives the same bytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, Decision, Passage, as_line, passage, text_hash
from lmep_consult.importing import read_study_data
from lmep_consult.study import Study
from lmep_consult.transcripts import Transcript

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
ANSWERS = "survey:change"
SPACE = uuid.UUID("0c52f1de-6f2b-4c0e-8b8e-2f1f4b0d7a31")  # ids of this study's decisions
FIRST = dt.datetime(2025, 8, 4, 9, 0, tzinfo=dt.UTC)
EVERY = dt.timedelta(seconds=40)
MARK = re.compile(r"\{([a-z -]+): ([^}]*)\}")


class Marked(NamedTuple):
    source: str
    code: str
    words: str


def marks(transcripts: Mapping[str, Transcript]) -> Iterator[Marked]:
    """What ME coded, file by file. A visit's second day is the event's second transcript."""
    named = {"day1": "", "day2": " 2"}
    for path in sorted((SOURCE / "transcripts").glob("*.txt")):
        event, _, day = path.stem.partition("_")
        yield from _in_text(f"{event}{named.get(day, '')}", path)
    yield from _in_text(ANSWERS, SOURCE / "survey_change.txt")


def _in_text(source: str, path: Path) -> Iterator[Marked]:
    for codes, words in MARK.findall(path.read_text(encoding="utf-8")):
        for code in codes.split():
            yield Marked(source, code, words)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        study_folder = Path(folder) / "study"
        study_folder.mkdir()
        shutil.copytree(HERE / "raw", study_folder / "raw")
        (study_folder / "working").mkdir()
        for name in ("study.toml", "register.xlsx"):
            shutil.copyfile(HERE / name, study_folder / name)
        if (HERE / "names.csv").is_file():
            shutil.copyfile(HERE / "names.csv", study_folder / "working" / "names.csv")
        study = Study.open(study_folder)
        codebook = Codebook.load(study.codebook)
        transcripts = read_study_data(study).transcripts
    first = list(marks(transcripts))
    with (SOURCE / "second_coder.csv").open(encoding="utf-8", newline="") as file:
        differing = list(csv.DictReader(file))
    double = {row["source"] for row in differing}
    omitted = {Marked(row["source"], row["code"], row["words"]) for row in differing if row["action"] == "omit"}
    added = [Marked(row["source"], row["code"], row["words"]) for row in differing if row["action"] == "add"]
    if unknown := omitted - set(first):
        raise SystemExit(f"second_coder.csv: nothing is marked so: {unknown}")
    second = [mark for mark in first if mark.source in double and mark not in omitted] + added
    logs = {
        "ME": _coded("ME", first, transcripts, codebook),
        "KT": _coded("KT", second, transcripts, codebook),
    }
    logs["RA"] = _settled("RA", differing, logs, transcripts, codebook)
    (HERE / "codings").mkdir(exist_ok=True)
    for coder, decisions in logs.items():
        lines = "".join(as_line(decision) + "\n" for decision in decisions)
        (HERE / "codings" / f"{coder}.jsonl").write_text(lines, encoding="utf-8", newline="\n")
    return 0


def _coder(name: str, codebook: Codebook) -> Coder:
    numbers = iter(range(100_000))

    def stamp() -> tuple[str, str]:
        number = next(numbers)
        time = (FIRST + number * EVERY).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return uuid.uuid5(SPACE, f"{name} {number}").hex, time

    return Coder(name, codebook.version, stamp=stamp)


def _coded(
    name: str, marked: list[Marked], transcripts: Mapping[str, Transcript], codebook: Codebook
) -> list[Decision]:
    coder = _coder(name, codebook)
    found = [coder.add(_where(mark, transcripts), codebook.code(mark.code).id) for mark in marked]
    sources = dict.fromkeys(mark.source for mark in marked)
    return [*found, *(coder.done(source, text_hash(transcripts[source].text)) for source in sources)]


def _settled(
    name: str,
    differing: list[dict[str, str]],
    logs: Mapping[str, list[Decision]],
    transcripts: Mapping[str, Transcript],
    codebook: Codebook,
) -> list[Decision]:
    coder, settled = _coder(name, codebook), []
    for row in differing:
        where = _where(Marked(row["source"], row["code"], row["words"]), transcripts)
        about = [
            made.id
            for made in (*logs["ME"], *logs["KT"])
            if (made.source, made.code) == (row["source"], row["code"])
            and made.start is not None
            and made.end is not None
            and made.start < where.end
            and where.start < made.end
        ]
        verdict = "keep" if row["verdict"] == "keep" else "drop"
        settled.append(coder.adjudicate(about, where, row["code"], verdict, row["memo"]))
    return settled


def _where(mark: Marked, transcripts: Mapping[str, Transcript]) -> Passage:
    transcript = transcripts[mark.source]
    start = transcript.text.find(mark.words)
    if start < 0:
        raise SystemExit(f"{mark.source} does not say {mark.words[:60]!r}")
    if transcript.text.find(mark.words, start + 1) >= 0:
        raise SystemExit(f"{mark.source} says {mark.words[:60]!r} twice")
    return passage(mark.source, transcript, start, start + len(mark.words), mark.words)


if __name__ == "__main__":
    sys.exit(main())
