"""Kept: what the record said a moment ago, so that a year group’s requests need not ask it again for each pupil."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from surveys.intake import RECORD_AWAY

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values looked up once and used again for some seconds.

    ``most`` bounds how many are kept; past it all are let go, because a process that meets so many needs few of them
    again. When the record does not answer, the value it gave last is used for longer.
    """

    def __init__(self, *, seconds: float, most: int) -> None:
        self._seconds, self._most = seconds, most
        self._values: dict[Key, tuple[float, Value]] = {}

    def get(self, key: Key, look_up: Callable[[], Value | None]) -> Value | None:
        """Return a value, asking for it when none is kept or it has grown old; ``None`` is never kept."""
        until, value = self._values.get(key, (0.0, None))
        if value is not None and time.monotonic() < until:
            return value
        try:
            value = look_up()
        except RECORD_AWAY:
            if value is None:
                raise
            return value
        if value is not None:
            self.put(key, value)
        return value

    def put(self, key: Key, value: Value) -> None:
        """Keep a value that was just looked up."""
        if len(self._values) >= self._most:
            self._values = {}
        self._values[key] = time.monotonic() + self._seconds, value
