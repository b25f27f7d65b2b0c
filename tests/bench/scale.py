"""Scale: what a wave, a region and a country cost, each in a new process and from cold.

What there is to learn has been learnt and kept beforehand, as `analysis/build` keeps it on any machine after the first
run. Answers are made by joining the first half of one shipped phrase to the second half of another, so that nearly all
differ and the words are pupils’ own; always the same ones.
"""

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from analysis.examples import load_phrases
from analysis.vectors import MEANING, SPARSE

ROOT = Path(__file__).resolve().parents[2]
WAVE, REGION, COUNTRY = 2_400, 100_000, 1_000_000
# Seconds on two quiet cores, and bytes, that were promised.
PROMISED = {WAVE: 15, REGION: 20, COUNTRY: 120}
PROMISED_BYTES = 2_000_000_000
# Seconds between two looks at how much memory is in use.
GLANCE = 0.5


def spliced(number: int) -> list[str]:
    """Return so many made-up answers."""
    phrases = [words for words in (phrase.text.split() for phrase in load_phrases()) if len(words) > 3]
    chance = random.Random(0)
    answers = []
    for _ in range(number):
        one, other = chance.choice(phrases), chance.choice(phrases)
        answers.append(" ".join([*one[: len(one) // 2], *other[len(other) // 2 :]]))
    return answers


def measure_scale() -> None:
    """Print what a wave costs with the language model, and what many answers cost without it."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        one = _answers(scratch / "one.csv", 1)
        for backend in (MEANING, SPARSE):
            _analysis("code", one, scratch / "out.csv", backend)  # learns, and keeps it
        wave = _answers(scratch / "wave.csv", WAVE)
        _told(
            WAVE,
            "coded, grouped and labelled by meaning",
            [sys.executable, "-m", "tests.bench.scale", str(wave)],
        )
        for number in (REGION, COUNTRY):
            answers = _answers(scratch / f"{number}.csv", number)
            _told(
                number, "coded by words and letters", _command("code", answers, scratch / "out.csv", SPARSE)
            )


def wave_from_cold(path: Path) -> None:
    """Read, clean, code, group and label the answers of a wave; run in a process of its own."""
    from analysis.codebook import load_codebook
    from analysis.coding import code
    from analysis.discovery import discover
    from analysis.naming import theme_centres
    from analysis.readable import for_backend
    from analysis.sheets import read_sheet
    from analysis.vectors import choose

    texts, book, backend = read_sheet(path).column("text"), load_codebook(), choose(MEANING)
    coded = code(texts, book, backend=backend)
    vectors = backend.encode(for_backend(texts, backend))
    found = discover(texts, vectors, known=book, centres=theme_centres(book, backend.encode))
    assert len(coded) == len(found.of) == len(texts)
    assert all(group.name and group.words for group in found.groups)


def _answers(path: Path, number: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "text"])
        writer.writerows(enumerate(spliced(number)))
    return path


def _command(verb: str, answers: Path, out: Path, backend: str) -> list[str]:
    return [sys.executable, "-m", "analysis", verb, str(answers), "--text", "text", "--out", str(out), "--backend", backend]  # fmt: skip


def _analysis(verb: str, answers: Path, out: Path, backend: str) -> None:
    subprocess.run(_command(verb, answers, out, backend), cwd=ROOT, check=True, capture_output=True)


def _told(number: int, doing: str, command: list[str]) -> None:
    seconds, cpu, most = _watched(command)
    print(
        f"scale      {number:9,} answers {doing}: {seconds:5.1f} s (promised {PROMISED[number]}), {cpu:5.1f} s of CPU, "
        f"{1e6 * cpu / number:5.0f} µs an answer, {most / 1e6:5.0f} MB at most (promised {PROMISED_BYTES / 1e6:.0f}); "
        f"load {os.getloadavg()[0]:.1f}"
    )


def _watched(command: list[str]) -> tuple[float, float, int]:
    """Run it; return its seconds, the CPU seconds of it and all it started, and the most memory they had together."""
    before = _cpu()
    started = time.perf_counter()
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    most = 0
    while run.poll() is None:
        most = max(most, _memory(run.pid))
        time.sleep(GLANCE)
    seconds = time.perf_counter() - started
    if run.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {run.returncode}.")
    return seconds, _cpu() - before, most


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(process: int) -> int:
    """Return the bytes of a process and its children; what they share is counted once."""
    try:
        parent = psutil.Process(process)
        return sum(each.memory_full_info().pss for each in [parent, *parent.children(recursive=True)])
    except psutil.Error:  # it has just ended
        return 0


if __name__ == "__main__":
    wave_from_cold(Path(sys.argv[1]))
