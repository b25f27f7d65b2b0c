"""What protecting a wave’s tables costs, and what share of figures it hides.

Bar: 100 schools × 22 themes × 5 years under 50 ms. The best of several runs counts: others use the machine too.
"""

import time

import numpy as np

from analysis.additive import Counted, with_totals
from analysis.hiding import hide

RUNS, MOST_SECONDS = 7, 0.05
SCHOOLS, THEMES, YEARS = 100, 22, 5
# Tables for the shares of hidden figures, at each number of schools.
TABLES, SIZES = 200, (3, 6, 14)


def measure_protecting() -> None:
    print("\nProtecting tables")
    chance = np.random.default_rng(1)
    table = made_up(chance, 1, SCHOOLS, YEARS)
    seconds = min(timed(table) for _ in range(RUNS))
    verdict = "within" if seconds < MOST_SECONDS else "ABOVE"
    print(
        f"  {SCHOOLS} schools × {THEMES} themes × {YEARS} years: {seconds * 1000:.0f} ms, {verdict} {MOST_SECONDS * 1000:.0f}"
    )
    for schools in SIZES:
        print(f"  {schools} schools: {shares(made_up(chance, TABLES, schools, 1))}")


def made_up(chance: np.random.Generator, tables: int, schools: int, groups: int) -> Counted:
    """Return tables of 22 themes, each asked of the same pupils: 5 to 220 of them in a school, or up to 120 in a year."""
    asked = chance.integers(5, 120 if groups > 1 else 220, (tables, 1, schools, groups))
    bases = np.broadcast_to(asked, (tables, THEMES, schools, groups)).reshape(-1, schools, groups)
    share = chance.beta(0.6, 4, (len(bases), 1, 1)) * chance.uniform(0.5, 1.6, bases.shape)
    counts = chance.binomial(bases, np.clip(share, 0, 1))
    return Counted(with_totals(counts), with_totals(bases), np.repeat(np.arange(tables), THEMES))


def timed(table: Counted) -> float:
    began = time.process_time()
    hide(table, least_base=10)
    return time.process_time() - began


def shares(table: Counted) -> str:
    """Say what share of schools’ figures and of totals is hidden, and what share is small itself."""
    hidden = ~hide(table, least_base=10).counts
    small = (table.counts < 10) | (table.rests < 10)
    cells, totals = np.s_[:, :-1], np.s_[:, -1]
    return (
        f"{hidden[cells].mean():.1%} of figures hidden ({small[cells].mean():.1%} are small themselves), "
        f"{hidden[totals].mean():.1%} of totals"
    )


if __name__ == "__main__":
    measure_protecting()
