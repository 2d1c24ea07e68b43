"""Who is speaking: the team's interviewers, and the participant the file's name begins with."""

from __future__ import annotations

from collections.abc import Collection

from lmep_consult.errors import Problem
from lmep_consult.transcripts.model import Transcript, speaker_name


def identify_speakers(transcript: Transcript, participant: str, name: str, team: Collection[str]) -> Transcript:
    """Fill `role` and `participant` of an interview's turns.

    `participant` is the interviewee's id in the register and `name` their name there; `team` are the names of
    interviewers. Names are compared without regard to case or to "Last, First". A speaker who is neither, and
    whose label states no role, stays "unknown": a problem, never a guess.
    """
    team_names = {speaker_name(member).casefold() for member in team}
    own = {speaker_name(name).casefold(), participant.casefold()}
    turns = transcript.turns.copy()
    speaker = turns["speaker"].str.casefold()
    is_team = speaker.isin(team_names) | (turns["role"] == "interviewer")
    is_own = speaker.isin(own) | ((turns["role"] == "participant") & ~is_team)
    turns.loc[is_team, "role"] = "interviewer"
    turns.loc[is_own & ~is_team, "role"] = "participant"
    turns.loc[is_own & ~is_team, "participant"] = participant
    strangers = turns[~is_team & ~is_own & (turns["speaker"] != "")]
    problems = [
        Problem(
            f"turn {rows['turn'].iloc[0]}",
            f"{label!r} speaks in {len(rows)} turns and is neither {participant} nor in [team] of study.toml",
        )
        for label, rows in strangers.groupby("speaker")
    ]
    return transcript.with_turns(turns, problems)
