"""Mood, intents, insults, delicate matters: what is told, and the look-alikes that are left alone."""

from __future__ import annotations

import pytest

from nahbar.language.reading import read


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("Vielen Dank, Sie haben mir sehr geholfen, ich bin begeistert!", "pleased"),
        ("Anbei die unterschriebene Vollmacht. Mit freundlichen Grüßen", "neutral"),
        ("Ich habe große Angst, dass die Wohnung gekündigt wird. Was soll ich nur tun?", "worried"),
        ("Schade, ich hatte mir mehr erhofft und fühle mich im Stich gelassen.", "disappointed"),
        ("Das ist eine bodenlose Frechheit! Ich bin stinksauer!", "angry"),
        ("I am absolutely furious about this.", "angry"),
    ],
)
def test_mood(text: str, mood: str) -> None:
    assert read(text).mood == mood


@pytest.mark.parametrize(
    "text",
    [
        "Na super, schon wieder kaputt. Danke für nichts.",
        "Klasse Leistung, der dritte Termin in Folge geplatzt 👏",
        "Oh brilliant, the lift is broken again. Thanks a bunch.",
    ],
)
def test_irony_is_not_joy(text: str) -> None:
    found = read(text)
    assert found.mood in ("angry", "disappointed")
    assert "complaint" in found.intents


@pytest.mark.parametrize(
    ("text", "moods"),
    [
        ("Nicht schlecht, da kann ich nicht meckern, alles bestens!", ("pleased",)),
        ("Zufrieden bin ich damit leider nicht, schade.", ("disappointed",)),
        ("Es eilt nicht, es ist auch nicht schlimm.", ("neutral",)),
    ],
)
def test_negation(text: str, moods: tuple[str, ...]) -> None:
    assert read(text, "de").mood in moods


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Die Lampe ist defekt und eine Schraube fehlt.", "complaint"),
        ("Großes Lob an Ihre Kollegin, sie war so freundlich und kompetent!", "praise"),
        ("Was kostet eine Jahreskarte, und gibt es Rabatt für Senioren?", "price"),
        ("Hiermit kündige ich meinen Vertrag zum Jahresende.", "cancellation"),
        ("Ich trete von der Bestellung zurück und brauche die Ware nicht mehr.", "cancellation"),
        ("Verbesserungsvorschlag: Es wäre schön, wenn es für alle eine Bank gäbe.", "suggestion"),
        ("Bitte löschen Sie alle meine Daten nach der DSGVO.", "privacy"),
        ("Sonst übergebe ich die Sache meinem Anwalt.", "legal"),
    ],
)
def test_intents(text: str, intent: str) -> None:
    found = read(text, "de")
    assert intent in found.intents
    assert 0 < found.confidence[intent] <= 1
    assert all(text[span.start : span.end] == span.text for span in found.evidence[intent])


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Ihr seid doch alles Vollidioten!", "us"),
        ("Was für ein Saftladen.", "us"),
        ("Sie sind wirklich strohdumm.", "us"),
        ("Haltet einfach das Maul.", "us"),
        ("Ihr Clowns könnt mich mal.", "us"),
        ("Unser Nachbar ist ein asozialer Mistkerl.", "others"),
        ("Irgendein Idiot hat mir vor dem Haus den Spiegel abgefahren.", "others"),
        ("You bunch of morons.", "us"),
    ],
)
def test_insults(text: str, at: str) -> None:
    assert [one.at for one in read(text).insults] == [at]


@pytest.mark.parametrize(
    "text",
    [
        "Ihr Fahrer nannte mich einen Idioten.",
        "Er sagte wörtlich: „Sie dumme Kuh“.",
        "Ich verkneife mir, Sie einen Trottel zu nennen.",
        "Ich Idiot hatte den Stecker nicht drin.",
        "Haben Sie Clowns für Kindergeburtstage?",
        "Blöde Frage, aber wo ist der Eingang?",
        "Ich bin auf einen Betrüger hereingefallen.",
        "Das ist eine Frechheit.",
    ],
)
def test_no_insults(text: str) -> None:
    assert not read(text, "de").insult


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Seit der Chemotherapie bin ich schwach.", ("health",)),
        ("Ich bin arbeitslos und habe Schulden.", ("money",)),
        ("Wir leben in Scheidung.", ("family",)),
        ("Ich habe Klage eingereicht.", ("legal",)),
        ("Ich möchte meinen Geschlechtseintrag ändern.", ("identity",)),
        ("Die Pille danach, haben Sie die da?", ("intimate",)),
        ("Bitte erstatten Sie mir die 20 Euro.", ()),
        ("Notfalls gehe ich zum Anwalt.", ()),
        ("Wie funktioniert die Mülltrennung?", ()),
    ],
)
def test_sensitive_matters(text: str, kinds: tuple[str, ...]) -> None:
    assert read(text, "de").sensitive == kinds


def test_an_upset_writer_complains() -> None:
    assert "complaint" in read("Ich bin stinksauer auf Sie.", "de").intents


def test_another_language_is_not_guessed() -> None:
    found = read("Buenos días, mi pedido todavía no ha llegado. ¿Me pueden ayudar?")
    assert (found.language, found.form, found.mood) == ("other", "unsure", "unsure")
    assert [found.intents, found.asks, found.insults, found.urgency, found.sensitive] == [()] * 5


def test_a_telling_closing_is_read() -> None:
    assert "praise" in read("Hallo,\n\nDanke für die wunderbare Hilfe, ihr seid spitze!").intents


def test_same_text_same_reading() -> None:
    text = "Könnt ihr das bitte bis Freitag prüfen? Ich bin etwas enttäuscht."
    assert read(text) == read(text)
