"""Nothing outside a study's folder is read, written or deleted; names that are no text are met with a sentence."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
import tiny

from lmep_consult.errors import StudyError
from lmep_consult.importing import import_files
from lmep_consult.run.chain import run
from lmep_consult.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return tiny.tiny(tmp_path / "study")


def link(path: Path, to: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(to, target_is_directory=to.is_dir())
    except OSError:
        pytest.skip("this user may make no links")


@pytest.mark.parametrize("name", ["../logo.png", "/logo.png", "looks/../../logo.png", "linked.png"])
@pytest.mark.parametrize("setting", ["logo", "word_template", "codebook"])
def test_what_study_toml_names_must_lie_in_the_folder(study: Study, setting: str, name: str) -> None:
    (study.folder.parent / "logo.png").write_bytes(b"1")
    link(study.folder / "linked.png", study.folder.parent / "logo.png")
    plan = study.folder / "study.toml"
    text = re.sub("codebook = .*\n", "", plan.read_text(encoding="utf-8"))
    words = 'logo_alt = "A logo"\n' if setting == "logo" else ""
    plan.write_text(text.replace("[study]\n", f'[study]\n{setting} = "{name}"\n{words}'), encoding="utf-8")
    with pytest.raises(StudyError, match=rf"study\.{setting}: .* lies outside the study's folder; copy it into it"):
        Study.open(study.folder)


@pytest.mark.parametrize("name", ["working", "reports", "raw", "working/codings", "working/names.csv", "exports"])
def test_a_place_that_is_a_link_out_of_the_folder_is_refused(study: Study, name: str) -> None:
    outside = study.folder.parent / "outside"
    if (study.folder / name).exists():
        (study.folder / name).rename(outside)
    else:
        outside.mkdir()
    link(study.folder / name, outside)
    with pytest.raises(StudyError, match="a link that leads out of the study's folder"):
        Study.open(study.folder)


def test_a_link_within_the_folder_is_none_of_these(study: Study) -> None:
    (study.folder / "kept" / "codings").mkdir(parents=True)
    link(study.folder / "working" / "codings", study.folder / "kept" / "codings")
    assert Study.open(study.folder).plan == study.plan


def test_a_study_that_is_reached_through_a_link_is_open(study: Study) -> None:
    link(study.folder.parent / "by another name", study.folder)
    assert Study.open(study.folder.parent / "by another name").plan == study.plan


def test_a_raw_file_that_is_a_link_out_of_the_folder_is_not_read(study: Study) -> None:
    path = study.folder / "raw" / "transcripts" / "P3_interview.txt"
    link(path, path.rename(study.folder.parent / "elsewhere.txt"))
    refused = import_files(study).failures
    assert list(refused) == ["transcripts/P3_interview.txt"]
    assert "a link that leads out of the study's folder" in str(refused["transcripts/P3_interview.txt"])
    with pytest.raises(StudyError, match=r"P3_interview\.txt: a link that leads out"):
        run(study)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are always text there")
@pytest.mark.parametrize("name", [b"P3_caf\xe9.txt", b"caf\xe9/P3_interview.txt"])
def test_a_name_that_is_no_text_is_refused_in_a_sentence_that_can_be_printed(study: Study, name: bytes) -> None:
    path = study.folder / "raw" / "transcripts" / os.fsdecode(name)
    path.parent.mkdir(exist_ok=True)
    (study.folder / "raw" / "transcripts" / "P3_interview.txt").rename(path)
    sentence = r"caf\\udce9.*: the name holds bytes that are no UTF-8; rename it\.$"
    with pytest.raises(StudyError, match=sentence) as found:
        run(study)
    assert str(found.value).encode("utf-8")
    (refused,) = import_files(study).failures.values()
    assert "no UTF-8" in str(refused)
