"""Signed and encrypted mail: shown as what it is, and checked where the certificate or key is known."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from channels.email.letterbox import mail
from channels.email.sealed import TEXT, Keys, Signer
from nahbar.channels.contract import Inbound, Protection, Seal
from nahbar.channels.email.parse import parse
from nahbar.channels.email.trust import cms, pgp_keys
from nahbar.channels.email.trust.seals import check_protection

ANNA = "anna.lind@waldrand.example"
WORDS = "Wann ist mein Rad fertig? Grüße"
CONTENT = TEXT.encode()

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
needs_gpg = pytest.mark.skipif(not (shutil.which("gpg") and shutil.which("gpgv")), reason="gpg is not installed")


@pytest.fixture(scope="module")
def anna(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("anna"), ANNA)


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("stranger"), "mallory@woanders.example")


@pytest.fixture(scope="module")
def keys() -> Iterator[Keys]:
    folder = Path(mkdtemp(prefix="nb"))  # short: gpg puts a socket into its home
    made = Keys(folder / "g", "Anna Lind <privat@lind.example>", f"Anna Lind <{ANNA}>")
    yield made
    made.close()
    shutil.rmtree(folder)


def signed(signature: bytes, content: bytes = CONTENT, kind: str = "pkcs7-signature", after: str = "") -> bytes:
    """A multipart/signed with Anna's header."""
    if kind == "pkcs7-signature":
        signature = base64.encodebytes(signature).replace(b"\n", b"\r\n")
    encoding = "base64" if kind == "pkcs7-signature" else "7bit"
    body = (
        b"--s\r\n" + content + b"\r\n--s\r\n"
        + f"Content-Type: application/{kind}; name=smime.p7s\r\n".encode()
        + f"Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + signature + f"\r\n{after}--s--\r\n".encode()
    )  # fmt: skip
    return mail(body, f'Content-Type: multipart/signed; protocol="application/{kind}"; boundary=s')


