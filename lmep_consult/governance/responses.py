"""A written response taken out of its export, and whatever was made of all of them deleted, to be made again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from lmep_consult.archive import read_bytes
from lmep_consult.coding import log_files
from lmep_consult.decoding import encoding_of
from lmep_consult.files import files_in
from lmep_consult.governance.decisions import codings_without, sign_offs_without
from lmep_consult.governance.deleting import Step
from lmep_consult.governance.rows import blanked
from lmep_consult.places import RESPONSES, RESPONSES_SAMPLE
from lmep_consult.plan import Responses
from lmep_consult.responses.frames import files_read
from lmep_consult.responses.model import Row
from lmep_consult.responses.reading import find_response
from lmep_consult.responses.sample import as_bytes, called, read_sample
from lmep_consult.responses.tables import csv_columns, sheet_of
from lmep_consult.study import Study


def response_steps(study: Study, response: str) -> list[Step]:
    """How a response with that id leaves the study; none where no row has it.

    Its row is cut out of a text or a parquet file and left blank in a workbook; a letter is deleted. All in
    working/responses goes: `lmep-consult code-responses` makes it again without it. The row goes last, since the rest
    is found by it.
    """
    plan = study.plan.responses
    if plan is None:
        return []
    raw, files = files_read(study, plan)
    row = find_response(raw, files, plan, response)
    if row is None:
        return []
    path = raw / row.file
    return [
        *(Step(made, "files made again in working", 1) for made in files_in(study.at(RESPONSES))),
        *_decisions(study, response),
        Step(path, "rows of responses", 1, _without(path, row, plan)) if row.row else Step(path, "letters", 1),
    ]


def _decisions(study: Study, response: str) -> Iterator[Step]:
    """What people decided about its answers, where any were in their sample, and its place there, which goes last."""
    sample = read_sample(study)
    theirs = sample["response"] == response
    for number in sample.loc[theirs, "number"].unique():
        name = called(number)
        for log in log_files(study.codings):
            left = codings_without(log, name)
            if left.gone:
                yield Step(log, "decisions", left.gone, left.content)
        if study.sign_offs.is_file():
            content, count = sign_offs_without(study.sign_offs, name)
            if count:
                yield Step(study.sign_offs, "signed-off quotations", count, content)
        yield Step(study.at(RESPONSES_SAMPLE), "answers of the sample", int(theirs.sum()), as_bytes(sample[~theirs]))


def _without(path: Path, row: Row, plan: Responses) -> bytes:
    ending = path.suffix.casefold()
    if ending == ".parquet":
        return _parquet_without(path, row.row)
    if ending == ".xlsx":
        return blanked(read_bytes(path, path.stat().st_size), sheet_of(path, row.file, plan)[0], [row.row])
    separator, _ = csv_columns(path, row.file, plan)
    return b"".join(_lines_without(path, separator, row.row))


def _lines_without(path: Path, separator: str, number: int) -> Iterator[bytes]:
    """The lines of a text but those of one row, which may be several where an answer in quotation marks is."""
    encoding = encoding_of(path)
    keeping = "utf-16-le" if encoding == "utf-16" and read_bytes(path, path.stat().st_size)[:1] == b"\xff" else encoding
    keeping = {"utf-8-sig": "utf-8", "utf-16": "utf-16-be"}.get(keeping, keeping)  # which keep the mark as it is
    with path.open(encoding=keeping, newline="") as text:
        reader = csv.reader(text, delimiter=separator, strict=True)
        first = last = 0
        for at, _ in enumerate(reader, start=1):
            first, last = last, reader.line_num
            if at == number:
                break
    with path.open(encoding=keeping, newline="") as text:
        for at, line in enumerate(text):
            if not first <= at < last:
                yield line.encode(keeping)


def _parquet_without(path: Path, number: int) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(path)
    out = io.BytesIO()
    parquet.write_table(pa.concat_tables([table.slice(0, number - 1), table.slice(number)]), out)
    return out.getvalue()
