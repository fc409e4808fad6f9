"""Right words pass, wrong ones are named with their place, and what is no prose is not read."""

from __future__ import annotations

import pytest

import spelling

pytestmark = [
    pytest.mark.skipif(
        not (spelling.FOLDER / "de_DE.dic").exists(), reason="no German dictionary (package hunspell-de-de)"
    )
]


@pytest.fixture(scope="module")
def german() -> spelling.Speller:
    return spelling.Speller.of("de_DE")


def wrong(speller: spelling.Speller, text: str) -> list[str]:
    return list(speller.wrong(spelling.Text("seite.po:7", text)))


@pytest.mark.parametrize(
    "text",
    [
        "Diese Unterhaltung wartet seit gestern auf eine Antwort.",
        "%(name)s hat die Nachricht an {address} übernommen.",
        "Öffne <a href='/postfach'>dein Postfach</a> mit `make demo`.",
        "Der IMAP-Server hat sich nicht gemeldet.",
        "Schreib an frauke@kundschaft.example oder sieh unter https://lindenhof.example/qwrtz nach.",
        "So geht's mit Nahbar.",
    ],
)
def test_right_text_passes(german: spelling.Speller, text: str) -> None:
    assert wrong(german, text) == []


def test_wrong_word_is_named_with_its_place(german: spelling.Speller) -> None:
    assert wrong(german, "Die Nachicht ist da.") == ["seite.po:7: Nachicht"]


def test_text_of_a_link_is_read(german: spelling.Speller) -> None:
    assert wrong(german, "[Hilffe](docs/hilfe.md)") == ["seite.po:7: Hilffe"]


def test_part_of_a_hyphenated_word_is_read(german: spelling.Speller) -> None:
    assert wrong(german, "Der IMAP-Serwer antwortet.") == ["seite.po:7: IMAP-Serwer"]


def test_words_in_italics_are_read_apart() -> None:
    text = spelling.Text("a.md:1", "Press *Senden*, or **wait**.")
    assert spelling.in_italics(text).text == "Senden"
    assert "Senden" not in spelling.without_italics(text).text
    assert "**wait**" in spelling.without_italics(text).text
