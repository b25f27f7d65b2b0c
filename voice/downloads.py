"""Downloads: a PDF as a browser is given it, under a name that a person can file it by."""

from flask import make_response
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response


def pdf_named(pdf: bytes, *name: str) -> Response:
    """Return a PDF that opens in the browser; ``name`` is what its file is called, of signs that any system takes."""
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    # A school’s name may hold none of the signs that every system takes.
    file = secure_filename(" ".join(name)) or "paper"
    response.headers["Content-Disposition"] = f'inline; filename="{file}.pdf"'
    return response
