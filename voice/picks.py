"""Picks: what a person says a text is about, as the form with every theme on it sends it."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from surveys.samples import SampleProblem
from surveys.themes import UNCLEAR, Theme
from surveys.views import Verdict, View

BESIDE = {Verdict.NOTHING: View(()), Verdict.UNCLEAR: View((UNCLEAR,))}
"""What can be said of a text instead of giving it themes."""


def to_pick(themes: Sequence[Theme]) -> list[Theme]:
    """Return the themes to choose from. “Unclear” is none: it is said of the text as a whole."""
    return [theme for theme in themes if theme.code != UNCLEAR]


def read_pick(form: MultiDict[str, str]) -> View:
    """Return what was picked; raise ``SampleProblem`` when that is nothing, or things that exclude each other."""
    codes = list(dict.fromkeys(form.getlist("theme")))
    beside = [view for verdict, view in BESIDE.items() if verdict in form.getlist("verdict")]
    if not codes and not beside:
        raise SampleProblem("Choose a theme, or say that it fits nothing or that you cannot tell.")
    if len(beside) > 1 or (beside and codes):
        raise SampleProblem(
            "Choose themes, or that it fits nothing, or that you cannot tell: one of the three."
        )
    if beside:
        return beside[0]
    if (first := form.get("first", "")) in codes:
        codes = [first, *(code for code in codes if code != first)]
    return View(tuple(codes))


def ticked(form: MultiDict[str, str], before: View | None) -> dict[str, Sequence[str]]:
    """Return what is ticked when the form is drawn: what was sent, else what this person said before."""
    if form:
        return {name: form.getlist(name) for name in ("theme", "verdict", "first")}
    if before is None:
        return {"theme": (), "verdict": (), "first": ()}
    if before in BESIDE.values():
        return {"theme": (), "verdict": (before.verdict,), "first": ()}
    return {"theme": before.codes, "verdict": (), "first": before.codes[:1]}
