"""Made-up answers about a few topics, with vectors that lie around each topic’s direction."""

import numpy as np
from numpy.typing import NDArray

TOPICS = {
    "bus": "bus driver stop timetable seats fare",
    "toilets": "toilets locked soap cubicle smell door",
    "maths": "maths algebra homework equations test sums",
    "sleep": "sleep tired bed alarm night awake",
    "friends": "friends lonely chat group argument ignored",
    "dinner": "dinner queue canteen pizza hungry tray",
}
DIMENSIONS = 48
# How far answers stray from their topic’s direction, to a direction’s length of 1. Neighbouring topics just touch.
STRAY = 0.16


def answers(each: int, *topics: str, seed: int = 0) -> tuple[list[str], NDArray[np.float32], list[str]]:
    """`each` answers about each topic, mixed: their texts, their unit vectors and what each is about."""
    chance = np.random.default_rng(seed)
    wanted = [topic for topic in (topics or tuple(TOPICS)) for _ in range(each)]
    wanted = [wanted[place] for place in chance.permutation(len(wanted))]
    texts = [
        f"the {' and the '.join(chance.choice(TOPICS[topic].split(), 3, replace=False))} are bad for me {number}"
        for number, topic in enumerate(wanted)
    ]
    directions = np.array([direction(topic) for topic in wanted])
    strayed = directions + STRAY * chance.standard_normal(directions.shape)
    return texts, (strayed / np.linalg.norm(strayed, axis=1, keepdims=True)).astype(np.float32), wanted


def direction(topic: str) -> NDArray[np.float64]:
    """Where a topic lies."""
    vector = np.random.default_rng(list(TOPICS).index(topic)).standard_normal(DIMENSIONS)
    return vector / np.linalg.norm(vector)
