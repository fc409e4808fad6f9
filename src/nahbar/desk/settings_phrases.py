"""What channels and accounts say on pages of settings: labels, help, and what is wrong, listed for translation.

`{}` stands for what differs, as in phrases.py. tests/desk/settings/test_words.py compares the list with the channels.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

LABELS = (
    # mail: the servers
    gettext_noop("Outgoing server"),
    gettext_noop("The name of the server that takes your mail, e.g. smtp.your-provider.example."),
    gettext_noop("Port"),
    gettext_noop("Empty means 587 for STARTTLS, 465 for TLS, 25 without."),
    gettext_noop("Empty means 993 for TLS, 143 otherwise."),
    gettext_noop("Encryption"),
    gettext_noop("STARTTLS (encryption starts after the greeting)"),
    gettext_noop("TLS (encrypted from the first byte)"),
    gettext_noop("none (only inside your own network)"),
    gettext_noop("Check the server's certificate"),
    gettext_noop("Switch this off only for a server of your own whose certificate nobody has signed."),
    gettext_noop("User name"),
    gettext_noop("Empty where the server asks for none."),
    gettext_noop("Often the whole e-mail address."),
    gettext_noop("Password"),
    gettext_noop("Incoming server (IMAP)"),
    gettext_noop(
        "Nahbar only reads there: it marks nothing as read and deletes nothing. "
        "Empty where the mail is delivered to Nahbar directly."
    ),
    gettext_noop("Folders"),
    gettext_noop("Separated by commas, e.g. INBOX, Contact form."),
    # mail: signing in and signing
    gettext_noop("Sign-in"),
    gettext_noop("Microsoft 365 and Google want OAuth 2; it then serves the outgoing server too."),
    gettext_noop("with the password"),
    gettext_noop("with OAuth 2"),
    gettext_noop("OAuth client id"),
    gettext_noop("From your provider's registration of this application."),
    gettext_noop("OAuth client secret"),
    gettext_noop("OAuth token address"),
    gettext_noop("Where tokens are renewed; begins with https://."),
    gettext_noop("OAuth refresh token"),
    gettext_noop("DKIM domain"),
    gettext_noop("Yours, e.g. firma.example. Empty where your provider signs."),
    gettext_noop("DKIM selector"),
    gettext_noop("The name in front of ._domainkey in your DNS entry."),
    gettext_noop("DKIM private key"),
    gettext_noop("In PEM form, RSA (2048 bits) or Ed25519."),
    # mail: whose checks count, and forms
    gettext_noop("Server whose checks count"),
    gettext_noop(
        "The first word of the line Authentication-Results in your mail, e.g. mx.firma.example. "
        "Empty means the newest such line."
    ),
    gettext_noop("Form mails come from"),
    gettext_noop("An address such as formular@firma.example; a * stands for anything in front of the @."),
    gettext_noop("Only with these words in the subject"),
    gettext_noop("Empty means all of its mails."),
    gettext_noop("Label of the name"),
    gettext_noop("As it stands in the mail, e.g. Name. Several with | between them."),
    gettext_noop("Label of the mail address"),
    gettext_noop("Empty means that the mail itself says whom to answer."),
    gettext_noop("Label of the phone number"),
    gettext_noop("Label of the subject"),
    gettext_noop("Label of the message"),
    gettext_noop("Empty means that the whole mail is the message."),
    # letters
    gettext_noop("How letters leave"),
    gettext_noop("Into a folder that a print program watches, or straight to a printer."),
    gettext_noop("Print folder"),
    gettext_noop("Full path of the folder, such as /srv/letters. Only for letters that leave into a folder."),
    gettext_noop("Printer (IPP)"),
    gettext_noop("Printer"),
    gettext_noop(
        "Address of the printer or CUPS queue, such as ipp://localhost/printers/letters. Only for a printer."
    ),
)

PHRASES = (
    # members, teams, inboxes
    gettext_noop("Somebody with this address is a member already."),
    gettext_noop("This invitation is no longer valid. Ask for a new one."),
    gettext_noop("There is a team of this name already."),
    gettext_noop("Somebody has to look after the house: make another member administrator first."),
    gettext_noop("Another inbox has this address already."),
    # mail: settings that will not do
    gettext_noop("Without an outgoing server no reply can leave. Enter its name."),
    gettext_noop("The incoming server needs a user name."),
    gettext_noop("Name at least one folder, e.g. INBOX."),
    gettext_noop("Only the server's name belongs here, without https:// and port."),
    gettext_noop("A port is a number from 1 to 65535, or empty."),
    gettext_noop("There is a user name, but no password."),
    gettext_noop("The password would cross the internet readable by everyone. Choose STARTTLS or TLS."),
    gettext_noop("OAuth 2 needs this value from your provider."),
    gettext_noop("The token address must begin with https://, otherwise the secret could be read on the way."),
    gettext_noop("DKIM needs domain, selector and key together, or none of them."),
    gettext_noop("This is no domain, e.g. firma.example."),
    gettext_noop("A selector has letters, digits, hyphens and dots only."),
    gettext_noop(
        "This is no private key in PEM form without a password. It begins with -----BEGIN PRIVATE KEY-----."
    ),
    gettext_noop("DKIM takes an RSA key of 1024 bits or more (better 2048), or Ed25519."),
    # mail: recipes for forms
    gettext_noop("A label has at most {} characters."),
    gettext_noop("“{}” is the label of two rows; each row needs its own."),
    gettext_noop("Name at least one row: the address, the name or the message."),
    gettext_noop("This must be a text."),
    gettext_noop("Write the address that the form mails come from, such as formular@firma.example."),
    gettext_noop("After the @, name a domain; a * alone would catch everybody's mail."),
    # mail: a test
    gettext_noop("Outgoing mail: {} lets us in."),
    gettext_noop("Incoming mail: {} lets us in; {}."),
    gettext_noop("“{}” holds {} messages, {}"),
    gettext_noop("“{}” holds {} messages"),
    # letters
    gettext_noop("Please choose how letters leave: folder or printer."),
    gettext_noop("Please name the print folder."),
    gettext_noop("The print folder needs its full path, such as /srv/letters."),
    gettext_noop("Please give the printer's address."),
    gettext_noop("The printer's address looks like ipp://printer.example/ipp/print or ipps://…"),
    gettext_noop("A printer's address carries no password, others could see it. Let a CUPS queue keep it."),
    gettext_noop("Letters can be written into {}."),
    gettext_noop("The print folder {} cannot be written to: {}."),
    gettext_noop("The printer {} answers and takes PDF."),
    gettext_noop("The printer {} cannot be reached: {}."),
    gettext_noop("The printer {} gave no answer: {}."),
    gettext_noop("The printer {} refused to answer (status {})."),
    gettext_noop("The printer takes no jobs at the moment."),
    gettext_noop("The printer does not take PDF files; please print through a CUPS queue."),
)
