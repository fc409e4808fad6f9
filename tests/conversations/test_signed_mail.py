"""The signature of a mail is checked on its way in, where the house knows certificates."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from cast import House, mail, receive
from channels.email.sealed import TEXT, Signer


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize(("known", "seal"), [(True, "valid"), (False, "unchecked")])
def test_a_signature_is_checked_on_the_way_in(
    house: House, settings: Settings, tmp_path: Path, seal: str, *, known: bool
) -> None:
    anna = Signer(tmp_path, "anna@lind.example")
    folder = tmp_path / "certificates"
    folder.mkdir()
    if known:
        shutil.copy(anna.certificate, folder / "anna.pem")
    settings.NAHBAR = replace(settings.NAHBAR, certificates=folder)
    head = mail(sender="Anna Lind <anna@lind.example>").partition(b"Content-Type")[0]
    signed = anna.cms(TEXT.encode(), "-nodetach")
    raw = head + b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: binary\n\n" + signed
    message = receive(house.info, raw=raw)
    assert message.text.strip() == "Wann ist mein Rad fertig? Grüße"
    assert message.details["protection"] == {"kind": "smime", "seal": seal, "signer": "anna@lind.example"}