def opaque(content: bytes, kind: str = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m") -> bytes:
    return mail(base64.encodebytes(content), f"Content-Type: {kind}", "Content-Transfer-Encoding: base64")


def trusting(folder: Path, *files: tuple[str, bytes]) -> Path:
    for name, content in files:
        (folder / name).write_bytes(content)
    return folder


def checked(raw: bytes, folder: Path) -> Inbound:
    return check_protection(raw, parse(raw), folder)


@needs_openssl
def test_a_known_signer_is_valid(anna: Signer, tmp_path: Path) -> None:
    folder = trusting(tmp_path, ("anna.pem", anna.certificate.read_bytes()))
    for raw in (signed(anna.cms(CONTENT)), opaque(anna.cms(CONTENT, "-nodetach"))):
        assert parse(raw).protection == Protection("smime", Seal.UNCHECKED)
        found = checked(raw, folder)
        assert found.protection == Protection("smime", Seal.VALID, ANNA)
        assert (found.text.strip(), found.warnings) == (WORDS, ())


@needs_openssl
def test_line_ends_of_unix_do_not_break_a_signature(anna: Signer, tmp_path: Path) -> None:
    raw = signed(anna.cms(CONTENT)).replace(b"\r\n", b"\n")
    folder = trusting(tmp_path, ("anna.crt", anna.certificate.read_bytes()))
    assert checked(raw, folder).protection == Protection("smime", Seal.VALID, ANNA)


@needs_openssl
def test_an_unknown_signer_stays_unchecked_but_is_named(anna: Signer, tmp_path: Path) -> None:
    found = checked(signed(anna.cms(CONTENT)), tmp_path)
    assert (found.protection, found.warnings) == (Protection("smime", Seal.UNCHECKED, ANNA), ())


@needs_openssl
def test_a_changed_text_is_invalid(anna: Signer, tmp_path: Path) -> None:
    folder = trusting(tmp_path, ("anna.pem", anna.certificate.read_bytes()))
    found = checked(signed(anna.cms(CONTENT), CONTENT.replace(b"Rad", b"Geld")), folder)
    assert found.protection == Protection("smime", Seal.INVALID)
    assert any("changed" in warning for warning in found.warnings)


@needs_openssl
def test_a_stranger_s_sound_signature_is_invalid_and_the_stranger_named(stranger: Signer, tmp_path: Path) -> None:
    folder = trusting(tmp_path, ("all.pem", stranger.certificate.read_bytes()))
    found = checked(signed(stranger.cms(CONTENT)), folder)
    assert found.protection == Protection("smime", Seal.INVALID, "mallory@woanders.example")
    assert any("mallory@woanders.example" in warning for warning in found.warnings)


@needs_openssl
def test_a_signature_around_a_part_says_nothing_of_the_rest(anna: Signer, tmp_path: Path) -> None:
    folder = trusting(tmp_path, ("anna.pem", anna.certificate.read_bytes()))
    added = "--s\r\nContent-Type: text/plain\r\n\r\nÜberweisen Sie alles an mich.\r\n"
    found = checked(signed(anna.cms(CONTENT), after=added), folder)
    assert found.protection == Protection("smime", Seal.UNCHECKED)
    assert any("part" in warning for warning in found.warnings)


@needs_openssl
@pytest.mark.parametrize("streamed", [True, False])
@pytest.mark.parametrize(
    "kind",
    [
        "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
        "application/x-pkcs7-mime",
        "application/octet-stream; name=smime.p7m",
    ],
)
def test_an_opaquely_signed_mail_is_never_empty(anna: Signer, kind: str, *, streamed: bool) -> None:
    found = parse(opaque(anna.cms(CONTENT, "-nodetach", *(["-stream"] if streamed else [])), kind))
    assert (found.text.strip(), found.protection) == (WORDS, Protection("smime", Seal.UNCHECKED))


@needs_openssl
def test_files_inside_an_opaquely_signed_mail_come_out(anna: Signer) -> None:
    inner = (
        b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n" + CONTENT
        + b'--i\r\nContent-Type: text/calendar; method=REQUEST; name="t.ics"\r\n\r\nBEGIN:VCALENDAR\r\n--i--\r\n'
    )  # fmt: skip
    found = parse(opaque(anna.cms(inner, "-nodetach")))
    assert found.text.strip() == WORDS
    assert [one.name for one in found.attachments] == ["t.ics"]


@needs_openssl
def test_signed_inside_signed_is_opened_a_few_times_only(anna: Signer) -> None:
    content = CONTENT
    for _ in range(8):
        content = b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: binary\r\n\r\n" + anna.cms(
            content, "-nodetach"
        )
    found = parse(mail(content.partition(b"\r\n\r\n")[2], "Content-Type: application/pkcs7-mime"))
    assert [one.media_type for one in found.attachments] == ["application/pkcs7-mime"]


@needs_openssl
def test_an_encrypted_mail_is_shown_as_such_and_kept(anna: Signer, tmp_path: Path) -> None:
    content = anna.encrypted(CONTENT)
    raw = opaque(content, "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m")
    found = checked(raw, tmp_path)
    assert found.protection == Protection("smime", Seal.ENCRYPTED)
    assert [(one.name, one.content) for one in found.attachments] == [("smime.p7m", content)]
    assert any("encrypted" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "content", [b"", b"0", b"0\x80", b"0\x84\xff\xff\xff\xff", b"0\x03\x06\x01*", b"\x30\x80" * 5000]
)
def test_what_is_no_cms_stays_a_file(content: bytes) -> None:
    assert cms.opened(content).shell is cms.Shell.UNKNOWN
    found = parse(opaque(content))
    assert [one.content for one in found.attachments] == [content]
    assert found.protection is None


def test_the_signature_is_kept_as_a_file() -> None:
    found = parse(signed(b"sig"))
    assert [(one.name, one.media_type) for one in found.attachments] == [("smime.p7s", "application/pkcs7-signature")]


@needs_gpg
def test_pgp_mime(keys: Keys, stranger_keys: bytes, tmp_path: Path) -> None:
    raw = signed(keys.gpg("--armor", "--detach-sign", stdin=CONTENT), kind="pgp-signature")
    assert parse(raw).protection == Protection("pgp", Seal.UNCHECKED)
    assert checked(raw, tmp_path).protection == Protection("pgp", Seal.UNCHECKED)
    folder = trusting(tmp_path, ("b.asc", stranger_keys), ("a.asc", keys.gpg("--armor", "--export")))
    assert checked(raw, folder).protection == Protection("pgp", Seal.VALID, ANNA)
    changed = checked(raw.replace(b"fertig", b"kaputt"), folder)
    assert changed.protection == Protection("pgp", Seal.INVALID)
    forged = checked(raw.replace(ANNA.encode(), b"boss@lindenhof.example", 1), folder)
    assert forged.protection == Protection("pgp", Seal.INVALID, "privat@lind.example")


