"""What the parts of study.toml have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
