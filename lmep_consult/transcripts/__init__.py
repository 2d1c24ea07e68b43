"""Any transcript file -> Transcript; one module per layout."""

from lmep_consult.transcripts.model import Transcript
from lmep_consult.transcripts.questions import align_interviews, align_questions
from lmep_consult.transcripts.reading import read_transcript
from lmep_consult.transcripts.speakers import identify_speakers
from lmep_consult.transcripts.written import written_down

__all__ = ["Transcript", "align_interviews", "align_questions", "identify_speakers", "read_transcript", "written_down"]
