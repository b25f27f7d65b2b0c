"""How much the screening finds in texts of writers it has not learnt from, and how much harmless it flags.

`python -m tests.bench.screening` learns once for each writer of the disclosures, without that writer’s texts and without a
share of the ordinary ones, and looks at those. `python -m tests.bench.screening FILE.csv` looks at a file with the
columns text, level and kind; or text and safeguarding (1 or 0), as in the comments of the demonstration.
"""

import csv
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from analysis.alarms import Kind, Level
from analysis.disclosures import Disclosure, load_disclosures
from analysis.examples import load_examples, load_phrases
from analysis.learning import learn
from analysis.screening import Screened, screen, screen_by_wording, screen_with
from analysis.shares import wilson
from analysis.suspicion import Suspicion, gather
from analysis.vectors import NAMES, Backend, choose

UNSEEN = Path(__file__).with_name("unseen_disclosures.csv")
"""Never to be learnt from, or read by whoever changes the rules."""
MISSES = 10
Seen = list[tuple[Disclosure, Screened]]


def measure_screening(backend: Backend) -> Seen:
    """Print figures for texts whose writer was left out, disclosures and ordinary texts alike; return the former."""
    told: Seen = []
    ordinary: Seen = []
    for left_out, texts, harmless in _folds():
        lessons = gather([each for each in load_disclosures() if each.writer not in left_out], left_out)
        taught = Suspicion(learn(lessons, backend), backend)
        told += zip(texts, screen_with(taught, [each.text for each in texts]), strict=True)
        ordinary += zip(harmless, screen_with(taught, [each.text for each in harmless]), strict=True)
    print(f"\n{backend.name}: every writer’s texts by what was learnt from the others")
    report(told)
    for name in sorted({each.writer for each, _ in told}):
        _share(
            f"found, writer {name}",
            _flagged(told, lambda each, name=name: each.writer == name and _told(each)),
        )
    _share("ordinary phrases and answers flagged", _flagged(ordinary, lambda _: True))
    return told


def _folds() -> Iterable[tuple[set[str], list[Disclosure], list[Disclosure]]]:
    """Yield, for each writer of disclosures, the writers to leave out, and their disclosures and ordinary texts."""
    disclosures = load_disclosures()
    names = sorted({each.writer for each in disclosures})
    ordinary = [
        Disclosure(each.text, Level.NONE, None, each.writer) for each in (*load_phrases(), *load_examples())
    ]
    others = sorted({each.writer for each in ordinary})
    for number, name in enumerate(names):
        left_out = {name, *others[number :: len(names)]}
        yield (
            left_out,
            [each for each in disclosures if each.writer in left_out],
            [each for each in ordinary if each.writer in left_out],
        )


def report(seen: Seen) -> None:
    """Print what was found by level and kind, what harmless was flagged, and some misses."""
    _share("found", _flagged(seen, _told))
    for level in (Level.RED, Level.AMBER):
        _share(f"found, {level}", _flagged(seen, lambda each, level=level: each.level is level))
    for kind in Kind:
        if chosen := _flagged(seen, lambda each, kind=kind: each.kind is kind):
            _share(f"found, {kind}", chosen)
    _share("harmless flagged", _flagged(seen, lambda each: not _told(each)))
    kinds = [screened.kind is each.kind for each, screened in seen if each.kind and screened.kind]
    if kinds:
        _share("kind right where found", kinds)
    print("level given against level seen:", dict(Counter((str(e.level), str(s.level)) for e, s in seen)))
    missed = [each.text for each, screened in seen if _told(each) and screened.level is Level.NONE]
    for text in missed[:: max(1, len(missed) // MISSES)][:MISSES]:
        print("  missed:", text)


def measure_wording(seen: Seen) -> None:
    """Print what the list of wordings finds by itself, and what it costs."""
    screen_by_wording("the lists are read once")
    started = time.process_time()
    alone = [(each, screen_by_wording(each.text)) for each, _ in seen]
    spent = time.process_time() - started
    _share("found by the list of wordings alone", _flagged(alone, _told))
    print(f"the list of wordings: {1000 * spent / len(seen):.2f} ms a text")


def measure_unseen() -> None:
    """Print what is found in the texts of a writer who taught nothing and saw no rule."""
    given = _read(UNSEEN)
    print(f"\n{UNSEEN.name}: a writer who taught nothing")
    report(list(zip(given, screen([each.text for each in given]), strict=True)))


def _told(each: Disclosure) -> bool:
    return each.level is not Level.NONE


def _flagged(seen: Seen, wanted: Callable[[Disclosure], bool]) -> list[bool]:
    return [screened.level is not Level.NONE for each, screened in seen if wanted(each)]


def _share(name: str, hits: Sequence[bool]) -> None:
    if not hits:
        return
    low, high = wilson(sum(hits) / len(hits), len(hits))
    print(f"{name:45} {sum(hits):4} of {len(hits):4} = {sum(hits) / len(hits):.3f} ({low:.3f} to {high:.3f})")


def _read(path: Path) -> list[Disclosure]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if "safeguarding" in rows[0]:
        marked = {"1": Level.RED, "0": Level.NONE}
        return [Disclosure(row["text"], marked[row["safeguarding"]], None, path.stem) for row in rows]
    names = {"staff": Kind.STAFF}
    return [
        Disclosure(
            row["text"],
            Level(row["level"]),
            names.get(row["kind"]) or (Kind(row["kind"]) if row["kind"] else None),
            path.stem,
        )
        for row in rows
    ]


if __name__ == "__main__":
    if files := sys.argv[1:]:
        for file in files:
            given = _read(Path(file))
            print(f"\n{file}")
            report(list(zip(given, screen([each.text for each in given]), strict=True)))
    else:
        measure_unseen()
        for name in NAMES:
            measured = measure_screening(choose(name))
        measure_wording(measured)
