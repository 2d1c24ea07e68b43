"""The words of participants that a report shows: chosen by what its tables show already, signed off, in readers' words.

The rule: whatever somebody said or wrote is a quotation, wherever it is. It is shown where they consented to be
quoted, where it names nobody and was not asked to stay private, or a person released it with its words in view, and
where somebody signed it off, if the study asks for that. In text without capitals no rule sees the names, so that its
passages wait for a person. Nobody can be asked who wrote in an anonymous poll, so that these words are shown only when
a person has signed them off, whatever the study asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from lmep_consult.analysis.shown_counts import shown_at_least
from lmep_consult.analysis.themes import DIRECTIONS, assumption_codes
from lmep_consult.analysis.written import written_words
from lmep_consult.codebook import Codebook
from lmep_consult.coding import choose_quotes
from lmep_consult.disclosure import (
    ANYBODY,
    DRAFT,
    SIGNED_OFF,
    Rules,
    as_signed,
    asks_for_privacy,
    attribution,
    quotable,
    shortened,
    signed,
)
from lmep_consult.participants import may
from lmep_consult.plan import Plan
from lmep_consult.pseudonyms import Readable, lacks_capitals, unconfirmed, without_capitals
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS

_HELD = ["participant", "code", "turn", "quote", "words", "why", "said", "would_show"]
_TO_SIGN = ["participant", "code", "group", "attribution", "quote", "words"]


@dataclass(frozen=True)
class Quotations:
    """quotes: those chosen for the report: participant, code, group and attribution (no finer than enough share), quote
    (as coders have it), words (as readers see it), sign_off, base (interviewees of the group). assumption_quotes: those
    of them that speak for or against an assumption: assumption, direction and the columns of quotes. write_ins: what
    voters wrote: the columns of `written_words`, with words and sign_off. to_sign: what the report would show and
    nobody has signed off: participant (or voter), code (or question), group, attribution, quote, words. held_back:
    passages that a person must first release: participant, code, turn, quote, words, why, said (the whole turn),
    would_show ("yes" where the report would show it if all of them were released).
    """

    quotes: pd.DataFrame
    assumption_quotes: pd.DataFrame
    write_ins: pd.DataFrame
    to_sign: pd.DataFrame
    held_back: pd.DataFrame

    @property
    def read(self) -> frozenset[str]:
        """The words, as readers see them, that a person has signed off."""
        shown = pd.concat([self.quotes[["words", "sign_off"]], self.write_ins[["words", "sign_off"]]])
        return frozenset(shown.loc[shown["sign_off"] == SIGNED_OFF, "words"])


def quotations(
    data: StudyData,
    plan: Plan,
    codebook: Codebook,
    counted: pd.DataFrame,
    people: pd.DataFrame,
    sign_offs: pd.DataFrame,
    rules: Rules,
    released: Mapping[str, pd.DataFrame],
) -> Quotations:
    """counted: the codings that tables count. people: participant, group of those interviewed. sign_offs: the record
    (disclosure.read_sign_offs). released: by name, the frames of the tables of themes as they leave the study."""
    readable = readable_words(data, plan)
    needed = plan.disclosure.quotes_need_sign_off
    wanted = counted[~counted["refused"].astype(bool)] if "refused" in counted else counted
    may_quote = signed(wanted[wanted["participant"].isin(may(data.register, "quoting"))], sign_offs)
    lower = without_capitals_in(data, may_quote)
    free = quotable(may_quote[~lower], rules).index
    passes = may_quote.index.isin(free) | (may_quote["sign_off"] == SIGNED_OFF)
    passing = may_quote[passes]
    labels = speakers_called(data, people, plan)
    among = people.assign(called=[labels.get(who, ("", ""))[0] for who in people["participant"]])
    at_least = shown_at_least(released, plan, codebook)

    def chosen(codings: pd.DataFrame) -> pd.DataFrame:
        quotes = signed(choose_quotes(codings[codings["participant"].isin(labels)], among, at_least), sign_offs)
        finer = [labels[who][1] for who in quotes["participant"]]
        named = quotes["group"] != ALL_GROUPS
        quotes["attribution"] = pd.Series(finer, index=quotes.index, dtype=object).where(named, ANYBODY)
        quotes["words"] = pd.Series(for_readers(quotes, named), index=quotes.index, dtype=object)
        return quotes

    def for_readers(quotes: pd.DataFrame, named: Iterable[bool]) -> list[str]:
        """In the words that readers see, without what was left out when they were signed off."""
        rows = zip(quotes["quote"], as_signed(quotes, sign_offs), named, strict=True)
        return [shortened(quote, cuts, partial(readable, name_groups=name)) for quote, cuts, name in rows]

    would_show = chosen(passing)
    shown = chosen(passing[passing["sign_off"] == SIGNED_OFF]) if needed else would_show
    bases = people.groupby("group")["participant"].nunique().to_dict() | {ALL_GROUPS: people["participant"].nunique()}
    quotes = shown.assign(base=shown["group"].map(bases))
    written = _signed_words(written_words(data, plan, released), for_readers, sign_offs)
    waits = (written["sign_off"] == DRAFT) & (needed | ~written["asked"] | written["unclear"])
    to_sign = [would_show, written.rename(columns={"text": "quote"}).assign(attribution=written["group"])]
    held, would = may_quote[~passes], chosen(may_quote)
    why = [_why(quote, rules, unseen) for quote, unseen in zip(held["quote"], lower[held.index], strict=True)]
    keys = set(zip(would["participant"], would["code"], would["quote"], strict=True))
    own = zip(held["participant"], held["code"], held["quote"], strict=True)
    held = held.assign(
        words=[readable(quote) for quote in held["quote"]],
        why=why,
        would_show=["yes" if key in keys else "no" for key in own],
    )
    return Quotations(
        quotes,
        _assumption_quotes(quotes, plan, codebook),
        written[~waits].reset_index(drop=True),
        pd.concat([part[part["sign_off"] == DRAFT][_TO_SIGN] for part in to_sign], ignore_index=True),
        held[_HELD].reset_index(drop=True),
    )


def _signed_words(
    written: pd.DataFrame, for_readers: Callable[[pd.DataFrame, Iterable[bool]], list[str]], sign_offs: pd.DataFrame
) -> pd.DataFrame:
    """What voters wrote with words (as readers see it), sign_off, and unclear: whether it must be read whatever the
    study asks for, as names cannot be seen in it, or it asks for privacy."""
    quotes = written.rename(columns={"text": "quote"})
    marked = signed(quotes, sign_offs)["sign_off"]
    words = for_readers(quotes, quotes["group"] != ALL_GROUPS)
    unclear = [bool(without_capitals(text)) or asks_for_privacy(text) for text in written["text"]]
    return written.assign(
        words=pd.Series(words, index=written.index, dtype=object),
        sign_off=marked,
        unclear=pd.Series(unclear, index=written.index, dtype=bool),
    )


def readable_words(data: StudyData, plan: Plan) -> Readable:
    """How the study's replacements are put for readers."""
    return Readable.of(data.register["participant"], data.replaced, {group.id: group.singular for group in plan.groups})


