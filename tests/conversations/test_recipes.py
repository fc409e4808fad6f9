from __future__ import annotations

import json

from cast import House, bring, mail
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.recipes import SETTING
from nahbar.conversations.tasks import place_block
from nahbar.mailroom.actions import configure_inbox

FORM = "Kundin: Elif Aydın\nRückantwort an: elif@post.example\nIhr Anliegen: Wann habt ihr offen?\n"
RECIPE = {"sender": "formular@rad.example", "name": "Kundin", "address": "Rückantwort an", "message": "Ihr Anliegen"}


def use(house: House, *recipes: dict[str, str]) -> None:
    configure_inbox(house.info, actor=house.anna.actor, values={SETTING: json.dumps(recipes)})


def test_whoever_filled_in_the_form_is_the_person(house: House) -> None:
    use(house, {"sender": "broken"}, RECIPE)
    for raw in (mail(sender="Formular <formular@rad.example>", text=FORM), mail()):
        bring(house.info, raw=raw)
    place_block("test")
    assert set(Conversation.objects.values_list("person__name", flat=True)) == {"Elif Aydın", "Petra Voss"}
    message = Message.objects.get(author="Elif Aydın")
    assert message.own_words == "Wann habt ihr offen?"
    assert message.text.strip() == FORM.strip()
    assert message.details["through"]["address"] == "formular@rad.example"
