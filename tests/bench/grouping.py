"""One way of grouping answers, in a process of its own: `python tests/bench/grouping.py WAY FOLDER`.

FOLDER holds `texts.json` and `vectors.npy`. Printed as JSON: a group for each answer (−1: none), also with every answer
in one, the seconds it took, wall and CPU, and the most memory. Loading and a first small run come before the clock
starts, because BERTopic compiles itself then.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

# Answers of the run before the clock starts.
FIRST = 500
Grouped = tuple[list[int], list[int]]


def ours(texts: list[str], vectors: Any) -> Grouped:
    from analysis.discovery import discover

    found = discover(texts, vectors)
    return list(found.of), list(found.nearest)


def bertopic(**wishes: Any) -> Callable[[list[str], Any], Grouped]:
    """BERTopic with these wishes, as parts of the number of answers; its own repair puts the left-out answers into groups by their vectors."""

    def run(texts: list[str], vectors: Any) -> Grouped:
        from bertopic import BERTopic  # type: ignore[import-not-found,unused-ignore]

        sized = {name: max(5, len(texts) // part) for name, part in wishes.items()}
        model = BERTopic(**sized)
        groups, _ = model.fit_transform(texts, vectors)
        found = [int(group) for group in groups]
        if set(found) == {-1} or -1 not in found:
            return found, found
        everywhere = model.reduce_outliers(texts, found, strategy="embeddings", embeddings=vectors)
        return found, [int(group) for group in everywhere]

    return run


# The tuned ones ask for groups of at least this part of the answers. With a fiftieth, two groups were left.
WAYS: dict[str, Callable[[list[str], Any], Grouped]] = {
    "ours": ours,
    "BERTopic default": bertopic(),
    "BERTopic 1/200": bertopic(min_topic_size=200),
    "BERTopic 1/100": bertopic(min_topic_size=100),
}


def main(way: str, folder: Path) -> None:
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "vectors.npy")
    run = WAYS[way]
    run(texts[:FIRST], vectors[:FIRST])
    wall, spent = time.perf_counter(), time.process_time()
    groups, everywhere = run(texts, vectors)
    told = {
        "groups": groups,
        "everywhere": everywhere,
        "seconds": time.perf_counter() - wall,
        "cpu": time.process_time() - spent,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
