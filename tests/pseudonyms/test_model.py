"""A spaCy model's names are asked about last, and only where the rules have not asked already."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import spacy

from lmep_consult.errors import ConsultError
from lmep_consult.pseudonyms import identifiers, proposals

REGISTER = pd.DataFrame(
    [("P01", "Ada Quillfeather", "", "MSA", "Aldermere Trust", "")],
    columns=["participant", "name", "email", "group", "organisation", "job_title"],
)
KNOWN = identifiers(REGISTER, [])


@pytest.fixture
def model(tmp_path: Path) -> str:
    """A pipeline that knows three names, as a folder."""
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    names = {"harbour lights": "ORG", "Bogdan": "PERSON", "Ada Quillfeather": "PERSON", "monday": "DATE"}
    ruler.add_patterns([{"label": label, "pattern": text} for text, label in names.items()])  # type: ignore[attr-defined]
    pipeline.to_disk(tmp_path / "model")
    return str(tmp_path / "model")


def test_what_the_rules_do_not_find_is_asked_about_last(model: str) -> None:
    texts = ["So Ada Quillfeather and Bogdan went to harbour lights on monday."]
    assert proposals(texts, KNOWN)["text"].tolist() == ["Bogdan"]
    found = proposals(texts, KNOWN, model=model)
    assert found[["text", "kind", "reason"]].to_numpy().tolist() == [
        ["Bogdan", "person", "no English word"],
        ["harbour lights", "organisation", "the name model"],
    ]


def test_a_model_that_is_not_installed_is_refused_in_a_sentence() -> None:
    with pytest.raises(ConsultError, match="'no_such_model' is not installed"):
        proposals(["So it is."], KNOWN, model="no_such_model")
