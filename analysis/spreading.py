"""Spreading: the same work on many parts, in this process, in several, or on many machines.

One path for all three, and the same results in the same order: what is done to a part must not depend on where, or on
the other parts. A few parts are done here, because starting a process costs more than they take.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import current_process, get_context
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")
Cluster = Any
"""The address of a Dask scheduler (“tcp://…”), a Dask client, or None for this machine."""

# Parts from which processes are worth starting: each loads its libraries and word lists for about two seconds.
WORTH_SPREADING = 4
# Parts handed out for each worker at a time: one to work on and one to go on with. Bounds memory.
AHEAD = 2
# New objects after which a process looks for rubbish; Python’s own 700 is for programs that make a few at a time.
SELDOM = 100_000
# Seconds to wait for a scheduler to answer.
PATIENCE = 10


class SpreadingFailed(Exception):
    """The work could not be done by others; the message says why in one sentence."""


def over(
    function: Callable[[Part], Result],
    parts: Iterable[Part],
    *,
    cluster: Cluster = None,
    processes: int | None = None,
) -> Iterator[Result]:
    """Yield what the function makes of each part, in order. Parts are taken as they are needed.

    function: can be pickled, and gives the same for the same part wherever it runs.
    cluster: where else to do it. processes: how many to use here; by default one a core where there is much to do.
    Raises `SpreadingFailed`, and whatever the function raises.
    """
    waiting = iter(parts)
    if cluster is not None:
        return _on_cluster(function, waiting, cluster)
    if processes is None:
        first = list(islice(waiting, WORTH_SPREADING))
        waiting = chain(first, waiting)
        processes = cores() if len(first) == WORTH_SPREADING else 1
    # A process that a job runner keeps as a daemon may not start others.
    if processes < 2 or current_process().daemon:
        return map(function, waiting)
    return _in_processes(function, waiting, processes)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(
    function: Callable[[Part], Result], parts: Iterator[Part], processes: int
) -> Iterator[Result]:
    # Started anew and not forked: a forked process inherits the locks of threads that it does not have, and the
    # language model and the website run threads.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_take, initargs=(function,))
    try:
        yield from _in_order(lambda part: pool.submit(_do, part), parts, AHEAD * processes)
    except BrokenProcessPool as problem:
        raise SpreadingFailed(
            "A process was stopped before it was done; perhaps this machine has too little memory."
        ) from problem
    finally:
        pool.shutdown(cancel_futures=True)


def _on_cluster(
    function: Callable[[Part], Result], parts: Iterator[Part], cluster: Cluster
) -> Iterator[Result]:
    try:
        from distributed import Client
    except ImportError as problem:
        raise SpreadingFailed(
            "Working on several machines needs Dask: pip install --require-hashes -r requirements/many.txt."
        ) from problem
    if isinstance(cluster, Client):
        yield from _by_client(function, parts, cluster)
        return
    try:
        client = Client(cluster, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise SpreadingFailed(f"No Dask scheduler answers at {cluster}.") from problem
    with client:
        yield from _by_client(function, parts, client)


def _by_client(function: Callable[[Part], Result], parts: Iterator[Part], client: Any) -> Iterator[Result]:
    at_once = sum(client.nthreads().values())
    if not at_once:
        raise SpreadingFailed("The Dask scheduler has no workers yet.")
    # What was learnt goes to every worker once and not with each part.
    sent = client.scatter(function, broadcast=True, hash=False)
    yield from _in_order(lambda part: client.submit(_apply, sent, part, pure=False), parts, AHEAD * at_once)


def _in_order(submit: Callable[[Part], Any], parts: Iterator[Part], most: int) -> Iterator[Any]:
    """Hand out parts, at most so many at a time, and yield their results in order."""
    handed_out = deque(submit(part) for part in islice(parts, most))
    while handed_out:
        result = handed_out.popleft().result()
        handed_out.extend(submit(part) for part in islice(parts, 1))
        yield result


def _apply(function: Callable[[Part], Result], part: Part) -> Result:
    return function(part)


# What a process of ours is to do with each part; set once when it starts.
_function: Callable[[Any], Any] | None = None


def _take(function: Callable[[Any], Any]) -> None:
    global _function
    _function = function
    # Ctrl-C reaches every process; the one that started the others tells them to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What was learnt stays to the end, and results are many small things that go all at once: looking for rubbish as
    # often as usual would take a tenth of the time.
    gc.freeze()
    gc.set_threshold(SELDOM)


def _do(part: Any) -> Any:
    assert _function is not None
    return _function(part)
