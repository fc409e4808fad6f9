"""Is a message from whom it says? What receiving servers checked (RFC 8601), judged and put into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from nahbar.channels.contract import Proof
from nahbar.conversations.models import Message


class Word(StrEnum):
    """What all proofs together say."""

    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Proven:
    """For the page: one sentence, and a line per check."""

    word: Word
    sentence: str
    lines: tuple[str, ...]


def trusted_server(proofs: Sequence[Proof], named: Iterable[str] = ()) -> str:
    """Whose results count: the server that the inbox's settings name (`named`), else the topmost in the message.

    Everything below the topmost could have been written by the sender. "" where only our own checks count.
    """
    wanted = {name.strip().lower() for name in named} - {""}
    if wanted:
        return next((proof.server for proof in proofs if proof.server.lower() in wanted), "")
    return next((proof.server for proof in proofs if proof.server), "")


def judge_proofs(proofs: Sequence[Proof], server: str, sender: str) -> Word:
    """What the results of `server`, and our own, say about the address `sender` in From.

    Failed is only what fails clearly: DMARC (RFC 7489), or where nobody checked that, SPF without a signature that
    holds. Forwarding alone breaks SPF, so "softfail" is not enough.
    """
    counted = [proof for proof in proofs if proof.server in ("", server)]
    results = {method: {proof.result for proof in counted if proof.method == method} for method in _METHODS}
    if "pass" in results["dmarc"]:
        return Word.CONFIRMED
    if "fail" in results["dmarc"]:
        return Word.FAILED
    domain = sender.rpartition("@")[2]
    if any(
        proof.method in ("spf", "dkim") and proof.result == "pass" and _aligned(proof.domain, domain)
        for proof in counted
    ):
        return Word.CONFIRMED
    if "fail" in results["spf"] and "pass" not in results["dkim"]:
        return Word.FAILED
    if "softfail" in results["spf"] and results["dkim"] and results["dkim"] <= {"fail", "permerror"}:
        return Word.FAILED
    return Word.UNKNOWN


_METHODS = ("spf", "dkim", "dmarc", "arc")


def _aligned(proven: str, claimed: str) -> bool:
    """Relaxed alignment, without the public suffix list: the same domain, or one below the other."""
    proven, claimed = proven.lower().rpartition("@")[2], claimed.lower()
    if "." not in proven or "." not in claimed:
        return False
    return proven == claimed or proven.endswith(f".{claimed}") or claimed.endswith(f".{proven}")


def proofs_of(message: Message) -> list[Proof]:
    """The checks that a message carries, as they were read."""
    return [
        Proof(each["method"], each["result"], each.get("domain", ""), each.get("server", ""))
        for each in message.details.get("proofs", [])
    ]


def proofs_in_words(message: Message) -> Proven | None:
    """Whether a message is from whom it says, for the page; None where nobody checked anything."""
    proofs = proofs_of(message)
    server = str(message.details.get("trusted", ""))
    counted = [proof for proof in proofs if proof.server in ("", server)]
    if not counted:
        return None
    sender = next((party["address"] for party in message.envelope.get("from", [])), "")
    word = judge_proofs(proofs, server, sender)
    return Proven(word, _sentence(word, sender), tuple(dict.fromkeys(_line(proof) for proof in counted)))


def _sentence(word: Word, sender: str) -> str:
    if word is Word.CONFIRMED:
        return _("This really comes from %(address)s, as far as mail servers can tell.") % {"address": sender}
    if word is Word.FAILED:
        return _("Perhaps this does not come from %(address)s: the mail servers could not confirm it.") % {
            "address": sender
        }
    return _("Whether this comes from %(address)s, nobody has confirmed or denied.") % {"address": sender}


def _line(proof: Proof) -> str:
    names = {
        "spf": _("Sending server (SPF)"),
        "dkim": _("Signature (DKIM)"),
        "dmarc": _("Sender's own rule (DMARC)"),
        "arc": _("Forwarding chain (ARC)"),
    }
    results = {
        "pass": _("confirmed"),
        "fail": _("does not fit"),
        "softfail": _("probably does not fit"),
        "none": _("nothing to check"),
        "neutral": _("says nothing"),
        "temperror": _("could not be checked"),
        "permerror": _("could not be checked"),
        "policy": _("not accepted"),
    }
    by = proof.server or _("checked by ourselves")
    of = f" {proof.domain}" if proof.domain else ""
    return f"{names.get(proof.method, proof.method.upper())}{of}: {results.get(proof.result, proof.result)} ({by})"
