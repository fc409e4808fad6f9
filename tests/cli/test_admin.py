from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cli.calling import call, on_terminal
from servers.nahbar import Nahbar

MEMBERS = "SELECT email, name, role FROM nahbar_accounts_member ORDER BY id"
ANNA = ["--email", "Anna.Lind@radhof.example", "--name", "Anna Lind"]


def signs_in(house: Nahbar, password: str) -> bool:
    code = f"print(member_at('anna.lind@radhof.example').check_password({password!r}))"
    return house.python(f"from nahbar.accounts.queries import member_at\n{code}").strip() == "True"


def test_makes_an_administrator_from_a_file(empty: Nahbar, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("speichen-und-felgen\n")
    done = call(empty, "admin", *ANNA, "--password-file", str(secret))
    assert done.returncode == 0
    assert "Anna Lind is an administrator now. Sign in at http://" in done.stdout
    assert empty.rows(MEMBERS) == [("anna.lind@radhof.example", "Anna Lind", "admin")]
    assert signs_in(empty, "speichen-und-felgen")


def test_asks_on_a_terminal_until_the_password_will_do(empty: Nahbar) -> None:
    answers = {
        "Mail address: ": "anna.lind@radhof.example",
        "First and last name: ": "Anna Lind",
        "Password: ": "speichen-und-felgen",
        "The same again: ": "speichen-und-felgen",
    }
    code, shown = on_terminal(empty.environment, ["admin"], answers)
    assert code == 0, shown
    assert "speichen" not in shown
    assert signs_in(empty, "speichen-und-felgen")


def test_short_and_common_passwords_are_refused(empty: Nahbar) -> None:
    for weak in ("kurz", "password12345"[:10], "1234567890"):
        done = call(empty, "admin", *ANNA, "--password-file", "-", typed=f"{weak}\n")
        assert done.returncode == 1, weak
        assert "password is too" in done.stderr
    assert empty.rows(MEMBERS) == []


def test_names_what_is_missing_where_nobody_can_be_asked(empty: Nahbar) -> None:
    assert "Give it by --email" in call(empty, "admin").stderr
    assert "Give it by --name" in call(empty, "admin", *ANNA[:2]).stderr
    assert "Give it by --password-file" in call(empty, "admin", *ANNA).stderr
    assert "'anna' is no mail address" in call(empty, "admin", "--email", "anna").stderr


def test_resets_a_password_and_leaves_the_rest(firm: Nahbar) -> None:
    before = firm.rows(MEMBERS)
    email = ["--email", "ANNA@radhof.example", "--password-file", "-"]
    assert "--reset-password" in call(firm, "admin", *email, "--name", "Anna", typed="speichen-und-felgen\n").stderr
    done = call(firm, "admin", *email, "--reset-password", typed="speichen-und-felgen\n")
    assert done.returncode == 0
    assert "Anna Lind has a new password" in done.stdout
    assert firm.rows(MEMBERS) == before
    kept = "SELECT count(*) FROM nahbar_history_entry WHERE verb = 'member.password_set'"
    assert firm.rows(kept) == [(1,)]


def test_nobody_to_reset(empty: Nahbar) -> None:
    done = call(empty, "admin", "--email", "who@radhof.example", "--reset-password")
    assert "No member has the address who@radhof.example" in done.stderr


def test_says_when_the_database_has_no_tables(new_home: Callable[..., Nahbar]) -> None:
    done = call(new_home(), "admin", *ANNA, "--password-file", "-", typed="speichen-und-felgen\n")
    assert done.returncode == 1
    assert "Run `nahbar migrate` first" in done.stderr
