"""What reading a wave costs: putting comments under themes, and drawing a report."""

import csv
import statistics
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def measure_coding() -> None:
    from analysis.codebook import load_codebook
    from analysis.coding import code

    with (ROOT / "voice" / "demo" / "pupil_comments.csv").open(encoding="utf-8", newline="") as file:
        texts = [f"{row['text']} ok" for row in csv.DictReader(file)]  # not worded like an example
    book = load_codebook()
    started = time.process_time()
    code(texts[:50], book)
    first = time.process_time() - started
    started = time.process_time()
    code(texts, book)
    spent = time.process_time() - started
    print(f"themes     {len(texts) / spent:6.0f} texts a second of CPU, after {first:.1f} s to learn")


def measure_reports() -> None:
    from tests.voice.report_figures import rich_figures
    from voice.insight import with_charts
    from voice.printing import report_pdf

    content = {
        "format": 1,
        "school": {"name": "School", "urn": "999001", "authority": "Ashenbrook"},
        "wave": {"name": "Wave", "opened": "1 May 2026", "closed": "20 May 2026"},
        "drafted_on": date.today().isoformat(),
        "drafted": "today",
        "quotes": [],
        "actions": [],
    }
    report_pdf(content | {"figures": with_charts(rich_figures())})  # loads the libraries
    spent = []
    for number in range(5):
        started = time.process_time()
        named = content | {"school": {"name": f"School {number}", "urn": "999001", "authority": "Ashenbrook"}}
        pdf = report_pdf(named | {"figures": with_charts(rich_figures())})
        spent.append(time.process_time() - started)
    print(f"report     {statistics.median(spent):6.2f} s CPU each, charts and PDF ({len(pdf) // 1024} kB)")
