"""What codes of earlier versions of the codebook are called now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from lmep_consult.coding.decisions.decision import Decision


class Migrations:
    """The migrations that count, from version to version. `rivals`: sets of them that start from one version and
    differ; the earliest goes. `circular`: those that lead back to a version they started from; they are not followed.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        from_each: dict[str, list[Decision]] = defaultdict(list)
        for decision in sorted(decisions, key=lambda decision: (decision.time, decision.id)):
            from_each[decision.from_version].append(decision)
        self.rivals = [
            steps for steps in from_each.values() if any(_became(step) != _became(steps[0]) for step in steps)
        ]
        self._next = {version: steps[0] for version, steps in from_each.items()}
        self.circular = [step for version, step in self._next.items() if _returns(version, self._next)]
        for step in self.circular:
            del self._next[step.from_version]
        self.now = cache(self._now)

    def latest(self, version: str) -> str:
        """The version that the migrations from this one lead to."""
        while version in self._next:
            version = self._next[version].to_version
        return version

    def _now(self, version: str, code: str) -> tuple[str, ...]:
        """What a code of that version may be called now: one code, several where a split leaves it to be decided,
        none where nothing came of it."""
        codes = [code]
        while version in self._next:
            step = self._next[version]
            codes = list(dict.fromkeys(new for old in codes for new in step.mapping.get(old, (old,))))
            version = step.to_version
        return tuple(codes)


def _became(step: Decision) -> tuple[str, dict[str, tuple[str, ...]]]:
    return step.to_version, dict(step.mapping)


def _returns(start: str, steps: dict[str, Decision]) -> bool:
    seen, version = set(), start
    while version in steps and version not in seen:
        seen.add(version)
        version = steps[version].to_version
        if version == start:
            return True
    return False
