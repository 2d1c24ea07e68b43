"""What may name somebody in written responses, for a person to decide about as they do of interviews."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from lmep_consult.errors import InputError
from lmep_consult.places import RESPONSES
from lmep_consult.pseudonyms.proposals import COLUMNS
from lmep_consult.responses.making import NAMES, is_made
from lmep_consult.study import Study
from lmep_consult.transcripts import Transcript

REASON = "in written responses"


def names_proposed(study: Study, sample: Iterable[Transcript]) -> pd.DataFrame:
    """What working/responses/names.csv proposes: the columns of `pseudonyms.proposals`, count in how many texts it is;
    and read, whether a text of the sample holds it. Those come first, each part by count. sample: what people code.

    Raises InputError where the file is not what code-responses writes.
    """
    path = study.at(RESPONSES) / NAMES
    if study.plan.responses is None or not is_made(study.at(RESPONSES)):
        return pd.DataFrame(columns=[*COLUMNS, "read"]).astype({"read": bool})
    try:
        listed = pd.read_csv(path, keep_default_na=False, encoding="utf-8-sig")
        names = listed.loc[listed["text"] != "", ["text", "kind", "responses", "context"]]
    except (OSError, ValueError, KeyError):
        raise InputError(f"{path}: not what code-responses wrote; delete {path.parent} and run it again.") from None
    texts = [text.text for text in sample]
    names = names.rename(columns={"responses": "count"}).assign(reason=REASON, before="", after="")
    names = names.assign(read=[any(name in text for text in texts) for name in names["text"]])
    return names.sort_values("read", ascending=False, kind="stable", ignore_index=True)[[*COLUMNS, "read"]]
