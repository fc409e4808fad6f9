"""What the channels below say about their servers and about mails, listed for translation.

`{}` stands for what differs: a host, a folder, a number, or a whole sentence that is said in the same way.
tests/desk/test_phrases.py compares the list with what the channels really say.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

from nahbar.desk import settings_phrases

PHRASES = (
    # mail servers, both ways
    gettext_noop("{} broke off the conversation. We try again later."),
    gettext_noop("{} did not answer in time. We try again later."),
    gettext_noop("{} cannot be reached on port {}. Check name and port, or try again later."),
    gettext_noop("{} does not speak TLS on port {} as it should. Check encryption and port."),
    gettext_noop(
        "The certificate of {} cannot be trusted ({}). "
        "If it is a server of your own, switch off the check of its certificate."
    ),
    gettext_noop(
        "{} offers no STARTTLS on port {}. Choose TLS, or no encryption if the server is in your own house."
    ),
    gettext_noop("The mail server refused the sign-in. {}"),
    gettext_noop("Check user name and password."),
    gettext_noop("Check user name and password; many providers want the whole e-mail address as user name."),
    gettext_noop("With two-factor sign-in the provider wants an app password instead of the usual one."),
    gettext_noop("This provider no longer takes passwords from programs; set the sign-in to OAuth 2."),
    gettext_noop("The OAuth server: {}"),
    gettext_noop("The OAuth server answered without a token. We try again later."),
    gettext_noop("The OAuth server answered nonsense. We try again later."),
    gettext_noop("The OAuth server is busy. We try again later."),
    gettext_noop("The OAuth server refused to renew the token ({})."),
    gettext_noop("The OAuth server does not accept client id or client secret. Check both."),
    gettext_noop("The permission to use this mailbox has run out or was withdrawn. Connect the mailbox again."),
    gettext_noop(
        "The stored passwords were sealed with another secret key. "
        "Put back the old secret.key, or enter the passwords of the inboxes again."
    ),
    # fetching
    gettext_noop("{} refused to show the mail. We try again later."),
    gettext_noop("{} does not answer like an IMAP server. We try again later."),
    gettext_noop("{} takes no password on an unencrypted connection. Choose STARTTLS or TLS."),
    gettext_noop("The server renumbered “{}” while we were reading. We begin again."),
    gettext_noop("The mailbox has no folder “{}” that we may read. Correct its name in the settings."),
    gettext_noop("Something unexpected happened while looking for mail; we try again."),
    gettext_noop(
        "The server has renumbered the folder “{}”. We read all of it again; what we know already is recognised."
    ),
    gettext_noop(
        "The server has fewer messages in “{}” than we have read from it; it was probably restored from a backup. "
        "We read all of it again; what we know already is recognised."
    ),
    gettext_noop(
        "Messages in “{}” were gone before we could read them ({}). "
        "Another program, a rule or a colleague may have moved or deleted them."
    ),
    gettext_noop("Messages in “{}” that the server never handed over are gone from it now ({})."),
    gettext_noop("The server lists messages in “{}” but does not hand them over ({}). We go on asking for them."),
    gettext_noop("A message in “{}” is larger than {} GB and stays on the server only."),
    # sending
    gettext_noop("{} does not answer like a mail server. Check name and port."),
    gettext_noop("{} turns us away ({}). We try again later."),
    gettext_noop(
        "{} offers no sign-in that we know. Leave the user name empty if it needs none, "
        "or choose STARTTLS or TLS: many servers offer the sign-in only after that."
    ),
    gettext_noop(
        "{} wants a sign-in over an encrypted connection. "
        "Check user name, password and encryption of the outgoing server."
    ),
    gettext_noop("We lost the connection before the other side answered. It may have arrived; please decide."),
    gettext_noop("Something unexpected happened while it was being sent. It may have arrived; please decide."),
    gettext_noop("The way out could not be opened; the server's log says why."),
    gettext_noop("Given up after {} days. {}"),
    # mails that are hard to read
    gettext_noop("The mail is empty: there is not a single character in it."),
    gettext_noop("The header of this mail is extraordinarily long; only its beginning was read."),
    gettext_noop("This mail has no header; everything is shown as text."),
    gettext_noop("This mail has more than {} parts; the rest is attached as one file."),
    gettext_noop("A part of this mail could not be taken apart; it is attached as a file."),
    gettext_noop("The text is very long. Its beginning is shown here; the whole is in the original file."),
    gettext_noop("The sender named an unknown character set ({}); the text was read as well as possible."),
    gettext_noop("The sender named the wrong character set; some letters may be wrong."),
    gettext_noop("The text of this mail had been encoded twice; its umlauts and signs were put right."),
    gettext_noop("This mail holds more than {} files; the others are in the original mail only."),
    gettext_noop("A file that was written into the text of this mail is damaged."),
    gettext_noop("The winmail.dat of this mail is damaged and could not be unpacked; it is attached as it came."),
    # mails that are signed or encrypted
    gettext_noop(
        "This mail is encrypted. It can be read with the key that it was meant for; the content is attached."
    ),
    gettext_noop("Only a part of this mail is signed; the rest could come from anybody."),
    gettext_noop("The signature does not fit: this mail was changed on its way, or it is forged."),
    gettext_noop("This mail was signed by {}, not by its sender."),
    gettext_noop("somebody without a mail address"),
    # recipes for form mails
    gettext_noop("A label has at most {} characters."),
    gettext_noop("“{}” is the label of two rows; each row needs its own."),
    gettext_noop("Name at least one row: the address, the name or the message."),
    gettext_noop("Write the address that the form mails come from, such as formular@firma.example."),
    gettext_noop("After the @, name a domain; a * alone would catch everybody's mail."),
)


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(piece) for piece in phrase.split("{}")), re.DOTALL)


_WITH_GAPS = tuple((phrase, _pattern(phrase)) for phrase in (*PHRASES, *settings_phrases.PHRASES) if "{}" in phrase)


def translated(sentence: str) -> str:
    """`sentence` in the language of the request, whatever stands in its gaps; unchanged where it is no phrase."""
    if not sentence:
        return ""
    if (whole := gettext(sentence)) != sentence:
        return whole
    for phrase, pattern in _WITH_GAPS:
        if found := pattern.fullmatch(sentence):
            return gettext(phrase).format(*map(translated, found.groups()))
    return sentence
