"""One SMTP transaction, exact about one question: can the server have taken the mail?

Before the final dot it cannot (RFC 5321 4.1.1.4: a mail without its end must not be processed), so whatever
breaks is TEMPORARY. From the moment the dot is given to the kernel until its answer has been read whole, a
break is UNKNOWN. After that answer nothing changes the result.
"""

from __future__ import annotations

import re

from nahbar.channels.contract import Handover, Outcome, Receipt, RecipientResult, SendFault
from nahbar.channels.email.header.header_lines import in_ascii
from nahbar.channels.email.smtp import words
from nahbar.channels.email.smtp.wire import Lost, Nonsense, Reply, Wire

CHUNK = 65_536
END = b".\r\n"
NO_ADDRESS = re.compile(r"[\x00-\x20\x7f<>]")
QUEUED_AS = re.compile(r"queued(?: mail)?(?: for delivery)? as[: ]+<?([\w.:@+-]{1,120})", re.IGNORECASE)
SIGN_IN_FIRST = (530, 538)  # RFC 4954: authentication required, encryption required for it


class _Broken(Exception):  # noqa: N818 - the transaction ended early; not an error of ours
    """No further command makes sense; the recipients without a result get TEMPORARY."""

    def __init__(self, answer: str, sentence: str = words.LOST) -> None:
        super().__init__(sentence)
        self.answer = answer
        self.sentence = sentence


