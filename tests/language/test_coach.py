"""What the coach remarks, and what it leaves alone."""

from __future__ import annotations

import pytest

from nahbar.language.coach import RULES, Finding, look

GOOD = "Liebe Frau Voss,\n\n{}\n\nHerzliche Grüße\nAnna Lind"
GOOD_EN = "Dear Mr Abt,\n\n{}\n\nKind regards\nAnna Lind"


def rules(draft: str, incoming: str = "", language: str = "de") -> list[str]:
    return [finding.rule for finding in look(draft, incoming, language)]


def only(draft: str, rule: str, language: str = "de") -> Finding:
    (found,) = [finding for finding in look(draft, "", language) if finding.rule == rule]
    return found


@pytest.mark.parametrize(
    ("sentence", "rule", "words", "better"),
    [
        ("Diesbezüglich melde ich mich am Freitag.", "bureaucratic", "Diesbezüglich", "dazu"),
        ("Hiermit teilen wir Ihnen mit, dass das Rad da ist.", "bureaucratic", "Hiermit teilen wir Ihnen mit", ""),
        ("Bitte haben Sie Verständnis.", "bureaucratic", "haben Sie Verständnis", "Es tut uns leid, dass …"),
        ("Bezugnehmend auf die Rechnung schreibe ich.", "bureaucratic", "Bezugnehmend auf", "zu"),
        ("Zwecks Abholung kommt Murat.", "bureaucratic", "Zwecks", "für"),
        ("Ich melde mich zeitnah.", "promise-vague", "zeitnah", "bis Donnerstag"),
        ("Wir behalten uns weitere Schritte vor.", "threat", "behalten wir uns weitere Schritte vor", ""),
        ("Wie bereits mitgeteilt, ist das Rad da.", "blame", "Wie bereits mitgeteilt", "gern noch einmal:"),
        ("Sie haben leider versäumt, zu zahlen.", "blame", "Sie haben leider versäumt", "uns fehlt noch …"),
    ],
)
def test_wordings(sentence: str, rule: str, words: str, better: str) -> None:
    draft = GOOD.format(sentence.replace("Wir behalten uns", "Sonst behalten wir uns"))
    found = only(draft, rule)
    assert (found.span.text, found.better) == (words, better)
    assert draft[found.span.start : found.span.end] == words
    assert found.what
    assert found.why
    assert found.source


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Please be advised that the bike is here.", "bureaucratic"),
        ("I will write as soon as possible.", "promise-vague"),
        ("We reserve the right to take the bike back.", "threat"),
        ("As previously stated, it costs 20 euros.", "blame"),
    ],
)
def test_wordings_in_english(sentence: str, rule: str) -> None:
    assert rules(GOOD_EN.format(sentence), language="en") == [rule]


def test_a_wrapped_phrase_is_found() -> None:
    assert rules(GOOD.format("Gern teilen wir\nIhnen mit, dass alles da ist.")) == ["bureaucratic"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Das Rad ist fertig, ich habe es gestern selbst Probe gefahren.",
        "Den Satz vom „Vorgang“ und das Wort „diesbezüglich“ habe ich gestrichen.",
        "Bitte rufen Sie mich an, wenn Ihnen das lieber ist. Das Rad steht ab Freitag um 9 Uhr in der Halle bereit.",
        "Der Bolzen wird von Murat getauscht, und ich bezahle den Versand.",
        "Ich habe Ihre Tochter gefragt, sie kommt am Freitag.",
    ],
)
def test_what_is_fine(sentence: str) -> None:
    assert rules(GOOD.format(sentence)) == []


def test_quoted_lines_are_not_the_draft() -> None:
    assert rules(GOOD.format("> Diesbezüglich erwarte ich Antwort.\n\nGern, das Rad ist am Freitag fertig.")) == []


