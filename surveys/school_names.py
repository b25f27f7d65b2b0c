"""School names: which school is meant by what a form’s answer says."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from surveys.matching import plain
from surveys.schools import School

_COMMON = "the a of and school high academy college community secondary church c e ce cofe rc"
"""Words that come and go in a school’s name, as people write it."""


class SchoolNames:
    """Finds schools by URN, LAESTAB or name, and never guesses between two."""

    def __init__(self, schools: Iterable[School], *, told: Mapping[str, School] | None = None) -> None:
        """Take the schools that may be meant, and what people have ``told`` about some answers."""
        self._told = {plain(answer): school for answer, school in (told or {}).items()}
        self._by_number: dict[str, School] = {}
        names: dict[str, list[School]] = defaultdict(list)
        for school in schools:
            self._by_number[school.urn] = school
            if len(school.laestab) == 7:
                self._by_number.setdefault(school.laestab, school)
            for key in _keys(school.name):
                names[key].append(school)
        self._by_name = {key: only for key, named in names.items() if (only := _only(named))}

    def find(self, answer: str) -> School | None:
        """Return the one school that an answer means, or ``None``."""
        if (told := self._told.get(plain(answer))) is not None:
            return told
        number = re.sub(r"[\s/-]", "", answer)
        if number in self._by_number:
            return self._by_number[number]
        return next((self._by_name[key] for key in _keys(answer) if key in self._by_name), None)


def _keys(name: str) -> list[str]:
    """Return the name as written, then without its common words; each says which of the two it is."""
    words = re.sub(r"\bsaint\b", "st", plain(name.replace("’", "").replace("'", ""))).split()
    core = " ".join(word for word in words if word not in _COMMON.split())
    return [f"whole: {' '.join(words)}"] + ([f"core: {core}"] if core else [])


def _only(named: list[School]) -> School | None:
    """Return the one school of a name. One that is open goes before closed ones it came after."""
    is_open = [school for school in named if not school.is_closed]
    return is_open[0] if len(is_open) == 1 else named[0] if len(named) == 1 else None
