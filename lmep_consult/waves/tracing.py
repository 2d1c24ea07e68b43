"""The codings of both waves that a change of a theme rests on."""

from __future__ import annotations

import pandas as pd

from lmep_consult.errors import StudyError
from lmep_consult.waves.results import Compared
from lmep_consult.waves.wave import Wave

_SHOWN = ["source", "participant", "group", "code", "turn", "start", "end", "quote"]


def passages_behind(code: str, compared: Compared, earlier: Wave, later: Wave) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The codings counted for a theme in the earlier wave, under the codes it had then, and in the later one: source,
    participant, group, code, turn, start, end, quote. For the team.

    Raises StudyError where the theme was not compared.
    """
    if code not in compared.of:
        why = next((str(each) for each in compared.problems if each.where == f"code {code}"), "")
        raise StudyError(why or f"No theme that was compared is called {code!r}; there are {', '.join(compared.of)}.")
    book = later.codebook
    now = {each.id for each in book.codes if code in (each.id, *book.ancestors(each.id))}
    return _of(earlier, compared.of[code]), _of(later, now)


def _of(wave: Wave, codes: set[str] | frozenset[str]) -> pd.DataFrame:
    counted = wave.coded.counted
    rows = counted[counted["code"].isin(list(codes)) & counted["participant"].isin(list(wave.interviewed))]
    rows = rows.assign(group=rows["participant"].map(wave.interviewed))
    return rows.reindex(columns=_SHOWN).dropna(axis="columns", how="all").reset_index(drop=True)
