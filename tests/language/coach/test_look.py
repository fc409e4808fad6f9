# ruff: noqa: E501 - a draft a line
"""What the coach remarks, and what it leaves alone: by kind, on short drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from nahbar.language.coach import RULES, Advice, Draft, Finding, Severity, look

NOW = datetime.fromisoformat("2026-11-23T10:00:00+01:00")
GOOD = "Liebe Frau Voss,\n\n{}\n\nHerzliche Grüße\nAnna Lind"
GOOD_EN = "Dear Petra,\n\n{}\n\nKind regards\nAnna Lind"


def advice(core: str, frame: str = GOOD, **known: Any) -> Advice:
    return look(Draft(frame.format(core), now=NOW, **known))


def rules(core: str, frame: str = GOOD, **known: Any) -> list[str]:
    return [finding.rule for finding in advice(core, frame, **known).findings]


def only(core: str, frame: str = GOOD, **known: Any) -> Finding:
    (found,) = advice(core, frame, **known).findings
    return found


def test_a_warm_answer_has_no_finding_and_a_word_of_praise() -> None:
    found = advice(
        "das tut mir leid. Der Sattel ist ein Materialfehler, Murat hat Ihnen einen neuen eingepackt.",
        incoming="Der Sattel ist nach drei Wochen gerissen, ich bin wirklich sauer!",
        person="Petra Voss",
    )
    assert found.findings == ()
    assert found.good == "Schön: Du nimmst ernst, wie es der Person geht."


@pytest.mark.parametrize(
    ("core", "rule", "words", "better"),
    [
        ("diesbezüglich habe ich nachgesehen.", "bureaucratic", "diesbezüglich", "dazu"),
        ("hiermit teilen wir Ihnen mit, dass es da ist.", "bureaucratic", "hiermit teilen wir Ihnen mit", "ich möchte Ihnen sagen"),
        ("wir melden uns zeitnah.", "promise-vague", "zeitnah", "bis Donnerstag, 26. November"),
        ("wie bereits mitgeteilt, ist das Rad da.", "blame", "wie bereits mitgeteilt", "gern noch einmal:"),
        ("das Rad ist FERTIG UND BEZAHLT.", "shouting", "FERTIG UND BEZAHLT", "fertig und bezahlt"),
    ],
)  # fmt: skip
def test_a_finding_names_its_words_and_better_ones(core: str, rule: str, words: str, better: str) -> None:
    found = only(core)
    assert (found.rule, found.span.text, found.suggestion) == (rule, words, better)
    draft = GOOD.format(core)
    assert draft[found.span.start : found.span.end] == words


def test_places_count_code_points() -> None:
    found = only("👋🏽 zeitnah melden wir uns.")
    assert GOOD.format("👋🏽 zeitnah melden wir uns.")[found.span.start : found.span.end] == "zeitnah"


def test_salutations() -> None:
    missing = "Das Rad ist fertig.\n\nViele Grüße\nAnna Lind"
    assert rules("", missing, person="Petra Voss") == ["salutation-missing"]
    assert rules("", missing, channel="sms") == []
    assert rules("", "Herzlichen Dank, liebe Frau Voss, für das Bild.\n\nGruß\nAnna") == []
    crowd = "Sehr geehrte Damen und Herren,\n\ndas Rad ist fertig.\n\nViele Grüße\nAnna Lind"
    found = only("", crowd, person="Petra Voss", person_form="du")
    assert (found.rule, found.suggestion) == ("salutation-impersonal", "Hallo Petra,")
    assert rules("", crowd) == []
    assert rules("", crowd, person="Autohaus Voss GmbH") == []


def test_the_title_is_taken_from_what_was_said() -> None:
    found = only(
        "", "Guten Tag,\n\ndas Rad ist fertig.\n\nGruß\nAnna", person="Petra Voss", thread=("Liebe Frau Voss, ...",)
    )
    assert found.suggestion == "Guten Tag Frau Voss,"


def test_who_signs() -> None:
    assert rules("", "Liebe Frau Voss,\n\ndas Rad ist fertig.\n\nViele Grüße\nIhr Serviceteam") == [
        "closing-nameless"
    ]
    assert rules("", "Liebe Frau Voss,\n\ndas Rad ist fertig.\n\nViele Grüße\nAnna Lind\nIhr Serviceteam") == []
    assert rules("", "Liebe Frau Voss,\n\ndas Rad ist fertig.") == ["closing-nameless"]


def test_form_of_address() -> None:
    assert rules("ich schicke Ihnen den Bolzen. Sag mir, ob er dir passt.") == ["form-mismatch"]
    assert rules("ich schicke dir den Bolzen.", person_form="sie") == ["form-mismatch"]
    assert rules("ich schicke dir den Bolzen.", house_form="sie") == ["form-mismatch"]
    assert rules("ich schicke dir den Bolzen.", person_form="du", house_form="sie") == []
    assert rules("ich schicke Ihnen den Bolzen.", incoming="Kannst du mir den Bolzen schicken?") == ["form-mismatch"]


def test_questions_left_open_are_quoted() -> None:
    incoming = "Passt auf die Buche ein Kindersitz? Und wie lange dauert eine Inspektion?"
    found = only("ja, der Kindersitz passt.", incoming=incoming)
    assert (found.rule, found.where) == ("question-unanswered", "incoming")
    assert incoming[found.span.start : found.span.end] == "Und wie lange dauert eine Inspektion?"
    assert "wie lange dauert eine Inspektion" in found.why
    assert rules("ja, er passt. Eine Stunde brauchen wir für beides.", incoming=incoming) == []


@pytest.mark.parametrize(
    ("core", "rule"),
    [
        ("bitte rufen Sie uns unter 0911 123 45 an.", "phone-only"),
        ("alles Weitere finden Sie auf www.rad.example/faq.", "website-only"),
        ("Ihr Antrag wurde geprüft.", "passive"),
        ("andernfalls kündigen wir den Vertrag fristlos.", "threat"),
        ("eine Erstattung ist leider nicht möglich.", "dead-end"),
        ("bitte füllen Sie das Formular noch einmal aus.", "effort-shift"),
        ("die RMA ist angelegt.", "jargon"),
    ],
)
def test_kinds(core: str, rule: str) -> None:
    assert rules(core) == [rule]


@pytest.mark.parametrize(
    "core",
    [
        "die Inspektion kostet 80 Euro und dauert eine Stunde. Lieber am Telefon? Rufen Sie mich an: 0911 123 45.",
        "Ihr Antrag wurde von meiner Kollegin geprüft.",
        "eine Erstattung geht leider nicht mehr, einen Gutschein schicke ich Ihnen gern.",
        "falls Ihre Karte weg ist, sperren wir sie sofort.",
        "mir fehlt nur Ihre Hausnummer, damit der Brief ankommt.",
        "den Satz mit „diesbezüglich“ habe ich gestrichen.",
    ],
)
def test_look_alikes(core: str) -> None:
    assert rules(core) == []


def test_promises_and_their_days() -> None:
    found = advice("ich melde mich bis Freitag. Bitte schicken Sie mir das Foto bis Mittwoch.")
    assert [(one.span.text, str(one.due)) for one in found.promises] == [("bis Freitag", "2026-11-27")]
    assert [one.rule for one in found.findings] == ["promise-dated"]


def test_whoever_is_upset_is_heard_first() -> None:
    incoming = "Zum dritten Mal kommt niemand! Ich bin stinksauer."
    assert rules("das Ersatzteil ist da.", incoming=incoming) == ["no-acknowledgement"]
    assert rules("das tut mir leid. Das Ersatzteil ist da.", incoming=incoming) == []


def test_ready_made_text() -> None:
    block = "Wir legen großen Wert auf Ihre Zufriedenheit und sind stets bemüht, besser zu werden."
    assert rules(block, blocks=(block,)) == ["boilerplate"]
    assert (
        rules(
            f"{block} Den Sattel hat Murat heute früh getauscht, er sitzt jetzt fest und dreht sich nicht mehr.",
            blocks=(block,),
        )
        == []
    )
    assert rules(block, recent=(GOOD.format(block),)) == ["boilerplate"]


def test_what_all_may_read() -> None:
    draft = "Hallo Petra, Ihre Bestellung 4711-8820 ist unterwegs."
    found = only("", draft, channel="post", person="Petra Voss")
    assert (found.rule, found.severity, found.span.text) == (
        "personal-data-public",
        Severity.STOP,
        "Bestellung 4711-8820",
    )
    assert rules("", draft, channel="chat", person="Petra Voss") == []
    assert rules("", "Schreiben Sie uns an service@rad.example oder rufen Sie an: 0800 1234567.", public=True) == []


def test_subjects() -> None:
    assert [one.rule for one in advice("das Rad ist fertig.", subject="Ihre Anfrage [#4711]").findings] == [
        "subject-dull"
    ]
    assert rules("das Rad ist fertig.", subject="Ihr Rad ist fertig") == []


def test_hard_to_read() -> None:
    hard = (
        "der Beitrag, den Sie im vergangenen Jahr, in dem Sie noch als Studentin, deren Einkommen unterhalb der Freigrenze"
        " lag, versichert waren, gezahlt haben, weicht von dem jetzigen erheblich ab."
    )
    assert rules(hard) == ["hard-to-read"]


def test_settings_and_languages() -> None:
    assert rules("wir melden uns zeitnah.", rules={"promise-vague": "off"}) == []
    softened = only("bitte rufen Sie uns an.", rules={"phone-only": "soft"})
    assert softened.severity is Severity.HINT
    # Only what would make data public stops a message.
    assert only("bitte rufen Sie uns an.", rules={"phone-only": "stop"}).severity is Severity.WARN
    assert only("wir melden uns zeitnah.", interface="en").why.startswith("Whoever waits")
    assert rules("I will get back to you shortly.", GOOD_EN) == ["promise-vague"]
    assert look(Draft("Bonjour, je ne suis pas content de votre facture et je vous le dis.")).findings == ()
    assert look(Draft(" \n")) == Advice("de", (), (), "")


def test_findings_come_in_the_order_of_the_text() -> None:
    draft = "Zeitnah melden wir uns.\n\nDiesbezüglich wird alles gut, versprochen.\n\nIhr Support-Team"
    found = look(Draft(draft, now=NOW)).findings
    assert [one.span.start for one in found] == sorted(one.span.start for one in found)
    assert {one.rule for one in found} <= set(RULES)
