"""How good the groups are that nobody asked for, against BERTopic on the same vectors, and how well they hold still.

Measured on half of SAD, real sentences about stress with one of eight labels each, which is read from the folder of data
shared between projects and is not part of this one. The number of groups is told to nobody.
"""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score

from analysis.discovery import discover
from analysis.vectors import MEANING, BackendMissing, Vectors, choose
from tests.bench.grouping import WAYS

ROOT = Path(__file__).resolve().parents[2]
SAD = ROOT.parent / "shared" / "data" / "stress_sentences_sad.csv"
PEERS = ROOT / ".venv-bench"
MANY = 10_000
LONGEST_WAIT = 1_800  # seconds
SPLITS = 5


def measure_discovery() -> None:
    """Print how well groups agree with people’s labels, what they cost, and how still they hold."""
    if not SAD.exists():
        print("groups     not measured: the shared data folder with stress_sentences_sad.csv is not here")
        return
    try:
        backend = choose(MEANING)
    except BackendMissing as missing:
        print(f"groups     not measured: {missing}")
        return
    with SAD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts, labels = [row["text"] for row in rows], np.array([row["label"] for row in rows])
    vectors = backend.encode(texts)
    ways = [way for way in WAYS if way == "ours" or (PEERS / ".done").exists()]
    if len(ways) == 1:
        print("groups     BERTopic is not installed (see the Makefile), so ours are measured alone")
    _agreement(ways, texts, vectors, labels)
    _subsets(texts, vectors, labels)
    _stillness(texts, vectors)
    _cost(ways[:2], texts, vectors)


def _agreement(ways: list[str], texts: list[str], vectors: Vectors, labels: Any) -> None:
    """Adjusted Rand index against the labels (1: the same parting, 0: by lot), for all answers and for those kept."""
    for way in ways:
        found = _run(way, texts, vectors)
        groups, everywhere = np.array(found["groups"]), found["everywhere"]
        kept = groups >= 0
        print(
            f"groups     {way:17} {len(set(groups[kept].tolist())):3} groups for 8 labels, ARI "
            f"{adjusted_rand_score(labels, everywhere):.2f} on all, {adjusted_rand_score(labels[kept], groups[kept]):.2f} "
            f"on the {kept.mean():.0%} it keeps, {adjusted_rand_score(labels, groups):.2f} with the rest as one group"
        )


def _subsets(texts: list[str], vectors: Vectors, labels: Any) -> None:
    """The same for ours on parts of the answers, because one run says little."""
    scores, counts = [], []
    for seed in range(SPLITS):
        places = np.sort(np.random.default_rng(seed).choice(len(texts), len(texts) * 4 // 5, replace=False))
        found = discover([texts[place] for place in places], vectors[places])
        scores.append(adjusted_rand_score(labels[places], found.nearest))
        counts.append(len(found.groups))
    print(
        f"groups     ours on {SPLITS} draws of four fifths: ARI {np.mean(scores):.2f} "
        f"({min(scores):.2f} to {max(scores):.2f}), {min(counts)} to {max(counts)} groups"
    )


def _stillness(texts: list[str], vectors: Vectors) -> None:
    """The share of a second wave’s answers that keep the number which the first wave’s groups would have given them."""
    shares = []
    for seed in range(SPLITS):
        order = np.random.default_rng(seed).permutation(len(texts))
        first, second = order[: len(order) // 2], order[len(order) // 2 :]
        before = [
            group.saved() for group in discover([texts[place] for place in first], vectors[first]).groups
        ]
        now = discover([texts[place] for place in second], vectors[second], saved=before)
        shares.append(float(np.mean(np.array(now.came_from) == np.array(now.nearest))))
    print(f"waves      {np.mean(shares):.1%} keep their group in a second wave (at least {min(shares):.1%})")


def _cost(ways: list[str], texts: list[str], vectors: Vectors) -> None:
    """Time and memory at ten thousand answers, vectors given. Each is two sentences, so that all are different."""
    pairs = np.random.default_rng(0).integers(len(texts), size=(MANY, 2))
    both = (vectors[pairs[:, 0]] + vectors[pairs[:, 1]]).astype(np.float64)
    units = (both / np.linalg.norm(both, axis=1, keepdims=True)).astype(np.float32)
    found = [_run(way, [f"{texts[one]} {texts[other]}" for one, other in pairs], units) for way in ways]
    for way, cost in zip(ways, found, strict=True):
        print(
            f"groups     {way:17} {MANY:,} answers in {cost['seconds']:.1f} s ({cost['cpu']:.1f} s of CPU), "
            f"{cost['megabytes']:.0f} MB"
        )
    if len(found) > 1:
        mine, theirs = found
        print(
            f"groups     ours take 1/{theirs['seconds'] / mine['seconds']:.0f} of the time, "
            f"1/{theirs['cpu'] / mine['cpu']:.0f} of the CPU and 1/{theirs['megabytes'] / mine['megabytes']:.1f} of the "
            "memory of BERTopic"
        )


def _run(way: str, texts: list[str], vectors: Vectors) -> dict[str, Any]:
    """Group answers in a process of its own, so that its memory is its own."""
    python = sys.executable if way == "ours" else str(PEERS / "bin" / "python")
    with TemporaryDirectory() as folder:
        (Path(folder) / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        np.save(Path(folder) / "vectors.npy", vectors)
        told = subprocess.run(
            [python, str(ROOT / "tests" / "bench" / "grouping.py"), way, folder],
            capture_output=True,
            text=True,
            check=True,
            timeout=LONGEST_WAIT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
        ).stdout
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found
