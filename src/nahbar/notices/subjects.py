"""What notices speak of. Apps above know it; they register here how it is called and who may see it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from nahbar.accounts.models import Member
from nahbar.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing: whom it is with, what it is called, and where the desk shows it (a path)."""

    who: str
    title: str
    path: str


Describe = Callable[[Member, Collection[int]], dict[int, Subject]]
_REGISTER: dict[str, Describe] = {}


def describes(kind: str) -> Callable[[Describe], Describe]:
    """Register who knows subjects of this kind. Their function leaves out what the member may not see."""

    def register(describe: Describe) -> Describe:
        _REGISTER[kind] = describe
        return describe

    return register


def subjects_of(member: Member, notices: Iterable[Notice]) -> dict[tuple[str, int], Subject]:
    """What these notices speak of, by kind and id; without what the member may not see any more."""
    wanted: dict[str, set[int]] = {}
    for notice in notices:
        wanted.setdefault(notice.subject_kind, set()).add(notice.subject_id)
    return {
        (kind, pk): subject
        for kind, ids in wanted.items()
        if kind in _REGISTER
        for pk, subject in _REGISTER[kind](member, ids).items()
    }
