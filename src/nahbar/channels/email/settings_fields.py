"""The settings of an e-mail inbox as data; the desk renders them as a form and translates their words."""

from __future__ import annotations

from nahbar.channels.contract import SettingsField

SECURITY = (
    ("starttls", "STARTTLS (encryption starts after the greeting)"),
    ("tls", "TLS (encrypted from the first byte)"),
    ("none", "none (only inside your own network)"),
)
YES_NO = (("yes", "yes"), ("no", "no"))

OUTGOING = (
    SettingsField(
        "smtp_host",
        "Outgoing server",
        "The name of the server that takes your mail, e.g. smtp.your-provider.example.",
        required=True,
    ),
    SettingsField("smtp_port", "Port", "Empty means 587 for STARTTLS, 465 for TLS, 25 without.", kind="number"),
    SettingsField("smtp_security", "Encryption", kind="choice", default="starttls", choices=SECURITY),
    SettingsField(
        "smtp_verify",
        "Check the server's certificate",
        "Switch this off only for a server of your own whose certificate nobody has signed.",
        kind="switch",
        default="yes",
        choices=YES_NO,
    ),
    SettingsField("smtp_user", "User name", "Empty where the server asks for none."),
    SettingsField("smtp_password", "Password", secret=True),
)

INCOMING = (
    SettingsField(
        "imap_host",
        "Incoming server (IMAP)",
        "Nahbar only reads there: it marks nothing as read and deletes nothing. "
        "Empty where the mail is delivered to Nahbar directly.",
    ),
    SettingsField("imap_port", "Port", "Empty means 993 for TLS, 143 otherwise.", kind="number"),
    SettingsField("imap_security", "Encryption", kind="choice", default="tls", choices=SECURITY),
    SettingsField(
        "imap_verify",
        "Check the server's certificate",
        "Switch this off only for a server of your own whose certificate nobody has signed.",
        kind="switch",
        default="yes",
        choices=YES_NO,
    ),
    SettingsField("imap_user", "User name", "Often the whole e-mail address."),
    SettingsField("imap_password", "Password", secret=True),
    SettingsField("imap_folders", "Folders", "Separated by commas, e.g. INBOX, Contact form.", default="INBOX"),
)

SIGN_IN = (
    SettingsField(
        "imap_auth",
        "Sign-in",
        "Microsoft 365 and Google want OAuth 2; it then serves the outgoing server too.",
        kind="choice",
        default="password",
        choices=(("password", "with the password"), ("oauth2", "with OAuth 2")),
    ),
    SettingsField("oauth_client_id", "OAuth client id", "From your provider's registration of this application."),
    SettingsField("oauth_client_secret", "OAuth client secret", secret=True),
    SettingsField("oauth_token_url", "OAuth token address", "Where tokens are renewed; begins with https://."),
    SettingsField("oauth_refresh_token", "OAuth refresh token", secret=True),
)

DKIM = (
    SettingsField("dkim_domain", "DKIM domain", "Yours, e.g. firma.example. Empty where your provider signs."),
    SettingsField("dkim_selector", "DKIM selector", "The name in front of ._domainkey in your DNS entry."),
    SettingsField(
        "dkim_key", "DKIM private key", "In PEM form, RSA (2048 bits) or Ed25519.", kind="lines", secret=True
    ),
)

PROOFS = (
    SettingsField(
        "authserv_id",
        "Server whose checks count",
        "The first word of the line Authentication-Results in your mail, e.g. mx.firma.example. "
        "Empty means the newest such line.",
    ),
)

FIELDS: tuple[SettingsField, ...] = (*OUTGOING, *INCOMING, *SIGN_IN, *DKIM, *PROOFS)

# How the mails of a contact form are read; the rows of the form are named by their labels.
RECIPE: tuple[SettingsField, ...] = (
    SettingsField(
        "sender",
        "Form mails come from",
        "An address such as formular@firma.example; a * stands for anything in front of the @.",
        required=True,
    ),
    SettingsField("subject_contains", "Only with these words in the subject", "Empty means all of its mails."),
    SettingsField("name", "Label of the name", "As it stands in the mail, e.g. Name. Several with | between them."),
    SettingsField("address", "Label of the mail address", "Empty means that the mail itself says whom to answer."),
    SettingsField("phone", "Label of the phone number"),
    SettingsField("subject", "Label of the subject"),
    SettingsField("message", "Label of the message", "Empty means that the whole mail is the message."),
)
