"""What spam filters on the way wrote into the header. Anybody can write that nothing is spam: only "spam" is trusted.

The topmost fields are the nearest filter's. A verdict "spam" of any filter wins over one of "no spam", and a verdict
in words over a score.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nahbar.channels.contract import SpamVerdict
from nahbar.channels.email.header.headers import Headers

# Microsoft: SCL 5 and 6 is spam, 7 to 9 is spam for sure, -1 was let through by a rule.
MICROSOFT_SPAM = 5

_NUMBER = r"(-?\d{1,6}(?:[.,]\d{1,6})?)"
_YES = re.compile(r"\s*(?:yes|true|spam|1)\b", re.IGNORECASE)
_NO = re.compile(r"\s*(?:no|false|ham|clean|0)\b", re.IGNORECASE)
_SCORE = re.compile(rf"(?:score|hits)\s*=\s*{_NUMBER}", re.IGNORECASE)
_FIRST_NUMBER = re.compile(rf"\s*{_NUMBER}")
_BRACKETED = re.compile(rf"\[\s*{_NUMBER}\s*/")
_SCL = re.compile(r"(?:\bSCL:)(-?\d{1,2})")
_BARRACUDA = re.compile(rf"SCORE={_NUMBER}", re.IGNORECASE)
_STARS = re.compile(r"\s*[*+sx]{5,}", re.IGNORECASE)

_First = dict[str, str]


def read(fields: Headers) -> SpamVerdict | None:
    """The verdict on the message, None where no filter said anything."""
    first = fields.firsts
    if _ALL.isdisjoint(first):
        return None
    verdicts = [verdict for name, ask in _FILTERS if (verdict := ask(first, name)) is not None]
    return next((verdict for verdict in verdicts if verdict.is_spam), verdicts[0] if verdicts else None)


def _spamassassin(first: _First, name: str) -> SpamVerdict | None:
    status = first.get("x-spam-status", "")
    flag = first.get("x-spam-flag") or status or first.get("x-spam", "")
    found = _SCORE.search(status) or _FIRST_NUMBER.match(first.get("x-spam-score", ""))
    if _YES.match(flag):
        return SpamVerdict(True, name, _number(found))
    if _NO.match(flag):
        return SpamVerdict(False, name, _number(found))
    if _STARS.match(first.get("x-spam-level", "")):
        return SpamVerdict(True, name, _number(found))
    return SpamVerdict(False, name, _number(found)) if found else None


def _rspamd(first: _First, name: str) -> SpamVerdict | None:
    result = first.get("x-spamd-result") or first.get("x-rspamd-result", "")
    action = first.get("x-rspamd-action", "").strip().lower()
    found = _BRACKETED.search(result) or _FIRST_NUMBER.match(first.get("x-rspamd-score", ""))
    if not (result or action or found):
        return None
    says = result.partition(":")[2].strip().lower() if ":" in result.partition("[")[0] else ""
    spam = action in ("add header", "rewrite subject", "soft reject", "reject", "quarantine") or says.startswith(
        "true"
    )
    return SpamVerdict(spam, name, _number(found))


def _microsoft(first: _First, name: str) -> SpamVerdict | None:
    report = first.get("x-forefront-antispam-report", "")
    level = _FIRST_NUMBER.match(first.get("x-ms-exchange-organization-scl", "")) or _SCL.search(report)
    score = _number(level)
    upper = report.upper()
    if not upper and score is None:
        return None
    spam = (
        "SFV:SPM" in upper or "SFV:SKB" in upper or "CAT:SPM" in upper or "CAT:HSPM" in upper or "CAT:PHSH" in upper
    )
    return SpamVerdict(spam or (score is not None and score >= MICROSOFT_SPAM), name, score)


def _barracuda(first: _First, name: str) -> SpamVerdict | None:
    status = first.get("x-barracuda-spam-status", "")
    score = _FIRST_NUMBER.match(first.get("x-barracuda-spam-score", "")) or _BARRACUDA.search(status)
    flag = first.get("x-barracuda-spam-flag") or status
    if not flag and score is None:
        return None
    return SpamVerdict(_YES.match(flag) is not None, name, _number(score))


def _proofpoint(first: _First, name: str) -> SpamVerdict | None:
    details = first.get("x-proofpoint-spam-details", "").lower()
    if not details:
        return None
    score = re.search(r"\bscore=(\d{1,3})", details)
    spam = re.search(r"rule=[^ ]{0,60}(?:_spam\b|spam_|phish)", details) is not None and "notspam" not in details
    return SpamVerdict(spam, name, _number(score))


def _united_internet(first: _First, name: str) -> SpamVerdict | None:
    """GMX, WEB.DE, 1&1 and IONOS: "0 (Mail was not recognized as spam)", and "X-UI-Filterresults: junk:10;..."."""
    text = next((first[one] for one in ("x-gmx-antispam", "x-web.de-antispam", "x-ui-antispam") if one in first), "")
    results = first.get("x-ui-filterresults", "").lower()
    score = _FIRST_NUMBER.match(text)
    if not text and not results:
        return None
    number = _number(score)
    refused = "not recognized" in text.lower() or "nicht als spam" in text.lower()
    counted = number is not None and number > 0 and not refused
    return SpamVerdict(counted or results.strip().startswith("junk:"), name, number)


def _flagged(field: str) -> Callable[[_First, str], SpamVerdict | None]:
    """A filter that writes one field: yes or no, spam or ham, with or without a score behind."""

    def ask(first: _First, name: str) -> SpamVerdict | None:
        value = first.get(field, "")
        if not (_YES.match(value) or _NO.match(value)):
            return None
        return SpamVerdict(_YES.match(value) is not None, name, _number(_SCORE.search(value)))

    return ask


def _number(found: re.Match[str] | None) -> float | None:
    return float(found.group(1).replace(",", ".")) if found else None


_FILTERS: tuple[tuple[str, Callable[[_First, str], SpamVerdict | None]], ...] = (
    ("spamassassin", _spamassassin),
    ("rspamd", _rspamd),
    ("microsoft", _microsoft),
    ("gmx", _united_internet),
    ("barracuda", _barracuda),
    ("proofpoint", _proofpoint),
    ("t-online", _flagged("x-toi-spam")),
    ("bogofilter", _flagged("x-bogosity")),
    ("dspam", _flagged("x-dspam-result")),
    ("strato", _flagged("x-rzg-spam")),
    ("ironport", _flagged("x-ironport-anti-spam-result-flag")),
    ("yandex", _flagged("x-yandex-spam")),
    ("sophos", _flagged("x-sophos-spam-flag")),
)
_ALL = frozenset(
    (
        *("x-spam-status", "x-spam-flag", "x-spam", "x-spam-score", "x-spam-level", "x-spamd-result"),
        *("x-rspamd-result", "x-rspamd-action", "x-rspamd-score", "x-forefront-antispam-report"),
        *("x-ms-exchange-organization-scl", "x-barracuda-spam-status", "x-barracuda-spam-score"),
        *("x-barracuda-spam-flag", "x-proofpoint-spam-details", "x-gmx-antispam", "x-web.de-antispam"),
        *("x-ui-antispam", "x-ui-filterresults", "x-toi-spam", "x-bogosity", "x-dspam-result", "x-rzg-spam"),
        *("x-ironport-anti-spam-result-flag", "x-yandex-spam", "x-sophos-spam-flag"),
    )
)
