"""A quotation that was shortened and signed off, when who said it withdraws."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import tiny

from lmep_consult.coding import Coder, append, log_path, passage, text_hash
from lmep_consult.disclosure import cuts_of, read_sign_offs, sign_off
from lmep_consult.governance import withdraw
from lmep_consult.importing import read_study_data
from lmep_consult.run import chain
from lmep_consult.study import Study

LEFT_OUT = "the ticket to town most of all,"
SHOWN = "I think the fares are too high for us, […] and nobody has ever asked us why."


@pytest.mark.usefixtures("without_charts")
def test_it_is_in_no_later_run_whole_or_shortened(tiny_folder: Path) -> None:
    study = Study.open(tiny_folder)
    transcripts = read_study_data(study).transcripts
    for who in ("P1", "P2", "P3"):
        turn = transcripts[who].turns.iloc[1]
        coder = Coder("IF", "1")
        there = passage(who, transcripts[who], int(turn["start_char"]), int(turn["end_char"]))
        done = coder.done(who, text_hash(transcripts[who].text))
        append(log_path(study.codings, "IF"), [coder.add(there, "fares"), done])
    quote = tiny.ANSWERS["P1"][0]
    theirs = pd.DataFrame([("P1", "fares", quote)], columns=["participant", "code", "quote"])
    cuts = cuts_of(quote, [LEFT_OUT])
    record = sign_off(theirs, read_sign_offs(study.sign_offs), "IF", dt.datetime(2026, 3, 2, tzinfo=dt.UTC), cuts)
    study.sign_offs.write_text(record.to_csv(index=False), encoding="utf-8")
    shown = chain.run(study).quotations
    assert SHOWN in set(shown.quotes["words"])
    assert SHOWN in shown.read
    withdraw(study, "P1", "asked to", dt.date(2026, 4, 1))
    after = chain.run(Study.open(tiny_folder)).quotations
    for frame in (after.quotes, after.assumption_quotes, after.to_sign, after.held_back):
        assert "P1" not in set(frame["participant"])
        assert not frame.astype(str).apply(lambda cells: cells.str.contains("asked us why")).to_numpy().any()
    assert SHOWN not in after.read
    assert "P2" in set(after.quotes["participant"])
    assert read_sign_offs(study.sign_offs).empty
