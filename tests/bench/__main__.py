"""What an answer, a comment and a report cost. Everything is measured in one run, so that its ratios hold.

CPU is user and system time of the whole tree of server processes, divided by what was done. Wall-clock rates depend on
what else the machine does; compare them only within one run.
"""

import tempfile
from pathlib import Path

from tests.bench.accuracy import measure_accuracy
from tests.bench.discovering import measure_discovery
from tests.bench.masking import UNSEEN as UNSEEN_NAMES
from tests.bench.masking import measure_masking
from tests.bench.protecting import measure_protecting
from tests.bench.reporting import measure_many_reports, measure_report_page
from tests.bench.responses import measure_responses
from tests.bench.scale import measure_scale
from tests.bench.screening import measure_unseen
from tests.bench.thinking import measure_coding, measure_reports

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        measure_responses(Path(scratch))
        measure_coding()
        measure_discovery()
        measure_reports()
        measure_many_reports()
        (Path(scratch) / "one").mkdir()
        measure_report_page(Path(scratch) / "one")
        measure_protecting()
        measure_scale()
        measure_accuracy()
        measure_masking([UNSEEN_NAMES], False)
        measure_unseen()
