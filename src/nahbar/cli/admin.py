"""`nahbar admin`: the first member, who then invites the others; and the way back in for one who is locked out."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from nahbar.cli import start_django
from nahbar.cli.asking import NotGiven, ask, password_from

if TYPE_CHECKING:
    from nahbar.accounts.models import Member

EXAMPLES = """examples:
  nahbar admin                                              asks for everything
  nahbar admin --email anna.lind@firma.example --name "Anna Lind" --password-file secret.txt
  pass show nahbar | nahbar admin --email anna.lind@firma.example --name "Anna Lind" --password-file -
  nahbar admin --email anna.lind@firma.example --reset-password
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `admin` to the nahbar command."""
    parser = subparsers.add_parser(
        "admin",
        help="make the first member, who then invites the others",
        description="Make an administrator, who signs in on the desk and invites everybody else there."
        " What you leave out is asked for. The password is never taken from the command line,"
        " where other users of the machine could read it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--email", metavar="ADDRESS", help="the mail address to sign in with")
    parser.add_argument("--name", help='first and last name, as people will read it: "Anna Lind"')
    parser.add_argument("--password-file", metavar="FILE|-", help="read the password from a file, or - for its input")
    parser.add_argument("--reset-password", action="store_true", help="give a member who exists a new password")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 where the member exists afterwards. Raises NotGiven, AlreadyMember, SchemaFault."""
    start_django()
    from nahbar.cli import schema

    schema.require_current()
    email = _address(options.email or ask("Mail address", "--email"))
    if options.reset_password:
        return _reset(email, options.password_file)
    return _make(email, options.name, options.password_file)


def _make(email: str, name: str | None, password_file: str | None) -> int:
    from nahbar.accounts.actions import add_member
    from nahbar.accounts.queries import member_at
    from nahbar.accounts.words import Role

    if member_at(email):
        raise NotGiven(f"{email} is a member already. With --reset-password you give them a new password.")
    given = (name or ask("First and last name", "--name")).strip()
    if not given:
        raise NotGiven("A member needs a name. Give it by --name.")
    member = add_member(email=email, name=given, password=_password(password_file), role=Role.ADMIN)
    print(f"{member.name} is an administrator now. Sign in at {_url()} and invite the others.")
    return 0


def _reset(email: str, password_file: str | None) -> int:
    from nahbar.accounts.actions import set_password
    from nahbar.accounts.queries import member_at

    member = member_at(email)
    if member is None:
        raise NotGiven(f"No member has the address {email}. Without --reset-password you make one.")
    set_password(member, password=_password(password_file, member))
    print(f"{member.name} has a new password and is signed out everywhere. Sign in at {_url()}.")
    if not member.is_active:
        print("Note: this member is switched off and cannot sign in until another administrator switches them on.")
    return 0


def _url() -> str:
    from django.conf import settings

    return str(settings.NAHBAR.url)


def _address(text: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(text)
    except ValidationError as error:
        raise NotGiven(f"{text!r} is no mail address, such as anna.lind@firma.example.") from error
    return text.strip().lower()


def _password(source: str | None, member: Member | None = None) -> str:
    """A password that will do. On a terminal one that will not is asked for again."""
    while True:
        password = password_from(source, twice=True)
        problems = _problems(password, member)
        if not problems:
            return password
        if source is not None or not sys.stdin.isatty():
            raise NotGiven(" ".join(problems))
        print("\n".join(problems), file=sys.stderr)


def _problems(password: str, member: Member | None) -> list[str]:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import translation

    try:
        with translation.override("en"):
            validate_password(password, member)
    except ValidationError as error:
        return list(error.messages)
    return []
