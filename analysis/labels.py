"""Saying what a group of answers is about: the words that set it apart, and answers that show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from analysis.codebook import Codebook
from analysis.quotes import choose
from analysis.words import Cleaned, clean, stem

# Words shown for a group, and answers shown as examples.
WORDS, EXAMPLES = 6, 3
# Answers nearest the centre of a group from which the examples are taken.
NEAREST = 20
# A word must be said in this many answers of the group to name it.
SAID_BY = 3
# The share of a group’s weight of words that must be a theme’s own seed words before we call it near.
NEAR_FROM = 0.3

# Words that every answer to “what makes it hard to come to school?” may hold, and so name nothing.
_EVERYWHERE = (
    "school come coming hard make makes made thing things people really just like get gets got getting go goes "
    "going said say says dont didnt doesnt cant wont isnt arent wasnt im ive id youre theyre thats its hes shes "
    "every everyone someone anyone one lot bit even still always never time day days today need want would could "
    "should think know way let lets put also stuff laughingface cryface well much many because then when dot year "
    "schoolyear havent hasnt nothing something anything ok okay yeah good bad better"
)
STOP = frozenset(ENGLISH_STOP_WORDS) | frozenset(_EVERYWHERE.split())


@dataclass(frozen=True)
class GroupLabel:
    """What a group is about: its words, the known theme it is near, its size and places of telling answers."""

    words: tuple[str, ...]
    near_theme: str | None
    size: int
    examples: tuple[int, ...]


def describe(
    texts: Sequence[str],
    cleaned: Sequence[Cleaned],
    groups: Sequence[int],
    usable: Sequence[int],
    vectors: NDArray[np.float64],
    known: Codebook | None,
) -> dict[int, GroupLabel]:
    """A label for each group, by number."""
    members: dict[int, list[int]] = {}
    for row, place in enumerate(usable):
        if groups[place] >= 0:
            members.setdefault(groups[place], []).append(row)
    said = {group: _said_in([cleaned[usable[row]] for row in rows]) for group, rows in members.items()}
    everywhere = sum(said.values(), Counter())
    labels = {}
    for group, rows in sorted(members.items()):
        weights = _telling(said[group], everywhere, len(said))
        labels[group] = GroupLabel(
            words=_as_written(weights, [cleaned[usable[row]] for row in rows]),
            near_theme=_near(weights, known) if known else None,
            size=len(rows),
            examples=_examples(texts, [usable[row] for row in rows], vectors[rows]),
        )
    return labels


def _said_in(answers: Sequence[Cleaned]) -> Counter[str]:
    """In how many answers each stem is said."""
    return Counter(
        word
        for answer in answers
        for word in {
            stem(word) for word in answer.words if word not in STOP and len(word) > 1 and not word.isdigit()
        }
    )


def _telling(said: Counter[str], everywhere: Counter[str], groups: int) -> dict[str, float]:
    """Class TF-IDF: words said often in this group and seldom in others."""
    usual = sum(everywhere.values()) / max(1, groups)
    total = max(1, sum(said.values()))
    weights = {
        word: count / total * float(np.log(1 + usual / everywhere[word]))
        for word, count in said.items()
        if count >= SAID_BY
    }
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked[: 2 * WORDS])


def _as_written(weights: dict[str, float], answers: Sequence[Cleaned]) -> tuple[str, ...]:
    """For each stem the form most pupils used."""
    forms: dict[str, Counter[str]] = {name: Counter() for name in list(weights)[:WORDS]}
    for answer in answers:
        for word in answer.words:
            if (name := stem(word)) in forms and word not in STOP:
                forms[name][answer.as_said(word)] += 1
    return tuple(min(form, key=lambda word: (-form[word], word)) for form in forms.values() if form)


def _near(weights: dict[str, float], known: Codebook) -> str | None:
    """The theme whose seed words carry most of the group’s weight, if they carry enough of it."""
    total = sum(weights.values())
    shares = {
        theme.code: sum(
            weight
            for word, weight in weights.items()
            if word in {stem(part) for seed in theme.seeds for part in clean(seed).words}
        )
        for theme in known.themes
    }
    best = max(shares, key=lambda code: (shares[code], code), default=None)
    return best if best and total and shares[best] / total >= NEAR_FROM else None


def _examples(texts: Sequence[str], places: Sequence[int], vectors: NDArray[np.float64]) -> tuple[int, ...]:
    """Answers near the centre that differ from each other."""
    nearness = vectors @ vectors.mean(axis=0)
    near = [places[int(row)] for row in np.argsort(-nearness, kind="stable")[:NEAREST]]
    return tuple(near[number] for number in choose([texts[place] for place in near], most=EXAMPLES))
