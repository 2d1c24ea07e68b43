"""Steps of a run that take long and depend on little: made again only where that changed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.polls import poll_frames
from lmep_consult.analysis.reliability import coder_agreement
from lmep_consult.analysis.sample import Sample, sample
from lmep_consult.cache import Cache
from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.coverage import Recruits
from lmep_consult.fingerprint import key_of, sha256, toolkit
from lmep_consult.plan import Plan
from lmep_consult.run.kept_frames import Frames, kept_frames
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData

if TYPE_CHECKING:
    from lmep_consult.codebook.matching import SpokenText

_OF_POLLS = {"groups", "polls", "reviews", "fieldwork", "disclosure"}  # parts of study.toml
_OF_SAMPLE = ("_met_by", "_asked", "_few", "_to_recruit", "_then_met", "_method")  # what it has besides its frames
_OF_UNITS = ["turn", "participant", "start_char", "end_char"]  # columns of turns by which coders are compared


def kept_poll_frames(data: StudyData, plan: Plan, cache: Cache | None) -> dict[str, pd.DataFrame]:
    """What analysis.polls.poll_frames gives, made again where votes, answers or their settings changed."""
    said = [frame.to_json(orient="split") for frame in (data.ballots, data.answers, data.write_ins)]
    settings = [plan.model_dump(mode="json", include=_OF_POLLS), plan.study.seed, plan.report.formats]
    key = key_of("polls", toolkit(), said, settings)
    return kept_frames(cache, key, lambda: poll_frames(data, plan))


def kept_sample(data: StudyData, plan: Plan, cache: Cache | None) -> Sample:
    """What analysis.sample.sample gives, made again where the register, who spoke, what they were asked, who came,
    votes or settings changed."""
    said = [frame.to_json(orient="split") for frame in (data.register, data.attended, data.ballots)]
    spoke = {
        who: transcript.turns[["participant", "role", "question"]].to_numpy().tolist()
        for who, transcript in data.transcripts.items()
    }
    key = key_of("sample", toolkit(), said, spoke, plan.model_dump(mode="json"))

    def make() -> Frames:
        found = sample(data, plan)
        method = pd.DataFrame({"method": [found.to_recruit.method]})
        alone = (found.met_by, found.asked, found.few, found.to_recruit.people, found.to_recruit.criteria, method)
        return found.frames | dict(zip(_OF_SAMPLE, alone, strict=True))

    frames = kept_frames(cache, key, make)
    met_by, asked, few, people, criteria, method = (frames.pop(name) for name in _OF_SAMPLE)
    return Sample(frames, met_by, asked, few, Recruits(people, criteria, method["method"].item()))


def kept_agreement(
    data: StudyData, plan: Plan, codebook: Codebook, coded: Coded, cache: Cache | None
) -> dict[str, pd.DataFrame]:
    """What analysis.reliability.coder_agreement gives, by its name, made again where the codings of a finished round,
    the turns they are of, the seed or the codes in scope changed: what is decided later is not of the round."""
    said = data.transcripts
    rounds = [
        [
            part.round,
            part.blind,
            part.coders,
            part.codings[["source", "coder", "code", "start", "end"]].to_numpy().tolist(),
            [
                [source, len(said[source].text), said[source].turns[_OF_UNITS].to_numpy().tolist()]
                for source in part.sources
            ],
        ]
        for part in coded.together
    ]
    key = key_of("agreement", toolkit(), rounds, list(parents_in_scope(codebook).items()), plan.study.seed)
    return kept_frames(cache, key, lambda: {"coder_agreement": coder_agreement(data, plan, codebook, coded)})


@dataclass(frozen=True)
class KeptCodebook(Codebook):
    """A codebook that remembers what it suggested for a text."""

    cache: Cache | None = field(default=None, compare=False)

    def apply(self, transcript: SpokenText) -> pd.DataFrame:
        """What Codebook.apply gives, made again where the turns or the codebook changed."""
        said = transcript.turns[["turn", "role", "text", "start_char"]].to_numpy().tolist()
        key = key_of("suggestions", toolkit(), self._hash_of_terms, said)
        return kept_frames(self.cache, key, lambda: {"found": super(KeptCodebook, self).apply(transcript)})["found"]

    @cached_property
    def _hash_of_terms(self) -> str:
        """Of all of the codebook that decides what it suggests, so that other words for a code cost nothing."""
        return key_of(self.terms)


def codebook_of(study: Study, cache: Cache) -> Codebook:
    """The study's codebook, parsed again where its file changed. Raises CodebookError where it cannot be read."""

    def read() -> bytes:
        return json.dumps(asdict(Codebook.load(study.codebook))).encode("ascii")

    path = study.codebook
    key = key_of("codebook", toolkit(), path.name, sha256(path) if path.is_file() else "")
    kept = json.loads(cache.kept(key, read))
    kept["codes"] = tuple(Code(**{name: _whole(value) for name, value in code.items()}) for code in kept["codes"])
    return KeptCodebook(**kept, cache=cache)


def _whole(value: Any) -> Any:
    """A code's field as it was before JSON, which knows no tuples."""
    return tuple(value) if isinstance(value, list) else value
