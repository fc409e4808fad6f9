"""Look for mails that break the parser: tests/fuzz/fuzz_parse.py [SECONDS]; ten minutes where not said otherwise.

First every fragment is repeated to 200 kB and watched for memory, then atheris (libFuzzer) mutates the seeds
towards new branches. Without atheris the same mutations run blindly, and the last line says so. What breaks is kept
in build/fuzz and named.
"""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]
FOLDER = Path(__file__).parents[2] / "build" / "fuzz"
SWOLLEN = 200_000
SLOWEST = {"runs": 0, "seconds": 0.0, "memory_times": 0.0}


def main() -> int:
    """Both stages, each in a process of its own, so that a crash of the interpreter is seen as well."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 600
    FOLDER.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    if code := _run("swell"):
        return code
    left = max(1, seconds - int(time.monotonic() - began))
    with_atheris = find_spec("atheris") is not None
    code = _run("atheris", *_corpus(), f"-max_total_time={left}") if with_atheris else _run("blind", str(left))
    sys.stdout.write((FOLDER / "figures.json").read_text() if not code else f"broken, see {FOLDER}\n")
    if not with_atheris:
        sys.stdout.write("atheris is not installed: the mutations did not look for new branches.\n")
    return code


def _run(stage: str, *arguments: str) -> int:
    return subprocess.run([sys.executable, __file__, f"--{stage}", *arguments], check=False).returncode


def _corpus() -> list[str]:
    """A folder with the seeds, to which libFuzzer adds what it finds."""
    from fuzz.seeds import SEEDS

    corpus = FOLDER / "corpus"
    corpus.mkdir(exist_ok=True)
    for raw in SEEDS.values():
        (corpus / hashlib.sha256(raw).hexdigest()[:16]).write_bytes(raw)
    # libFuzzer's own limit is wall-clock time and would call a busy machine a hang; ours counts processor time.
    return [str(corpus), f"-artifact_prefix={FOLDER}/", "-max_len=65536", "-timeout=60", "-rss_limit_mb=4096"]


def swell() -> None:
    """Each seed and each fragment, repeated to 200 kB, bare and inside each of three kinds of mail."""
    from fuzz.limits import BASE
    from fuzz.seeds import FRAGMENTS, HEAD, SEEDS

    frames = (b"%s", HEAD + b"\r\n%s", HEAD + b"Content-Type: text/html\r\n\r\n%s", b"From: a@b\r\nTo: %s\r\n\r\nx")
    for unit in (*SEEDS.values(), *FRAGMENTS):
        for frame in frames:
            raw = frame.replace(b"%s", unit * (SWOLLEN // len(unit)))
            cost = _judged(raw)
            SLOWEST["memory_times"] = max(SLOWEST["memory_times"], round(cost / (len(raw) + BASE), 2))
    _keep_figures()


def _judged(raw: bytes) -> int:
    from fuzz.limits import read_watched

    try:
        one_input(raw)
        return read_watched(raw).memory
    except Exception:
        (FOLDER / f"crash-{hashlib.sha256(raw).hexdigest()[:16]}").write_bytes(raw)
        raise


def one_input(raw: bytes) -> None:
    """What the fuzzer calls. Raises what is wrong."""
    from fuzz.limits import read

    cost = read(raw)
    SLOWEST["runs"] += 1
    SLOWEST["seconds"] = max(SLOWEST["seconds"], round(cost.seconds, 3))
    if SLOWEST["runs"] % 500 == 0:
        _keep_figures()


def _keep_figures() -> None:
    (FOLDER / "figures.json").write_text(json.dumps(SLOWEST) + "\n")


def blind(seconds: int) -> None:
    """Mutation without looking at coverage."""
    from fuzz.mutation import mutate
    from fuzz.seeds import SEEDS

    seeds, chance, end = list(SEEDS.values()), random.Random(), time.monotonic() + seconds
    while time.monotonic() < end:
        _judged(mutate(chance.choice(seeds), chance))


def with_atheris() -> None:
    """Hand over to libFuzzer; it ends the process."""
    import atheris

    with atheris.instrument_imports(include=["nahbar"]):
        import nahbar.channels.email.parse  # noqa: F401 - imported here to be instrumented
    from fuzz.mutation import mutate

    def changed(raw: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(raw, most))
        return mutate(raw, chance, most)

    SLOWEST.update(json.loads((FOLDER / "figures.json").read_text()))
    atheris.Setup([sys.argv[0], *sys.argv[2:]], one_input, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    stages: dict[str, Callable[[], object]] = {
        "--swell": swell,
        "--atheris": with_atheris,
        "--blind": lambda: blind(int(sys.argv[2])),
    }
    chosen = stages.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if chosen is None:
        sys.exit(main())
    chosen()
