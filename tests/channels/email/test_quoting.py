"""What stands below the member's words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from channels.email.outgoing import NOON, reply
from nahbar.channels.contract import Earlier, FirmDetails
from nahbar.channels.email.quoting import MAX_QUOTE, introduction, paragraphs, plain, rich

FIRM = FirmDetails(
    name="Lindenhof Fahrräder GmbH",
    street="Lindenallee 3",
    postcode="17033",
    city="Neubrandenburg",
    phone="+49 395 123",
    website="lindenhof.example",
    lines=("Sitz Neubrandenburg, Amtsgericht Neubrandenburg, HRB 123", "", "Geschäftsführerin: Karla Lind"),
)


def test_introduction_by_language_and_on_the_clock_of_the_house() -> None:
    earlier = Earlier("Petra\r\nVoß", NOON, "Hallo")
    assert introduction(earlier, "de") == "Am 12. November 2026 um 12:04 Uhr schrieb Petra Voß:"
    assert introduction(earlier, "en") == "On 12 November 2026, at 12:04, Petra Voß wrote:"


def test_introduction_in_summer_and_in_a_zone_of_its_own() -> None:
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert "2. Juli 2026 um 00:30" in introduction(Earlier("P", summer, ""), "de")
    tokyo = summer.astimezone(timezone(timedelta(hours=9)))
    assert "2. Juli 2026 um 07:30" in introduction(Earlier("P", tokyo, ""), "de")


def test_order_of_everything_below_the_text() -> None:
    outbound = reply(
        text="Liebe Petra\n",
        signature="Anna Lind\n",
        firm=FIRM,
        earlier=(
            Earlier("Anna Lind", NOON - timedelta(days=2), "Gern."),
            Earlier("Petra Voß", NOON - timedelta(days=1), "Wann?\n\nGruß"),
        ),
    )
    assert plain(outbound) == (
        "Liebe Petra\n\n-- \nAnna Lind\n\n"
        "Lindenhof Fahrräder GmbH\nLindenallee 3, 17033 Neubrandenburg\n+49 395 123 · lindenhof.example\n"
        "Sitz Neubrandenburg, Amtsgericht Neubrandenburg, HRB 123\nGeschäftsführerin: Karla Lind\n\n"
        "Am 11. November 2026 um 12:04 Uhr schrieb Petra Voß:\n> Wann?\n>\n> Gruß\n\n"
        "Am 10. November 2026 um 12:04 Uhr schrieb Anna Lind:\n> Gern.\n"
    )


def test_html_says_the_same_and_quotes_as_mail_clients_do() -> None:
    html = rich(reply(signature="Anna", firm=FIRM, earlier=(Earlier("<b>Petra", NOON, "1 < 2\n\n  eingerückt"),)))
    assert '<blockquote type="cite"' in html
    assert "schrieb &lt;b&gt;Petra:" in html
    assert "1 &lt; 2<br>\n<br>\n&nbsp; eingerückt</blockquote>" in html
    assert "Amtsgericht Neubrandenburg" in html


def test_mail_without_signature_and_firm_has_no_delimiter() -> None:
    assert "-- " not in plain(reply())
    assert "-- " not in rich(reply())


def test_long_thread_is_bounded_and_says_so() -> None:
    earlier = tuple(Earlier("P", NOON - timedelta(days=day), "x" * 40_000) for day in range(1, 9))
    text = plain(reply(earlier=earlier))
    assert MAX_QUOTE < len(text) < MAX_QUOTE + 1_000
    assert text.endswith("> [Ältere Nachrichten sind hier weggelassen]\n")
    assert "Earlier messages are left out" in plain(reply(earlier=earlier, language="en"))


def test_one_long_message_is_cut_and_says_so() -> None:
    text = plain(reply(earlier=(Earlier("P", NOON, "x\n" * MAX_QUOTE),)))
    assert text.endswith("> [Ältere Nachrichten sind hier weggelassen]\n")


def test_thread_just_within_the_bound_is_whole() -> None:
    assert "weggelassen" not in plain(reply(earlier=(Earlier("P", NOON, "x" * MAX_QUOTE),)))


def test_links_become_links_and_nothing_else_does() -> None:
    html = paragraphs(
        'Siehe https://lindenhof.example/a?b=1&c="2" (oder javascript://x), danke.\nhttps://x.example/z.'
    )
    assert '<a href="https://lindenhof.example/a?b=1&amp;c=">' in html
    assert "javascript://x), danke." in html
    assert '<a href="https://x.example/z">https://x.example/z</a>.' in html
