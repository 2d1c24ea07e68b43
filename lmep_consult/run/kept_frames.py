"""Frames that cost time to make, kept in a cache exactly as they were."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pandas as pd

from lmep_consult.cache import Cache

_DATE = "a date"
Frames = dict[str, pd.DataFrame]


def kept_frames(cache: Cache | None, key: str, make: Callable[[], Frames]) -> Frames:
    """What `make` gives, by name; from the cache where it was made under this key before.

    Frames that JSON cannot hold exactly are not kept, and made each time: those with an index of their own, or with
    cells other than text, numbers, dates, yes or no, and missing ones.
    """
    if cache is None:
        return make()
    made: Frames | None = None

    def as_bytes() -> bytes:
        nonlocal made
        made = make()
        content = _to_json(made)
        return content if _same(made, _from_json(content)) else b""

    content = cache.kept(key, as_bytes)
    if made is not None:
        return made
    return _from_json(content) if content else make()


def _to_json(frames: Frames) -> bytes:
    kept = {
        name: {
            "columns": list(map(str, frame.columns)),
            "dtypes": [str(dtype) for dtype in frame.dtypes],
            "cells": [[_plain(cell) for cell in frame.iloc[:, at]] for at in range(len(frame.columns))],
            "rows": len(frame),
        }
        for name, frame in frames.items()
    }
    return json.dumps(kept, default=_as_text).encode("ascii")


def _plain(cell: Any) -> Any:
    if cell is pd.NA:
        return None
    return cell.item() if hasattr(cell, "item") else cell


def _as_text(cell: Any) -> Any:
    return {_DATE: cell.isoformat()} if type(cell) is dt.date else str(cell)


def _with_dates(kept: dict[str, Any]) -> Any:
    return dt.date.fromisoformat(kept[_DATE]) if kept.keys() == {_DATE} else kept


def _from_json(content: bytes) -> Frames:
    frames = {}
    for name, kept in json.loads(content, object_hook=_with_dates).items():
        index = pd.RangeIndex(kept["rows"])
        columns = {
            at: pd.Series(cells, index, dtype)
            for at, (dtype, cells) in enumerate(zip(kept["dtypes"], kept["cells"], strict=True))
        }
        frames[name] = pd.DataFrame(columns, index)
        frames[name].columns = kept["columns"]
    return frames


def _same(made: Frames, again: Frames) -> bool:
    try:
        for name, frame in made.items():
            pd.testing.assert_frame_equal(frame, again[name], check_exact=True, check_index_type=False)
    except AssertionError:
        return False
    return all(_kinds(frame) == _kinds(again[name]) for name, frame in made.items())


def _kinds(frame: pd.DataFrame) -> list[list[type]]:
    """The types of the cells in columns of objects, where 1 is not True and None is not NaN."""
    objects = [at for at, dtype in enumerate(frame.dtypes) if pd.api.types.is_object_dtype(dtype)]
    return [[type(cell) for cell in frame.iloc[:, at]] for at in objects]
