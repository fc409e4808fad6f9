from __future__ import annotations

import pytest

from nahbar.toolbox.sealing import Seal, SealBroken


def test_sealed_values_come_back_and_cannot_be_read() -> None:
    sealed = Seal("key").close({"smtp_password": "geheim"})
    assert "geheim" not in sealed
    assert Seal("key").open(sealed) == {"smtp_password": "geheim"}


def test_nothing_sealed_is_nothing() -> None:
    assert Seal("key").open("") == {}


def test_other_key_says_what_to_do() -> None:
    with pytest.raises(SealBroken, match=r"secret\.key"):
        Seal("other").open(Seal("key").close({"a": "b"}))
