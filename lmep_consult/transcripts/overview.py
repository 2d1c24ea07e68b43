"""What somebody checks in a transcript before it is used: who speaks how much, what was set aside, who is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from lmep_consult.names import match_id
from lmep_consult.transcripts.model import Transcript

_MARKUP = re.compile(r"<[^<>]{0,300}>|WEBVTT|NOTE|-->")
_ID = re.compile(r"[^\W\d_]{1,4}[-_]?\d{1,4}(?=[^\w]|_|\Z)")
_SHOWN = 60  # characters of what was set aside


def speakers_of(transcript: Transcript) -> pd.DataFrame:
    """One row a speaker, in the order they first speak: label, role, turns, words, share (of all words, 0..1)."""
    turns = transcript.turns.assign(words=transcript.turns["text"].map(_count))
    found = turns.groupby(["label", "role"], sort=False).agg(turns=("turn", "size"), words=("words", "sum"))
    return found.assign(share=found["words"] / max(1, found["words"].sum())).reset_index()


def set_aside(transcript: Transcript) -> pd.DataFrame:
    """The words that are no speech, labels and clocks left out: one row a place, with place, where, words, begins.

    place: "before the first turn", "among the turns", "after the last turn" or "outside the text" (headers, notes).
    """
    account = transcript.account
    spoken = account.loc[account["kind"] == "speech", "start"]
    rows = []
    for stretch in account[account["kind"] != "speech"].to_dict("records"):
        words = _words_besides_labels(stretch["text"], transcript)
        if pd.isna(stretch["start"]):
            place = "outside the text"
        elif spoken.empty or stretch["start"] < spoken.iloc[0]:
            place = "before the first turn"
        else:
            place = "after the last turn" if stretch["start"] > spoken.iloc[-1] else "among the turns"
        if words:
            rows.append((place, stretch["where"], len(words), " ".join(words)[:_SHOWN]))
    frame = pd.DataFrame(rows, columns=["place", "where", "words", "begins"])
    among = frame["place"] == "among the turns"
    joined = frame[~among].groupby("place", sort=False).agg({"where": "first", "words": "sum", "begins": "first"})
    return pd.concat([joined.reset_index(), frame[among]], ignore_index=True)


def silent(transcript: Transcript) -> Iterator[str]:
    """Who should speak and does not, as far as the file and its name can tell."""
    turns = transcript.turns
    labels = [label for label in turns["label"].unique() if label]
    if len(labels) == 1:
        yield f"only {labels[0]!r} speaks; if somebody else should, look for their words under this label"
    elif labels and set(turns["role"]) == {"interviewer"}:
        yield "only interviewers speak; whoever was interviewed says nothing"
    ids = [label for label in labels if _ID.fullmatch(label)]
    named = _ID.match(transcript.source)
    if ids and named and not match_id(named[0], ids):
        yield f"{named[0]}, by whom the file is called, says nothing under that id; speakers are {', '.join(ids)}"


def _words_besides_labels(text: str, transcript: Transcript) -> list[str]:
    text = _MARKUP.sub(" ", text)
    for label in sorted(transcript.turns["label"].unique(), key=len, reverse=True):
        text = text.replace(label, " ") if label else text
    return [word for word in text.split() if re.fullmatch(r"\W*[^\W\d_]+(?:['’-][^\W\d_]+)*\W*", word)]


def _count(text: str) -> int:
    return len(text.split())
