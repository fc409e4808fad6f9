"""Handing letters to a printer or a CUPS queue by IPP (RFC 8010, 8011), with CUPS' own client `ipptool`.

A printer has no idempotency key. So every job carries ours as its name, we look for it before printing, and look
again when the answer to Print-Job is lost: what then still cannot be seen is `Outcome.UNKNOWN`, never a second try.
"""

from __future__ import annotations

import hashlib
import plistlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from nahbar.channels.contract import Handover, Outcome, Receipt, RecipientResult, SendFault

REQUESTS = Path(__file__).parent
NETWORK_SECONDS = 30  # ipptool's own limit for one read or write
ASK_SECONDS = 70  # two requests
PRINT_SECONDS = 180  # a slow printer takes its time over a large document
CANCELED, ABORTED = 7, 8  # RFC 8011, 5.3.7: such a job does not print

# RFC 8011, appendix B.1.5: the printer may take the same job later.
LATER = frozenset(
    f"server-error-{word}"
    for word in (
        "busy",
        "service-unavailable",
        "temporary-error",
        "not-accepting-jobs",
        "printer-is-deactivated",
        "too-many-jobs",
    )
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the printer said to one request: its status keyword and its attribute groups, the first being general."""

    status: str
    groups: tuple[Mapping[str, Any], ...]

    @property
    def good(self) -> bool:
        return self.status.startswith("successful-")


class IppSender:
    """Prints each letter once. `timeout` is the limit for handing one document over, in seconds."""

    def __init__(self, uri: str, *, timeout: float = PRINT_SECONDS) -> None:
        self._uri = uri
        self._timeout = timeout

    def send(self, handover: Handover) -> Receipt:
        """Print the letter unless the printer has it already. Raises SendFault where it cannot be asked first."""
        job = find_job(self._uri, handover.key)
        if job is not None:
            return _receipt(handover, Outcome.ACCEPTED, f"job {job}", "The printer had this letter already.", job)
        answer = self._print(handover)
        if answer is None:
            return self._after_lost_answer(handover)
        if answer.good:
            job = next((str(group["job-id"]) for group in answer.groups if "job-id" in group), "")
            return _receipt(handover, Outcome.ACCEPTED, answer.status, "The printer took the letter.", job)
        if answer.status in LATER:
            return _receipt(handover, Outcome.TEMPORARY, answer.status, "The printer takes no letters at the moment.")
        sentence = f"The printer refused the letter ({answer.status})."
        return _receipt(handover, Outcome.PERMANENT, answer.status, sentence)

    def _print(self, handover: Handover) -> Answer | None:
        """The printer's answer, None where it was lost."""
        with tempfile.TemporaryDirectory(prefix="letter-") as folder:
            document = Path(folder) / "letter.pdf"
            document.write_bytes(handover.content)
            extra = ["-d", f"key={job_name(handover.key)}", "-f", str(document)]
            try:
                answers = run("print", self._uri, extra, self._timeout)
            except _LostAnswer:
                return None
        return answers[0] if answers else None

    def _after_lost_answer(self, handover: Handover) -> Receipt:
        try:
            job = find_job(self._uri, handover.key)
        except SendFault as fault:
            job, evidence = None, fault.sentence
        else:
            evidence = "The printer lists no job of this name."
        if job is not None:
            return _receipt(handover, Outcome.ACCEPTED, f"job {job}", "The printer took the letter.", job)
        sentence = (
            "The connection to the printer broke while the letter was on its way. "
            "Please look whether it was printed before sending it again."
        )
        return _receipt(handover, Outcome.UNKNOWN, evidence, sentence)


class _LostAnswer(Exception):  # noqa: N818 - never leaves this module
    """ipptool ended without an answer of the printer; its last words are the text."""


def job_name(key: str) -> str:
    """`key` as a job's name: RFC 8011 allows 255 octets, and odd signs could be changed on the way."""
    if re.fullmatch(r"[A-Za-z0-9@._+-]{1,200}", key):
        return key
    return hashlib.sha256(key.encode()).hexdigest()


def find_job(uri: str, key: str) -> str | None:
    """The id of the living or finished job that carries `key`. Raises SendFault where the printer does not answer."""
    name = job_name(key)
    for answer in _ask("ask", uri):
        for group in answer.groups:
            ours = name in (group.get("job-name"), group.get("job-billing")) and "job-id" in group
            if ours and group.get("job-state") not in {CANCELED, ABORTED}:
                return str(group["job-id"])
    return None


def describe(uri: str) -> str:
    """A sentence about the printer. Raises SendFault where it is away, takes no jobs or no PDF."""
    facts = {name: value for answer in _ask("probe", uri) for group in answer.groups for name, value in group.items()}
    formats = facts.get("document-format-supported", [])
    if "application/pdf" not in ([formats] if isinstance(formats, str) else formats):
        raise SendFault("The printer does not take PDF files; please print through a CUPS queue.", permanent=True)
    if facts.get("printer-is-accepting-jobs") is False:
        raise SendFault("The printer takes no jobs at the moment.", permanent=False)
    return f"The printer {facts.get('printer-name', uri)} answers and takes PDF."


def _ask(request: str, uri: str) -> list[Answer]:
    try:
        answers = run(request, uri, [], ASK_SECONDS)
    except _LostAnswer as error:
        raise SendFault(f"The printer {uri} cannot be reached: {error}", permanent=False) from error
    for answer in answers:
        if not answer.good:
            raise SendFault(f"The printer {uri} gave no list of its jobs ({answer.status}).", permanent=False)
    return answers


def run(request: str, uri: str, extra: list[str], timeout: float) -> list[Answer]:
    """Let ipptool make the requests of one file. Raises _LostAnswer, and SendFault where ipptool is missing."""
    program = shutil.which("ipptool")
    if program is None:
        raise SendFault(
            "The program ipptool is missing; please install the package cups-ipp-utils (or cups-client).",
            permanent=True,
        )
    command = [program, "-X", "-I", "-T", str(NETWORK_SECONDS), *extra, uri, str(REQUESTS / f"{request}.ipp.txt")]
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout, check=False)  # noqa: S603 - no shell, our own arguments
    except subprocess.TimeoutExpired as error:
        raise _LostAnswer(f"no answer within {timeout:.0f} seconds") from error
    return _answers(done.stdout)


def _answers(report: bytes) -> list[Answer]:
    """Read ipptool's report. It puts a status of its own where none came, so only one with attributes counts."""
    plist, end, _ = report.partition(b"</plist>")  # a summary for people follows where there were several requests
    try:
        found = plistlib.loads(plist + end, fmt=plistlib.FMT_XML)
    except (plistlib.InvalidFileException, ExpatError, ValueError) as error:
        raise _LostAnswer("its answer was not readable") from error
    answers = [
        Answer(test["StatusCode"], tuple(test["ResponseAttributes"]))
        for test in found.get("Tests", [])
        if test.get("ResponseAttributes") and "StatusCode" in test
    ]
    if not answers or len(answers) < len(found["Tests"]):
        raise _LostAnswer(str(found.get("ErrorMessage") or "no answer"))
    return answers


def _receipt(handover: Handover, outcome: Outcome, answer: str, sentence: str, job: str = "") -> Receipt:
    results = tuple(RecipientResult(address, outcome, answer, sentence) for address in handover.recipients)
    return Receipt(results, remote_id=job)
