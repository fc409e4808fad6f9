"""Postal addresses as people write them."""

from __future__ import annotations

import pytest

from nahbar.channels.contract import SettingsFault
from nahbar.channels.letter.address import normalise


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  Ahornweg  12 \r\n\r\n 37073   Göttingen\n", "Ahornweg 12\n37073 Göttingen"),
        ("Ahornweg 12, 37073 Göttingen", "Ahornweg 12\n37073 Göttingen"),
        ("Ahornweg 12; D-37073 Göttingen; Deutschland", "Ahornweg 12\nD-37073 Göttingen\nDeutschland"),
        ("Ahornweg\u202e 12\n37073 Go\u0308ttingen\x00", "Ahornweg 12\n37073 Göttingen"),
        ("Hinterhaus\nAhornweg 12\n37073 Göttingen\nDEUTSCHLAND",) * 2,
        ("Postfach 12 34\n1010 Wien\nÖSTERREICH",) * 2,
        ("Keizersgracht 1\n1015 CN Amsterdam\nNIEDERLANDE",) * 2,
        ("Storgatan 5\n114 55 Stockholm\nSCHWEDEN",) * 2,
        ("ul. Długa 3\n00-238 Warszawa\nPOLEN",) * 2,
        ("10 Elm Road\nLondon SW1A 1AA\nGROSSBRITANNIEN",) * 2,
        ("4 Oak Street\nSpringfield, IL 62704-1234\nUSA",) * 2,
    ],
)
def test_address_has_one_spelling(written: str, stored: str) -> None:
    assert normalise(written) == stored
    assert normalise(stored) == stored


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "at least two lines"),
        ("\x00\n \n", "at least two lines"),
        ("37073 Göttingen", "at least two lines"),
        ("Ahornweg 12\nGöttingen", "no line with postcode"),
        ("37073 Göttingen\nAhornweg 12", "no line with postcode"),
        ("selma@brandt.example\nZuhause", "no line with postcode"),
        ("a\nb\nc\nd\n37073 Göttingen", "5 lines"),
        ("Ahornweg 12\n37073 " + "G" * 60, "longer than 60"),
    ],
)
def test_what_no_postman_could_use_is_refused(written: str, reason: str) -> None:
    with pytest.raises(SettingsFault, match=reason) as caught:
        normalise(written)
    assert caught.value.field == "address"
