from __future__ import annotations

from nahbar.channels.trial import survives

MAIL = b"From: Petra Voss <petra@post.example>\r\n\r\nHallo\r\n"


def test_a_mail_survives_its_reading() -> None:
    assert survives("email", MAIL)


def test_a_refused_message_has_killed_nobody() -> None:
    assert survives("email", b"")


def test_a_process_that_dies_is_told() -> None:
    assert not survives("no such channel", MAIL)


def test_a_reading_without_end_is_told() -> None:
    assert not survives("email", MAIL, seconds=0.001)
