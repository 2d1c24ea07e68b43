"""Files of parquet, each whole or not there: the parts of the frames, by number."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lmep_consult.errors import ConsultError
from lmep_consult.files import write_whole

if TYPE_CHECKING:
    import pyarrow as pa

_NAME = re.compile(r"part-(\d+)\.parquet")


def need_libraries() -> None:
    """Raises ConsultError where pyarrow, which only the extra brings, is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise ConsultError('Many responses need pyarrow: python -m pip install "lmep-consult[responses]".') from None


def texts(*names: str) -> dict[str, Any]:
    """Columns that hold text."""
    import pyarrow as pa

    return dict.fromkeys(names, pa.string())


def numbers(*names: str) -> dict[str, Any]:
    """Columns that hold whole numbers."""
    import pyarrow as pa

    return dict.fromkeys(names, pa.int64())


def table(columns: Mapping[str, Any], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Rows as a table. columns: by name, what kind each holds."""
    import pyarrow as pa

    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [pa.array(column, kind) for column, kind in zip(cells, columns.values(), strict=True)]
    return pa.table(dict(zip(columns, arrays, strict=True)))


def part(folder: Path, number: int) -> Path:
    """Where a part lies."""
    return folder / f"part-{number:05}.parquet"


def write(path: Path, made: pa.Table) -> None:
    """The table as a file for its owner alone; the same table always gives the same bytes."""
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(made, out, compression="zstd", use_dictionary=False)  # texts and hashes seldom repeat
    write_whole(path, out.getvalue(), private=True)


def read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """A file as `write` wrote it.

    Raises ConsultError where it is damaged.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(path).read(columns=columns)
    except (pa.ArrowException, OSError):
        raise ConsultError(f"{path}: damaged; delete the folder it is in and give the command again.") from None


def parts(folder: Path) -> list[Path]:
    """The parts in a folder, in order."""
    return sorted(path for path in folder.glob("part-*.parquet") if _NAME.fullmatch(path.name))


def rows(paths: Iterable[Path], columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of files, one after another."""
    for path in paths:
        yield from zip(*read(path, columns).select(columns).to_pydict().values(), strict=True)
