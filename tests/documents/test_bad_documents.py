"""What is no document to fill gets one sentence, and nothing is written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from corporate import Numbered, corporate, paragraph, parts_of

from lmep_consult.documents import Filled
from lmep_consult.errors import InputError

Fill = Callable[..., Filled]


def good(folder: Path) -> Path:
    return corporate(folder / "report.docx", [paragraph(Numbered().inline("findings/sample"))])


def no_zip(folder: Path) -> Path:
    (folder / "report.docx").write_bytes(b"PK no archive")
    return folder / "report.docx"


def no_document(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "report.docx", "w") as made:
        made.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
    return folder / "report.docx"


def with_password(folder: Path) -> Path:
    (folder / "report.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    return folder / "report.docx"


def open_in_word(folder: Path) -> Path:
    (folder / "~$report.docx").write_bytes(b"Ann")
    return good(folder)


def open_in_word_of_a_long_name(folder: Path) -> Path:
    (folder / "~$port.docx").write_bytes(b"Ann")
    return good(folder)


def open_in_libreoffice(folder: Path) -> Path:
    (folder / ".~lock.report.docx#").write_bytes(b"Ann")
    return good(folder)


def rewritten(folder: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    parts = parts_of(folder / "report.docx" if (folder / "report.docx").exists() else good(folder))
    with zipfile.ZipFile(folder / "report.docx", "w") as made:
        for name, content in parts.items():
            made.writestr(name, change(content) if name == part else content)
    return folder / "report.docx"


def with_macros(folder: Path) -> Path:
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return rewritten(folder, "[Content_Types].xml", lambda types: types.replace(main, macro))


def in_another_encoding(folder: Path) -> Path:
    def change(part: bytes) -> bytes:
        return part.decode().replace("UTF-8", "UTF-16").encode("utf-16")

    return rewritten(folder, "word/document.xml", change)


def with_a_document_type(folder: Path) -> Path:
    return rewritten(
        folder, "word/document.xml", lambda part: part.replace(b"<w:document ", b"<!DOCTYPE x []><w:document ", 1)
    )


def of_another_kind(folder: Path) -> Path:
    return good(folder).rename(folder / "report.odt")


def named_as_macros(folder: Path) -> Path:
    return good(folder).rename(folder / "report.docm")


def without_controls(folder: Path) -> Path:
    return corporate(folder / "report.docx", [paragraph(Numbered().inline("cover", "of somebody else's"))])


def saved_by_libreoffice(folder: Path) -> Path:
    without_controls(folder)
    return rewritten(folder, "docProps/app.xml", lambda part: b"<Application>LibreOffice/7.4</Application>")


def missing(folder: Path) -> Path:
    return folder / "report.docx"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (no_zip, "not a Word document"),
        (no_document, "not a Word document"),
        (with_password, "has a password"),
        (open_in_word, "is open in Word"),
        (open_in_word_of_a_long_name, "is open in Word"),
        (open_in_libreoffice, "is open in LibreOffice"),
        (with_macros, "holds macros"),
        (in_another_encoding, "is not UTF-8"),
        (with_a_document_type, "declares a document type"),
        (of_another_kind, "not a kind of document"),
        (named_as_macros, "it holds macros"),
        (without_controls, "holds no control of a value"),
        (saved_by_libreoffice, "LibreOffice saved this file, and leaves tags out"),
        (missing, "cannot be opened"),
    ],
)
def test_it_is_refused_in_one_sentence(
    make: Callable[[Path], Path], said: str, tmp_path: Path, filled_from: Fill
) -> None:
    document = make(tmp_path)
    there = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match=said) as raised:
        filled_from(document)
    assert str(raised.value).startswith(str(document)) and "\n" not in str(raised.value)
    assert {path.name for path in tmp_path.iterdir()} == there
