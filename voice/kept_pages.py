"""Kept pages: what a report says is frozen, so it is turned into a page once a process and not at each look."""

from collections import OrderedDict

from flask import render_template
from markupsafe import Markup

from surveys.reports import Report, ReportState

MOST_KEPT = 50
"""Reports. A page has about 80 kB, so that a process keeps 4 MB at most; who comes back to a report finds it here."""

_kept: OrderedDict[tuple[str, str, str], Markup] = OrderedDict()


def what_was_found(report: Report) -> Markup:
    """Return the part of a report’s page that follows from its frozen content alone.

    Who may see it is for the view to settle first, each time. A released report never changes, so its id names its page;
    a draft may be made again, so the page of a draft goes by the mark of its content.
    """
    reply = _reply(report)
    name = (report.id, "" if report.is_released else report.mark, reply)
    page = _kept.get(name)
    if page is None:
        page = Markup(
            render_template(
                "reports/found.html",
                report_id=report.id,
                content=report.content,
                figures=report.content["figures"],
                reply=reply,
            )
        )
        _kept[name] = page
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return page


def _reply(report: Report) -> str:
    """Return the words that lead to the school’s answer to what pupils recommend, or “” where it may not be given."""
    if not report.stands:
        return ""
    if report.state in (ReportState.ANSWERED, ReportState.TOLD):
        return "See or change your answer to what pupils recommend"
    return "Answer what pupils recommend"
