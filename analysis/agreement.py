"""How well two codings of the same texts agree: two people, or a person and the machine.

Each text has a set of themes, the main one first. Every figure comes with a 95 % interval: the texts are drawn again
1,000 times with replacement, from a fixed seed, and the middle 95 % of what comes out is kept. Neither the order of the
texts nor which coder comes first changes anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.distances import alpha, set_distances
from analysis.estimates import LEAST_TEXTS, LEAST_USES, TOO_FEW, Estimate, in_steps
from analysis.shares import in_words

ROUNDS, SEED = 1_000, 20_260_105
# Rounds worked out at a time; bounds memory where there are many texts.
AT_ONCE = 100
MIDDLE = (2.5, 97.5)
# One text has nothing that chance could be told from.
LEAST = 2
# Drawing again from texts without a difference never shows one. What was not seen in n texts may still be true of
# 3 in n (the statisticians’ rule of three).
UNSEEN = 3

NO_THEMES = "Neither coding gives any text a theme."
NO_CHOICE = "Every text was coded alike, so that agreement cannot be told from chance."
# The figures over all themes: how each is put into words, and why it may have no value.
WHOLE: dict[str, tuple[Callable[[float], str], str]] = {
    "kappa": (in_steps, NO_CHOICE),
    "micro_f1": (in_words, NO_THEMES),
    "macro_f1": (in_words, NO_THEMES),
    "first_theme": (in_words, NO_THEMES),
    "alpha": (in_steps, NO_CHOICE),
}

Coding = Sequence[str]
"""The codes a coder gave a text, the main one first; empty where no theme fits."""
Table = NDArray[np.float64]
Row = tuple[tuple[str, ...], tuple[str, ...], float]


@dataclass(frozen=True)
class Agreement:
    """How two codings agree; ``kappa`` and ``macro_f1`` are plain means over the themes that either coder used."""

    texts: int
    kappa_by_theme: dict[str, Estimate]
    kappa: Estimate
    micro_f1: Estimate
    macro_f1: Estimate
    first_theme: Estimate
    """How often both name the same main theme; “fits no theme” twice is the same."""
    alpha: Estimate
    """Krippendorff’s, with the MASI distance between sets: part of a set right counts in part."""


def agree(
    one: Sequence[Coding | None],
    other: Sequence[Coding | None],
    *,
    themes: Iterable[str] = (),
    weights: Sequence[float] | None = None,
) -> Agreement:
    """Compare two codings text by text. None stands for a text that a coder has not coded: it is left out.

    themes: codes to report on even where nobody used them.
    weights: how many texts each one stands for, where they were drawn with unequal chances.
    """
    weights = [1.0] * len(one) if weights is None else weights
    if not len(one) == len(other) == len(weights):
        raise ValueError("Both codings and the weights need one entry for each text.")
    if not all(0 < weight < float("inf") for weight in weights):
        raise ValueError("Each text needs a weight above 0.")
    rows = [
        (_in_order(mine), _in_order(theirs), float(weight))
        for mine, theirs, weight in zip(one, other, weights, strict=True)
        if mine is not None and theirs is not None
    ]
    used = {code for mine, theirs, _ in rows for code in (*mine, *theirs)}
    codes = list(dict.fromkeys([*themes, *sorted(used)]))
    if len(rows) >= LEAST:
        return _compare(_Pairs(rows, codes))
    alone = bool(one) and (all(coding is None for coding in one) or all(coding is None for coding in other))
    why = "Only one coder has coded these texts." if alone else "Fewer than 2 texts were coded by both."
    none = Estimate(None, None, None, TOO_FEW, why)
    return Agreement(len(rows), dict.fromkeys(codes, none), **dict.fromkeys(WHOLE, none))


def _in_order(coding: Coding) -> tuple[str, ...]:
    """The main theme, then the others in one fixed order: only the first place means something."""
    return (*coding[:1], *sorted(set(coding) - set(coding[:1])))


class _Pairs:
    """The distinct pairs of codings, how often each was seen, and the tables that figures are worked out from."""

    def __init__(self, rows: Sequence[Row], codes: Sequence[str]) -> None:
        self.codes = codes
        self.texts = len(rows)
        # One fixed order of texts and coders, so that the draws fall alike whatever order they came in.
        turned = sorted((theirs, mine, weight) for mine, theirs, weight in rows)
        pairs = Counter(min(sorted(rows), turned))
        self.seen = np.array(list(pairs.values()), dtype=np.float64)
        self.weights = np.array([weight for _, _, weight in pairs])
        self.one = self._table(mine for mine, _, _ in pairs)
        self.other = self._table(theirs for _, theirs, _ in pairs)
        self.same_first = np.array([mine[:1] == theirs[:1] for mine, theirs, _ in pairs])
        sets, numbers = np.unique(np.vstack([self.one, self.other]), axis=0, return_inverse=True)
        self.set_of_one, self.set_of_other = np.split(numbers.reshape(-1), 2)
        self.distances = set_distances(sets.astype(bool))
        # For each theme: how many texts either coder gave it.
        self.uses = self.seen @ (self.one + self.other > 0)

    def _table(self, codings: Iterable[tuple[str, ...]]) -> Table:
        rows = [[float(code in coding) for code in self.codes] for coding in codings]
        return np.array(rows).reshape(len(rows), len(self.codes))


def _figures(pairs: _Pairs, counts: Table) -> Table:
    """Work out every figure for samples of texts, given how often each pair of codings is in each of them.

    Returns a row for each sample: the kappa of each theme, then the figures in ``WHOLE``; NaN where there is none.
    """
    counts = counts * pairs.weights
    # Weighted texts count as many as there are, so that alpha’s correction for few texts stays right.
    counts *= pairs.texts / counts.sum(axis=1, keepdims=True)
    both, mine, theirs = counts @ (pairs.one * pairs.other), counts @ pairs.one, counts @ pairs.other
    n = pairs.texts
    by_chance = (mine * theirs + (n - mine) * (n - theirs)) / n**2
    beyond_chance = np.where(np.isclose(by_chance, 1.0, rtol=0, atol=1e-9), 0.0, 1.0 - by_chance)
    kappas = _ratio((n - mine - theirs + 2 * both) / n - by_chance, beyond_chance)
    whole = {
        "kappa": _mean(kappas),
        "micro_f1": _ratio(2 * both.sum(axis=1), (mine + theirs).sum(axis=1)),
        "macro_f1": _mean(_ratio(2 * both, mine + theirs)),
        "first_theme": counts @ pairs.same_first / n,
        "alpha": alpha(counts, pairs.set_of_one, pairs.set_of_other, pairs.distances),
    }
    return np.column_stack([kappas, *(whole[name] for name in WHOLE)])


def _ratio(above: Table, below: Table) -> Table:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _mean(values: Table) -> Table:
    """The mean of each row over the themes that have a value in it."""
    told = ~np.isnan(values)
    return _ratio(np.where(told, values, 0.0).sum(axis=1), told.sum(axis=1).astype(np.float64))


def _compare(pairs: _Pairs) -> Agreement:
    seen = _figures(pairs, pairs.seen[None, :])[0]
    rng = np.random.default_rng(SEED)
    chances = pairs.seen / pairs.texts
    draws = (rng.multinomial(pairs.texts, chances, size=AT_ONCE) for _ in range(ROUNDS // AT_ONCE))
    drawn = np.vstack([_figures(pairs, counts.astype(np.float64)) for counts in draws])

    few = f"Fewer than {LEAST_TEXTS} texts were coded by both." if pairs.texts < LEAST_TEXTS else ""
    whole = {
        name: _estimate(seen[column], drawn[:, column], pairs.texts, words, few, why_not)
        for column, (name, (words, why_not)) in enumerate(WHOLE.items(), start=len(pairs.codes))
    }
    by_theme = {}
    for column, code in enumerate(pairs.codes):
        uses = float(pairs.uses[column])
        # Nobody and a few are told alike, as everywhere.
        rare = few or (f"Fewer than {LEAST_USES} texts were given this theme." if uses < LEAST_USES else "")
        why_not = NO_CHOICE if uses == pairs.texts else rare
        by_theme[code] = _estimate(seen[column], drawn[:, column], uses, in_steps, rare, why_not)
    return Agreement(pairs.texts, by_theme, **whole)


def _estimate(
    value: float, drawn: Table, rests_on: float, words: Callable[[float], str], thin: str, why_not: str
) -> Estimate:
    """Put a figure, what came out of the draws, and how many texts it rests on together."""
    if np.isnan(value):
        return Estimate(None, None, None, TOO_FEW, why_not)
    value = float(value)
    # A sample in which the figure has no value tells nothing of it.
    low, high = np.percentile([*drawn[~np.isnan(drawn)], value], MIDDLE)
    if value > 1 - 1e-9:
        low = min(low, max(0.0, 1 - UNSEEN / rests_on))
    # Sums differ in their last digits from one kind of processor to another; what is stored must not.
    value, low, high = (round(part, 12) for part in (value, min(value, float(low)), max(value, float(high))))
    return Estimate(value, low, high, TOO_FEW if thin else words(value), thin)
