"""Write the coder's log of the third demonstration study, which is FICTIONAL, its coder too.

    python data/responses/make_codings.py

TO read the answers that were drawn, and the letters of campaigns, and knew what `make_files.py` meant each sentence to
say: what the terms suggested rightly is accepted, what they suggested wrongly is rejected, and what they missed is
added. The same answers give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from make_files import SAID

from lmep_consult.analysis.coded import suggestions
from lmep_consult.cli.code_responses import code_responses
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, Decision, as_line, passage, text_hash
from lmep_consult.responses.sample import texts_to_code
from lmep_consult.study import Study
from lmep_consult.transcripts import Transcript

HERE = Path(__file__).resolve().parent
SPACE = uuid.UUID("5b0a8a52-93cf-4d5e-9a51-0c4b7f1d2e60")  # ids of this study's decisions
FIRST = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
EVERY = dt.timedelta(seconds=20)
MEANT = {
    **{sentence: code for code, both in SAID.items() for sentences in both for sentence in sentences},
    "to object to the closure of Mill Street": "parking",
    "parking on Mill Street keeps our shops alive": "parking",
    "without it trade will move to the retail park": "trade",
    "a safer crossing at Dale End has been promised": "safety",
    "build the cycle lane all the way to the school": "cycling",
}


def log_of(study: Study, name: str = "TO") -> list[Decision]:
    """What the coder decided of everything that is there to code in the study."""
    codebook, texts = Codebook.load(study.codebook), texts_to_code(study)
    coder = _coder(name, codebook)
    suggested = suggestions(texts, codebook)
    made = []
    for source, transcript in texts.items():
        true = list(_meant(transcript))
        here = suggested[suggested["source"] == source]
        found = set()
        for row in here.to_dict("records"):
            right = {at for at in true if at[2] == row["code"] and at[0] < row["end"] and row["start"] < at[1]}
            found |= right
            decide = coder.accept if right else coder.reject
            made.append(decide(passage(source, transcript, row["start"], row["end"]), row["code"], rule=row["rule"]))
        for start, end, code in true:
            if (start, end, code) not in found:
                made.append(coder.add(passage(source, transcript, start, end), code))
        made.append(coder.done(source, text_hash(transcript.text)))
    return made


def _meant(transcript: Transcript) -> Iterator[tuple[int, int, str]]:
    """Where participants say something that belongs to a code: start, end, code."""
    text = transcript.text.lower()
    asked = len(transcript.turns["text"].iloc[0])
    for words, code in MEANT.items():
        start = text.find(words.lower(), asked)
        while start >= 0:
            yield start, start + len(words), code
            start = text.find(words.lower(), start + 1)


def _coder(name: str, codebook: Codebook) -> Coder:
    numbers = iter(range(1_000_000))

    def stamp() -> tuple[str, str]:
        number = next(numbers)
        time = (FIRST + number * EVERY).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return uuid.uuid5(SPACE, f"{name} {number}").hex, time

    return Coder(name, codebook.version, stamp=stamp)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder)
        for name in ("study.toml", "register.xlsx"):
            shutil.copyfile(HERE / name, study / name)
        shutil.copytree(HERE / "raw", study / "raw")
        code_responses(study=study)
        made = log_of(Study.open(study))
    (HERE / "codings").mkdir(exist_ok=True)
    lines = "".join(as_line(decision) + "\n" for decision in made)
    (HERE / "codings" / "TO.jsonl").write_text(lines, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
