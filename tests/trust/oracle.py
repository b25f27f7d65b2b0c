"""What ACRO, the tool that research services check their tables with, says of tables of schools: a process of its own.

In: JSON, a list of tables, each a list of [how many said it, how many were asked], a school each. Out: for each table and
school what failed, for those who said it and for the rest. A process of its own, for ACRO sets up logging and drawing.
"""

import json
import logging
import sys
from typing import Any

import acro
import numpy as np
import pandas as pd

# Tables a call, which are told apart as ACRO’s rows are: a call costs more than what is in it.
AT_ONCE = 20


def main() -> None:
    logging.disable(logging.CRITICAL)
    checker = acro.ACRO(suppress=False)
    tables = json.load(sys.stdin)
    batches = (tables[start : start + AT_ONCE] for start in range(0, len(tables), AT_ONCE))
    json.dump([found for batch in batches for found in failures(checker, batch)], sys.stdout)


def failures(checker: Any, tables: list[list[list[int]]]) -> list[list[list[str]]]:
    """Return for each table and school what ACRO has against its two cells, in one text each."""
    rows = [
        (table, school, side, size)
        for table, cells in enumerate(tables)
        for school, (count, base) in enumerate(cells)
        for side, size in (("yes", count), ("no", base - count))
    ]
    pupils = pd.DataFrame(rows, columns=["table", "school", "said", "size"])
    pupils = pupils.loc[np.repeat(pupils.index, pupils["size"])].reset_index(drop=True)
    checker.crosstab([pupils["table"], pupils["school"]], pupils["said"])
    found = checker.results.get_index(-1).outcome
    return [
        [
            # Nobody was asked there: ACRO sees no row.
            [
                str(found.at[(table, school), side]) if (table, school) in found.index else "nobody"
                for side in ("yes", "no")
            ]
            for school in range(len(cells))
        ]
        for table, cells in enumerate(tables)
    ]


if __name__ == "__main__":
    main()
