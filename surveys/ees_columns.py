"""The columns of Explore Education Statistics: what each figure has been called over the years.

Names come and go between releases (2022 said ``school_type`` where 2024 says ``education_phase``), so each thing we read
has every name it is known by, the newest first. A new name is one more word in a line here.
"""

import re
from datetime import date

from surveys.indicators import Phase

TIMES = {"year": ("time_period",), "part": ("time_identifier",)}
PLACES = {
    "level": ("geographic_level",),
    "country_code": ("country_code",),
    "country": ("country_name",),
    "region_code": ("region_code",),
    "region": ("region_name",),
    "authority_code": ("old_la_code", "la_code"),
    "authority": ("la_name",),
    "phase": ("education_phase", "school_type", "school_phase", "phase"),
}
NEEDED = ("year", "part", "level", "authority_code", "authority", "phase")
SPLITS = (
    "breakdown_topic",
    "breakdown",
    "characteristic_group",
    "characteristic",
    "year_breakdown",
    "ncyear",
    "academy_type",
    "sex",
    "fsm",
    "sen_provision",
    "attendance_date",
)
"""Columns that part pupils or days; only rows about all of them are kept."""
VALUES = {
    "attendance": ("attendance_perc",),
    "absence": ("overall_absence_perc", "sess_overall_percent"),
    "authorised": ("authorised_absence_perc", "sess_authorised_percent"),
    "unauthorised": ("unauthorised_absence_perc", "sess_unauthorised_percent"),
    "persistent": ("pa_perc", "enrolments_pa_10_exact_percent"),
    "severe": ("severe_perc", "enrolments_pa_50_exact_percent"),
    "illness": ("illness_perc", "sess_auth_illness_rate"),
    "appointments": ("appointments_perc", "sess_auth_appointments_rate"),
    "suspended": ("auth_excluded_perc", "sess_auth_excluded_rate"),
    "holiday": ("unauth_hol_perc", "sess_unauth_holiday_rate"),
    "late": ("unauth_late_registers_closed_perc", "sess_unauth_late_rate"),
    "no_reason": ("unauth_not_yet_perc", "sess_unauth_noyet_rate"),
    "other": ("unauth_oth_perc", "sess_unauth_other_rate"),
}
"""For each of ``INDICATORS`` the columns that hold it, in percent."""
KNOWN_AND_LEFT = re.compile(
    r"(reason|sess|enrolments|total|auth|unauth|school|num)_.*|new_la_code|enrolments|present_sessions|overall_\w+"
    r"|approved_educational_activity|(un)?authorised_absence|late_sessions|possible_sessions|covid_\w+|day_number|week_commencing"
)
"""Columns that are known and not needed: counts behind the shares, and reasons too rare to show."""
PHASES = {
    "total": Phase.ALL,
    "all schools": Phase.ALL,
    "state-funded primary, secondary and special schools": Phase.ALL,
    "primary": Phase.PRIMARY,
    "state-funded primary": Phase.PRIMARY,
    "secondary": Phase.SECONDARY,
    "state-funded secondary": Phase.SECONDARY,
    "special": Phase.SPECIAL,
    "state-funded special": Phase.SPECIAL,
    "pupil referral unit": Phase.ALTERNATIVE,
    "alternative provision": Phase.ALTERNATIVE,
    "state-funded ap school": Phase.ALTERNATIVE,
}
WHOLE = frozenset({"total", "all", "all pupils", "all days"})
"""What a column of ``SPLITS`` says where a row is about everybody; an empty cell says the same."""

_ENDS = {
    "autumn term": (0, 12, 31),
    "autumn and spring terms": (1, 4, 30),
    "autumn and spring term": (1, 4, 30),
    "spring term": (1, 4, 30),
    "summer term": (1, 8, 31),
    "academic year": (1, 8, 31),
}
"""How many calendar years after its start an academic year’s part ends, at the latest, and on what day."""
_WEEK = re.compile(r"week ([1-9]|[1-4][0-9]|5[0-3])")


def last_day(year: str, part: str) -> date | None:
    """Return the last day a period can reach to; ``None`` for a time that is not one of those we keep.

    Parts of an academic year come with six digits (202425), weeks with the four of their calendar year.
    """
    words = " ".join(part.split()).casefold()
    week = _WEEK.fullmatch(words)
    if week and re.fullmatch(r"20\d\d", year):
        try:
            return date.fromisocalendar(int(year), int(week[1]), 5)
        except ValueError:  # only some years have a week 53
            return None
    follows = re.fullmatch(r"20\d{4}", year) and int(year[4:]) == (int(year[2:4]) + 1) % 100
    if not follows or words not in _ENDS:
        return None
    later, month, day = _ENDS[words]
    return date(int(year[:4]) + later, month, day)
