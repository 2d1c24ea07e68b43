"""A deck filled: shapes that are named by a tag show the values of today, and every other part stays byte for byte."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lmep_consult.documents.controls import is_ours
from lmep_consult.documents.decisions import decided
from lmep_consult.documents.listing import Line
from lmep_consult.documents.package import Package
from lmep_consult.documents.word import left_outside
from lmep_consult.errors import InputError
from lmep_consult.report.values import Value, split_tag, stamped

if TYPE_CHECKING:
    from lmep_consult.documents.shapes import Place


def open_deck(path: Path) -> Package:
    """Raises InputError where it is no presentation, is open, locked or holds macros."""
    return Package(path, "a PowerPoint presentation (.pptx)", "PowerPoint")


def fill_deck(package: Package, values: Mapping[str, Value], overwrite: bool) -> list[Line]:
    """Fill the shapes of a deck, and say what became of each.

    python-pptx changes the slides and charts; a part that it did not change is not taken from it.

    Raises InputError where the deck cannot be read, holds no shape named by a tag, or a tag with a typing error.
    """
    from lmep_consult.documents.shapes import put, value_here, why_not  # loads python-pptx

    deck = _opened(package)
    before = _parts(deck)
    lines = []
    for place in list(_places(package, deck, values.keys())):
        value = values.get(place.tag)
        here = value and value_here(place, value)
        decision = decided(place, here, overwrite, why_not(place.shape, here) if here else "")
        if decision.fill is not None or decision.mark:
            put(place.shape, decision)
            place.shape.name = stamped(place.tag, decision.stamp_of)
        lines.append(decision.line)
    if not lines:
        raise InputError(
            f"{package.path}: no shape is named by the tag of a value; `lmep-consult report --numbers` lists the tags."
        )
    package.replaced |= {name: content for name, content in _parts(deck).items() if content != before[name]}
    return [*lines, *left_outside(package, lines)]


def _opened(package: Package) -> Any:
    from pptx import Presentation

    if not package.of_type("presentationml.presentation.main+xml"):
        raise InputError(f"{package.path}: not a PowerPoint presentation; save it as one (.pptx).")
    for name in package.archive.names:
        if name.endswith((".xml", ".rels")):
            package.archive.xml(name)
    try:
        return Presentation(io.BytesIO(package.written()))
    except Exception:  # damage shows as a dozen kinds
        raise InputError(f"{package.path}: is damaged; save it again in PowerPoint.") from None


def _parts(deck: Any) -> dict[str, bytes]:
    return {str(part.partname).lstrip("/"): part.blob for part in deck.part.package.iter_parts()}


def _places(package: Package, deck: Any, tags: Collection[str]) -> Iterator[Place]:
    from lmep_consult.documents.shapes import Place, text_of_shape

    for number, slide in enumerate(deck.slides, start=1):
        tops = [shape.top for shape in slide.shapes if shape.top is not None]
        for shape in _every(slide.shapes):
            tag, stamp = split_tag(shape.name)
            if is_ours(package, tag, stamp, tags):
                top = shape.top or 0
                below = min((each for each in tops if each > top), default=deck.slide_height)
                yield Place(shape, tag, stamp, text_of_shape(shape), f"slide {number}", below)


def _every(shapes: Any) -> Iterator[Any]:
    """The shapes, those in groups too."""
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from _every(shape.shapes)
