"""Reading a text for another system."""

from __future__ import annotations

import pytest

from api.client import System, body, problem

TEXT = "Guten Tag, wann liefern Sie? 🚲 Bitte schicken Sie mir die Rechnung noch einmal."


@pytest.mark.django_db
def test_a_text_is_read(anna: System) -> None:
    found = body(anna.post("read", {"text": TEXT, "channel": "email"}))
    assert (found["language"], found["form"], found["insult"], found["urgent"]) == ("de", "sie", False, False)
    assert {"question", "request"} <= set(found["intents"])
    for asked in found["questions"]:
        assert TEXT[asked["start"] : asked["end"]] == asked["text"]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{}, {"text": 5}, {"text": "x" * 1_000_001}, {"text": "a\ud800"}, []])
def test_what_is_no_text_is_named(anna: System, wrong: object) -> None:
    assert problem(anna.post("read", wrong), 422)["errors"]


@pytest.mark.django_db
def test_another_language_is_unsure(anna: System) -> None:
    found = body(anna.post("read", {"text": "Bonjour, ma commande n'est toujours pas arrivée, merci de répondre."}))
    assert (found["language"], found["form"], found["mood"], found["intents"]) == ("unsure", "unsure", "unsure", [])
