"""main.cf and master.cf of the Postfix that tests run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from servers.certificate import Certificate
from servers.loopback import HOST

# service, type, private, unprivileged, chroot, wakeup, process limit, command: what master(5) starts.
PARTS = """\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def main_cf(base: Path, tls: Certificate, domains: Sequence[str], settings: Mapping[str, str]) -> str:
    """Nothing local, nothing outside loopback, names looked up nowhere; `settings` win over ours."""
    lines = {
        "compatibility_level": "3.6",
        "queue_directory": f"{base}/queue",
        "data_directory": f"{base}/data",
        "maillog_file": f"{base}/log",
        "maillog_file_prefixes": str(base),
        "myhostname": "mail.relay.example",
        "inet_interfaces": HOST,
        "inet_protocols": "ipv4",
        "mynetworks": "127.0.0.0/8",
        "mydestination": "",
        "local_transport": "error:5.1.1 Nobody lives here",
        "default_transport": "error:5.4.4 This server talks to nobody outside",
        "relay_domains": " ".join(domains),
        "transport_maps": f"texthash:{base}/etc/routes",
        "smtpd_relay_restrictions": "permit_mynetworks, reject",
        "smtpd_peername_lookup": "no",
        "smtpd_client_connection_rate_limit": "0",
        "smtpd_client_connection_count_limit": "0",
        "smtp_host_lookup": "native",
        "disable_dns_lookups": "yes",
        "smtpd_tls_cert_file": str(tls.certificate),
        "smtpd_tls_key_file": str(tls.key),
        "smtpd_tls_security_level": "may",
        "alias_maps": "",
        "message_size_limit": "0",
        "mailbox_size_limit": "0",
        "in_flow_delay": "0",
        "minimal_backoff_time": "2s",
        "maximal_backoff_time": "4s",
        "queue_run_delay": "2s",
        "notify_classes": "",
        "biff": "no",
        **settings,
    }
    return "".join(f"{name} = {value}\n" for name, value in lines.items())


def master_cf(smtp_port: int, submission_port: int, auth_socket: Path | None) -> str:
    """A door for everybody on loopback, and one for members who sign in over TLS."""
    submission = {
        "syslog_name": "postfix/submission",
        "smtpd_tls_security_level": "encrypt",
        "smtpd_relay_restrictions": "permit_sasl_authenticated,reject",
        "smtpd_recipient_restrictions": "permit_sasl_authenticated,reject",
    }
    if auth_socket is not None:
        submission |= {
            "smtpd_sasl_auth_enable": "yes",
            "smtpd_sasl_type": "dovecot",
            "smtpd_sasl_path": str(auth_socket),
        }
    options = "".join(f" -o {name}={value}" for name, value in submission.items())
    doors = f"{HOST}:{smtp_port} inet n - n - - smtpd\n{HOST}:{submission_port} inet n - n - - smtpd{options}\n"
    return doors + PARTS
