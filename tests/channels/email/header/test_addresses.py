"""Addresses as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.channels.contract import Party, SettingsFault
from nahbar.channels.email.header.addresses import normalise, parse_list, parse_one

ANNA = Party("Anna Lind", "anna@x.example")


@pytest.mark.parametrize(
    ("value", "parties"),
    [
        ("Anna Lind <anna@x.example>", [ANNA]),
        ('"Anna Lind" <anna@x.example>', [ANNA]),
        ("anna@x.example (Anna Lind)", [ANNA]),
        ("Anna Lind <<anna@x.example>>", [ANNA]),
        ("Anna Lind <anna@x.example", [ANNA]),
        ("Anna Lind anna@x.example", [ANNA]),
        ("anna@x.example <anna@x.example>", [Party("anna@x.example", "anna@x.example")]),
        ("<ANNA@X.Example.>", [Party("", "anna@x.example")]),
        ('"Lind, Anna" <anna@x.example>', [Party("Lind, Anna", "anna@x.example")]),
        (
            "Lind, Anna <anna@x.example>, b@x.example",
            [Party("Lind, Anna", "anna@x.example"), Party("", "b@x.example")],
        ),
        ("Anna Lind <anna@x.example>; b@x.example", [ANNA, Party("", "b@x.example")]),
        ("a@x.example b@x.example", [Party("", "a@x.example"), Party("", "b@x.example")]),
        ("Freunde: Anna Lind <anna@x.example>, b@x.example;", [ANNA, Party("", "b@x.example")]),
        ("=?utf-8?q?M=C3=BCller=2C_Jo?= <jo@x.example>", [Party("Müller, Jo", "jo@x.example")]),
        ("Jo <jo@Fahrräder.example>", [Party("Jo", "jo@xn--fahrrder-4za.example")]),
        ('"jo hn"@x.example', [Party("", '"jo hn"@x.example')]),
        ("Anna Lind <mailto:anna@x.example>", [ANNA]),
        ("Anna Lind <@relay.example:anna@x.example>", [ANNA]),
        ("Anna Lind (Büro :-) <anna@x.example>", [Party("Anna Lind (Büro :-)", "anna@x.example")]),
        ("undisclosed-recipients:;", []),
        ("postmaster", [Party("", "postmaster")]),
        ("MAILER-DAEMON (Mail System)", [Party("Mail System", "MAILER-DAEMON")]),
        ("Anna Lind &lt;anna@x.example&gt;", [ANNA]),
        ("&quot;Lind, Anna&quot; &LT;anna@x.example&GT;", [Party("Lind, Anna", "anna@x.example")]),
        ("Anna Lind<anna@x.example>", [ANNA]),
        ("Anna Lind anna@x.example>", [ANNA]),
        ("Anna Lind <'anna@x.example'>", [ANNA]),
        ("Anna Lind [anna@x.example]", [ANNA]),
        ("Anna Lind (anna@x.example)", [ANNA]),
        ("Anna Lind mailto:anna@x.example", [ANNA]),
        ("Anna Lind <anna @ x.example>", [ANNA]),
        ("Anna Lind <anna(privat)@x(daheim).example>", [ANNA]),
        ("Anna Lind <anna@x.example> (Werkstatt)", [ANNA]),
        ("'Anna Lind' <anna@x.example.>", [ANNA]),
        ("Anna\u202e Lind\u200b <anna@x.example>", [ANNA]),
        ("From: Anna Lind <anna@x.example>", [ANNA]),
        ("=?utf-8?Q?Anna_Lind_<anna=40x.example>?=", [ANNA]),
        ("Anna Lind <=?utf-8?q?anna?=@x.example>", [ANNA]),
        ("Anna Lind <anna@x.example>\n", [ANNA]),
        ("Anna Lind <@relay.example,@other.example:anna@x.example>", [ANNA]),
        ("anna\uff20x.example", [Party("", "anna@x.example")]),
        ("[anna@x.example]", [Party("", "anna@x.example")]),
        ("anna@x.example.", [Party("", "anna@x.example")]),
        ("anna @ x . example", [Party("", "anna@x.example")]),
        ("anna@[192.0.2.1]", [Party("", "anna@[192.0.2.1]")]),
        ("Anna Lind <anna@x.example> <b@x.example>", [ANNA, Party("", "b@x.example")]),
        ("Anna Lind <anna@x.example>\nb@x.example", [ANNA, Party("", "b@x.example")]),
        ("a@x.example/b@x.example", [Party("", "a@x.example"), Party("", "b@x.example")]),
        ("Dr. Lind, Anna, M. A. <anna@x.example>", [Party("Dr. Lind, Anna, M. A.", "anna@x.example")]),
        ('"Anna <Chefin>" <anna@x.example>', [Party("Anna <Chefin>", "anna@x.example")]),
        ("Anna <Chefin> <anna@x.example>", [Party("Anna <Chefin>", "anna@x.example")]),
        ('Anna "die Gute" Lind <anna@x.example>', [Party('Anna "die Gute" Lind', "anna@x.example")]),
        ('"=?utf-8?Q?M=C3=BCller=2C_Jo?=" <jo@x.example>', [Party("Müller, Jo", "jo@x.example")]),
        ("=?utf-8?q?Lind, Anna?= <anna@x.example>", [Party("Lind, Anna", "anna@x.example")]),
        ("\u0633\u0627\u0631\u0627 <sara@x.example>", [Party("\u0633\u0627\u0631\u0627", "sara@x.example")]),
        ("👩\u200d🔧 Anna <anna@x.example>", [Party("👩\u200d🔧 Anna", "anna@x.example")]),
        ("O'Brien <o'brien@x.example>", [Party("O'Brien", "o'brien@x.example")]),
        ("Team: Anna Lind <anna@x.example>; Rest: b@x.example;", [ANNA, Party("", "b@x.example")]),
        ("Anna Lind", [Party("Anna Lind", "")]),
        ('"Anna Lind" <>', [Party("Anna Lind", "")]),
        ("<>", []),
        ("Undisclosed recipients", []),
        ("<Undisclosed-Recipient:@list.example;>", []),
        ("(leer)Verborgene Empfänger :(niemand)  ;", []),
        ("", []),
        (",,;,", []),
        ('a,b@x.example,"', [Party("a", "b@x.example"), Party("", '"')][:1]),
    ],
)
def test_lists(value: str, parties: list[Party]) -> None:
    assert list(parse_list(value)) == parties


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (" Anna.Lind@X.EXAMPLE ", "anna.lind@x.example"),
        ("<anna+rad@x.example>", "anna+rad@x.example"),
        ("anna@Bücher.example", "anna@xn--bcher-kva.example"),
        ('"anna"@x.example', "anna@x.example"),
        ("anna@Straße.example", "anna@xn--strae-oqa.example"),
        ("mailto:anna@x.example", "anna@x.example"),
        ("anna@x.example\u200b", "anna@x.example"),
        ("jörg@x.example", "jörg@x.example"),
    ],
)
def test_one_spelling(written: str, normal: str) -> None:
    assert normalise(written) == normal
    assert normalise(normal) == normal


@pytest.mark.parametrize(
    "written", ["", "anna", "@x.example", "anna@", "an na@x.example", "a@b c", f"{'a' * 400}@x.example"]
)
def test_no_address(written: str) -> None:
    with pytest.raises(SettingsFault, match="complete e-mail address"):
        normalise(written)


def test_many_and_strange_ones_take_linear_time() -> None:
    assert len(parse_list(", ".join(f"p{n}@x.example" for n in range(20_000)))) == 10_000
    for sign in (
        '"',
        "<",
        "(",
        "a,",
        "a@",
        ":",
        "@:",
        "a ",
        "\\",
        "<a@b",
        "=?utf-8?q?",
        ' "@',
        "&lt;",
        "[",
        "a . @ ",
    ):
        assert len(parse_list(sign * 100_000)) <= 10_000


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab@.<>"(),;:\\ ü\u202e=?', max_size=60))
def test_any_text(value: str) -> None:
    for party in parse_list(value):
        assert party.address or party.name
        assert "\n" not in party.address
    assert parse_one(value) == next(iter(parse_list(value)), None)
