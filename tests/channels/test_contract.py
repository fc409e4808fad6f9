"""The contract of `nahbar.channels.contract`, tried on every channel of the registry."""

from __future__ import annotations

import pytest

from channels import contract_cases as cases
from nahbar.channels.registry import CHANNELS, channel
from nahbar.toolbox.faults import Misconfigured

every_channel = pytest.mark.parametrize("name", CHANNELS)


@every_channel
def test_declarations(name: str) -> None:
    cases.names_and_capabilities_are_declared(name, channel(name))
    cases.settings_fields_can_be_shown_as_a_form(channel(name))


@every_channel
def test_settings(name: str) -> None:
    cases.complete_settings_pass_and_missing_ones_are_named(channel(name), cases.sample(name))


@every_channel
def test_addresses(name: str) -> None:
    cases.addresses_have_one_spelling(channel(name), cases.sample(name))


@every_channel
def test_composing(name: str) -> None:
    cases.composing_is_deterministic_and_leaves_its_input_alone(channel(name), cases.sample(name))


@every_channel
@pytest.mark.parametrize("hostile", cases.HOSTILE)
def test_hostile_text(name: str, hostile: str) -> None:
    cases.hostile_text_comes_out_as_it_went_in(channel(name), cases.sample(name), hostile)


@every_channel
def test_signs_without_shape(name: str) -> None:
    cases.signs_without_shape_do_no_harm(channel(name), cases.sample(name))


@every_channel
def test_files(name: str) -> None:
    cases.files_are_carried_or_refused_never_dropped(channel(name), cases.sample(name))


@every_channel
def test_parsing(name: str) -> None:
    cases.parsing_gives_a_message_or_a_parse_fault(channel(name), cases.sample(name))


@every_channel
def test_fingerprints(name: str) -> None:
    cases.fingerprints_are_stable(channel(name), cases.sample(name))


@every_channel
def test_sending_nowhere(name: str) -> None:
    cases.nothing_handed_over_is_a_fault_or_a_result(channel(name), cases.sample(name))


def test_unknown_channel_is_named() -> None:
    with pytest.raises(Misconfigured, match="pigeon"):
        channel("pigeon")
