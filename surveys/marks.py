"""Marks: what tells an imported row from all others, so that it is never taken twice."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping

from surveys.msforms import Form
from surveys.schools import School

REMEMBER_DAYS = 730
"""A form’s export is asked for again until the survey’s next year has been compared with it: two years."""


def row_marks(form: Form, schools: Mapping[str, School | None]) -> dict[int, str]:
    """Return what tells each row from the others of its school: its number in the form.

    Where numbers are missing, or come twice in a school because files were put together, it is all the row says.
    """
    urns = {answer: school.urn if school else answer for answer, school in schools.items()}
    numbers = Counter((urns[reply.school], reply.number) for reply in form.replies)
    if all(reply.number for reply in form.replies) and max(numbers.values(), default=1) == 1:
        return {reply.row: reply.number for reply in form.replies}
    alike: Counter[str] = Counter()
    marks = {}
    for row in form.sheet.rows:
        said = repr(row.cells)
        alike[said] += 1
        marks[row.number] = f"{said} {alike[said]}"
    return marks


def sealed(secret: str, *parts: str) -> str:
    """Return a keyed hash: who holds the record, but not the secret, cannot try out a form’s row numbers."""
    return hmac.new(secret.encode(), "\n".join(("import", *parts)).encode(), hashlib.sha256).hexdigest()
