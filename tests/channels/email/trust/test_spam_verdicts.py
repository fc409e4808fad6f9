"""Verdicts of the filters that our readers' providers use."""

from __future__ import annotations

import pytest

from channels.email.letterbox import mail
from nahbar.channels.contract import SpamVerdict
from nahbar.channels.email.parse import parse

SPAM = [
    ("X-Spam-Flag: YES", "spamassassin", None),
    ("X-Spam-Status: Yes, score=7.2 required=5.0 tests=BAYES_99", "spamassassin", 7.2),
    ("X-Spam-Status: Yes, hits=12,5 required=5.0", "spamassassin", 12.5),
    ("X-Spam: Yes", "spamassassin", None),
    ("X-Spam-Level: ********", "spamassassin", None),
    ("X-Spamd-Result: default: True [16.20 / 15.00]; BAYES_SPAM(5.1)[99%]", "rspamd", 16.2),
    ("X-Rspamd-Action: add header", "rspamd", None),
    ("X-MS-Exchange-Organization-SCL: 6", "microsoft", 6.0),
    ("X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:DE;SCL:9;SFV:SPM;", "microsoft", 9.0),
    ("X-Forefront-Antispam-Report: CIP:192.0.2.1;SFV:SPM;CAT:PHSH", "microsoft", None),
    ("X-GMX-Antispam: 6 (Mail was recognized as spam); Detail=V3;", "gmx", 6.0),
    ("X-UI-Filterresults: junk:10;V03:K0:abc", "gmx", None),
    ("X-Barracuda-Spam-Status: Yes, SCORE=5.50 using global scores", "barracuda", 5.5),
    ("X-Barracuda-Spam-Flag: YES", "barracuda", None),
    ("X-Proofpoint-Spam-Details: rule=inbound_spam policy=inbound score=98 phishscore=0", "proofpoint", 98.0),
    ("X-Bogosity: Spam, tests=bogofilter, spamicity=0.99", "bogofilter", None),
]
CLEAN = [
    ("X-Spam-Status: No, score=-1.9 required=5.0", "spamassassin", -1.9),
    ("X-Spam-Flag: NO", "spamassassin", None),
    ("X-Spam-Score: 0.3", "spamassassin", 0.3),
    ("X-Spamd-Result: default: False [2.10 / 15.00]; MIME_GOOD(-0.1)[]", "rspamd", 2.1),
    ("X-Rspamd-Action: no action", "rspamd", None),
    ("X-MS-Exchange-Organization-SCL: -1", "microsoft", -1.0),
    ("X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:1;SFV:NSPM;CAT:NONE", "microsoft", 1.0),
    ("X-GMX-Antispam: 0 (Mail was not recognized as spam); Detail=V3;", "gmx", 0.0),
    ("X-UI-Filterresults: notjunk:1;V03:K0:abc", "gmx", None),
    ("X-Barracuda-Spam-Status: No, SCORE=0.00 using global scores", "barracuda", 0.0),
    ("X-Proofpoint-Spam-Details: rule=inbound_notspam policy=inbound score=0", "proofpoint", 0.0),
]


@pytest.mark.parametrize(("field", "name", "score"), SPAM)
def test_spam(field: str, name: str, score: float | None) -> None:
    assert parse(mail("Text", field)).spam == SpamVerdict(True, name, score)


@pytest.mark.parametrize(("field", "name", "score"), CLEAN)
def test_no_spam(field: str, name: str, score: float | None) -> None:
    assert parse(mail("Text", field)).spam == SpamVerdict(False, name, score)


def test_one_filter_that_says_spam_is_enough() -> None:
    found = parse(mail("Text", "X-Spam-Flag: NO", "X-Spamd-Result: default: True [20.0 / 15.0]")).spam
    assert found == SpamVerdict(True, "rspamd", 20.0)


def test_the_nearest_filter_is_asked() -> None:
    found = parse(mail("Text", "X-Spam-Status: Yes, score=9.0", "X-Spam-Status: No, score=0.1")).spam
    assert found == SpamVerdict(True, "spamassassin", 9.0)


@pytest.mark.parametrize(
    "field", ["X-Other: yes", "X-Spam-Status: vielleicht", "X-Rspamd-Score:", "X-Spam-Score: viel"]
)
def test_no_verdict(field: str) -> None:
    assert parse(mail("Text", field)).spam is None
