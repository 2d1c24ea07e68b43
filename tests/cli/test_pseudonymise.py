"""lmep-consult pseudonymise, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from typer.testing import CliRunner

from lmep_consult.cli import app

COLUMNS = ["participant", "name", "email", "group", "organisation", "status"]
TALK = """Interviewer: Thank you for coming.
P01: So I asked Bogdan Tollerby, and Bogdan rang Mayor Brackwith in Vennacre about the Hub.
Interviewer: And then?
P01: Then Brackwith said yes. We met in Vennacre, all of us, and had soup.
"""


def study_in(folder: Path) -> Path:
    (folder / "raw" / "transcripts").mkdir(parents=True)
    (folder / "raw" / "transcripts" / "P01_interview.txt").write_text(TALK, encoding="utf-8")
    (folder / "study.toml").write_text(
        '[study]\ntitle = "T"\nsource = "S"\ncodebook = "codebooks/lmep.yaml"\n[dates]\n'
        "fieldwork_start = 2026-01-01\nfieldwork_end = 2026-03-31\ndelete_by = 2027-06-30\n"
        '[[groups]]\nid = "A"\nname = "Group A"\n[disclosure]\nallow = ["Hub", "Mayor"]\n',
        encoding="utf-8",
    )
    person = [("P01", "Ada Quillfeather", "ada@x.example", "A", "Aldermere Trust", "took part")]
    pd.DataFrame(person, columns=COLUMNS).to_excel(folder / "register.xlsx", index=False)
    return folder


def typed(*words: str | Path, answers: str = "") -> str:
    result = CliRunner().invoke(app, ["pseudonymise", *map(str, words)], input=answers, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_what_may_name_somebody_is_listed(tmp_path: Path) -> None:
    said = typed("--study", study_in(tmp_path))
    assert "Bogdan Tollerby" in said
    assert "Brackwith" in said
    assert "Vennacre" in said
    assert "4 to decide about" in said
    assert not (tmp_path / "working" / "names.csv").exists()


def test_yes_confirms_nothing(tmp_path: Path) -> None:
    assert "4 to decide about" in typed("--study", study_in(tmp_path), "--review", "--yes")
    assert not (tmp_path / "working" / "names.csv").exists()


def test_each_answer_is_kept_and_settles_what_is_part_of_it(tmp_path: Path) -> None:
    folder = study_in(tmp_path)
    said = typed("--study", folder, "--review", "--by", "Imogen", answers="what\np\nl\np\nq\n")
    assert "= NAME the same as NAME" in said
    rows = pd.read_csv(folder / "working" / "names.csv", encoding="utf-8-sig")
    assert rows[["text", "replacement", "decided_by"]].to_numpy().tolist() == [
        ["Brackwith", "[person 1]", "Imogen"],
        ["Vennacre", "[place 1]", "Imogen"],
        ["Bogdan Tollerby", "[person 2]", "Imogen"],
    ]
    assert "0 to decide about" in typed("--study", folder)


def test_an_answer_is_undone_and_its_name_asked_about_again(tmp_path: Path) -> None:
    folder = study_in(tmp_path)
    said = typed("--study", folder, "--review", "--by", "Imogen", answers="k\nu\np\nl\nu\nq\n")
    assert [line for line in said.splitlines() if "Undone" in line] != []
    rows = pd.read_csv(folder / "working" / "names.csv", encoding="utf-8-sig")
    assert rows[["text", "replacement"]].to_numpy().tolist() == [["Brackwith", "[person 1]"]]
    assert "Vennacre" in typed("--study", folder)


def test_who_decides_is_asked_where_it_is_not_given(tmp_path: Path) -> None:
    folder = study_in(tmp_path)
    typed("--study", folder, "--review", answers="Tobias\nk\nq\n")
    rows = pd.read_csv(folder / "working" / "names.csv", encoding="utf-8-sig", keep_default_na=False)
    assert rows[["text", "kind", "decided_by"]].to_numpy().tolist() == [["Brackwith", "", "Tobias"]]
    assert "3 to decide about" in typed("--study", folder)


def test_a_name_that_was_not_confirmed_cannot_be_the_same_as_another(tmp_path: Path) -> None:
    folder = study_in(tmp_path)
    said = typed("--study", folder, "--review", "--by", "Imogen", answers="= Fintan\nq\n")
    assert "'Fintan' is not among the names confirmed so far" in said


def transcript_of(folder: Path) -> str:
    (text,) = [path.read_text(encoding="utf-8") for path in (folder / "working" / "transcripts").glob("*.json")]
    return text


def test_a_wrong_replacement_is_listed_and_taken_back_at_one_place(tmp_path: Path) -> None:
    folder = study_in(tmp_path)
    path = folder / "raw" / "transcripts" / "P01_interview.txt"
    path.write_text(TALK.replace("had soup", "had Aldermere soup at Aldermere"), encoding="utf-8")
    listed = typed("--study", folder, "--replaced")
    assert "P01:4" in listed
    assert "had [A 1] soup at [A 1]" in transcript_of(folder)
    said = typed("--study", folder, "--undo", "Aldermere", "--at", "P01:4", "--by", "Imogen")
    assert "stays at P01:4" in said
    typed("--study", folder)
    assert "had Aldermere soup at Aldermere" in transcript_of(folder)
    refused = CliRunner().invoke(app, ["pseudonymise", "--study", str(folder), "--undo", "Vennacre", "--by", "Imogen"])
    assert refused.exit_code == 1
