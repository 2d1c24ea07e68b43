"""What a poll export holds, without a study."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lmep_consult.polls.export import Export, read_export
from lmep_consult.polls.question_types import type_in


def describe_export(path: str | Path | Export) -> pd.DataFrame:
    """One row a question of an .xlsx or .csv export (which may have been read already), in its order.

    Columns: heading; answered (int, rows that hold an answer); kind (ranking, single, multiple, likert, rating or
    text: what its answers look like); doubtful (bool); doubt (why the kind is not sure, else ""); options (the first
    ten seen, between bars; "" for texts, which are the voters' own words). Raises InputError as read_export does.
    """
    export = path if isinstance(path, Export) else read_export(path)
    rows = []
    for heading in export.questions:
        answered = sum(bool(answer.text) for answer in export.answers(heading))
        seen = type_in(export, heading)
        rows.append((heading, answered, seen.kind, bool(seen.doubt), seen.doubt, " | ".join(seen.options[:10])))
    return pd.DataFrame(rows, columns=["heading", "answered", "kind", "doubtful", "doubt", "options"]).astype(
        {"answered": int, "doubtful": bool}
    )