def test_the_frame() -> None:
    assert rules("Das Rad ist fertig und steht in der Halle.") == ["salutation-missing", "closing-missing"]
    assert rules("Bis morgen dann!") == []
    assert rules("Herzlichen Dank, liebe Frau Uhde, das Rad ist da.\n\nViele Grüße\nAnna") == []
    team = "Sehr geehrte Kundin,\n\ndas Rad ist fertig.\n\nMit freundlichen Grüßen\nIhr Kundenservice-Team"
    assert rules(team) == ["salutation-impersonal", "closing-nameless"]


def test_the_name_that_the_person_signed_with() -> None:
    draft = "Guten Tag,\n\ndas Rad ist fertig, ich freue mich auf Sie.\n\nViele Grüße\nAnna"
    assert rules(draft) == []
    (found,) = look(draft, "Ist das Rad fertig?\n\nGruß\nPetra Voss", "de")
    assert (found.rule, found.better) == ("salutation-impersonal", "Guten Tag Petra Voss,")


def test_form_of_address() -> None:
    assert rules(GOOD.format("Ich schicke Ihnen den Bolzen. Sag mir Bescheid, ob er dir passt.")) == ["form-mismatch"]
    assert rules(GOOD.format("Ich schicke dir den Bolzen."), "Können Sie mir den Bolzen schicken?") == [
        "form-mismatch"
    ]
    assert rules(GOOD.format("Ich schicke Ihnen den Bolzen."), "Kannst du mir den Bolzen schicken?") == [
        "form-mismatch"
    ]
    # "ihr" means the company, not how its writer wants to be addressed.
    assert rules(GOOD.format("Den Bolzen schicke ich Ihnen heute."), "Schickt ihr mir den Bolzen?") == []


def test_the_telephone_is_no_answer() -> None:
    draft = GOOD.format("vielen Dank für Ihre Nachricht. Bitte rufen Sie uns unter 0911 123 45 an.")
    assert rules(draft) == ["phone-only"]
    assert rules(GOOD_EN.format("Thank you for your mail. Please call us about this."), language="en") == [
        "phone-only"
    ]


def test_questions_left_open() -> None:
    incoming = "Passt auf das Lastenrad ein Kindersitz? Und was kostet die Inspektion?\n\nGruß\nPetra Voss"
    draft = GOOD.format("ein Kindersitz passt, und wir haben ihn da.")
    (found,) = look(draft, incoming, "de")
    assert found.rule == "question-unanswered"
    assert "was kostet die Inspektion" in found.what
    # A request is answered by doing.
    assert rules(GOOD.format("das Rad ist fertig."), "Könnten Sie den Sattel bitte tauschen?") == []
    assert rules(GOOD.format("Der Sitz passt. Beides zusammen macht 80 Euro."), incoming) == []


def test_hard_to_read() -> None:
    long = "Das Rad steht fertig in der Halle, " + "und der Sattel ist neu, " * 7 + "und mehr ist nicht zu tun."
    assert rules(GOOD.format(long)) == ["hard-to-read"]
    assert "Wörter" in only(GOOD.format(long), "hard-to-read").what


def test_heaps_of_passive() -> None:
    heap = "Das Rad wurde geprüft und der Rahmen wird getauscht."
    assert rules(GOOD.format(heap)) == ["passive"]
    assert rules(GOOD.format("Das Rad wurde gestern geprüft.")) == []
    assert rules(GOOD_EN.format("It was checked, and the frame is being replaced."), language="en") == ["passive"]


def test_only_german_and_english() -> None:
    assert look("Bonjour, je ne suis pas content de votre facture et je vous le dis.") == []
    assert look("") == []
    assert look("   \n") == []


def test_findings_come_in_the_order_of_the_text() -> None:
    draft = "Zeitnah melden wir uns.\n\nDiesbezüglich wird alles gut, versprochen.\n\nIhr Support-Team"
    found = look(draft, "", "de")
    assert [one.span.start for one in found] == sorted(one.span.start for one in found)
    assert {one.rule for one in found} <= set(RULES)
