"""From the files of responses to the frames: part by part, and gone on with where it was broken off."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from lmep_consult import places
from lmep_consult.codebook import Codebook
from lmep_consult.errors import ConsultError
from lmep_consult.files import write_whole
from lmep_consult.fingerprint import key_of, sha256, toolkit
from lmep_consult.plan import Responses
from lmep_consult.pseudonyms import still_open
from lmep_consult.responses import store
from lmep_consult.responses.campaigns import Candidate, Counts, Letters, find_letters
from lmep_consult.responses.names import Names
from lmep_consult.responses.parting import CODED, TEXTS, Coding, Parting, campaign_id
from lmep_consult.responses.placing import FOUND, PROBLEMS, PROPOSED, RESPONDENTS, Placing
from lmep_consult.responses.reading import Batch, batches
from lmep_consult.responses.spreading import Workers
from lmep_consult.spreadsheet import as_csv
from lmep_consult.study import RESPONSES_MADE

SIZE = 20_000  # responses to a part
CAMPAIGNS = "campaigns.parquet"
NAMES_KNOWN = "names_known.json"  # with which names the texts were read
_UNFINISHED = "unfinished"  # the folder of what is being made
_READ, _CODED = "read.json", RESPONSES_MADE  # of what is made, its counts and from what it was made; written last
PROBLEMS_LISTED, NAMES = places.PROBLEMS.name, places.NAMES.name
_MOST_LISTED = 10_000  # rows of these
_FOR_CAMPAIGNS = ("question", "text", "words", "whole", "runs")
# Told of each step: what it is, how much of it was done since, and how much there is in all (0: not known).
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Responding:
    """What the frames are made from, and the folder they are put into. size: responses to a part."""

    raw: Path
    files: tuple[Path, ...]
    plan: Responses
    names: Names
    codebook: Codebook
    folder: Path
    size: int = SIZE

    def make(self, workers: Workers, tell: Tell) -> bool:
        """Make what is not there yet or was made from something else; whether anything was.

        Each part is written whole by whichever process has it, and is the same whoever does: what was broken off goes
        on from the parts that are there. Frames take the place of earlier ones when they are whole.

        Raises ConsultError where a file cannot be read as what it should be: then all stays as it was.
        """
        read_key = self._read_key()
        coded_key = key_of(read_key, asdict(self.codebook))
        if _key(self.folder / _CODED) == coded_key:
            return False
        if _key(self.folder / _READ) != read_key:
            self._read(self._begun(read_key), read_key, workers, tell)
        self._code(self._begun(coded_key), coded_key, workers, tell)
        return True

    def _read_key(self) -> str:
        files = [(path.relative_to(self.raw).as_posix(), sha256(path)) for path in self.files]
        return key_of("read", files, self.plan.model_dump(mode="json"), asdict(self.names), self.size, toolkit())

    def _begun(self, key: str) -> Path:
        """The folder for what is being made, empty unless the same was begun before."""
        new = self.folder / _UNFINISHED
        if _key(new / "key.json") != key:
            _removed(new)
            write_whole(new / "key.json", json.dumps({"key": key}), private=True)
        return new

    def _read(self, new: Path, key: str, workers: Workers, tell: Tell) -> None:
        placing = Placing(self.plan, self.names, new)
        total = sum(path.stat().st_size for path in self.files)
        for _ in workers.each(placing.place, self._to_place(placing, lambda size: tell("reading", size, total))):
            pass
        count = len(store.parts(new / PROBLEMS))
        letters = find_letters(_Candidates(new / FOUND, tell))
        parting = Parting(letters, new / FOUND, new)
        to_part = [n for n in range(count) if not store.part(new / TEXTS, n).is_file()]
        tell("campaigns", count - len(to_part), count)
        for _ in workers.each(parting.part, to_part):
            tell("campaigns", 1, count)
        self._write_campaigns(new, letters)
        problems = _listed(new / PROBLEMS, ["file", "row", "what", "text"])
        write_whole(new / PROBLEMS_LISTED, as_csv(problems), private=True)
        write_whole(new / NAMES, as_csv(_proposed(new / PROPOSED, self.names)), private=True)
        write_whole(new / NAMES_KNOWN, json.dumps({"key": _names_key(self.names)}), private=True)
        made = (RESPONDENTS, TEXTS, CAMPAIGNS, PROBLEMS_LISTED, NAMES, NAMES_KNOWN)
        self._put_in_place(new, made, _READ, key)

    def _to_place(self, placing: Placing, tell: Callable[[int], None]) -> Iterator[Batch]:
        for batch in batches(self.raw, self.files, self.plan, self.size, tell):
            if not placing.has(batch.number):
                yield batch

    def _write_campaigns(self, new: Path, letters: Letters) -> None:
        sizes = Counter(campaign for (campaign,) in store.rows(store.parts(new / TEXTS), ("campaign",)))
        rows = [
            (campaign_id(n), question, text, sizes[campaign_id(n)]) for n, (question, text) in enumerate(letters.of)
        ]
        kinds = {**store.texts("campaign", "question", "letter"), **store.numbers("responses")}
        store.write(new / CAMPAIGNS, store.table(kinds, rows))

    def _code(self, new: Path, key: str, workers: Workers, tell: Tell) -> None:
        coding = Coding(self.codebook, self.folder / TEXTS, new)
        count = len(store.parts(self.folder / TEXTS))
        to_code = [n for n in range(count) if not store.part(new / CODED, n).is_file()]
        tell("coding", count - len(to_code), count)
        for _ in workers.each(coding.code, to_code):
            tell("coding", 1, count)
        coding.write(count, store.rows([self.folder / CAMPAIGNS], ("campaign", "question", "letter")))
        self._put_in_place(new, (CODED,), _CODED, key)

    def _put_in_place(self, new: Path, made: Sequence[str], stamp: str, key: str) -> None:
        """Move what is whole to where it belongs; only the last file says that it is there."""
        for name in (_CODED, stamp):
            (self.folder / name).unlink(missing_ok=True)
        for name in made:
            _removed(self.folder / name)
            (new / name).replace(self.folder / name)
        write_whole(self.folder / stamp, json.dumps({"key": key}), private=True)
        _removed(new)


def is_made(folder: Path) -> bool:
    """Whether the frames are there, all made from the same."""
    return bool(_key(folder / _CODED))


class _Candidates:
    """The texts that may be a campaign's, a part at a time, as often as they are asked for."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        self._parts = store.parts(folder)
        self._counts = Counts()
        for path in self._parts:
            self._counts.add(store.read(path, ("whole", "runs")))
            tell("comparing", 1, len(self._parts))

    def __iter__(self) -> Iterator[list[Candidate]]:
        for path in self._parts:
            found = store.read(path, _FOR_CAMPAIGNS)
            held = found.select(("question", "whole", "text")).take(self._counts.candidates(found)).to_pydict()
            yield list(map(Candidate, held["question"], held["whole"], held["text"]))


