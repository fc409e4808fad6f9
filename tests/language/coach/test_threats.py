"""Threats and reproaches by who acts on whom, beside what only looks like them."""

from __future__ import annotations

import pytest

from nahbar.language.coach import Draft, look


def named(said: str) -> set[str]:
    text = f"Guten Tag Frau Voss,\n\n{said}\n\nViele Grüße\nAnna Lind"
    return {one.rule for one in look(Draft(text, person="Petra Voss")).findings} & {"threat", "blame"}


@pytest.mark.parametrize(
    "said",
    [
        "Ist der Kahn am Sonntag nicht weg, lassen wir ihn auf Ihre Kosten heben.",
        "Wer die Stunden nicht leistet, verliert das Stimmrecht.",
        "Geben Sie den Leihkoffer nicht zurück, berechnen wir Ihnen den Neupreis.",
        "Bei weiterem Verzug melden wir Sie der Auskunftei.",
        "Die Akte liegt ab heute bei unserem Anwalt.",
    ],
)
def test_threats(said: str) -> None:
    assert named(said) == {"threat"}


@pytest.mark.parametrize(
    "said",
    [
        "Der Fleck kam, weil Sie die Decke zu heiß gewaschen haben.",
        "Der Fehler lag nicht bei uns, sondern bei Ihnen.",
        "Die Nummer wurde von Ihnen falsch notiert.",
        "Hätten Sie uns eher geschrieben, wäre noch ein Platz frei gewesen.",
        "Sie waren ja nicht da, als der Maler kam.",
    ],
)
def test_reproaches(said: str) -> None:
    assert named(said) == {"blame"}


@pytest.mark.parametrize(
    "said",
    [
        "Kommt das Päckchen nicht an, schicken wir gleich ein neues.",
        "Wenn Sie die Rate gerade nicht zahlen können, finden wir eine Lösung.",
        "Wäre der Zug nicht ausgefallen, wäre ich pünktlich gewesen.",
        "Sie haben nichts falsch gemacht, der Fehler lag an uns.",
        "Die Polizei hat Ihr Rad gefunden.",
        "Falls Sie die Frist verpasst haben, gilt der Antrag trotzdem.",
    ],
)
def test_neither(said: str) -> None:
    assert named(said) == set()
