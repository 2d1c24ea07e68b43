"""What a change rests on: the codings of both waves for a theme, their ballots for an option."""

from __future__ import annotations

import pandas as pd

from lmep_consult.errors import StudyError
from lmep_consult.waves.results import Compared
from lmep_consult.waves.wave import Wave

_VOTE = ["event", "poll", "question", "voter", "group", "option", "rank"]
_SHOWN = ["source", "participant", "group", "code", "turn", "start", "end", "quote"]


def behind(called: str, compared: Compared, earlier: Wave, later: Wave) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """What a theme or option that was compared rests on: "codings" or "ballots", and those of the earlier and the later
    wave. called: a theme's code, or an option in its own words. For the team.

    Raises StudyError where neither was compared.
    """
    votes = compared.frames["priorities"]
    asked = votes[votes["option"].str.casefold() == called.strip().casefold()]
    if called not in compared.of and len(asked):
        where = asked[["poll", "question", "option"]].drop_duplicates()
        return ("ballots", *(wave.data.ballots.merge(where)[_VOTE] for wave in (earlier, later)))
    return ("codings", *passages_behind(called, compared, earlier, later))


def passages_behind(code: str, compared: Compared, earlier: Wave, later: Wave) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The codings counted for a theme in the earlier wave, under the codes it had then, and in the later one: source,
    participant, group, code, turn, start, end, quote. For the team.

    Raises StudyError where the theme was not compared.
    """
    if code not in compared.of:
        why = next((str(each) for each in compared.problems if each.where == f"code {code}"), "")
        options = ", ".join(compared.frames["priorities"]["option"].unique())
        also = f"; nor an option: {options}" if options else ""
        raise StudyError(
            why or f"No theme that was compared is called {code!r}; there are {', '.join(compared.of)}{also}."
        )
    book = later.codebook
    now = {each.id for each in book.codes if code in (each.id, *book.ancestors(each.id))}
    return _of(earlier, compared.of[code]), _of(later, now)


def _of(wave: Wave, codes: set[str] | frozenset[str]) -> pd.DataFrame:
    counted = wave.coded.counted
    rows = counted[counted["code"].isin(list(codes)) & counted["participant"].isin(list(wave.interviewed))]
    rows = rows.assign(group=rows["participant"].map(wave.interviewed))
    return rows.reindex(columns=_SHOWN).dropna(axis="columns", how="all").reset_index(drop=True)
