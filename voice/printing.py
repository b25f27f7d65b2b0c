"""Printing: a report’s content becomes a tagged PDF that a screen reader can follow (PDF/UA-1)."""

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "reports" / "report.typ"

_CONTROLS = "\x00-\x1f\x7f-\x9f\ud800-\udfff"
"""Controls and halves of a sign: PDF/UA-1 refuses them and none can be seen."""
_NEVER_SIGNS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
"""The last two numbers of each plane will never be signs, and PDF/UA-1 refuses them too."""
_DIRECTION_MARKS = "\u202a-\u202e\u2066-\u2069\ufeff"
"""Signs that turn the text around them; one left open would turn the rest of the line."""
UNPRINTABLE = re.compile(rf"\s|[{_CONTROLS}{_NEVER_SIGNS}{_DIRECTION_MARKS}]")


def report_pdf(content: dict[str, Any]) -> bytes:
    """Return a school’s report as PDF/UA-1; the same content gives the same bytes.

    The content travels to the template as data, so nothing that a pupil wrote is ever read as markup.
    """
    import typst

    compiler = typst.Compiler(input=TEMPLATE, font_paths=_fonts(), ignore_system_fonts=True)
    drafted = datetime.fromisoformat(content["drafted_on"]).replace(tzinfo=UTC)
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"content": json.dumps(printable(content))},
        pdf_standards=["ua-1"],
        timestamp=int(drafted.timestamp()),
    )
    return cast(bytes, pdf)  # only pictures come in several pieces


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Return typst’s own fonts and those that come with matplotlib: no machine’s fonts, so every machine prints alike.

    Matplotlib’s DejaVu Sans is what its charts are set in and has Arabic; its Last Resort font has a box for every sign
    there is, which PDF/UA-1 asks for. Only their folder is looked up: the library itself is not loaded.
    """
    import typst

    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("matplotlib, whose fonts the report is set in, is not installed")
    folder = Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def printable(value: Any) -> Any:
    """Return JSON values with every text rid of signs that cannot be printed; line breaks become spaces."""
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [printable(inner) for inner in value]
    if isinstance(value, str):
        return UNPRINTABLE.sub(lambda found: " " if found[0].isspace() else "", value)
    return value
