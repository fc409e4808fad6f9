"""What receiving servers found out about the origin of a mail, as they write it and as others fake it."""

from __future__ import annotations

import pytest

from channels.email.letterbox import mail
from nahbar.channels.contract import Proof
from nahbar.channels.email.parse import parse


def proofs(*fields: str) -> tuple[Proof, ...]:
    return parse(mail("Text", *fields)).proofs


def test_a_usual_field() -> None:
    assert proofs(
        "Authentication-Results: mx.lindenhof.example;\r\n"
        '\tdkim=pass (2048-bit key; unprotected) header.d=waldrand.example header.b="aB3";\r\n'
        "\tspf=pass (mx: domain of anna@waldrand.example; designates it) smtp.mailfrom=anna@waldrand.example;\r\n"
        "\tdmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=Waldrand.example"
    ) == (
        Proof("dkim", "pass", "waldrand.example", "mx.lindenhof.example"),
        Proof("spf", "pass", "waldrand.example", "mx.lindenhof.example"),
        Proof("dmarc", "pass", "waldrand.example", "mx.lindenhof.example"),
    )


def test_all_fields_newest_first() -> None:
    found = proofs(
        "Authentication-Results: mx2.example; dmarc=fail header.from=x.example",
        "Authentication-Results: mx1.example; dmarc=pass header.from=x.example",
    )
    assert [(one.server, one.result) for one in found] == [("mx2.example", "fail"), ("mx1.example", "pass")]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("mx.example; none", []),
        ('mx.example 1; dkim=fail reason="bad; sig" header.d=x.example', [("dkim", "fail", "x.example")]),
        ('"mx.example"; spf=softfail smtp.helo=host.x.example', [("spf", "softfail", "host.x.example")]),
        ("mx.example; dkim/1 = neutral header.i=@sub.x.example", [("dkim", "neutral", "sub.x.example")]),
        ("mx.example; iprev=pass policy.iprev=192.0.2.1; spf=none smtp.mailfrom=x.example",
         [("spf", "none", "x.example")]),
        ("mx.example; arc=pass (i=1 spf=pass dkim=pass)", [("arc", "pass", "")]),
        ("mx.example; (dkim=pass header.d=bank.example) spf=fail smtp.mailfrom=a@x.example",
         [("spf", "fail", "x.example")]),
        ("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example; dkim=pass header.d=x.example",
         [("spf", "pass", "x.example"), ("dkim", "pass", "x.example")]),
        ("mx.example; dkim=pass (unclosed header.d=bank.example; spf=pass", [("dkim", "pass", "")]),
        (";;;=;(", []),
        ("", []),
    ],
)  # fmt: skip
def test_forms_of_the_field(field: str, expected: list[tuple[str, str, str]]) -> None:
    found = proofs(f"Authentication-Results: {field}")
    assert [(one.method, one.result, one.domain) for one in found] == expected


def test_exchange_names_no_server() -> None:
    (one,) = proofs("Authentication-Results: dmarc=fail action=none header.from=x.example;compauth=fail reason=001")
    assert one == Proof("dmarc", "fail", "x.example", "")


def test_received_spf() -> None:
    field = (
        "Received-SPF: Pass (mx.example: domain of anna@x.example designates 192.0.2.1) receiver=mx.example;"
        ' client-ip=192.0.2.1; envelope-from="anna@x.example"; helo=h'
    )
    assert proofs(field) == (Proof("spf", "pass", "x.example", "mx.example"),)


def test_what_an_earlier_server_says_in_arc_is_never_a_proof_of_the_others() -> None:
    field = "ARC-Authentication-Results: i=1; mx.list.example; dmarc=pass header.from=x.example; spf=pass"
    assert proofs(field) == (Proof("arc", "pass", "x.example", "mx.list.example"),)


def test_a_flood_of_fields_is_bounded() -> None:
    assert len(proofs(*["Authentication-Results: x; spf=pass"] * 400)) == 50
    assert len(proofs("Authentication-Results: x" + "; spf=pass" * 5000)) == 50
    assert proofs("Authentication-Results: x; spf=pass " + "(" * 50_000)[0].result == "pass"
