"""The frames are the same however they were made: in one go, broken off, in other parts, by other processes."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pandas as pd
import pytest
from fictional_responses import HEADINGS
from responses_made import CODEBOOK, frame, made, responding, write_export

from lmep_consult.errors import ConsultError
from lmep_consult.responses import store
from lmep_consult.responses.spreading import Workers, workers


def bytes_of(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An export, and what an unbroken run made of it."""
    folder = tmp_path_factory.mktemp("responses")
    path = write_export(folder / "export.csv")
    return path, made(responding([path], folder / "made"))


def test_each_response_is_a_row_and_each_text_coded(once: tuple[Path, Path]) -> None:
    _, folder = once
    respondents, texts, coded = (frame(folder, name) for name in ("respondents", "texts", "coded"))
    assert len(respondents) == len(texts) == 450 and respondents["response"].is_unique
    assert list(respondents) == [
        "response", "file", "row", "received", "quotable", "type", "nation", "support",
    ]  # fmt: skip
    assert list(respondents["row"]) == list(range(2, 452)) and not respondents["quotable"].any()
    own = {(response, question): text for response, question, text in texts[["response", "question", "own"]].to_numpy()}
    letters = store.read(folder / "campaigns.parquet").to_pandas()
    own |= {(campaign, question): text for campaign, question, text in letters.to_numpy()[:, :3]}
    assert set(coded["code"]) == {code.id for code in CODEBOOK.codes}
    for response, question, code, start, end, rule in coded.itertuples(index=False):
        found = [each for each in next(CODEBOOK.find_in([own[response, question]])) if each.code == code]
        assert (found[0].start, found[0].end, found[0].rule) == (start, end, rule)
    with_codes = {key for key, text in own.items() if text and next(CODEBOOK.find_in([text]))}
    assert with_codes == set(zip(coded["response"], coded["question"], strict=True))


def test_a_campaign_is_counted_apart_and_what_is_written_round_it_kept(once: tuple[Path, Path]) -> None:
    _, folder = once
    texts, campaigns = frame(folder, "texts"), store.read(folder / "campaigns.parquet").to_pandas()
    assert list(campaigns["campaign"]) == ["campaign 1"]
    of_it = texts[texts["campaign"] == "campaign 1"]
    assert len(of_it) == campaigns["responses"].iloc[0] >= 38
    assert (of_it["own"] == "").any() and (of_it["own"] != "").any()
    alone = texts[texts["campaign"].isna()]
    assert (alone["own"] == alone["text"]).all()


class Stopped(Exception):  # noqa: N818
    """The program ended here."""


@pytest.mark.parametrize("seed", range(3))
def test_broken_off_anywhere_and_gone_on_with(
    once: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    path, whole = once
    rng = random.Random(seed)  # noqa: S311
    write_whole = store.write_whole

    def dying(*args: object, **kwargs: object) -> None:
        if rng.random() < 0.3:
            raise Stopped
        write_whole(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "write_whole", dying)
    to_make, stops = responding([path], tmp_path / "made"), 0
    for _ in range(100):
        try:
            made(to_make)
            break
        except Stopped:
            stops += 1
    assert stops >= 3 and bytes_of(tmp_path / "made") == bytes_of(whole)


def test_nothing_is_made_twice(once: tuple[Path, Path]) -> None:
    path, folder = once
    assert not responding([path], folder).make(Workers(), lambda *_: None)


@pytest.mark.parametrize("size", [450, 225, 57])
def test_other_parts_give_the_same_frames(once: tuple[Path, Path], tmp_path: Path, size: int) -> None:
    path, whole = once
    folder = made(responding([path], tmp_path / "made", size))
    for name in ("respondents", "texts", "coded"):
        pd.testing.assert_frame_equal(frame(folder, name), frame(whole, name))


def test_several_processes_write_the_same_bytes(once: tuple[Path, Path], tmp_path: Path) -> None:
    path, whole = once
    with workers(here=2) as several:
        made(responding([path], tmp_path / "made"), several)
    assert bytes_of(tmp_path / "made") == bytes_of(whole)


def test_a_file_that_is_bad_halfway_leaves_what_was_there(once: tuple[Path, Path], tmp_path: Path) -> None:
    good = write_export(tmp_path / "export.csv", count=150, campaign=0)
    folder = made(responding([good], tmp_path / "made"))
    before = bytes_of(folder)
    good.write_bytes(good.read_bytes() + b'R9,2026-03-01,a,b,Support,"never closed\n')
    with pytest.raises(ConsultError, match="a quotation mark is opened and not closed"):
        made(responding([good], folder))
    after = bytes_of(folder)
    assert {name: after.get(name) for name in before} == before


def test_names_and_addresses_are_out_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [
        "R1,,,,,Winifred Achterberg told me. Mail a.b@place.example or ring 01632 960001.,Tom Smythe",
        "R2,,,,,I am Tom Smythe and Smythe is my name; Mrs Thurlbeck agrees.,Tom Smythe",
        "R3,,,,,winifred achterberg runs it but i will not say more than that here,",
    ]
    path.write_text(",".join(HEADINGS) + ",Your name\n" + "\n".join(lines) + "\n", encoding="utf-8")
    folder = made(responding([path], tmp_path / "made", names=["Your name"]))
    assert list(frame(folder, "texts")["text"]) == [
        "[P07] told me. Mail [email] or ring [phone].",
        "I am [name] and [name] is my name; Mrs Thurlbeck agrees.",
        "[P07] runs it but i will not say more than that here",
    ]
    names = pd.read_csv(folder / "names.csv", keep_default_na=False)
    assert set(zip(names["what"], names["text"], strict=True)) >= {
        ("replaced by its form", ""),
        ("may be a name: decide about it", "Thurlbeck"),
    } or "Mrs Thurlbeck" in set(names["text"])
    assert "Smythe" not in (folder / "respondents" / "part-00000.parquet").read_bytes().decode("latin-1")
