"""QR codes: the address that pupils type, and the square that holds it."""

import io

import segno
from flask import current_app, request

from voice.settings import Settings


def pupils_address(code: str = "") -> str:
    """Return the address of the start page, with a code behind “#”, which browsers never send to anybody.

    It is the deployment’s own address where the settings say it, else the one that this request came to.
    """
    settings: Settings = current_app.extensions["voice_settings"]
    start = settings.address or request.url_root.rstrip("/")
    return f"{start}/#{code}" if code else f"{start}/"


def told_address(code: str) -> str:
    """Return the address of the page that tells a school’s pupils what they said."""
    return f"{pupils_address()}told/{code}"


def as_typed(address: str) -> str:
    """Return an address as it stands on paper and is typed: browsers put what comes before “//” themselves."""
    return address.partition("//")[2]


def qr_svg(text: str, *, told: str) -> str:
    """Return a QR code as SVG to stand inside a page; ``told`` is what a screen reader says instead."""
    drawn = io.BytesIO()
    # “Q” can still be read when a quarter of it is creased, torn or drawn over, as posters in corridors are.
    segno.make_qr(text, error="q").save(
        drawn,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        nl=False,
        title=told,
        svgclass="voice-qr",
        lineclass=None,
        dark="#000",
        light="#fff",
    )
    return drawn.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
