"""Printing: what goes on paper becomes a tagged PDF that a screen reader can follow (PDF/UA-1)."""

import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from voice.row_headers import with_row_headers

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
NOTO = ROOT / "node_modules" / "@expo-google-fonts"
NOTO_FAMILIES = {"ur": "Noto Nastaliq Urdu", "pa": "Noto Sans Gurmukhi"}
"""The font of each language that DejaVu Sans cannot set. It has Latin, Cyrillic and the Arabic of Arabic, Persian and
Sorani, but neither Gurmukhi nor three of Urdu’s letters, and Urdu is read in Nastaliq."""

_CONTROLS = "\x00-\x1f\x7f-\x9f\ud800-\udfff"
"""Controls and halves of a sign: PDF/UA-1 refuses them and none can be seen."""
_NEVER_SIGNS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
"""The last two numbers of each plane will never be signs, and PDF/UA-1 refuses them too."""
_DIRECTION_MARKS = "\u202a-\u202e\u2066-\u2069\ufeff"
"""Signs that turn the text around them; one left open would turn the rest of the line."""
UNPRINTABLE = re.compile(rf"\s|[{_CONTROLS}{_NEVER_SIGNS}{_DIRECTION_MARKS}]")


class FontMissing(Exception):
    """No font here has the letters of a language; the message is its code."""


def report_pdf(content: dict[str, Any]) -> bytes:
    """Return a school’s report as PDF/UA-1; the same content gives the same bytes."""
    return _pdf("reports/report.typ", content, on=date.fromisoformat(content["drafted_on"]))


def governors_pdf(content: dict[str, Any], *, on: date) -> bytes:
    """Return the page for a school’s governors as PDF/UA-1."""
    return _pdf("governors/page.typ", content, on=on)


def poster_pdf(content: dict[str, Any], *, on: date) -> bytes:
    """Return the poster that tells pupils what they said, A4 or A3 as its content says, as PDF/UA-1."""
    return _pdf("tellings/poster.typ", content, on=on)


def wave_paper_pdf(content: dict[str, Any]) -> bytes:
    """Return a paper on a wave as PDF/UA-1; the same content gives the same bytes."""
    return _pdf("wave_papers/paper.typ", content, on=date.fromisoformat(content["made_on"]))


def pack_pdf(content: dict[str, Any], *, language: str, on: date) -> bytes:
    """Return a school’s pack as PDF/UA-1; raise ``FontMissing`` when its language cannot be printed here."""
    if not has_font_for(language):
        raise FontMissing(language)
    return _pdf("packs/pack.typ", content, on=on)


def tickets_pdf(content: dict[str, Any], *, on: date) -> bytes:
    """Return a sheet of one-time tickets as PDF/UA-1."""
    return _pdf("packs/tickets.typ", content, on=on)


def has_font_for(language: str) -> bool:
    """Say whether the letters of a language can be printed here; nobody should get a page of empty boxes."""
    family = NOTO_FAMILIES.get(language)
    return family is None or family in _fonts().families()


def _pdf(template: str, content: dict[str, Any], *, on: date) -> bytes:
    # The content travels to the template as data, so nothing that anybody wrote is ever read as markup.
    import typst

    compiler = typst.Compiler(
        input=TEMPLATES / template, root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True
    )
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"content": json.dumps(printable(content))},
        pdf_standards=["ua-1"],
        timestamp=int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()),
    )
    return with_row_headers(cast(bytes, pdf))  # only pictures come in several pieces


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Return typst’s own fonts and those that came with set-up: no machine’s fonts, so every machine prints alike.

    Matplotlib’s DejaVu Sans is what its charts are set in and has Arabic; its Last Resort font has a box for every sign
    there is, which PDF/UA-1 asks for.
    """
    import typst

    noto = [weight for name in ("400Regular", "700Bold") for weight in sorted(NOTO.glob(f"*/{name}"))]
    return typst.Fonts(include_system_fonts=False, font_paths=[fonts_folder(), *noto])


def fonts_folder() -> Path:
    """Return the folder of the fonts that come with matplotlib, which is looked up without being loaded."""
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("matplotlib, whose fonts paper is set in, is not installed")
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"


def printable(value: Any) -> Any:
    """Return JSON values with every text rid of signs that cannot be printed; line breaks become spaces."""
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [printable(inner) for inner in value]
    if isinstance(value, str):
        return UNPRINTABLE.sub(lambda found: " " if found[0].isspace() else "", value)
    return value
