"""Questions, urgency and gist."""

from __future__ import annotations

import pytest

from nahbar.language.reading import MAX_CHARACTERS, Kind, Press, read


def asked(text: str, language: str = "de") -> list[str]:
    return [span.line for span in read(text, language).questions]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Der Sattel wackelt. Ist das normal? Danke.", ["Ist das normal?"]),
        ("nehmt ihr sowas? muss ich eine mappe schicken", ["nehmt ihr sowas?", "muss ich eine mappe schicken"]),
        ("Ich wüsste gern, wann das Rad kommt.", ["Ich wüsste gern, wann das Rad kommt."]),
        ("ich wollte fragen ob es das in rot gibt", ["ich wollte fragen ob es das in rot gibt"]),
        ("Mich würde interessieren, ob es das in Rot gibt.", ["Mich würde interessieren, ob es das in Rot gibt."]),
        ("Bitte teilen Sie mir mit, welche Daten Sie haben.", ["Bitte teilen Sie mir mit, welche Daten Sie haben."]),
        ("Er ist Linkshänder (spielt das eine Rolle?) und fünf.", ["spielt das eine Rolle?"]),
        ("Ist das Ihr Ernst? Soll das ein Witz sein?", []),
        ("Ich habe Ihre Seite https://rad.example/?id=3 gelesen.", []),
        ("Können Sie mir sagen, wann das Rad kommt?", ["Können Sie mir sagen, wann das Rad kommt?"]),
        ("Weiß jemand, wann es aufmacht?", ["Weiß jemand, wann es aufmacht?"]),
        ("Was kostet das und wie lange dauert es?", ["Was kostet das", "wie lange dauert es?"]),
        ("Was bilden Sie sich eigentlich ein?", []),
        ("Was mich freut, ist die Klingel.", []),
        ("Wie besprochen, hole ich es ab.", []),
        ("Hab ich gestern bezahlt.", []),
        ("> Wann kommen Sie?\nMorgen.", []),
    ],
)
def test_questions(text: str, questions: list[str]) -> None:
    assert asked(text) == questions


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Können Sie mir bitte die Rechnung schicken?", Kind.REQUEST),
        ("Es wäre nett, wenn Sie mich zurückrufen.", Kind.REQUEST),
        ("Um Antwort wird gebeten.", Kind.REQUEST),
        ("schickt mir bitte den link", Kind.REQUEST),
        ("Ich hätte gern mein Geld zurück.", Kind.REQUEST),
        ("Mich würde interessieren, ob Sie liefern.", Kind.QUESTION),
        ("Sagen Sie mir, welche Größe passt.", Kind.QUESTION),
        ("Geht da preislich noch was?", Kind.QUESTION),
    ],
)
def test_kinds_of_asking(text: str, kind: Kind) -> None:
    assert [ask.kind for ask in read(text, "de").asks] == [kind]


def test_questions_in_english() -> None:
    assert asked("The bell is broken. I was wondering if you sell spare ones. could you send me one", "en") == [
        "I was wondering if you sell spare ones.",
        "could you send me one",
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Es eilt, bitte antworten Sie.", [Press.HASTE]),
        ("Ich brauche das Rad bis Freitag.", [Press.LIMIT]),
        ("Bitte bis spätestens 14. März liefern.", [Press.LIMIT]),
        ("Übermorgen fahren wir los.", [Press.NEAR_DAY]),
        ("Das hat Zeit, es eilt nicht.", []),
        ("Ich schicke es umgehend zurück.", []),
        ("In dringenden Fällen rufe ich an.", []),
        ("Sie haben von Montag bis Freitag geöffnet.", []),
        ("Ich habe bis heute nichts gehört.", []),
        ("Dann bis Freitag!", []),
        ("Guten Morgen, das Rad ist da.", []),
    ],
)
def test_urgency(text: str, kinds: list[Press]) -> None:
    found = read(text, "de")
    assert [reason.kind for reason in found.urgency] == kinds
    assert found.urgent is any(kind is not Press.NEAR_DAY for kind in kinds)


def test_urgency_in_english() -> None:
    assert read("I need it by Friday, this is urgent.", "en").urgent
    assert not read("This is not urgent, we are open until late.", "en").urgent


@pytest.mark.parametrize(
    ("text", "gist"),
    [
        (
            "Hallo,\n\nich heiße Eva. Danke! Leider fehlt das Ladegerät. Ich freue mich auf Antwort.\n\nGruß\nEva",
            "Leider fehlt das Ladegerät.",
        ),
        (
            "Ich hoffe, es geht Ihnen gut. Hiermit kündige ich meinen Wartungsvertrag zum Jahresende.",
            "Hiermit kündige ich meinen Wartungsvertrag zum Jahresende.",
        ),
        ("Vielen Dank für alles! Schönes Wochenende.", ""),
        ("", ""),
    ],
)
def test_gist(text: str, gist: str) -> None:
    assert " ".join(span.line for span in read(text, "de").gist) == gist


def test_gist_keeps_a_short_question_with_what_it_is_about() -> None:
    found = read("Hello,\n\nThe left pedal clicks uphill since Monday. Should I worry?\n\nOliver", "en")
    assert [span.line for span in found.gist] == ["The left pedal clicks uphill since Monday.", "Should I worry?"]


def test_language_is_told_or_taken() -> None:
    assert read("Ich habe das Rad und bin sehr froh.").language == "de"
    assert read("I have the bike and it is great.").language == "en"
    assert read("Super", "de").language == "de"
    assert read("🚲").language == "unsure"


def test_a_book_is_read_in_part() -> None:
    text = "Ist das gut? " * 10_000
    assert read(text, "de").questions[-1].end <= MAX_CHARACTERS
