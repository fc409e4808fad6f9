"""Mails parsed a second on one core, beside what the standard library does with the same mails in the same run.

Processor time is measured, not the clock on the wall: it hardly changes with what else the machine does.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from statistics import median

from nahbar.channels.email.parse import parse
from nahbar.cli.bench.house import ADDRESS
from nahbar.cli.bench.report import Figure, Report
from nahbar.cli.bench.varied import varied_mails


def measure(options: argparse.Namespace) -> Report:
    """Medians of interleaved repetitions, so that a busy moment of the machine meets all alike."""
    mails = list(varied_mails(options.count, to=ADDRESS, seed=options.seed))
    rates: dict[str, list[float]] = {}
    for _ in range(options.repeat):
        for name, read in (("ours", parse), ("modern", _modern), ("compat32", _compat32)):
            rates.setdefault(name, []).append(_rate(read, mails))
    ours, modern, compat32 = (median(rates[name]) for name in ("ours", "modern", "compat32"))
    sizes = sorted(map(len, mails))
    return Report(
        "parse",
        [
            Figure("parsed, with quotes and signatures found", ours, "mails/s", 600),
            Figure("the fastest of all repetitions", max(rates["ours"]), "mails/s"),
            Figure("only decoded, email.policy.default", modern, "mails/s"),
            Figure("only decoded, email.policy.compat32", compat32, "mails/s"),
            Figure("ours against policy.default", ours / modern, "times", 1.0),
        ],
        sizes={
            "mails": len(mails),
            "bytes on average": sum(sizes) // max(1, len(sizes)),
            "bytes in the middle": sizes[len(sizes) // 2] if sizes else 0,
        },
    )


def _rate(read: Callable[[bytes], object], mails: Sequence[bytes]) -> float:
    began = time.process_time()
    for raw in mails:
        read(raw)
    return len(mails) / max(time.process_time() - began, 1e-9)


def _modern(raw: bytes) -> list[object]:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - what this policy makes
    heads: list[object] = [str(mail[name]) for name in ("From", "To", "Subject", "Date", "Message-ID")]
    return heads + [part.get_content() for part in mail.walk() if not part.is_multipart()]


def _compat32(raw: bytes) -> list[object]:
    mail = message_from_bytes(raw)
    heads: list[object] = [str(mail[name]) for name in ("From", "To", "Subject", "Date", "Message-ID")]
    return heads + [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
