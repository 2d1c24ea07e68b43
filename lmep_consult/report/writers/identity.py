"""Whose report it is and how far it has been checked: what every form is headed and signed with."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from lmep_consult.archive import MEGABYTE, read_bytes
from lmep_consult.errors import StudyError
from lmep_consult.plan import About
from lmep_consult.text import printable

FICTIONAL = "Fictional data: all people, places and answers are invented."
NOBODY_READ = "Nobody has read the quotations: they may name people or say what was not to be shown."
SOME_UNREAD = (
    "Nobody has read some of the quotations: those marked as drafts may name people or say what was not to be shown."
)


@dataclass(frozen=True)
class Identity:
    """What is on every form.

    logo: a PNG or JPEG, with logo_alt to say in its place. state: "Draft", or the last check made; state_by and
    state_at: whose and when. made_at: when the reports were made, ISO 8601. unread: what to say where nobody has read
    the quotations, "" where somebody has.
    """

    title: str
    source: str
    programme: str = ""
    fictional: bool = False
    logo: bytes | None = None
    logo_alt: str = ""
    state: str = "Draft"
    state_by: str = ""
    state_at: str = ""
    made_at: str = ""
    unread: str = ""

    @property
    def notices(self) -> tuple[str, ...]:
        """What every form says before all else."""
        return tuple(filter(None, [self.unread, FICTIONAL if self.fictional else ""]))

    @property
    def state_line(self) -> str:
        """How far it is checked, in words for readers.

        >>> Identity("A study", "A study, 2026").state_line
        'Draft, not yet checked'
        >>> Identity("A study", "A study, 2026", state="First check", state_by="Ann", state_at="2026-03-02").state_line
        'First check by Ann, 2 March 2026'
        """
        if not self.state_by:
            return f"{self.state}, not yet checked"
        return f"{self.state} by {self.state_by}, {in_words(self.state_at)}"

    @property
    def source_line(self) -> str:
        return f"Source: {self.source}"

    @property
    def made(self) -> dt.datetime | None:
        """When it was made, None where nobody says."""
        return dt.datetime.fromisoformat(self.made_at) if self.made_at else None

    @property
    def logo_kind(self) -> str:
        """What the logo is: "png" or "jpeg"."""
        return _kind_and_size(self.logo or b"")[0]

    @property
    def logo_size(self) -> tuple[int, int]:
        """The logo's width and height in pixels."""
        return _kind_and_size(self.logo or b"")[1]


def identity_of(about: About, folder: Path, state: str, by: str, at: str, made_at: str, unread: str = "") -> Identity:
    """The identity that study.toml gives, the logo read from the study's `folder`.

    state, by, at: how far the results are checked, by whom and when. unread: as in Identity.

    Raises StudyError where the logo is no PNG or JPEG, InputError where it cannot be read or is over 2 MB.
    """
    logo = None
    if about.logo:
        logo = read_bytes(folder / about.logo, 2 * MEGABYTE)
        try:
            _kind_and_size(logo)
        except (OSError, Image.DecompressionBombError):
            raise StudyError(f"{folder / about.logo}: not a PNG or JPEG picture; save the logo as one.") from None
    return Identity(
        title=printable(about.title),
        programme=printable(about.programme),
        source=printable(about.source),
        fictional=about.fictional,
        logo=logo,
        logo_alt=printable(about.logo_alt),
        state=state[:1].upper() + state[1:],
        state_by=printable(by),
        state_at=at,
        made_at=made_at,
        unread=unread,
    )


def _kind_and_size(picture: bytes) -> tuple[str, tuple[int, int]]:
    with Image.open(io.BytesIO(picture), formats=["PNG", "JPEG"]) as opened:
        return str(opened.format).lower(), opened.size


def in_words(moment: str) -> str:
    """A moment in ISO 8601 as people write it.

    >>> in_words("2026-03-02"), in_words("2026-03-02T14:05:33+00:00")
    ('2 March 2026', '2 March 2026, 14:05 UTC')
    """
    when = dt.datetime.fromisoformat(moment)
    day = f"{when.day} {when:%B %Y}"
    return day if len(moment) <= len("2026-03-02") else f"{day}, {when:%H:%M} {when.tzname() or ''}".rstrip()