def speakers_called(data: StudyData, people: pd.DataFrame, plan: Plan) -> dict[str, tuple[str, str]]:
    """Of each who may be quoted, the group and the label that their quotations may be said to come from: no finer than
    enough share of those interviewed who consented to be quoted. Nobody is in it where these are too few together."""
    who = set(people["participant"]) & may(data.register, "quoting")
    rows = data.register[data.register["participant"].isin(who)]
    columns = [column for column in ("group", "role") if column in rows]
    called = attribution(rows, columns, plan.disclosure.attribution_base)
    group_of = dict(zip(rows["participant"], rows["group"], strict=True))
    return {
        row["participant"]: (ALL_GROUPS if row["label"] == ANYBODY else group_of[row["participant"]], row["label"])
        for row in called[called["label"] != ""].to_dict("records")
    }


def without_capitals_in(data: StudyData, codings: pd.DataFrame) -> pd.Series:
    """Of each coding, whether its passage comes from text that was written down without capitals, so that no rule can
    see the names in it."""
    stretches = {source: without_capitals(transcript.text) for source, transcript in data.transcripts.items()}
    places = zip(codings["source"], codings["start"], codings["end"], strict=True)
    found = [lacks_capitals(stretches.get(source, []), start, end) for source, start, end in places]
    return pd.Series(found, index=codings.index, dtype=bool)


def _why(quote: str, rules: Rules, lower: bool) -> str:
    """Why a passage is held back."""
    if lower:
        return "from text without capitals, where names cannot be seen: read every word"
    words = ", ".join(unconfirmed(quote, rules.ordinary, rules.allow))
    return f"may name somebody: {words}" if words else "the speaker asked for privacy in this turn"


def _assumption_quotes(quotes: pd.DataFrame, plan: Plan, codebook: Codebook) -> pd.DataFrame:
    """Up to two of the quotations for and two against each assumption, by different people. A passage that is coded
    both ways is quoted for neither."""
    parts = [quotes.head(0).assign(assumption="", direction="")]
    best = quotes.assign(replaced=quotes["quote"].str.count(r"\["))
    best = best.sort_values("replaced", kind="stable").drop(columns="replaced")
    for assumption in plan.theory_of_change:
        codes = {way: assumption_codes(codebook, assumption.id, way) for way in DIRECTIONS}
        said = {way: set(best.loc[best["code"].isin(of), "quote"]) for way, of in codes.items()}
        both = set.intersection(*said.values())
        for direction in DIRECTIONS:
            linked = best[best["code"].isin(codes[direction]) & ~best["quote"].isin(both)]
            two = linked.drop_duplicates("participant").drop_duplicates("quote").head(2)
            parts.append(two.assign(assumption=assumption.id, direction=direction))
    return pd.concat(parts, ignore_index=True)
