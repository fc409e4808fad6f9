"""Handing letters to a printer or a CUPS queue by IPP (RFC 8010, 8011) over one HTTP connection per request.

A printer has no idempotency key. So every job carries ours as its name, we look for it before printing, and look
again when the answer to Print-Job is lost: what then still cannot be seen is `Outcome.UNKNOWN`, never a second try.
CUPS' own clients send a job again when the connection breaks, so they are not used (docs/decisions, letters by IPP).
"""

from __future__ import annotations

import hashlib
import http.client
import re
import ssl
from urllib.parse import urlsplit

from nahbar.channels.contract import Handover, Outcome, Receipt, RecipientResult, SendFault
from nahbar.channels.letter import ipp_wire as wire

PORT = 631
SECONDS = 60.0  # for one read or write
LARGEST_ANSWER = 8 * 1024 * 1024
CANCELED, ABORTED = 7, 8  # RFC 8011, 5.3.7: such a job does not print

# RFC 8011, appendix B.1.5: unavailable, temporary error, not accepting jobs, busy, deactivated, too many jobs.
LATER = frozenset({0x0502, 0x0505, 0x0506, 0x0507, 0x050A, 0x050B})


class IppSender:
    """Prints each letter once. `seconds` is the time limit for one read or write."""

    def __init__(self, uri: str, *, seconds: float = SECONDS) -> None:
        self._uri = uri
        self._seconds = seconds

    def send(self, handover: Handover) -> Receipt:
        """Print the letter unless the printer has it already. Raises SendFault where it cannot be asked first."""
        job = find_job(self._uri, handover.key, self._seconds)
        if job:
            return _receipt(handover, Outcome.ACCEPTED, f"job {job}", "The printer had this letter already.", job)
        try:
            answer = _print(self._uri, handover, self._seconds)
        except _LostAnswer:
            return self._after_lost_answer(handover)
        said = f"status {answer.status:#06x}"
        if answer.good:
            job = next((str(group["job-id"][0]) for group in answer.groups if "job-id" in group), "")
            return _receipt(handover, Outcome.ACCEPTED, said, "The printer took the letter.", job)
        if answer.status in LATER:
            return _receipt(handover, Outcome.TEMPORARY, said, "The printer takes no letters at the moment.")
        return _receipt(handover, Outcome.PERMANENT, said, f"The printer refused the letter ({said}).")

    def _after_lost_answer(self, handover: Handover) -> Receipt:
        try:
            job = find_job(self._uri, handover.key, self._seconds)
            evidence = "The printer lists no job of this name."
        except SendFault as fault:
            job, evidence = "", fault.sentence
        if job:
            return _receipt(handover, Outcome.ACCEPTED, f"job {job}", "The printer took the letter.", job)
        sentence = (
            "The connection to the printer broke while the letter was on its way. "
            "Please look whether it was printed before sending it again."
        )
        return _receipt(handover, Outcome.UNKNOWN, evidence, sentence)


class _LostAnswer(Exception):  # noqa: N818 - never leaves this module
    """The request went out, its answer did not come back whole."""


def job_name(key: str) -> str:
    """`key` as a job's name: RFC 8011 allows 255 octets, and odd signs could be changed on the way."""
    if re.fullmatch(r"[A-Za-z0-9@._+-]{1,200}", key):
        return key
    return hashlib.sha256(key.encode()).hexdigest()


def find_job(uri: str, key: str, seconds: float = SECONDS) -> str:
    """The id of the waiting or finished job that carries `key`, or "". Raises SendFault where nobody answers."""
    name = job_name(key)
    for which in ("not-completed", "completed"):
        attributes: list[wire.Attribute] = [
            (wire.KEYWORD, "which-jobs", [which]),
            (wire.KEYWORD, "requested-attributes", ["job-id", "job-name", "job-billing", "job-state"]),
        ]
        for group in _ask(wire.GET_JOBS, uri, attributes, seconds).groups:
            ours = [name] in (group.get("job-name"), group.get("job-billing")) and "job-id" in group
            if ours and group.get("job-state", [0])[0] not in {CANCELED, ABORTED}:
                return str(group["job-id"][0])
    return ""


def describe(uri: str, seconds: float = SECONDS) -> str:
    """A sentence about the printer. Raises SendFault where it is away, takes no jobs or no PDF."""
    wanted = ["printer-name", "printer-is-accepting-jobs", "document-format-supported"]
    answer = _ask(wire.GET_PRINTER_ATTRIBUTES, uri, [(wire.KEYWORD, "requested-attributes", wanted)], seconds)
    facts = {name: values for group in answer.groups for name, values in group.items()}
    if "application/pdf" not in facts.get("document-format-supported", []):
        raise SendFault("The printer does not take PDF files; please print through a CUPS queue.", permanent=True)
    if facts.get("printer-is-accepting-jobs") == [False]:
        raise SendFault("The printer takes no jobs at the moment.", permanent=False)
    return f"The printer {facts.get('printer-name', [uri])[0]} answers and takes PDF."


def _print(uri: str, handover: Handover, seconds: float) -> wire.Answer:
    """Print-Job. CUPS hides job-name from strangers (JobPrivateValues) but shows job-billing: the key is in both."""
    name = job_name(handover.key)
    head = wire.request(
        wire.PRINT_JOB,
        uri,
        [(wire.NAME, "job-name", [name]), (wire.MIME, "document-format", ["application/pdf"])],
        [(wire.NAME, "job-billing", [name])],
    )
    return _exchange(uri, head + handover.content, seconds)


def _ask(operation: int, uri: str, attributes: list[wire.Attribute], seconds: float) -> wire.Answer:
    try:
        answer = _exchange(uri, wire.request(operation, uri, attributes), seconds)
    except _LostAnswer as error:
        raise SendFault(f"The printer {uri} gave no answer: {error}.", permanent=False) from error
    if not answer.good:
        raise SendFault(f"The printer {uri} refused to answer (status {answer.status:#06x}).", permanent=False)
    return answer


def _exchange(uri: str, body: bytes, seconds: float) -> wire.Answer:
    """One request, sent once. Raises SendFault where no connection came about, _LostAnswer after that."""
    connection = _connection(uri, seconds)
    try:
        connection.connect()
    except OSError as error:
        raise SendFault(f"The printer {uri} cannot be reached: {error}.", permanent=False) from error
    try:
        connection.request("POST", urlsplit(uri).path or "/", body, {"Content-Type": "application/ipp"})
        response = connection.getresponse()
        raw = response.read(LARGEST_ANSWER)
        if response.status != http.client.OK:
            raise _LostAnswer(f"the web server inside it said {response.status}")
        return wire.answer(raw)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _LostAnswer(str(error) or type(error).__name__) from error
    finally:
        connection.close()


def _connection(uri: str, seconds: float) -> http.client.HTTPConnection:
    parts = urlsplit(uri)
    host, port = parts.hostname or "", parts.port or PORT
    if parts.scheme == "ipps":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=seconds)


def _receipt(handover: Handover, outcome: Outcome, answer: str, sentence: str, job: str = "") -> Receipt:
    results = tuple(RecipientResult(address, outcome, answer, sentence) for address in handover.recipients)
    return Receipt(results, remote_id=job)
