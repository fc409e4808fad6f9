"""Every channel's promise, as functions that take a channel and its sample (tests/channels/<name>/sample.py).

A sample is a module with ADDRESS, UNTIDY_ADDRESS, NO_ADDRESS, SETTINGS (complete), UNREACHABLE (settings that lead
nowhere), NOT_READABLE (raw bytes), and `shown(content)`: the text that a reader of a composed message sees.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest

from nahbar.channels.contract import (
    Attachment,
    Capabilities,
    Channel,
    FirmDetails,
    Handover,
    Inbound,
    Outbound,
    Outcome,
    ParseFault,
    Party,
    SendFault,
    SettingsFault,
)

KINDS = {"text", "lines", "number", "choice", "switch"}
FIRM = FirmDetails("Lindenhof Fahrräder GmbH", "Am Lindenhof 4", "37077", "Göttingen", lines=("HRB 204177",))
# Markup of Typst, HTML, templates, printf, mail headers; all of it is just text here.
HOSTILE = (
    '#panic("x") $x^2$ @label <b>tag</b>',
    "*bold* _emph_ `raw` C:\\new ~ [c] {d}",
    "{{ name }} {% if %} %s %(a)s &amp; ${HOME}",
    "= Heading // comment /* x */ -- ---",
)


def sample(name: str) -> Any:
    return import_module(f"channels.{name}.sample")


def outbound(given: Any) -> Outbound:
    return Outbound(
        key="5t9xq@lindenhof.example",
        sender=Party("Anna Lind", "hallo@lindenhof.example"),
        to=(Party("Selma Brandt", given.ADDRESS),),
        subject="Ihr Rad ist fertig",
        text="Liebe Frau Brandt,\n\nIhr Rad steht bereit.\n\nHerzliche Grüße",
        created_at=datetime(2026, 5, 3, 9, 0, tzinfo=UTC),
        firm=FIRM,
    )


def names_and_capabilities_are_declared(name: str, channel: Channel) -> None:
    assert channel.name == name
    assert re.fullmatch(r"[a-z0-9]{1,8}", channel.suffix)
    for field in fields(Capabilities):
        value = getattr(channel.capabilities, field.name)
        assert value is None or isinstance(value, bool | int), field.name
    assert channel.capabilities.undo_seconds >= 0


def settings_fields_can_be_shown_as_a_form(channel: Channel) -> None:
    names = [field.name for field in channel.fields]
    assert len(names) == len({*names})
    for field in channel.fields:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)
        assert field.label.strip()
        assert field.kind in KINDS
        if field.kind == "choice":
            assert field.choices
            assert all(label.strip() for _, label in field.choices)
            assert not field.default or field.default in dict(field.choices)
        assert not (field.secret and field.default), "a secret has no default"


def complete_settings_pass_and_missing_ones_are_named(channel: Channel, given: Any) -> None:
    assert channel.check(given.SETTINGS) == []
    for field in channel.fields:
        if field.required:
            settings = {name: value for name, value in given.SETTINGS.items() if name != field.name}
            faults = channel.check(settings)
            assert field.name in {fault.field for fault in faults}
            assert all(len(fault.sentence.split()) >= 3 for fault in faults)


def addresses_have_one_spelling(channel: Channel, given: Any) -> None:
    stored = channel.normalise(given.UNTIDY_ADDRESS)
    assert channel.normalise(stored) == stored
    assert stored == channel.normalise(given.ADDRESS)
    for wrong in ("", " \n", "\x00", given.NO_ADDRESS):
        with pytest.raises(SettingsFault):
            channel.normalise(wrong)


def composing_is_deterministic_and_leaves_its_input_alone(channel: Channel, given: Any) -> None:
    first = channel.compose(outbound(given))
    assert channel.compose(outbound(given)) == first
    assert channel.compose(replace(outbound(given), text="Etwas anderes.")) != first
    text = given.shown(first)
    assert "Ihr Rad steht bereit." in text
    assert not channel.capabilities.subject or "Ihr Rad ist fertig" in text


def hostile_text_comes_out_as_it_went_in(channel: Channel, given: Any, hostile: str) -> None:
    text = " ".join(given.shown(channel.compose(replace(outbound(given), text=hostile, subject=hostile))).split())
    assert text.count(hostile) >= (2 if channel.capabilities.subject else 1)


def signs_without_shape_do_no_harm(channel: Channel, given: Any) -> None:
    odd = replace(
        outbound(given),
        text="vor\x00 \u202enach\u202c \u05e9\u05dc\u05d5\u05dd 😀 你好",
        subject="a\r\nBcc: b@c.example",
    )
    content = channel.compose(odd)
    assert "vor" in given.shown(content)
    assert b"\nBcc:" not in content


def files_are_carried_or_refused_never_dropped(channel: Channel, given: Any) -> None:
    with_file = replace(outbound(given), attachments=(Attachment("Rechnung.pdf", "application/pdf", b"%PDF-1.7"),))
    if channel.capabilities.attachments:
        assert b"Rechnung.pdf" in channel.compose(with_file)
    else:
        with pytest.raises(SettingsFault):
            channel.compose(with_file)


def parsing_gives_a_message_or_a_parse_fault(channel: Channel, given: Any) -> None:
    for raw in [*given.NOT_READABLE, channel.compose(outbound(given))]:
        try:
            inbound = channel.parse(raw)
        except ParseFault as fault:
            said, read = fault.sentence, None
        else:
            said, read = "It can be read.", inbound
        assert read is None or isinstance(read, Inbound)
        assert len(said.split()) >= 3


def fingerprints_are_stable(channel: Channel, given: Any) -> None:
    raw = channel.compose(outbound(given))
    for content in [raw, *given.NOT_READABLE]:
        assert re.fullmatch(r"[0-9a-f]{64}", channel.fingerprint(content))
        assert channel.fingerprint(content) == channel.fingerprint(content)
    other = replace(outbound(given), key="other@lindenhof.example", text="Etwas anderes.")
    assert channel.fingerprint(channel.compose(other)) != channel.fingerprint(raw)


def nothing_handed_over_is_a_fault_or_a_result(channel: Channel, given: Any) -> None:
    message = outbound(given)
    handover = Handover(
        message.key, message.sender.address, (given.ADDRESS,), channel.compose(message), message.created_at
    )
    try:
        with channel.open(given.UNREACHABLE) as sender:
            receipt = sender.send(handover)
    except SendFault as fault:
        said, outcomes = fault.sentence, {Outcome.TEMPORARY}
    else:
        said, outcomes = receipt.results[0].sentence, {result.outcome for result in receipt.results}
    assert outcomes <= {Outcome.TEMPORARY, Outcome.PERMANENT}
    assert len(said.split()) >= 3
    with pytest.raises((SendFault, SettingsFault)):
        channel.probe(given.UNREACHABLE)