class Transaction:
    """A handover on its way over one connection."""

    def __init__(self, wire: Wire, handover: Handover, content: bytes) -> None:
        self._wire = wire
        self._handover = handover
        self._content = content
        self._results: dict[str, RecipientResult] = {}
        self._remote_id = ""

    def run(self) -> Receipt:
        """Hand over. Raises SendFault only where the server wants a sign-in first."""
        try:
            if self._announce():
                accepted = self._name_recipients()
                if accepted and self._open_data(accepted):
                    self._send_data(accepted)
        except _Broken as broken:
            self._wire.close()
            self._settle(self._waiting(), Outcome.TEMPORARY, broken.answer, broken.sentence)
        return Receipt(tuple(self._results[address] for address in self._handover.recipients), self._remote_id)

    def _waiting(self) -> list[str]:
        return [address for address in dict.fromkeys(self._handover.recipients) if address not in self._results]

    def _settle(self, addresses: list[str], outcome: Outcome, answer: str = "", sentence: str = "") -> None:
        for address in addresses:
            self._results[address] = RecipientResult(address, outcome, answer, sentence)

    def _judge(self, addresses: list[str], reply: Reply) -> None:
        """A refusal for `addresses`: 5xx for good, 4xx for now, and so is a full mailbox."""
        sentence = words.sentence_for(reply.code, reply.evidence)
        permanent = reply.code >= 500 and sentence != words.MAILBOX_FULL
        self._settle(addresses, Outcome.PERMANENT if permanent else Outcome.TEMPORARY, reply.evidence, sentence)
        if reply.code == 421:  # "closing transmission channel", whatever it was the answer to
            raise _Broken(reply.evidence, sentence)

    def _ask(self, command: str) -> Reply:
        try:
            return self._wire.ask(command)
        except (Lost, Nonsense) as error:
            raise _Broken(str(error)) from error

    def _announce(self) -> bool:
        """MAIL FROM; false where nobody is left to send to."""
        for address in self._waiting():
            if NO_ADDRESS.search(address) or not address:
                self._settle([address], Outcome.PERMANENT, sentence=words.NO_ADDRESS)
            elif not in_ascii(address).isascii() and not self._wire.has_extn("smtputf8"):
                self._settle([address], Outcome.PERMANENT, sentence=words.SMTPUTF8)
        sender = in_ascii(self._handover.sender)
        if NO_ADDRESS.search(sender):
            self._settle(self._waiting(), Outcome.PERMANENT, sentence=words.SENDER)
        if not sender.isascii() and not self._wire.has_extn("smtputf8"):
            self._settle(self._waiting(), Outcome.PERMANENT, sentence=words.SMTPUTF8)
        limit = self._wire.esmtp_features.get("size", "").strip()
        if limit.isascii() and limit.isdigit() and 0 < int(limit[:18]) < len(self._content):
            self._settle(self._waiting(), Outcome.PERMANENT, f"SIZE {limit[:18]}", words.TOO_LARGE)
        waiting = self._waiting()
        if not waiting:
            return False
        reply = self._ask(f"MAIL FROM:<{sender}>{self._options([sender, *waiting])}")
        if reply.code in SIGN_IN_FIRST:
            self._wire.close()
            raise SendFault(
                f"{self._wire.server.host} wants a sign-in over an encrypted connection. "
                "Check user name, password and encryption of the outgoing server.",
                permanent=True,
            )
        if reply.code >= 400:
            self._judge(waiting, reply)
            return False
        self._expect(reply, 200)
        return True

    def _options(self, addresses: list[str]) -> str:
        eight_bit = not self._content.isascii()
        utf8 = not all(in_ascii(address).isascii() for address in addresses)
        options = f" SIZE={len(self._content)}" if self._wire.has_extn("size") else ""
        if (eight_bit or utf8) and self._wire.has_extn("8bitmime"):
            options += " BODY=8BITMIME"
        return options + (" SMTPUTF8" if utf8 else "")

    def _expect(self, reply: Reply, hundred: int) -> None:
        if not hundred <= reply.code < hundred + 100:
            raise _Broken(reply.evidence)

    def _name_recipients(self) -> list[str]:
        accepted: list[str] = []
        for address in self._waiting():
            reply = self._ask(f"RCPT TO:<{in_ascii(address)}>")
            if reply.code >= 400:
                self._judge([address], reply)
                continue
            self._expect(reply, 200)
            accepted.append(address)
        return accepted

    def _open_data(self, accepted: list[str]) -> bool:
        reply = self._ask("DATA")
        if reply.code >= 400:
            self._judge(accepted, reply)
            return False
        self._expect(reply, 300)
        return True

    def _send_data(self, accepted: list[str]) -> None:
        payload = stuffed(self._content)
        try:
            for start in range(0, len(payload), CHUNK):
                self._wire.write(payload[start : start + CHUNK])
            early = self._wire.read_reply(self._wire.timeouts.answer) if self._wire.heard() else None
        except (Lost, Nonsense) as error:
            raise _Broken(str(error)) from error
        if early:
            # It judged before the end; without the dot it cannot have taken the mail, so the dot is not sent
            if early.code >= 400:
                self._judge(accepted, early)
            raise _Broken(early.evidence)
        self._finish(accepted)

    def _finish(self, accepted: list[str]) -> None:
        try:
            self._wire.write(END)
            reply = self._wire.read_reply(self._wire.timeouts.verdict)
        except (Lost, Nonsense) as error:
            self._wire.close()
            self._settle(accepted, Outcome.UNKNOWN, str(error), words.UNKNOWN)
            return
        if reply.code < 300:
            self._settle(accepted, Outcome.ACCEPTED, reply.evidence)
            queued = QUEUED_AS.search(reply.text)
            self._remote_id = queued[1] if queued else ""
        elif reply.code >= 400:
            self._judge(accepted, reply)
        else:
            self._wire.close()
            self._settle(accepted, Outcome.UNKNOWN, reply.evidence, words.UNKNOWN)


def with_crlf(content: bytes) -> bytes:
    """`content` with CRLF at every line's end: a lone CR or LF lets a second mail be smuggled in."""
    ends = content.count(b"\r\n")
    if ends != content.count(b"\n") or ends != content.count(b"\r"):
        content = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def stuffed(content: bytes) -> bytes:
    """`content` with a second dot before each line that begins with one (RFC 5321 section 4.5.2)."""
    content = content.replace(b"\r\n.", b"\r\n..")
    return b"." + content if content.startswith(b".") else content
