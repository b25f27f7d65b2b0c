"""What the masker finds, changes without need, and costs: `python -m tests.bench.masking [marked.csv …] [--missed]`.

Without a file it measures the marked texts that ship, half by half, and which of the demonstration’s comments that were
marked as holding personal data it finds.
"""

import csv
import statistics
import subprocess
import sys
import time
from pathlib import Path

from analysis.masking import find_marks
from analysis.shares import wilson
from tests.analysis.marked import CONTACTS, PERSONS, Marked, Measured, measure, read_marked

COMMENTS = Path(__file__).resolve().parents[2] / "voice" / "demo" / "pupil_comments.csv"
UNSEEN = Path(__file__).with_name("unseen_names.csv")
"""Texts of a writer who saw no rule; never to be read by whoever changes one."""
TIMES = 5
# What loading costs, measured in a process of its own, where nothing else was loaded before.
COST = """
import os, time

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

before, started = resident(), time.process_time()
from analysis.masking import mask
mask("my friend zzyq told mr t about jack")
print(time.process_time() - started, resident() - before)
"""


def measure_masking(paths: list[Path], missed: bool) -> None:
    """Print figures with 95 % intervals (Wilson), speed, load and memory."""
    if paths:
        for path in paths:
            _say(str(path), read_marked(path), missed)
    else:
        texts = read_marked()
        _say(
            "looked at while the rules were made", [text for text in texts if not text.only_measured], missed
        )
        _say("only measured", [text for text in texts if text.only_measured], missed)
        _say_comments()
    _say_cost()


def _say(title: str, texts: list[Marked], missed: bool) -> None:
    found = measure(texts)
    print(f"\n{title}: {len(texts)} texts")
    _line("rows with something to hide, some of it found", found.touched, found.rows.all)
    _line("… all of it found (hidden or suspect)", found.rows.found, found.rows.all)
    _line("… all of it hidden", found.rows.hidden, found.rows.all)
    for name, kinds in (("all spans", None), ("persons", PERSONS), ("contact details", CONTACTS)):
        tally = found.of(kinds)
        _line(f"{name} found", tally.found, tally.all)
        _line(f"{name} hidden", tally.hidden, tally.all)
    for kind, tally in sorted(found.spans.items()):
        _line(f"  {kind} found", tally.found, tally.all)
    _line("clean texts changed", found.clean.hidden, found.clean.all)
    _line("clean texts with a suspect", found.clean.found, found.clean.all)
    if missed:
        _list(found)


def _list(found: Measured) -> None:
    print("missed:", *found.missed, sep="\n  ")
    print("changed without need:", *found.changed, sep="\n  ")


def _say_comments() -> None:
    with COMMENTS.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["personal_data"] == "1") for row in csv.DictReader(file)]
    marked = [find_marks(text) for text, personal in rows if personal]
    others = [find_marks(text) for text, personal in rows if not personal]
    print(f"\ncomments of the demonstration: {len(rows)}, never looked at for this")
    _line("rows with personal data found", sum(map(bool, marked)), len(marked))
    _line("… hidden", sum(any(mark.sure for mark in marks) for marks in marked), len(marked))
    _line("other rows changed", sum(any(mark.sure for mark in marks) for marks in others), len(others))
    _line(
        "other rows with a suspect",
        sum(any(not mark.sure for mark in marks) for marks in others),
        len(others),
    )


def _say_cost() -> None:
    texts = [text.text for text in read_marked()]
    spent = []
    for _ in range(TIMES):
        for text in texts:
            started = time.process_time()
            find_marks(text)
            spent.append(time.process_time() - started)
    centiles = statistics.quantiles(spent, n=100)
    print(
        f"\na text: median {1000 * centiles[49]:.2f} ms of CPU, 95 in 100 within {1000 * centiles[94]:.2f} ms"
    )
    own = subprocess.run(
        [sys.executable, "-c", COST], capture_output=True, text=True, check=True
    ).stdout.split()
    print(f"load and first text {float(own[0]):.2f} s of CPU, {float(own[1]):.0f} MB more")


def _line(name: str, part: int, whole: int) -> None:
    if whole:
        low, high = wilson(part / whole, whole)
        print(f"  {name:48} {part:4} of {whole:4}  {part / whole:6.1%}  ({low:.1%} to {high:.1%})")


if __name__ == "__main__":
    measure_masking([Path(name) for name in sys.argv[1:] if name != "--missed"], "--missed" in sys.argv)