@pytest.fixture(scope="module")
def stranger_keys() -> Iterator[bytes]:
    folder = Path(mkdtemp(prefix="nb"))
    made = Keys(folder / "g", "Mallory <mallory@woanders.example>")
    yield made.gpg("--export")
    made.close()
    shutil.rmtree(folder)


@needs_gpg
def test_pgp_in_the_text(keys: Keys, tmp_path: Path) -> None:
    words = "Hallo,\n\n- eins\n-- zwei\nGrüße\n"
    armoured = keys.gpg("--clearsign", stdin=words.encode())
    raw = mail(armoured, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
    found = parse(raw)
    assert (found.text, found.protection) == (words, Protection("pgp", Seal.UNCHECKED))
    assert [one.name for one in found.attachments] == ["signed-text.asc"]
    folder = trusting(tmp_path, ("anna.gpg", keys.gpg("--export")))
    assert checked(raw, folder).protection == Protection("pgp", Seal.VALID, ANNA)
    added = checked(raw + b"\nund noch etwas", folder)
    assert added.protection == Protection("pgp", Seal.UNCHECKED)
    assert "und noch etwas" in added.text


@needs_gpg
def test_names_of_keys(keys: Keys) -> None:
    exported = keys.gpg("--armor", "--export")
    (names,) = pgp_keys.user_ids(pgp_keys.binary(exported)).values()
    assert sorted(names) == [f"Anna Lind <{ANNA}>", "Anna Lind <privat@lind.example>"]
    assert pgp_keys.binary(exported + b"\n" + exported) == pgp_keys.binary(exported) * 2
    assert pgp_keys.user_ids(b"\xff" * 50) == pgp_keys.user_ids(b"") == {}


ENCRYPTED = "-----BEGIN PGP MESSAGE-----\n\nhQEMA0\n=abcd\n-----END PGP MESSAGE-----\n"


def test_encrypted_pgp_in_the_text_becomes_a_file() -> None:
    found = parse(mail(f"Hallo,\n\n{ENCRYPTED}\nAnna"))
    assert found.text.split() == ["Hallo,", "Anna"]
    assert found.protection == Protection("pgp", Seal.ENCRYPTED)
    assert found.attachments[0].content.decode() == ENCRYPTED.strip()


def test_encrypted_pgp_mime_is_kept() -> None:
    parts = (
        "--e\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
        f"--e\nContent-Type: application/octet-stream; name=encrypted.asc\n\n{ENCRYPTED}--e--\n"
    )
    found = parse(mail(parts, "Content-Type: multipart/encrypted; boundary=e; protocol=application/pgp-encrypted"))
    assert found.protection == Protection("pgp", Seal.ENCRYPTED)
    assert [one.media_type for one in found.attachments] == ["application/pgp-encrypted", "application/octet-stream"]


@pytest.mark.parametrize(
    "text",
    [
        "> -----BEGIN PGP SIGNED MESSAGE-----\n> Hash: SHA256\n> \n> x\n> -----BEGIN PGP SIGNATURE-----",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nohne Ende",
        "-----BEGIN PGP MESSAGE-----\nohne Ende",
        "siehe -----BEGIN PGP MESSAGE----- und -----END PGP MESSAGE-----",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nx\n-----END PGP PUBLIC KEY BLOCK-----",
    ],
)
def test_armour_that_is_quoted_or_broken_stays_text(text: str) -> None:
    found = parse(mail(text))
    assert (found.text, found.protection, found.attachments) == (text, None, ())


def test_unsigned_mail_is_left_alone(tmp_path: Path) -> None:
    raw = mail("Hallo")
    found = parse(raw)
    assert check_protection(raw, found, tmp_path) is found


@needs_openssl
def test_a_missing_folder_or_program_leaves_it_unchecked(
    anna: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = signed(anna.cms(CONTENT))
    assert checked(raw, tmp_path / "none").protection == Protection("smime", Seal.UNCHECKED)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checked(raw, tmp_path).protection == Protection("smime", Seal.UNCHECKED)
