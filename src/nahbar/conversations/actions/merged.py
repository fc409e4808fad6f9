"""Following conversations that were joined into others to the one that lives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nahbar.conversations.models import Conversation


def lock_living(ids: Iterable[int]) -> dict[int, Conversation]:
    """For each of these conversations the one where its messages lie now, locked until the transaction ends.

    Whoever joins meanwhile waits for us, or we for them; then the row read here names its new place already.
    Ids that do not exist are left out.
    """
    asked = set(ids)
    rows: dict[int, Conversation] = {}
    wanted = set(asked)
    while wanted:
        found = Conversation.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        rows |= {row.pk: row for row in found}
        wanted = (
            {row.merged_into_id for row in rows.values() if row.merged_into_id is not None} - rows.keys() - wanted
        )
    return {pk: _end(rows, pk) for pk in asked if pk in rows}


def _end(rows: Mapping[int, Conversation], start: int) -> Conversation:
    """The last conversation of the way from `start`. Where the way leads in a circle or to a row that is gone,
    its last stop lives again: else what arrives would lie where nobody looks.
    """
    here, seen = rows[start], {start}
    while here.merged_into_id is not None:
        following = rows.get(here.merged_into_id)
        if following is None or following.pk in seen:
            Conversation.objects.filter(pk=here.pk).update(merged_into=None)
            here.merged_into = None
            break
        here = following
        seen.add(here.pk)
    return here
