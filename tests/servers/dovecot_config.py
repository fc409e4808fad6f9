"""Dovecot's configuration file; its language changed between 2.3 (Debian 12, Ubuntu 24.04) and 2.4 (Debian 13)."""

from __future__ import annotations

import grp
import pwd
from dataclasses import dataclass
from pathlib import Path

from servers.certificate import Certificate
from servers.identity import is_root
from servers.loopback import HOST

COMMON = """\
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap lmtp
listen = {host}
default_login_user = {login_user}
default_internal_user = {internal_user}
default_internal_group = {internal_group}
first_valid_uid = 1
auth_mechanisms = plain login
auth_failure_delay = 0 secs
ssl = yes
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    {lmtp_listen} = {host}
    port = {lmtp_port}
  }}
}}
service auth {{
  unix_listener {auth_socket} {{
    mode = 0666
  }}
}}
"""

V23 = """\
disable_plaintext_auth = no
ssl_cert = <{certificate}
ssl_key = <{key}
mail_location = maildir:{maildirs}/%u
passdb {{
  driver = passwd-file
  args = username_format=%u {base}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={maildirs}/%u
}}
"""

V24 = """\
auth_allow_cleartext = yes
ssl_server_cert_file = {certificate}
ssl_server_key_file = {key}
mail_driver = maildir
mail_path = {maildirs}/%{{user}}
passdb passwd-file {{
  passwd_file_path = {base}/users
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {maildirs}/%{{user}}
  }}
}}
"""
# These two lines have to be the first of the file.
V24_HEAD = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that the file names; mail is kept by `owner`."""

    base: Path
    owner: pwd.struct_passwd
    imap_port: int
    imaps_port: int
    lmtp_port: int
    auth_socket: Path
    maildirs: Path
    tls: Certificate


def render(layout: Layout, version: tuple[int, int]) -> str:
    """The file for a version. Not being root, every part of Dovecot runs as ourselves."""
    ourselves = None if is_root() else layout.owner.pw_name
    modern = version >= (2, 4)
    values = {
        "base": layout.base,
        "host": HOST,
        "login_user": ourselves or "dovenull",
        "internal_user": ourselves or "dovecot",
        "internal_group": grp.getgrgid(layout.owner.pw_gid).gr_name if ourselves else "dovecot",
        "imap_port": layout.imap_port,
        "imaps_port": layout.imaps_port,
        "lmtp_port": layout.lmtp_port,
        "lmtp_listen": "listen" if modern else "address",
        "auth_socket": layout.auth_socket,
        "maildirs": layout.maildirs,
        "certificate": layout.tls.certificate,
        "key": layout.tls.key,
        "uid": layout.owner.pw_uid,
        "gid": layout.owner.pw_gid,
    }
    head, own = (V24_HEAD, V24) if modern else ("", V23)
    return head + (COMMON + own).format(**values)
