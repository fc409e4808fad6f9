from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cast import House, mail, receive
from nahbar.conversations.actions.readings import read_block
from nahbar.conversations.models import Reading
from nahbar.conversations.reading_process import NotUnderstood, ReaderDied, ReadingProcess, understand
from nahbar.conversations.words import ErrandState
from nahbar.history.tasks import react
from nahbar.language.learning import fit
from nahbar.language.reading.corrections import corrected

ANGRY = "Hallo,\n\nich bin stinksauer! Wann bekomme ich endlich mein Geld zurück? 🚲\n"


@pytest.fixture
def reader() -> Iterator[ReadingProcess]:
    made = ReadingProcess()
    yield made
    made.close()


def pid_of_child() -> int:
    """The child, found as an administrator would: by what we started."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = {int(pid) for each in children for pid in each.read_text().split()}
    (found,) = [pid for pid in pids if b"reading_process" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return found


@pytest.mark.parametrize("text", [ANGRY, "", "a\ud800b", "Dear team,\n\nthe bell is broken.\n", "Merci beaucoup !"])
def test_another_process_understands_the_same(reader: ReadingProcess, text: str) -> None:
    assert reader.understand(text, "de", None) == understand(text, "de", None)


def test_it_yields_to_everything_else(reader: ReadingProcess) -> None:
    reader.understand(ANGRY, "de", None)
    assert os.getpriority(os.PRIO_PROCESS, pid_of_child()) > os.getpriority(os.PRIO_PROCESS, 0)


def test_what_was_learned_here_is_told_and_forgotten(reader: ReadingProcess) -> None:
    text = "Die Klingel klingelt."
    local = fit(corrected(f"{text} {n} mal.", "mood", "worried") for n in range(30))
    plain, taught = understand(text, "de", None), understand(text, "de", local)
    assert plain != taught
    assert [reader.understand(text, "de", weights) for weights in (None, local, None)] == [plain, taught, plain]


def test_whoever_ends_it_is_told_and_the_next_text_is_read(reader: ReadingProcess) -> None:
    reader.understand(ANGRY, "de", None)
    os.kill(pid_of_child(), signal.SIGKILL)
    with pytest.raises(ReaderDied) as caught:
        reader.understand(ANGRY, "de", None)
    assert not caught.value.permanent
    assert reader.understand(ANGRY, "de", None)["mood"] == "angry"


def test_what_no_rule_foresaw_is_said_by_name(reader: ReadingProcess) -> None:
    with pytest.raises(NotUnderstood, match="TypeError"):
        reader.understand(None, "de", None)  # type: ignore[arg-type]  # no text at all


@pytest.mark.django_db(transaction=True)
def test_a_message_whose_reader_was_ended_is_read_later(house: House) -> None:
    receive(house.werkstatt, raw=mail(ANGRY))
    while react():
        pass

    def ended(*_: object) -> dict[str, object]:
        raise ReaderDied("The process that reads texts was ended.", permanent=False)

    assert read_block(ended) == 1
    reading = Reading.objects.get()
    assert (reading.state, reading.attempts, reading.data) == (ErrandState.DUE, 1, {})
    assert "ended" in reading.problem
