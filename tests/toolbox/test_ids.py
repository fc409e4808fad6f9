from __future__ import annotations

import pytest

from nahbar.toolbox.ids import ALPHABET, new_key, sign, verify


def test_keys_are_new_and_readable_aloud() -> None:
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(len(key) == 12 and set(key) <= set(ALPHABET) for key in keys)
    assert not set("ilou") & set(ALPHABET)


def test_signed_value_is_read_back_whatever_the_case() -> None:
    token = sign("secret", "conversation", "abc123")
    assert verify("secret", "conversation", token) == "abc123"
    assert verify("secret", "conversation", token.upper()) == "abc123"


@pytest.mark.parametrize(
    ("secret", "purpose", "change"),
    [
        ("other", "conversation", lambda token: token),
        ("secret", "unsubscribe", lambda token: token),
        ("secret", "conversation", lambda token: "x" + token),
        ("secret", "conversation", lambda token: token[:-1] + ("0" if token[-1] != "0" else "1")),
        ("secret", "conversation", lambda token: token.partition(".")[0]),
        ("secret", "conversation", lambda _: ""),
        ("secret", "conversation", lambda token: token + "é"),
    ],
)
def test_what_is_not_ours_is_refused(secret: str, purpose: str, change: object) -> None:
    token = sign("secret", "conversation", "abc123")
    assert verify(secret, purpose, change(token)) is None  # type: ignore[operator]
