"""The server that tests rest on does what they take for granted."""

from __future__ import annotations

import pytest

from servers import rspamd

pytestmark = pytest.mark.servers


def test_a_controller_starts_empty_and_ends() -> None:
    if reason := rspamd.missing():
        pytest.skip(reason)
    with rspamd.rspamd() as server:
        assert server.learned() == {"BAYES_HAM": 0, "BAYES_SPAM": 0}
