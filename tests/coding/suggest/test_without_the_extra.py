"""What a user without the extra is told."""

from __future__ import annotations

import importlib.util

import pytest

from lmep_consult.codebook import Codebook
from lmep_consult.coding.suggest import Suggester
from lmep_consult.errors import SuggestionError


@pytest.mark.parametrize(("module", "package"), [("sklearn", "scikit-learn"), ("tokenizers", "tokenizers")])
def test_without_the_extra_the_command_that_brings_it(
    farm: Codebook, monkeypatch: pytest.MonkeyPatch, module: str, package: str
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else found(name))
    with pytest.raises(
        SuggestionError, match=rf'{package}, which is not installed: pip install "lmep-consult\[suggest\]"'
    ):
        Suggester(farm)
