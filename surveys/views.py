"""Views: what somebody says a text is about, a person who codes it blind or the machine."""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from surveys.samples import SampleProblem
from surveys.themes import UNCLEAR

MOST_THEMES = 3
"""A text says at most three things: the codebook’s own rule."""


class Verdict(enum.StrEnum):
    """What a view comes to as a whole."""

    THEMES = "themes"
    NOTHING = "fits nothing"
    UNCLEAR = "cannot tell"


@dataclass(frozen=True)
class View:
    """The themes of a text by their codes, the main one first.

    None when it fits nothing; the theme “unclear”, alone, when nobody can tell what it is about.
    """

    codes: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        if self.codes == (UNCLEAR,):
            return Verdict.UNCLEAR
        return Verdict.THEMES if self.codes else Verdict.NOTHING

    def agrees_with(self, other: "View") -> bool:
        """Whether both give the same themes; which of them comes first is a matter of taste."""
        return set(self.codes) == set(other.codes)

    def counted_as(self, live: Mapping[str, str]) -> "View":
        """Return the view in the themes in use now. ``live``: the code that counts for each code."""
        return View(tuple(dict.fromkeys(live[code] for code in self.codes if code in live)))

    def check(self, live: Collection[str]) -> None:
        """Raise ``SampleProblem`` unless these codes may stand together; ``live``: those of the themes in use."""
        if len(self.codes) > MOST_THEMES:
            raise SampleProblem(f"Choose at most {MOST_THEMES} themes: what the text is about most.")
        if UNCLEAR in self.codes and self.verdict is not Verdict.UNCLEAR:
            raise SampleProblem("Choose themes, or say that you cannot tell, but not both.")
        if len(set(self.codes)) < len(self.codes) or not set(self.codes) <= set(live):
            raise SampleProblem(
                "One of these themes is not in use any more. Load the page again and choose anew."
            )