def _key(path: Path) -> str:
    """From what something was made; "" where nothing is there."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["key"])
    except (OSError, ValueError, KeyError):
        return ""


def _removed(path: Path) -> None:
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise ConsultError(f"{path} cannot be replaced ({error.strerror or error}); close it and try again.") from None


def _listed(folder: Path, columns: list[str]) -> pd.DataFrame:
    rows = []
    for row in store.rows(store.parts(folder), columns):
        rows.append(row)
        if len(rows) == _MOST_LISTED:
            break
    return pd.DataFrame(rows, columns=columns)


def _proposed(folder: Path, names: Names) -> pd.DataFrame:
    """What was replaced by its form, by kind, and what may be a name besides and nobody decided about; the most
    frequent first."""
    parts = [store.read(path).to_pandas() for path in store.parts(folder)]
    found = pd.concat(parts).groupby(["kind", "text"], as_index=False).agg({"responses": "sum", "context": "first"})
    open_ = still_open(found[found["text"] != ""].assign(before="", after=""), names.known, names.allow)
    found = found[(found["text"] == "") | found.index.isin(open_.index)]
    found["what"] = found["text"].map(lambda text: "may be a name: decide about it" if text else "replaced by its form")
    found = found.sort_values(["what", "responses", "kind", "text"], ascending=[False, False, True, True])
    return pd.DataFrame(found.head(_MOST_LISTED), columns=["what", "kind", "text", "responses", "context"])


def has_names(folder: Path, names: Names) -> bool:
    """Whether the texts that are there were read with these names."""
    return _key(folder / NAMES_KNOWN) == _names_key(names)


def _names_key(names: Names) -> str:
    return key_of("names", asdict(names))
