# ruff: noqa: T201 - a measurement speaks by printing
"""Reading, measured on the check half of our own texts (never learned from) and on public ones (`make eval`)."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import pytest

from language import reference, scores
from language.incoming import Asked, Incoming, incoming
from language.scores import Score
from nahbar.language.reading import Reading, read
from nahbar.language.reading.questions import Ask

pytestmark = pytest.mark.eval
SECTION = "Reading"
INTENTS = (
    "question", "request", "complaint", "praise", "price", "cancellation", "suggestion", "privacy", "legal",
)  # fmt: skip
SENSITIVE = ("health", "money", "family", "intimate", "legal", "identity")
FOUND: list[Score] = []


@pytest.fixture(scope="module", autouse=True)
def _table() -> Iterable[None]:
    yield
    print(scores.write(SECTION, FOUND))


@cache
def pairs() -> list[tuple[Incoming, Reading]]:
    return [(text, read(text.text)) for text in incoming("check")]


def f1(wanted: Sequence[bool], found: Sequence[bool]) -> float:
    right = sum(one and other for one, other in zip(wanted, found, strict=True))
    return 2 * right / max(1, sum(wanted) + sum(found))


def most(values: Iterable[object]) -> float:
    counts = Counter(values)
    return max(counts.values()) / counts.total()


def note(what: str, texts: int, score: float, baseline: float | str = "–", wanted: float | None = None) -> None:
    FOUND.append(Score(what, texts, score, baseline, f"≥ {wanted}" if wanted is not None else "–"))
    assert wanted is None or score >= wanted, f"{what}: {score:.3f}"


def test_form_of_address() -> None:
    german = [(text, reading) for text, reading in pairs() if text.language == "de"]
    decided = [(text, reading) for text, reading in german if reading.form != "unsure"]
    always = most(text.form for text, _ in german)
    note("form of address, where decided", len(decided), _share(_form(decided)), always, 0.98)
    note("form of address, in all", len(german), _share(_form(german)), always, 0.96)


def test_language() -> None:
    told = [text.language == reading.language for text, reading in pairs()]
    note("language", len(told), _share(told), most(text.language for text, _ in pairs()), 0.97)


def test_intents() -> None:
    each = [_label(intent, lambda one: one.intents, lambda one: one.intents) for intent in INTENTS]
    always = sum(baseline for _, baseline in each) / len(each)
    note("intents, macro F1 of nine", len(pairs()), sum(score for score, _ in each) / len(each), always, 0.85)
    for intent, (score, baseline) in zip(INTENTS, each, strict=True):
        note(f"– {intent}", sum(intent in text.intents for text, _ in pairs()), score, baseline)


def test_mood() -> None:
    right = [text.mood == reading.mood for text, reading in pairs()]
    note("mood, accuracy (unsure is wrong)", len(right), _share(right), most(text.mood for text, _ in pairs()), 0.80)
    unsure = _share([reading.mood == "unsure" for _, reading in pairs()])
    FOUND.append(Score("mood, unsure", len(right), unsure, "–", "≤ 0.15"))
    for mood in ("pleased", "neutral", "worried", "disappointed", "angry"):
        wanted = [text.mood == mood for text, _ in pairs()]
        note(f"– {mood}, F1", sum(wanted), f1(wanted, [reading.mood == mood for _, reading in pairs()]))
    assert unsure <= 0.15


def test_named_groups() -> None:
    for group in ("irony", "negation", "dialect", "typos"):
        these = [text.mood == reading.mood for text, reading in pairs() if text.group == group]
        always = most(text.mood for text, _ in pairs() if text.group == group)
        note(f"mood of the group {group}", len(these), _share(these), always)


def test_insults_and_what_presses() -> None:
    wanted = [text.insult for text, _ in pairs()]
    everybody = f1(wanted, [True] * len(wanted))
    note("insult, F1", sum(wanted), f1(wanted, [reading.insult for _, reading in pairs()]), everybody, 0.85)
    urgent = [text.urgent for text, _ in pairs()]
    always = f1(urgent, [True] * len(urgent))
    note("urgent, F1", sum(urgent), f1(urgent, [reading.urgent for _, reading in pairs()]), always)


def test_sensitive_matters() -> None:
    wanted = [(text, kind) for text, _ in pairs() for kind in SENSITIVE]
    labelled = [kind in text.sensitive for text, kind in wanted]
    found = [kind in reading.sensitive for _, reading in pairs() for kind in SENSITIVE]
    note("sensitive, F1 over six", sum(labelled), f1(labelled, found), f1(labelled, [True] * len(labelled)))


def test_questions_and_requests() -> None:
    right = kind = missed = wrong = 0
    for text, reading in pairs():
        open_ones = list(text.questions)
        for ask in reading.asks:
            match = next((one for one in open_ones if _same(one, ask)), None)
            wrong += match is None
            if match:
                open_ones.remove(match)
                right += 1
                kind += match.kind == ask.kind
        missed += len(open_ones)
    count = right + missed
    sentences = sum(reading.text.count(".") + reading.text.count("?") + 1 for reading, _ in pairs())
    note("questions and requests found, F1", count, 2 * right / (2 * right + wrong + missed),
         2 * count / (count + max(count, sentences)), 0.90)  # fmt: skip
    kinds = Counter(one.kind for text, _ in pairs() for one in text.questions)
    note("– of these the right kind", right, kind / right, max(kinds.values()) / kinds.total())


def test_false_alarms_on_ordinary_mails() -> None:
    readings = [read(text) for text in reference.mails()]
    count = len(readings)
    for what, alarm, bar in (
        ("insult", lambda one: one.insult, 0.01),
        ("urgent", lambda one: one.urgent, None),
        ("angry", lambda one: one.mood == "angry", None),
        ("not German", lambda one: one.language != "de", 0.02),
    ):
        share = sum(map(alarm, readings)) / count
        FOUND.append(Score(f"false alarms: {what} (`codealltag`)", count, share, 0.0, f"≤ {bar}" if bar else "–"))
        assert bar is None or share <= bar, what


def test_offence_in_tweets() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is for training (requirements/train.txt), skipped")
    reference.folder("germeval2018")
    from train.offence import cross_validated

    found = cross_validated(folds=5)
    note("offence in tweets (`germeval2018`, 5-fold), average F", found.texts, found.average_f, found.baseline, 0.75)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_speed_and_size() -> None:
    texts = (reference.mails() * 2)[:400]
    read(texts[0])
    began = time.process_time()
    for text in texts:
        read(text)
    rate = len(texts) / (time.process_time() - began)
    mean = sum(map(len, texts)) // len(texts)
    FOUND.append(
        Score(f"texts a second on one core (mean {mean} characters)", len(texts), f"{rate:.0f}", "–", "≥ 300 at 500")
    )
    program = (
        "import time; began = time.process_time(); import nahbar.language.reading as r;"
        "took = time.process_time() - began; r.read('Hallo');"
        "status = open('/proc/self/status').read(); peak = int(status.partition('VmHWM:')[2].split()[0]) / 1024;"
        "print(took, peak)"
    )
    out = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    took, memory = map(float, out.split())
    FOUND.append(Score("import, seconds", 1, f"{took:.2f}", "–", "≤ 0.3"))
    FOUND.append(Score("memory of a process that reads, MB", 1, f"{memory:.0f}", "–", "≤ 150"))
    size = sum(path.stat().st_size for path in (reference.ROOT / "src/nahbar/language/weights").glob("*.json")) / 1e6
    FOUND.append(Score("shipped weights, MB", 1, f"{size:.1f}", "–", "≤ 5"))
    assert size <= 5
    assert memory <= 150


def _label(
    name: str, wanted: Callable[[Incoming], Iterable[str]], found: Callable[[Reading], Iterable[str]]
) -> tuple[float, float]:
    labelled = [name in wanted(text) for text, _ in pairs()]
    return f1(labelled, [name in found(reading) for _, reading in pairs()]), f1(labelled, [True] * len(labelled))


def _form(texts: Sequence[tuple[Incoming, Reading]]) -> list[bool]:
    return [text.form == reading.form for text, reading in texts]


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / max(1, len(hits))


def _same(wanted: Asked, ask: Ask) -> bool:
    """The same asking: the shorter of both lies at least half in the other."""
    common = min(wanted.end, ask.span.end) - max(wanted.start, ask.span.start)
    return common * 2 >= min(wanted.end - wanted.start, ask.span.end - ask.span.start)
