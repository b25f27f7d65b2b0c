"""Languages: those that pupils may read a survey in, how each names itself, and which way it is written."""

from typing import NamedTuple


class Language(NamedTuple):
    """A language by its code (BCP 47), with its name in English and in its own words."""

    code: str
    name: str
    own_name: str
    is_from_right: bool = False

    @property
    def direction(self) -> str:
        """Which way it is written, as a page’s ``dir`` says it."""
        return "rtl" if self.is_from_right else "ltr"


ENGLISH = Language("en", "English", "English")
# In the order of a pupil’s list: after English, the languages most spoken by pupils of the North West first.
LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        ENGLISH,
        Language("ur", "Urdu", "اردو", is_from_right=True),
        Language("pl", "Polish", "Polski"),
        Language("ar", "Arabic", "العربية", is_from_right=True),
        Language("pa", "Panjabi", "ਪੰਜਾਬੀ"),
        Language("fa", "Persian", "فارسی", is_from_right=True),
        Language("ckb", "Kurdish Sorani", "کوردیی ناوەندی", is_from_right=True),
        Language("ro", "Romanian", "Română"),
        Language("uk", "Ukrainian", "Українська"),
    )
}
