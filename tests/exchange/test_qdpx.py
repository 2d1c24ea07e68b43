"""Projects out and in: the same codes, passages, attributes and notes, and the format's own rules."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from marked import BOOK, PEOPLE, TEXTS, codings, transcripts
from pyrefiqda import RefiProject

from lmep_consult.errors import CodingError, InputError
from lmep_consult.exchange import bring_in, read_codings_csv, read_qdpx, write_codings_csv, write_qdpx

HERE = Path(__file__).parent


def written(path: Path, marked: pd.DataFrame, texts: dict[str, str] = TEXTS, **more: Any) -> Path:
    write_qdpx(path, BOOK, transcripts(texts), marked, PEOPLE, **more)
    return path


def test_codes_passages_attributes_and_notes_come_back(tmp_path: Path) -> None:
    marked = codings(("P1", "IF", 6, 20), ("P1", "TLH", 8, 14), ("P2", "IF", 0, 5), texts=TEXTS, memo="]]> & <i>")
    notes = pd.DataFrame(
        {
            "id": ["a", "b"], "source": ["P2", "P1"], "coder": ["IF", "TLH"], "code": ["", ""],
            "memo": ["on it", "here"],
            "time": ["2026-03-02T09:00:00.000Z"] * 2, "start": [None, 0], "end": [None, 5], "quote": ["", "Never"],
        }
    )  # fmt: skip
    project = read_qdpx(written(tmp_path / "p.qdpx", marked, memos=notes))
    assert project.losses == ()
    assert project.sources == {
        "P1": "P1: Never 🙂 enough time.\n\nP1: No, never.", "P2": "P2: Naïve e\u0301 שלום time",
    }  # fmt: skip
    assert [(c.id, c.name, c.parent, c.definition, c.colour) for c in project.codebook.codes] == [
        (c.id, c.name, c.parent, c.definition, c.colour) for c in BOOK.codes
    ]
    assert project.codings["quote"].tolist() == marked["quote"].tolist()
    back = [decision for own in bring_in(project, transcripts(TEXTS), BOOK, []).decisions.values() for decision in own]
    codings_back = {decision.id: decision for decision in back if decision.action == "add"}
    for row in marked.to_dict("records"):
        assert {key: getattr(codings_back[row["id"]], key) for key in row if key not in ("codebook", "round")} == {
            key: value for key, value in row.items() if key not in ("codebook", "round")
        }
    assert {(d.coder, d.source, d.start, d.memo) for d in back if d.action == "memo"} == {
        ("IF", "P2", None, "on it"), ("TLH", "P1", 0, "here"),
    }  # fmt: skip
    assert project.cases.to_dict("list") == {
        "case": ["P1", "P2"], "source": ["P1", "P2"], "group": ["MSA", "=1+1"], "role": ["policy", "<b>"],
    }  # fmt: skip
    assert sorted(project.memos["memo"]) == ["here", "on it"]
    assert sorted(project.users) == ["IF", "TLH"]


text = st.text(st.sampled_from(list("ab 🙂é\u0301\u202eש\n.")), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=40, deadline=None)
@given(said=text, data=st.data())
def test_every_passages_text_is_its_quote(
    tmp_path_factory: pytest.TempPathFactory, said: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(said) - 1))
    end = data.draw(st.integers(start + 1, len(said)))
    texts = {"P1": said}
    marked = codings(("P1", "IF", start, end), texts=texts)
    path = written(tmp_path_factory.mktemp("q") / "p.qdpx", marked, texts)
    project = read_qdpx(path)
    (here,) = bring_in(project, transcripts(texts), BOOK, []).decisions.values() if said[start:end].strip() else [[]]
    stripped = said[start:end].split("\n")
    assert [(d.quote) for d in here] == [line.strip() for line in stripped if line.strip()]
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        (source,) = [name for name in archive.namelist() if name.endswith(".txt")]
        raw = archive.read(source).decode("utf-8")
    (selection,) = root.iter("{*}PlainTextSelection")
    there = raw[int(selection.get("startPosition")) : int(selection.get("endPosition"))]
    assert there.replace("\n\nP1: ", "\n") == said[start:end] or "\n" in said[start:end]


def test_the_format_takes_it(tmp_path: Path) -> None:
    """By a schema of the parts that are written, in the order that REFI-QDA 1.5 gives (tests/exchange/project.xsd)."""
    notes = pd.DataFrame(
        {"id": ["a"], "source": ["P1"], "coder": ["SN"], "code": [""], "memo": ["x"], "time": [""], "start": [None]}
    )
    marked = codings(("P1", "IF", 6, 20), texts=TEXTS, memo="why")
    schema = etree.XMLSchema(etree.parse(HERE / "project.xsd"))
    nobody = PEOPLE.head(0)[["participant"]]
    for number, path in enumerate(
        [written(tmp_path / "full.qdpx", marked, memos=notes), written(tmp_path / "bare.qdpx", marked.head(0), {})]
    ):
        with zipfile.ZipFile(path) as archive:
            schema.assertValid(etree.fromstring(archive.read("project.qde")))
        project = RefiProject.load(path, extract_dir=str(tmp_path / f"out{number}"))
        assert project.code_book is not None
    write_qdpx(tmp_path / "n.qdpx", BOOK, {}, marked.head(0), nobody)
    with zipfile.ZipFile(tmp_path / "n.qdpx") as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    marked = codings(("P1", "IF", 6, 20), texts=TEXTS)
    assert written(tmp_path / "a", marked).read_bytes() == written(tmp_path / "b", marked).read_bytes()


def test_a_quote_that_does_not_stand_there_is_refused(tmp_path: Path) -> None:
    marked = codings(("P1", "IF", 6, 20), texts=TEXTS).assign(quote="something else!")
    with pytest.raises(CodingError, match="its quote is not at 6 to 20"):
        written(tmp_path / "p.qdpx", marked)


GUIDS = [f"{{0000000{n}-0000-0000-0000-00000000000{n}}}" for n in range(10)]


def foreign(
    tmp_path: Path,
    data: bytes,
    places: list[tuple[int, int]],
    origin: str = "Other",
    folder: str = "sources",
    name: str = "Project.qde",
    said: str = "internal://one.txt",
) -> Path:
    """A project as other programs write them: braces round GUIDs, folders and paths of their own."""
    marks = "".join(
        f'<PlainTextSelection guid="{GUIDS[5][:-2]}{at}}}" startPosition="{start}" endPosition="{end}" '
        f'creatingUser="{GUIDS[1]}">'
        f'<Coding guid="{GUIDS[6][:-2]}{at}}}"><CodeRef targetGUID="{GUIDS[2].upper()}"/></Coding></PlainTextSelection>'
        for at, (start, end) in enumerate(places)
    )
    xml = (
        f'<Project name="X" origin="{origin}" xmlns="urn:QDA-XML:project:1.0">'
        f'<Users><User guid="{GUIDS[1]}" name="Ann"/></Users>'
        f'<CodeBook><Codes><Code guid="{GUIDS[2]}" name="Too little time" isCodable="true"/></Codes></CodeBook>'
        f'<Sources><TextSource guid="{GUIDS[3]}" name="One" plainTextPath="{said}">{marks}</TextSource>'
        f'<PictureSource guid="{GUIDS[4]}" name="Photo"/></Sources>'
        f'<Sets><Set guid="{GUIDS[7]}" name="s"/></Sets></Project>'
    )
    path = tmp_path / "f.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, xml)
        archive.writestr(f"{folder}/one.txt", data)
    return path


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(("folder", "name"), [("sources", "Project.qde"), ("Sources", "project.qde")])
def test_a_mark_at_the_beginning_braces_and_folders_do_no_harm(
    tmp_path: Path, bom: bytes, folder: str, name: str
) -> None:
    said = "Oh 🙂 time flies."
    path = foreign(tmp_path, bom + said.encode("utf-8"), [(5, 9)], folder=folder, name=name)
    project = read_qdpx(path)
    assert project.codings["quote"].tolist() == ["time"]
    assert project.codings["coder"].tolist() == ["Ann"]
    assert project.codings["code"].tolist() == ["too-little-time"]
    assert {problem.where for problem in project.losses} == {"f.qdpx, Photo", "f.qdpx, project"}


@pytest.mark.parametrize("name", ["My interviews.qde", "project.qde", "folder/Project.QDE"])
@pytest.mark.parametrize(
    "said",
    [
        "internal://one.txt", "internal://sources/one.txt", "relative:///one.txt", "relative:///sources/one.txt",
        "internal:\\\\one.txt", "sources\\one.txt", "one.txt", "/one.txt", "file:///C:/Users/ann/one.txt",
    ],
)  # fmt: skip
def test_the_project_and_its_texts_are_found_however_they_are_called(tmp_path: Path, name: str, said: str) -> None:
    project = read_qdpx(foreign(tmp_path, b"Time flies.", [(0, 4)], name=name, said=said))
    assert project.codings["quote"].tolist() == ["Time"]
    assert list(project.sources) == ["One"]


def test_a_source_without_a_name_is_called_as_its_file(tmp_path: Path) -> None:
    path = foreign(tmp_path, b"Time flies.", [(0, 4)])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("Project.qde").decode("utf-8").replace('name="One" ', "")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("sources/one.txt", "Time flies.")
    assert read_qdpx(path).sources == {"one": "Time flies."}


def test_old_macs_line_ends_are_line_ends(tmp_path: Path) -> None:
    project = read_qdpx(foreign(tmp_path, b"One.\rBus \rcost", [(5, 8), (10, 14)]))
    assert project.sources == {"One": "One.\nBus \ncost"}
    assert project.codings["quote"].tolist() == ["Bus", "cost"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_program_that_counts_utf16_is_understood(tmp_path: Path, line_end: str) -> None:
    """As NVivo does, which counts both characters of a line end as well."""
    said = f"🙂🙂 First words.{line_end}Then 🙂 others{line_end}and the last."
    places = []
    for word in ("First", "others", "last"):
        start = len(said[: said.index(word)].encode("utf-16-le")) // 2
        places.append((start, start + len(word)))
    project = read_qdpx(foreign(tmp_path, said.encode("utf-8"), places, origin="NVivo for Windows 12.6"))
    assert project.codings["quote"].tolist() == ["First", "others", "last"]
    assert any("emoji" in problem.what for problem in project.losses)


def test_what_is_marked_in_the_transcript_of_a_recording_is_taken(tmp_path: Path) -> None:
    xml = f"""<Project name="X" origin="NVivo" xmlns="urn:QDA-XML:project:1.0">
      <CodeBook><Codes><Code guid="{GUIDS[2]}" name="Time" isCodable="true"/></Codes></CodeBook>
      <Sources><AudioSource guid="{GUIDS[3]}" name="P07" path="internal://a.mp3">
        <Transcript guid="{GUIDS[4]}" plainTextPath="internal://a.txt">
          <SyncPoint guid="{GUIDS[5]}" timeStamp="0" position="0"/>
          <SyncPoint guid="{GUIDS[6]}" timeStamp="900" position="11"/>
          <TranscriptSelection guid="{GUIDS[7]}" fromSyncPoint="{GUIDS[5]}" toSyncPoint="{GUIDS[6].upper()}">
            <Coding guid="{GUIDS[8]}"><CodeRef targetGUID="{GUIDS[2]}"/></Coding></TranscriptSelection>
        </Transcript></AudioSource></Sources></Project>"""
    with zipfile.ZipFile(tmp_path / "a.qdpx", "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("sources/a.txt", "Time flies. Yes.")
    project = read_qdpx(tmp_path / "a.qdpx")
    assert project.codings[["source", "quote"]].to_dict("list") == {"source": ["P07"], "quote": ["Time flies."]}
    assert [problem.what for problem in project.losses] == [
        "a recording with what is marked in it elsewhere than in its text was not taken"
    ]


def test_a_code_given_to_a_whole_source_is_given_to_all_of_its_text(tmp_path: Path) -> None:
    path = foreign(tmp_path, b"Time flies.\r\nYes.", [(0, 4)])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("Project.qde").decode("utf-8")
    coding = f'<Coding guid="{GUIDS[8]}" creatingUser="{GUIDS[1]}"><CodeRef targetGUID="{GUIDS[2]}"/></Coding>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml.replace("</TextSource>", f"{coding}</TextSource>"))
        archive.writestr("sources/one.txt", "Time flies.\r\nYes.")
    project = read_qdpx(path)
    assert project.codings["quote"].tolist() == ["Time", "Time flies.\nYes."]
    assert project.codings.iloc[1][["coder", "start", "end"]].tolist() == ["Ann", 0, 16]
    assert any("codes given to the whole source: 1" in problem.what for problem in project.losses)


LINES = "First line.\r\nSecond 🙂 line.\r\nThird words here.\r\n"


@pytest.mark.parametrize("counted", [1, 2])
def test_line_ends_are_counted_as_the_passages_say(tmp_path: Path, counted: int) -> None:
    whole = LINES if counted == 2 else LINES.replace("\r\n", "\n")
    places = [(whole.index(word), whole.index(word) + len(word)) for word in ("Second", "Third", "words")]
    project = read_qdpx(foreign(tmp_path, LINES.encode("utf-8"), places))
    assert project.codings["quote"].tolist() == ["Second", "Third", "words"]
    assert project.sources == {"One": LINES.replace("\r\n", "\n")}
    assert any(
        ("two characters" if counted == 2 else "one character") in p.what.partition("counted")[2]
        for p in project.losses
    )


def test_where_passages_do_not_tell_the_program_does(tmp_path: Path) -> None:
    one = read_qdpx(foreign(tmp_path, b"a b\r\nc d\r\n", [(4, 5)], origin="ATLAS.ti 23"))
    assert one.codings["quote"].tolist() == ["c"]


def test_a_passage_outside_the_text_is_a_loss(tmp_path: Path) -> None:
    project = read_qdpx(foreign(tmp_path, b"short", [(2, 99), (0, 5)]))
    assert project.codings["quote"].tolist() == ["short"]
    assert any("outside the text" in problem.what for problem in project.losses)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"nothing.txt": b""}, "holds no project.qde"),
        ({"project.qde": b"<a/>"}, "begins with a"),
        ({"project.qde": b"<Project"}, "damaged"),
        ({"project.qde": b"<!DOCTYPE x [<!ENTITY a 'b'>]><Project/>"}, "document type"),
        ({"../project.qde": b"<Project/>"}, "outside the archive"),
    ],
)
def test_what_is_no_project_or_could_do_harm_is_refused(tmp_path: Path, members: dict[str, bytes], said: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    (tmp_path / "x.qdpx").write_bytes(buffer.getvalue())
    with pytest.raises(InputError, match=said):
        read_qdpx(tmp_path / "x.qdpx")


cell = st.text(st.sampled_from(list("=+-@'\"\t a,é🙂")), max_size=8)


@settings(max_examples=60, deadline=None)
@given(quote=cell, memo=cell)
def test_codings_go_through_csv_and_back(tmp_path_factory: pytest.TempPathFactory, quote: str, memo: str) -> None:
    path = tmp_path_factory.mktemp("c") / "c.csv"
    marked = codings(("P1", "IF", 6, 20), texts=TEXTS).assign(quote=quote, memo=memo)
    write_codings_csv(path, marked)
    assert read_codings_csv(path).to_dict("list") == marked.to_dict("list")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert not any(part.startswith(("=", "+", "-", "@")) for row in csv.reader(file) for part in row)


def test_a_row_that_is_no_coding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    write_codings_csv(path, codings(("P1", "IF", 6, 20), texts=TEXTS))
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",6,20,", ",six,20,"), encoding="utf-8")
    with pytest.raises(InputError, match="row 2: start 'six'"):
        read_codings_csv(path)
