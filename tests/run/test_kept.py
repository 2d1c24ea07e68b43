"""What a run keeps comes back exactly as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest
import tiny

from lmep_consult.analysis.coded import coded
from lmep_consult.analysis.reliability import coder_agreement
from lmep_consult.analysis.sample import sample
from lmep_consult.cache import Cache
from lmep_consult.codebook import Codebook, matching
from lmep_consult.coding import Coder, Decision, passage, text_hash
from lmep_consult.importing import read_study_data
from lmep_consult.run import kept
from lmep_consult.run.kept import codebook_of, kept_agreement, kept_sample
from lmep_consult.run.kept_frames import kept_frames


def test_frames_come_back_with_their_dates_and_missing_cells(tmp_path: Path) -> None:
    frame = pd.DataFrame({"week": [dt.date(2026, 1, 5), None], "people": pd.array([1, None], dtype="Int64")})
    asked = []

    def make() -> dict[str, pd.DataFrame]:
        asked.append(1)
        return {"recruitment": frame}

    for _ in range(2):
        again = kept_frames(Cache(tmp_path), "a key", make)["recruitment"]
        pd.testing.assert_frame_equal(again, frame)
        assert type(again["week"][0]) is dt.date
    assert asked == [1]


def test_the_sample_is_made_once_and_comes_back_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = tiny.tiny(tmp_path / "study")
    data = read_study_data(study)
    fresh, cache = sample(data, study.plan), Cache(tmp_path / "cache")
    kept_sample(data, study.plan, cache)
    monkeypatch.setattr(kept, "sample", lambda *_: pytest.fail("the sample is made again"))
    again = kept_sample(data, study.plan, cache)
    assert again.frames.keys() == fresh.frames.keys()
    for name, frame in fresh.frames.items():
        pd.testing.assert_frame_equal(again.frames[name], frame, check_index_type=False)
    for name in ("met_by", "asked", "few"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(fresh, name), check_index_type=False)
    pd.testing.assert_frame_equal(again.to_recruit.people, fresh.to_recruit.people, check_index_type=False)
    pd.testing.assert_frame_equal(again.to_recruit.criteria, fresh.to_recruit.criteria, check_index_type=False)
    assert again.to_recruit.method == fresh.to_recruit.method


def test_agreement_is_worked_out_again_only_where_a_finished_round_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, cache = tiny.tiny(tmp_path), Cache(tmp_path / "cache")
    data, codebook = read_study_data(study), Codebook.load(study.codebook)
    talk = data.transcripts["P1"]
    stamps = ((f"id{second}", f"2026-02-10T09:00:{second:02}.000Z") for second in range(60))
    one, two = (Coder(name, codebook.version, stamp=lambda: next(stamps)) for name in ("IF", "AB"))
    a, b = [code.id for code in codebook.codes][:2]

    def add(who: Coder, code: str, turn: int) -> Decision:
        start = int(talk.turns["start_char"].iloc[turn])
        return who.add(passage("P1", talk, start, start + 4), code)

    def agreement(log: Iterable[Decision]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """As it is kept, and as it is."""
        read = coded(data, study.plan, codebook, log)
        kept = kept_agreement(data, study.plan, codebook, read, cache)["coder_agreement"]
        return kept, coder_agreement(data, study.plan, codebook, read)

    def finished(*codings: Decision) -> list[Decision]:
        return [*codings, *(who.done("P1", text_hash(talk.text)) for who in (one, two))]

    log = finished(add(one, a, 1), add(two, a, 1), add(two, b, 3))
    first, worked_out = agreement(log)
    assert len(first)
    pd.testing.assert_frame_equal(first, worked_out)
    with monkeypatch.context() as patched:  # what is decided later is not of the round
        patched.setattr(kept, "coder_agreement", lambda *_: pytest.fail("it was worked out again"))
        again, _ = agreement([*log, add(one, b, 3)])
    pd.testing.assert_frame_equal(again, first, check_index_type=False)
    other, worked_out = agreement(finished(add(one, a, 1), add(two, a, 1), add(two, b, 1)))
    pd.testing.assert_frame_equal(other, worked_out)
    assert not other.equals(first)


def test_a_codebook_comes_back_whole_and_is_read_again_once_its_file_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, cache = tiny.tiny(tmp_path), Cache(tmp_path / "cache")
    loaded = Codebook.load(study.codebook)
    assert any(code.terms for code in loaded.codes)
    assert codebook_of(study, cache).codes == loaded.codes
    with monkeypatch.context() as patched:
        patched.setattr(Codebook, "load", lambda path: pytest.fail("it was read again"))
        kept = codebook_of(study, cache)
    fields = ("name", "version", "description", "codes", "negation", "echo")
    assert [getattr(kept, field) for field in fields] == [getattr(loaded, field) for field in fields]
    spoken = read_study_data(study).transcripts["P1"]
    found = kept.apply(spoken)
    study.codebook.write_text(study.codebook.read_text(encoding="utf-8").replace("Fares", "Prices"), encoding="utf-8")
    with monkeypatch.context() as patched:  # other words for a code suggest what they did
        patched.setattr(matching, "suggest", lambda *_: pytest.fail("it was matched again"))
        pd.testing.assert_frame_equal(codebook_of(study, cache).apply(spoken), found)
    assert "Prices" in {code.name for code in codebook_of(study, cache).codes}
