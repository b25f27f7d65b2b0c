"""PDFs read back: what they say, and how they are tagged for a screen reader."""

import io
from typing import Any

from pypdf import PdfReader


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """Return a PDF’s text on one line."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def tagged(pdf: bytes, *kinds: str) -> list[Any]:
    """Return the elements of a PDF’s structure that are of these kinds, in reading order."""
    found, waiting = [], [read(pdf).root_object["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        if element.get("/S") in kinds:
            found.append(element)
        kids = element.get("/K", [])
        kids = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
        waiting.extend(kid for kid in reversed(kids) if hasattr(kid, "get"))
    return found
