"""Proposing a name for a group of answers: the known theme that it is near, or else its most telling words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook, Theme
from analysis.labels import STOP, Label
from analysis.words import clean, stem

Vector = NDArray[np.floating]

# Characters; a name is a line in a list.
LONGEST = 60
# Phrases and words that make up a name.
TERMS = 3
# A group is near a theme whose centre lies in its direction at least this far: the cosine after the middle of all themes
# is taken away, without which everything about school is near to everything …
NEAR_FROM = 0.6
# … or this far, if the theme has most of the group’s words among its own, too. Of 57 groups of development answers, half
# were named by these two rules: 8 in 10 after the theme that most of their answers held, 97 in 100 after one of two.
NEAR_IF_SAID = 0.4
# Where themes have no vectors: a theme whose own words are this share of the group’s. Right in 6 of 10 cases, and in
# 9 of 10 it is one of the two commonest.
SHARED_FROM = 0.6


@dataclass(frozen=True)
class Name:
    """A name for a group, the code of the theme that it is near (if any) and how near, 0 to 1."""

    name: str
    near: str | None
    nearness: float


def theme_centres(codebook: Codebook, encode: Callable[[Sequence[str]], Vector]) -> dict[str, Vector]:
    """Return for each theme the middle of its description and phrases, in the space of `encode`."""
    texts = [(theme.code, text) for theme in codebook.themes for text in (theme.description, *theme.phrases)]
    vectors = np.asarray(encode([text for _, text in texts]), dtype=np.float64)
    owners = np.array([code for code, _ in texts])
    return {code: vectors[owners == code].mean(axis=0) for code in codebook.codes}


def propose(
    labels: Sequence[Label],
    centroids: Vector,
    *,
    known: Codebook | None,
    centres: Mapping[str, Vector] | None,
) -> list[Name]:
    """Return a name for each group, no two alike.

    Groups are compared with `centres`, the centres of the known themes, where there are any, and by words where not.
    """
    near = _near(labels, centroids, known, centres)
    codes = [code for code, _ in near]
    names: list[Name] = []
    for label, (code, nearness) in zip(labels, near, strict=True):
        theme = known.by_code[code].name if known and code else ""
        # A theme’s name alone is enough where one group is near it.
        name = theme if theme and codes.count(code) == 1 else _worded(theme, label)
        names.append(Name(_unlike(name, {one.name for one in names}), code, nearness))
    return names


def _near(
    labels: Sequence[Label],
    centroids: Vector,
    known: Codebook | None,
    centres: Mapping[str, Vector] | None,
) -> list[tuple[str | None, float]]:
    """Return for each group the theme that it is near, if any, and how near it is to the nearest."""
    if known is None or not known.themes:
        return [(None, 0.0)] * len(labels)
    said = [_nearest_by_words(label, known.themes) for label in labels]
    if not centres:
        return [(code if share >= SHARED_FROM else None, share) for code, share in said]
    meant = _nearest_by_vectors(centroids, centres)
    return [
        (code if alike >= (NEAR_IF_SAID if code == said_code else NEAR_FROM) else None, max(alike, 0.0))
        for (code, alike), (said_code, _) in zip(meant, said, strict=True)
    ]


def _nearest_by_vectors(centroids: Vector, centres: Mapping[str, Vector]) -> list[tuple[str, float]]:
    codes = sorted(centres)
    themes = _units(np.array([centres[code] for code in codes], dtype=np.float64))
    middle = themes.mean(axis=0) if len(codes) > 1 else 0.0
    alike = (_units(centroids - middle) @ _units(themes - middle).T).round(3)
    return [(codes[int(row.argmax())], float(row.max())) for row in alike]


def _units(vectors: Vector) -> Vector:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths))


def _nearest_by_words(label: Label, themes: Sequence[Theme]) -> tuple[str, float]:
    """Return the theme that has most of the group’s words among its own, and their share; the first words weigh most."""
    weights = {stem(word): 1 / (place + 1) for place, word in enumerate(label.words)}
    shares = {
        theme.code: sum(weight for word, weight in weights.items() if word in _stems_of(theme))
        for theme in themes
    }
    best = max(shares, key=lambda code: (shares[code], code))
    return best, round(shares[best] / sum(weights.values()), 3) if weights else 0.0


@lru_cache(maxsize=200)
def _stems_of(theme: Theme) -> frozenset[str]:
    """Return the stems of a theme’s seed words; of its phrases where it has none, as an authority’s own."""
    said = (*theme.seeds, *(() if theme.seeds else theme.phrases))
    return frozenset(stem(word) for text in said for word in clean(text).words if word not in STOP)


def _worded(theme: str, label: Label) -> str:
    """Put a name together from a theme’s name, if any, and as many telling words as fit."""
    terms: list[str] = []
    for term in (*label.phrases[:1], *label.words):
        if not any(term in other or other in term for other in terms):
            terms.append(term)
    name = theme
    for number, term in enumerate(terms[:TERMS]):
        longer = f"{name}{', ' if number else ': ' if theme else ''}{term}"
        if len(longer) > LONGEST:
            break
        name = longer
    name = name or "No word stands out"
    return name[0].upper() + name[1:]


def _unlike(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it if another group has it."""
    number, new = 1, name
    while new in taken:
        number += 1
        ending = f" ({number})"
        new = name[: LONGEST - len(ending)].rstrip() + ending
    return new
