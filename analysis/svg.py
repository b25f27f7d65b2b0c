"""Turning a drawing into SVG that can stand inside a page: text stays text, nothing is styled inline, no id clashes.

Pages forbid inline styles and hold several charts, while matplotlib writes both inline styles and the same ids
in each drawing.
"""

from __future__ import annotations

import io
import re
from hashlib import sha256
from html import escape

import matplotlib
from matplotlib.figure import Figure as Drawing

# What readers have on their own machine; nothing is loaded for a chart.
_FONT = "Arial, Helvetica, sans-serif"
_STYLE = re.compile(r' style="([^"]*)"')
_FONT_SIZE = re.compile(r"([\d.]+)px")


def to_svg(drawing: Drawing, *, title: str) -> str:
    """The drawing as an `<svg>` element."""
    out = io.StringIO()
    # A fixed salt and no date: the same figures give the same file to the last byte.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "voice"}):
        drawing.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    for block in ("metadata", "style"):
        svg = re.sub(rf"<{block}[^>]*>.*?</{block}>\s*", "", svg, flags=re.DOTALL)
    svg = _STYLE.sub(lambda found: _as_attributes(found[1]), svg)
    svg = _own_ids(svg)
    # Without a width of its own the picture takes the width of its column.
    head, rest = svg.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    label = escape(title, quote=True)
    return f'{head} role="img" aria-label="{label}" stroke-linejoin="round">{rest}'.strip()


def _as_attributes(style: str) -> str:
    """The same look said in SVG attributes, which a strict content policy allows."""
    parts = []
    for rule in filter(None, (rule.strip() for rule in style.split(";"))):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name == "font-family":
            value = _FONT
        if name == "font":
            size = _FONT_SIZE.search(value)
            weight = ' font-weight="700"' if re.search(r"\b(?:700|bold)\b", value) else ""
            parts.append(f'font-size="{size[1] if size else 10}" font-family="{_FONT}"{weight}')
        else:
            parts.append(f'{name}="{escape(value, quote=True)}"')
    return "".join(f" {part}" for part in parts)


def _own_ids(svg: str) -> str:
    """Give each id a beginning made from the picture, so that two charts on a page never share one."""
    own = "c" + sha256(svg.encode()).hexdigest()[:10]
    svg = re.sub(r' id="([^"]+)"', rf' id="{own}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{own}-\1"', svg)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{own}-\1)", svg)
