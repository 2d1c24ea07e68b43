"""The same people in two waves of a study, by their two registers, where they agreed to be found again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from lmep_consult.errors import Problem, StudyError
from lmep_consult.participants.consent import may, withdrawn
from lmep_consult.text import fold


@dataclass(frozen=True)
class Linked:
    """pairs: of everybody found in both waves who agreed to it, the id in the earlier wave by the id in the later one.
    not_agreed: likewise of those who did not agree: what they said in the one is not held next to what they said in
    the other. problems: rows that may be of the same person, for somebody to look at."""

    pairs: dict[str, str]
    not_agreed: dict[str, str]
    problems: tuple[Problem, ...]


def linked(earlier: pd.DataFrame, later: pd.DataFrame) -> Linked:
    """Who of the later register is in the earlier one. Registers as `read_register` gives them.

    The same person is one whose row in the later register gives the id that they had, in a column
    `earlier_participant`, or else has the same email address. The same name alone is not enough: it is a problem, as
    is an address that several rows have. Somebody is linked who consents to it in the later register
    (`consent_linking`), and in the earlier one where that asked.

    Raises StudyError where `earlier_participant` names nobody in the earlier register, or two rows name the same one.
    """
    known = set(earlier["participant"])
    said = later.get("earlier_participant", pd.Series("", index=later.index))
    same: dict[str, str] = {}
    for who, then in zip(later["participant"], said, strict=True):
        if not then:
            continue
        if then not in known:
            raise StudyError(f"The register: {who}: nobody in the earlier register has the id {then!r}; correct it.")
        if then in same.values():
            raise StudyError(f"The register: {who} and another row both say {then!r} was theirs; correct one of them.")
        same[who] = then
    problems = []
    by_address, taken = _by(earlier, "email"), set(same.values())
    for address, who in _by(later, "email").items():
        there = [one for one in by_address.get(address, ()) if one not in taken]
        new = [one for one in who if one not in same]
        if len(there) == len(new) == 1:
            same[new[0]] = there[0]
        elif there and new:
            what = "an address that several rows have; say in earlier_participant who is who"
            problems.append(Problem("; ".join(new), what, address))
    by_name, taken = _by(earlier, "name"), set(same.values())
    for name, who in _by(later, "name").items():
        maybe = [one for one in by_name.get(name, ()) if one not in taken]
        if maybe and (new := [one for one in who if one not in same]):
            what = f"may be {' or '.join(maybe)} of the earlier wave; if so, say it in earlier_participant"
            problems.append(Problem("; ".join(new), what, name))
    agreed = may(later, "linking")
    before = may(earlier, "linking") if "consent_linking" in earlier else known - withdrawn(earlier)
    pairs = {now: then for now, then in same.items() if now in agreed and then in before}
    return Linked(pairs, {now: then for now, then in same.items() if now not in pairs}, tuple(problems))


def _by(register: pd.DataFrame, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for who, cell in zip(register["participant"], register[column].map(fold), strict=True):
        if cell:
            found[cell].append(who)
    return found
