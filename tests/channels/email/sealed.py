"""Certificates, keys and signed mails for the tests, made by openssl and gpg as people's programs do."""

from __future__ import annotations

import subprocess
from pathlib import Path

TEXT = (
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "Wann ist mein Rad fertig? Grüße\r\n"
)


def run(*command: str, stdin: bytes = b"", folder: Path | None = None) -> bytes:
    done = subprocess.run(command, input=stdin, capture_output=True, check=True, timeout=60, cwd=folder)
    return done.stdout


class Signer:
    """Somebody with an S/MIME certificate that they made themselves."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.certificate = folder / f"{address}.pem"
        self.key = folder / f"{address}.key"
        run(
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "99",
            ),
            *("-keyout", str(self.key), "-out", str(self.certificate), "-subj", "/CN=Somebody"),
            *("-addext", f"subjectAltName=email:{address}", "-addext", "extendedKeyUsage=emailProtection"),
        )

    def cms(self, content: bytes, *options: str) -> bytes:
        signing = ("openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer", str(self.certificate))
        return run(*signing, "-inkey", str(self.key), *options, stdin=content)

    def encrypted(self, content: bytes) -> bytes:
        return run("openssl", "cms", "-encrypt", "-aes256", "-outform", "DER", str(self.certificate), stdin=content)


class Keys:
    """Somebody with an OpenPGP key, in a gpg home of its own."""

    def __init__(self, home: Path, *names: str) -> None:
        home.mkdir(mode=0o700)
        self.home = home
        self.gpg("--quick-generate-key", names[0], "ed25519", "sign", "never")
        for name in names[1:]:
            self.gpg("--quick-add-uid", names[0], name)

    def gpg(self, *options: str, stdin: bytes = b"") -> bytes:
        return run("gpg", "--homedir", str(self.home), "--batch", "--passphrase", "", *options, stdin=stdin)

    def close(self) -> None:
        run("gpgconf", "--homedir", str(self.home), "--kill", "all")
