from __future__ import annotations

import pytest

from cast import House, mail, receive
from nahbar.channels.contract import Proof
from nahbar.conversations.proofs import Word, judge_proofs, proofs_in_words, trusted_server

OURS, THEIRS = "mx.radhof.example", "mx.elsewhere.example"


def proofs(line: str, server: str = OURS) -> list[Proof]:
    """`spf=pass:post.example dkim=fail` as proofs of one server."""
    found = []
    for part in line.split():
        method, _, rest = part.partition("=")
        result, _, domain = rest.partition(":")
        found.append(Proof(method, result, domain, server))
    return found


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("", Word.UNKNOWN),
        ("dmarc=pass:post.example", Word.CONFIRMED),
        ("dmarc=fail:post.example", Word.FAILED),
        ("dmarc=fail:post.example spf=pass:elsewhere.example dkim=pass:elsewhere.example", Word.FAILED),
        ("dmarc=none:post.example", Word.UNKNOWN),
        ("spf=pass:post.example", Word.CONFIRMED),
        ("dkim=pass:mail.post.example", Word.CONFIRMED),
        ("dkim=pass:elsewhere.example", Word.UNKNOWN),
        ("spf=pass:notpost.example", Word.UNKNOWN),
        ("spf=fail:post.example", Word.FAILED),
        ("spf=fail:post.example dkim=none", Word.FAILED),
        ("spf=fail:post.example dkim=fail:post.example", Word.FAILED),
        ("spf=fail:post.example dkim=pass:post.example", Word.CONFIRMED),
        ("spf=fail:post.example dkim=pass:list.example", Word.UNKNOWN),
        ("spf=softfail:post.example", Word.UNKNOWN),
        ("spf=softfail:post.example dkim=none", Word.UNKNOWN),
        ("spf=softfail:post.example dkim=fail:post.example", Word.FAILED),
        ("dkim=fail:post.example", Word.UNKNOWN),
        ("spf=temperror dkim=temperror", Word.UNKNOWN),
    ],
)
def test_only_what_fails_clearly_fails(line: str, word: Word) -> None:
    assert judge_proofs(proofs(line), OURS, "petra@post.example") is word


def test_only_the_trusted_server_counts() -> None:
    said = [*proofs("dmarc=fail"), *proofs("dmarc=pass", THEIRS)]
    assert judge_proofs(said, OURS, "petra@post.example") is Word.FAILED
    assert judge_proofs(said, THEIRS, "petra@post.example") is Word.CONFIRMED
    assert judge_proofs(said, "nobody.example", "petra@post.example") is Word.UNKNOWN


def test_what_we_checked_ourselves_always_counts() -> None:
    assert judge_proofs(proofs("dmarc=fail", ""), OURS, "petra@post.example") is Word.FAILED


@pytest.mark.parametrize(
    ("named", "server"),
    [((), THEIRS), (("",), THEIRS), ((OURS,), OURS), ((OURS.upper(),), OURS), (("nobody.example",), "")],
)
def test_server_is_the_named_one_else_the_topmost(named: tuple[str, ...], server: str) -> None:
    said = [*proofs("spf=none", THEIRS), *proofs("spf=pass", OURS)]
    assert trusted_server(said, named) == server


def test_page_gets_a_sentence_and_a_line_per_check(house: House) -> None:
    results = f"{OURS}; spf=fail smtp.mailfrom=petra@post.example; dkim=none; dmarc=fail header.from=post.example"
    message = receive(house.info, raw=mail(headers={"Authentication-Results": results}))
    proven = proofs_in_words(message)
    assert proven is not None
    assert proven.word is Word.FAILED
    assert "petra@post.example" in proven.sentence
    assert len(proven.lines) == 3
    assert all(OURS in line for line in proven.lines)


def test_nothing_checked_says_nothing(house: House) -> None:
    assert proofs_in_words(receive(house.info, raw=mail())) is None


def test_settings_of_the_inbox_name_the_server(house: House) -> None:
    house.info.settings = {"authserv_id": OURS}
    house.info.save()
    lied = {"Authentication-Results": "attacker.example; dmarc=fail header.from=post.example"}
    message = receive(house.info, raw=mail(headers=lied))
    assert message.details.get("trusted", "") == ""
    assert proofs_in_words(message) is None
