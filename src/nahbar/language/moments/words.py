"""Words for days, hours and spans, German and English, as `plain` writes them: small letters, ä as ae."""

from __future__ import annotations

from datetime import time

_SIGNS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "\u00a0": " "})

MORNING = time(8)
# Where a part of the day begins, and where it ends: "this afternoon", said at three, is not over.
PARTS: dict[str, tuple[time, time]] = {
    "morning": (MORNING, time(10)),
    "forenoon": (time(10), time(12)),
    "noon": (time(12), time(14)),
    "afternoon": (time(14), time(18)),
    "evening": (time(18), time(22)),
}
PART_WORDS = {
    "frueh": "morning",
    "frueh morgens": "morning",
    "in der frueh": "morning",
    "in der fruehe": "morning",
    "morgens": "morning",
    "morning": "morning",
    "vormittag": "forenoon",
    "vormittags": "forenoon",
    "forenoon": "forenoon",
    "mittag": "noon",
    "mittags": "noon",
    "noon": "noon",
    "midday": "noon",
    "lunchtime": "noon",
    "nachmittag": "afternoon",
    "nachmittags": "afternoon",
    "afternoon": "afternoon",
    "abend": "evening",
    "abends": "evening",
    "evening": "evening",
    "night": "evening",
}
WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "montag mo monday mon",
            "dienstag di tuesday tue tues",
            "mittwoch mi wednesday wed",
            "donnerstag do thursday thu thur thurs",
            "freitag fr friday fri",
            "samstag sonnabend sa saturday sat",
            "sonntag so sunday sun",
        )
    )
    for word in words.split()
}
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januar jaenner jan january",
            "februar feber feb february",
            "maerz mrz march mar",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for word in words.split()
}
NUMBERS: dict[str, float] = {
    "ein": 1,
    "eine": 1,
    "einem": 1,
    "einer": 1,
    "einen": 1,
    "a": 1,
    "an": 1,
    "one": 1,
    "zwei": 2,
    "two": 2,
    "a couple of": 2,
    "drei": 3,
    "three": 3,
    "a few": 3,
    "ein paar": 3,
    "paar": 3,
    "vier": 4,
    "four": 4,
    "fuenf": 5,
    "five": 5,
    "sechs": 6,
    "six": 6,
    "sieben": 7,
    "seven": 7,
    "acht": 8,
    "eight": 8,
    "neun": 9,
    "nine": 9,
    "zehn": 10,
    "ten": 10,
    "elf": 11,
    "eleven": 11,
    "zwoelf": 12,
    "twelve": 12,
    "vierzehn": 14,
    "fourteen": 14,
    "fuenfzehn": 15,
    "fifteen": 15,
    "zwanzig": 20,
    "twenty": 20,
    "dreissig": 30,
    "thirty": 30,
    "halben": 0.5,
    "halbes": 0.5,
    "halbe": 0.5,
    "einer halben": 0.5,
    "einem halben": 0.5,
    "einem dreiviertel": 0.75,
    "half a": 0.5,
    "half an": 0.5,
    "anderthalb": 1.5,
    "eineinhalb": 1.5,
    "one and a half": 1.5,
    "zweieinhalb": 2.5,
}
UNITS = {
    word: unit
    for unit, words in {
        "minute": "minute minuten minutes min mins",
        "hour": "stunde stunden std hour hours hr hrs h",
        "day": "tag tage tagen day days d",
        "workday": "werktag werktage werktagen arbeitstag arbeitstage arbeitstagen workday workdays",
        "week": "woche wochen week weeks w",
        "month": "monat monate monaten month months",
        "quarter": "quartal quartale quartalen quarter quarters",
        "year": "jahr jahre jahren year years",
    }.items()
    for word in words.split()
}


def plain(text: str) -> str:
    """Small letters without umlauts, single blanks, no sentence marks at the ends; "am 3." keeps its dot."""
    words = " ".join(text.lower().translate(_SIGNS).replace(",", " ").split()).strip(" !?")
    return words if words[-2:-1].isdecimal() else words.strip(".")


def either(words: object) -> str:
    """An alternative of a regular expression over these words, longest first."""
    return "|".join(sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]  # any iterable
