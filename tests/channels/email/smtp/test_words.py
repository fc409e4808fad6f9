"""What servers say, as they really say it, and what the member reads."""

from __future__ import annotations

import pytest

from nahbar.channels.email.smtp import words


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("550 5.1.1 The email account that you tried to reach does not exist", words.NO_SUCH_ADDRESS),
        (
            "550 5.1.1 <x@y.example>: Recipient address rejected: User unknown in local recipient table",
            words.NO_SUCH_ADDRESS,
        ),
        ("550 Requested action not taken: mailbox unavailable", words.NO_SUCH_ADDRESS),
        ("550 No such user here", words.NO_SUCH_ADDRESS),
        ("550 5.1.2 Bad destination system", words.NO_SUCH_DOMAIN),
        ("550 5.4.1 Recipient address rejected: Access denied", words.REFUSED),
        ("552 5.2.2 mailbox full", words.MAILBOX_FULL),
        ("452 4.2.2 The recipient's inbox is over quota", words.MAILBOX_FULL),
        ("552 5.3.4 Message size exceeds fixed limit", words.TOO_LARGE),
        ("552 message too big", words.TOO_LARGE),
        ("554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus", words.SPAM),
        ("550 5.7.26 unauthenticated mail is prohibited", words.AUTHENTICATION),
        ("550 SPF check failed", words.AUTHENTICATION),
        ("554 5.7.1 <x@y.example>: Relay access denied", words.RELAY),
        ("553 5.7.1 Sender address rejected: not owned by user anna", words.SENDER),
        ("450 4.2.0 Recipient address rejected: Greylisted", words.GREYLISTED),
        ("421 4.7.0 Too many connections", words.TOO_MANY),
        ("451 4.3.0 Temporary lookup failure", words.BUSY),
        ("550 5.7.1 rejected by policy", words.POLICY),
        ("554 5.4.6 Too many hops", words.LOOP),
        ("500 ?", words.REFUSED),
        ("400", words.BUSY),
    ],
)
def test_answer_in_words(answer: str, sentence: str) -> None:
    assert words.sentence_for(int(answer[:3]), answer) == sentence


@pytest.mark.parametrize(
    ("user", "answer", "word"),
    [
        ("anna", "535 5.7.8 no", "whole e-mail address"),
        ("anna@x.example", "534 5.7.9 Application-specific password required", "app password"),
        ("anna@x.example", "535 5.7.139 basic authentication is disabled", "OAuth 2"),
        ("anna@x.example", "535 5.7.8 no", "Check user name and password."),
    ],
)
def test_refused_sign_in_names_the_likely_mistake(user: str, answer: str, word: str) -> None:
    assert word in words.sign_in_sentence(user, answer)
