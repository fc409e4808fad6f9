"""Signatures checked, where the certificate or key is known. Runs openssl and gpgv, each with a time limit.

A folder holds what is trusted: certificates in PEM (*.pem, *.crt, *.cer; of authorities or of single people) and
OpenPGP keys (*.asc, *.gpg, *.pgp). The authorities that the system trusts count as well.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.x509.oid import NameOID

from nahbar.channels.contract import Inbound, Protection, Seal, SettingsFault
from nahbar.channels.email.header import addresses
from nahbar.channels.email.parts import mime
from nahbar.channels.email.parts.mime import Part
from nahbar.channels.email.trust import pgp_keys, protection

TIMEOUT = 10  # seconds; openssl needs 20 ms for a mail
CERTIFICATES = (".pem", ".crt", ".cer")
KEYS = (".asc", ".gpg", ".pgp")
MAX_TRUSTED = 64 * 1024 * 1024

_ALTERED = re.compile(
    rb"digest failure|verification failure|verify error|wrong signature|bad signature", re.IGNORECASE
)
_NEWLINE = re.compile(rb"\r?\n")
_MARK = b"-----BEGIN PGP SIGNED MESSAGE-----"


@dataclass(frozen=True, slots=True)
class _Verdict:
    seal: Seal
    signers: tuple[str, ...] = ()


_UNKNOWN = _Verdict(Seal.UNCHECKED)


def check_protection(raw: bytes, inbound: Inbound, certificates: Path) -> Inbound:
    """`inbound` with its signature checked against the folder `certificates`; `raw` is the mail that it came from.

    Only a signature around the whole mail can become `VALID`, and only where the address in the certificate is the
    one in From: a stranger's sound signature is `INVALID` and the signer named. Unknown certificates, missing
    programs and time-outs leave `UNCHECKED`. Blocks for up to 2 x TIMEOUT seconds; never fails.
    """
    given = inbound.protection
    if given is None or given.seal is not Seal.UNCHECKED:
        return inbound
    root = mime.split(raw)
    if not _is_whole(root, inbound):
        return _warned(inbound, "Only a part of this mail is signed; the rest could come from anybody.")
    try:
        with TemporaryDirectory(prefix="nahbar-seal-") as folder:
            verdict = _verdict(root, given.kind, certificates, Path(folder))
    except (OSError, subprocess.SubprocessError):
        return inbound
    return _judged(inbound, verdict, _writer(root))


def _judged(inbound: Inbound, verdict: _Verdict, writer: str) -> Inbound:
    given = inbound.protection
    assert given is not None  # noqa: S101 - asked by the caller
    signer = next(iter(verdict.signers), "")
    if verdict.seal is Seal.INVALID:
        told = _warned(inbound, "The signature does not fit: this mail was changed on its way, or it is forged.")
        return replace(told, protection=Protection(given.kind, Seal.INVALID, signer))
    if verdict.seal is Seal.VALID and writer not in verdict.signers:
        named = signer or "somebody without a mail address"
        told = _warned(inbound, f"This mail was signed by {named}, not by its sender.")
        return replace(told, protection=Protection(given.kind, Seal.INVALID, signer))
    signer = writer if writer in verdict.signers else signer
    return replace(inbound, protection=Protection(given.kind, verdict.seal, signer))


def _warned(inbound: Inbound, sentence: str) -> Inbound:
    return replace(inbound, warnings=(*inbound.warnings, sentence))


def _writer(root: Part) -> str:
    party = addresses.parse_one(root.headers.first("from"))
    return party.address if party else ""


def _is_whole(root: Part, inbound: Inbound) -> bool:
    """Whether nothing that is shown stands outside the signature."""
    if protection.signature_of(root) is not None:
        return len(root.children) == 2
    if protection.is_opaque(root):
        return True
    armour = next((one.content for one in inbound.attachments if one.name == "signed-text.asc"), b"")
    shown = protection.in_text(armour.decode("utf-8", "replace"))
    return shown is not None and "".join(shown.text.split()) == "".join(inbound.text.split()) and not root.children


def _verdict(root: Part, kind: str, certificates: Path, folder: Path) -> _Verdict:
    signature = protection.signature_of(root)
    if kind == "smime":
        trusted = _gathered(certificates, CERTIFICATES, folder / "trusted.pem")
        return _smime(root, signature, trusted, folder)
    keyring = _keyring(certificates, folder)
    if keyring is None:
        return _UNKNOWN
    if signature is not None:
        signed = _stored(folder / "signed", _canonical(root.children[0]))
        return _pgp([str(_stored(folder / "signature", signature.content())), str(signed)], keyring, folder)
    content = root.content()
    return _pgp([str(_stored(folder / "signed", content[max(0, content.find(_MARK)) :]))], keyring, folder)


def _canonical(part: Part) -> bytes:
    """A signed part, header and all, with the newlines that the signature was made over (RFC 1847)."""
    return _NEWLINE.sub(b"\r\n", part.raw[part.head : part.end])


def _stored(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _files(certificates: Path, suffixes: Sequence[str]) -> Iterable[bytes]:
    room = MAX_TRUSTED
    for path in sorted(certificates.iterdir()):
        if path.suffix.lower() in suffixes and path.is_file():
            content = path.read_bytes()
            room -= len(content)
            if room < 0:
                return
            yield content


def _gathered(certificates: Path, suffixes: Sequence[str], path: Path) -> Path | None:
    content = b"\n".join(one for one in _files(certificates, suffixes) if b"-----BEGIN CERTIFICATE-----" in one)
    return _stored(path, content) if content else None


def _keyring(certificates: Path, folder: Path) -> Path | None:
    content = b"".join(pgp_keys.binary(one) for one in _files(certificates, KEYS))
    return _stored(folder / "keyring.gpg", content) if content else None


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which(command[0])
    if program is None:
        raise FileNotFoundError(command[0])
    environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder), "GNUPGHOME": str(folder)}
    return subprocess.run(  # noqa: S603 - fixed words and paths of our own folder
        [program, *command[1:]],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )


def _smime(root: Part, signature: Part | None, trusted: Path | None, folder: Path) -> _Verdict:
    signed = _stored(folder / "signature", (signature or root).content())
    command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", str(signed), "-out", os.devnull]
    command += ["-binary", "-signer", str(folder / "signer.pem")]
    if signature is not None:
        command += ["-content", str(_stored(folder / "content", _canonical(root.children[0])))]
    trust = ["-CAfile", str(trusted), "-partial_chain"] if trusted else []
    if _run([*command, *trust], folder).returncode == 0:
        return _Verdict(Seal.VALID, _certified(folder / "signer.pem"))
    (folder / "signer.pem").unlink(missing_ok=True)
    alone = _run([*command, "-noverify"], folder)  # is it only that nobody vouches for the certificate?
    if alone.returncode == 0:
        return _Verdict(Seal.UNCHECKED, _certified(folder / "signer.pem"))
    return _Verdict(Seal.INVALID) if _ALTERED.search(alone.stderr) else _UNKNOWN


def _certified(path: Path) -> tuple[str, ...]:
    """The mail addresses in the certificates of the signers, in one spelling."""
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        return ()
    written: list[str] = []
    for certificate in found:
        written += [str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)]
        try:
            names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except (x509.ExtensionNotFound, ValueError):
            continue
        written += names.get_values_for_type(x509.RFC822Name)
    return _normal(written)


def _normal(written: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for one in written:
        try:
            found.append(addresses.normalise(one))
        except SettingsFault:
            continue
    return tuple(dict.fromkeys(found))


def _pgp(files: list[str], keyring: Path, folder: Path) -> _Verdict:
    done = _run(["gpgv", "--homedir", str(folder), "--keyring", str(keyring), "--status-fd", "1", *files], folder)
    words = [line.split() for line in done.stdout.decode("utf-8", "replace").splitlines()]
    said = {one[1]: one[2:] for one in words if len(one) > 1 and one[0] == "[GNUPG:]"}
    if "BADSIG" in said:
        return _Verdict(Seal.INVALID)
    if done.returncode != 0 or not {"GOODSIG", "VALIDSIG"} <= set(said):
        return _UNKNOWN
    names = pgp_keys.user_ids(keyring.read_bytes()).get(said["VALIDSIG"][-1].upper(), [])
    return _Verdict(Seal.VALID, _normal(one.rpartition("<")[2].rstrip("> ") for one in names))
