"""What a mail server's refusal means for the person who waits, in one sentence.

Servers speak in codes (RFC 5321, RFC 3463) and in English prose of their own. The enhanced code decides where
there is one; some providers use only 5.7.1 or 5.0.0 for everything, so tell-tale words come next, the class last.
"""

from __future__ import annotations

import re

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")

NO_SUCH_ADDRESS = "This address does not exist. Is there a typing mistake in it?"
NO_SUCH_DOMAIN = "The part after the @ does not exist or takes no mail. Is there a typing mistake in it?"
MAILBOX_FULL = "The mailbox is full. It often has room again after some days."
MAILBOX_CLOSED = "This mailbox is closed and takes no more mail."
TOO_LARGE = "The mail is too large for the other side. Send fewer or smaller attachments."
POLICY = "The other side refuses mail from us because of its rules. Your administrator should look at the answer."
SPAM = "The other side takes this mail for spam. Your administrator should look at the answer."
AUTHENTICATION = (
    "The other side could not verify that the mail is from us (SPF, DKIM or DMARC). Tell your administrator."
)
RELAY = "Our outgoing server does not pass mail on to this address. Tell your administrator."
SENDER = "The outgoing server does not let us write from this sender address. Tell your administrator."
GREYLISTED = "The other side asks us to come back a little later. That is usual at a first mail."
TOO_MANY = "The other side takes no more mail from us for the moment. We try again later."
BUSY = "The other side cannot take the mail at the moment. We try again later."
REFUSED = "The other side refused the mail."
LOOP = "The mail goes round in circles between servers. Tell your administrator."
SMTPUTF8 = "The outgoing server cannot write to addresses with special letters in front of the @."
NO_ADDRESS = "This is no complete e-mail address."
LOST = "The connection broke off before the mail was handed over. We try again later."
UNKNOWN = (
    "The connection broke off at the very moment of handing over. It may have arrived or not; "
    "look before you send it again, so that nobody gets it twice."
)

# (class or "", subject.detail) of RFC 3463 and the IANA registry of enhanced status codes
BY_CODE = {
    "1.1": NO_SUCH_ADDRESS,
    "1.2": NO_SUCH_DOMAIN,
    "1.3": NO_ADDRESS,
    "1.6": MAILBOX_CLOSED,
    "1.7": SENDER,
    "1.8": SENDER,
    "1.10": NO_SUCH_DOMAIN,
    "2.1": MAILBOX_CLOSED,
    "2.2": MAILBOX_FULL,
    "2.3": TOO_LARGE,
    "3.4": TOO_LARGE,
    "4.6": LOOP,
    "5.3": TOO_MANY,
    "6.7": SMTPUTF8,
    "7.20": AUTHENTICATION,
    "7.23": AUTHENTICATION,
    "7.25": AUTHENTICATION,
    "7.26": AUTHENTICATION,
    "7.28": TOO_MANY,
}
BY_WORDS = (
    (r"grey-?list|gray-?list|postgrey|try again later.*first", GREYLISTED),
    (r"spam|junk|block ?list|black ?list|reputation|\brbl\b|spamhaus", SPAM),
    (r"\bspf\b|\bdkim\b|\bdmarc\b", AUTHENTICATION),
    (r"sender.*(not owned|rejected|not allowed|denied)|not (permitted|allowed) to send|send ?as", SENDER),
    (r"relay", RELAY),
    (r"quota|mailbox( is)? full|over ?quota|insufficient (system )?storage", MAILBOX_FULL),
    (
        r"(user|mailbox|recipient|account|address).{0,40}(unknown|not found|does ?n.t exist|no such|unavailable)",
        NO_SUCH_ADDRESS,
    ),
    (r"(unknown|no such|invalid|nonexistent) (local )?(user|mailbox|recipient|account|address)", NO_SUCH_ADDRESS),
    (r"disabled|inactive|deactivated|suspended", MAILBOX_CLOSED),
    (r"(domain|host).{0,30}(not found|unknown|does ?n.t exist)", NO_SUCH_DOMAIN),
    (r"too (large|big)|exceeds|size limit", TOO_LARGE),
    (r"too many|rate|throttl|limit", TOO_MANY),
)
PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), sentence) for pattern, sentence in BY_WORDS)


def sentence_for(code: int, answer: str) -> str:
    """`answer` of a server under reply `code` (400 to 599) in words for a person."""
    status = ENHANCED.search(answer)
    if status and (found := BY_CODE.get(f"{status[2]}.{status[3]}")):
        return found
    for pattern, sentence in PATTERNS:
        if pattern.search(answer):
            return sentence
    if status and status[2] == "7":
        return POLICY if code >= 500 else TOO_MANY
    if code in (552, 523):
        return TOO_LARGE
    return REFUSED if code >= 500 else BUSY


def sign_in_sentence(user: str, answer: str) -> str:
    """A refused login, with the mistake that people make most."""
    hint = "Check user name and password."
    if "@" not in user:
        hint = "Check user name and password; many providers want the whole e-mail address as user name."
    elif re.search(r"application|app.?specific|5\.7\.9|2fa|two.?factor", answer, re.IGNORECASE):
        hint = "With two-factor sign-in the provider wants an app password instead of the usual one."
    elif re.search(r"5\.7\.139|basic auth|disabled|oauth", answer, re.IGNORECASE):
        hint = "This provider no longer takes passwords from programs; set the sign-in to OAuth 2."
    return f"The mail server refused the sign-in. {hint}"
