"""What a spaCy model takes for a name: more questions, for who wants to be surer. The rules come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lmep_consult.errors import ConsultError
from lmep_consult.pseudonyms.confirmed import Kind

_KINDS: dict[str, Kind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}


def entities(texts: Sequence[str], model: str) -> Iterator[list[tuple[int, int, Kind]]]:
    """Of each text, start, end and kind of the people, organisations and places that the model finds in it.

    model: the name of an installed spaCy pipeline, or the folder of one. Raises ConsultError where there is none.
    """
    import spacy

    try:
        pipeline = spacy.load(model, exclude=["tagger", "parser", "senter", "lemmatizer", "attribute_ruler"])
    except OSError:
        raise ConsultError(
            f"The name model {model!r} is not installed. spaCy's small English one is, after "
            "`python -m spacy download en_core_web_sm`, called en_core_web_sm."
        ) from None
    for found in pipeline.pipe(texts):
        yield [(it.start_char, it.end_char, _KINDS[it.label_]) for it in found.ents if it.label_ in _KINDS]
