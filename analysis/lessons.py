"""Lessons: everything the machine may learn from, each with its themes, what it weighs and who wrote it.

The codebook’s seed words and phrases, the phrase bank and the examples that ship with Voice, and whatever people of
this authority have decided. The first of these are there from the first answer on; the last grow with each click.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook, Theme
from analysis.examples import Example, load_examples, load_phrases
from analysis.words import clean

# A seed word alone says less than an answer; an answer that a person of this authority decided on says more, and
# what people wrote for a theme of their own must carry it alone until answers are confirmed.
SEED_WEIGHT, OWN_WEIGHT, CONFIRMED_WEIGHT = 0.6, 4.0, 4.0
CODEBOOK, CONFIRMED = "codebook", "confirmed"
# A word of a theme’s own that fewer than one in 500 examples has tells of that theme by itself, from four letters on.
RARE, SHORTEST_TELLING = 0.002, 4
# … and one that fewer than one in twenty has makes it doubtful whether an example is about another theme alone.
UNUSUAL = 0.05

Lesson = tuple[str, tuple[str, ...], float, str]  # the text, its themes, its weight and its writer


@dataclass(frozen=True)
class Lessons:
    """Texts in a fixed order; for each its themes (a column per theme), its main theme, weight and writer."""

    texts: tuple[str, ...]
    themes: NDArray[np.bool_]
    first: NDArray[np.bool_]
    weights: NDArray[np.float64]
    writers: tuple[str, ...]

    @property
    def shipped(self) -> NDArray[np.bool_]:
        """Which of them came with Voice."""
        return np.array([writer != CONFIRMED for writer in self.writers])


def lessons(codebook: Codebook, confirmed: Sequence[Example] = ()) -> Lessons:
    """Gather what there is to learn from. Merged themes teach their survivor.

    Examples of themes that the codebook leaves out teach what is none of its own.
    """
    found: list[Lesson] = []
    shipped = (*load_phrases(), *load_examples())
    marks: dict[str, frozenset[str]] = {}
    own = [theme for theme in codebook.themes if not theme.seeds]
    names = {theme.code: _stems((theme.name,)) for theme in own}
    doubtful = _rare(_stems(text for theme in own for text in (theme.name, *theme.phrases)), shipped, UNUSUAL)
    for theme in codebook.themes:
        if theme.seeds:
            found += [(phrase, (theme.code,), 1.0, CODEBOOK) for phrase in theme.phrases]
            found += [(seed, (theme.code,), SEED_WEIGHT, CODEBOOK) for seed in theme.seeds]
        else:
            marks[theme.code] = _telling_words((theme.name, *theme.phrases), shipped)
            found += _of_own(theme, marks[theme.code])
    for example in shipped:
        said = set(clean(example.text).stems) if own else set()
        if themes := _as_now(example.themes, codebook):
            themes = (*(code for code, mark in marks.items() if not mark.isdisjoint(said)), *themes)
            found.append((example.text, themes, 1.0, example.writer))
        else:
            # Nobody has held it against these themes. What says the whole name of one is about it; what says some
            # unusual word of theirs may be, and is left out.
            themes = tuple(code for code, name in names.items() if name and name <= said)
            if themes or doubtful.isdisjoint(said):
                found.append((example.text, themes, 1.0, example.writer))
    for example in confirmed:
        found.append((example.text, _as_now(example.themes, codebook), CONFIRMED_WEIGHT, CONFIRMED))
    return _table(found, codebook.codes)


def _of_own(theme: Theme, mark: Iterable[str]) -> list[Lesson]:
    """What an authority’s own theme is learnt from until answers are confirmed: all that people wrote for it."""
    said = dict.fromkeys((theme.name, *theme.phrases, *sorted(mark)))
    found: list[Lesson] = [(text, (theme.code,), OWN_WEIGHT, CODEBOOK) for text in said]
    if theme.description:
        found.append((theme.description, (theme.code,), 1.0, CODEBOOK))
    return found


def _telling_words(said: Iterable[str], shipped: Sequence[Example]) -> frozenset[str]:
    """Return the stems in what people wrote for a theme that hardly any shipped example has: “scooter”, not “nearly”."""
    return _rare(_stems(said), shipped, RARE)


def _stems(said: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for text in said for stem in clean(text).stems if len(stem) >= SHORTEST_TELLING)


def _rare(stems: frozenset[str], shipped: Sequence[Example], below: float) -> frozenset[str]:
    """Return those of the stems that a smaller share of the examples than this has."""
    if not stems:
        return frozenset()
    seen = Counter(stem for example in shipped for stem in stems.intersection(clean(example.text).stems))
    return frozenset(stem for stem in stems if seen[stem] < below * len(shipped))


def _as_now(codes: Iterable[str], codebook: Codebook) -> tuple[str, ...]:
    """Themes as they count now: merged ones under their survivor, retired ones not at all."""
    now = (codebook.survivors.get(code, code) for code in codes)
    return tuple(dict.fromkeys(code for code in now if code in codebook.by_code))


def _table(found: Sequence[Lesson], codes: Sequence[str]) -> Lessons:
    column: Mapping[str, int] = {code: number for number, code in enumerate(codes)}
    themes = np.zeros((len(found), len(codes)), dtype=bool)
    first = np.zeros_like(themes)
    for row, (_, held, _, _) in enumerate(found):
        themes[row, [column[code] for code in held]] = True
        if held:
            first[row, column[held[0]]] = True
    return Lessons(
        texts=tuple(text for text, _, _, _ in found),
        themes=themes,
        first=first,
        weights=np.array([weight for _, _, weight, _ in found]),
        writers=tuple(writer for _, _, _, writer in found),
    )
