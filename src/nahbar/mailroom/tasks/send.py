"""Sending what is due: a round is marked "sending" with one commit, handed over at once, settled with one commit."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import close_old_connections, connection

from nahbar.channels.contract import Handover, Outcome, Receipt, RecipientResult, Sender, SendFault
from nahbar.channels.outbox import FolderSender
from nahbar.channels.registry import channel
from nahbar.mailroom import actions
from nahbar.mailroom.actions import reset_secrets
from nahbar.mailroom.actions.health import note_send_problem, note_sent
from nahbar.mailroom.models import Delivery, Inbox
from nahbar.mailroom.queries import blobs, settings_of
from nahbar.mailroom.words import CLAIM_DELIVERIES, LEASE, SENDING_ROUND, DeliveryState
from nahbar.toolbox.faults import Fault

log = logging.getLogger(__name__)


class Postman:
    """Carries deliveries out; one per worker process. `worker` is the name under which it claims."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        self._ways = [_Ways() for _ in range(SENDING_ROUND)]
        self._pool = ThreadPoolExecutor(SENDING_ROUND, thread_name_prefix="send")

    def carry(self) -> int:
        """Send one claimed block; returns how many deliveries were claimed."""
        block = actions.claim_deliveries(worker=self.worker, limit=CLAIM_DELIVERIES)
        with heartbeat(self.worker) if block else ExitStack():
            for start in range(0, len(block), SENDING_ROUND):
                self._round(block[start : start + SENDING_ROUND])
        return len(block)

    def close(self) -> None:
        self._pool.shutdown(wait=True)
        for ways in self._ways:
            ways.close()

    def _round(self, deliveries: Sequence[Delivery]) -> None:
        ready = [(delivery, handover) for delivery in deliveries if (handover := self._handover(delivery))]
        ours = actions.mark_sending([delivery.id for delivery, _ in ready], worker=self.worker)
        ready = [(delivery, handover) for delivery, handover in ready if delivery.id in ours]
        tries = list(
            self._pool.map(lambda task: _try(task[0], task[1][0], task[1][1]), zip(self._ways, ready, strict=False))
        )
        receipts = {
            delivery.id: tried
            for (delivery, _), tried in zip(ready, tries, strict=True)
            if isinstance(tried, Receipt)
        }
        if receipts:
            actions.settle(receipts)
        for (delivery, _), tried in zip(ready, tries, strict=True):
            if isinstance(tried, Fault):
                actions.postpone([delivery.id], problem=tried.sentence)
                note_send_problem(delivery.inbox_id, tried.sentence)
        for inbox_id in {delivery.inbox_id for delivery, _ in ready if delivery.id in receipts}:
            note_sent(inbox_id)

    def _handover(self, delivery: Delivery) -> Handover | None:
        open_copies = [
            copy.address
            for copy in delivery.recipients.all()
            if copy.state in (DeliveryState.SCHEDULED, DeliveryState.QUEUED)
        ]
        try:
            content = blobs().get(delivery.blob)
        except Fault as fault:
            actions.postpone([delivery.id], problem=fault.sentence)
            return None
        return Handover(delivery.key, delivery.sender, tuple(open_copies), content, delivery.created_at)


def _try(ways: _Ways, delivery: Delivery, handover: Handover) -> Receipt | Fault:
    try:
        sender = ways.to(delivery.inbox)
    except Fault as fault:
        return fault
    except Exception:
        log.exception("delivery %s: the way out over %s could not be opened", delivery.id, delivery.channel)
        return SendFault("The way out could not be opened; the server's log says why.", permanent=False)
    try:
        return sender.send(handover)
    except SendFault as fault:
        ways.drop(delivery.inbox_id)
        return fault
    except Exception:
        # An adapter that breaks its contract may have handed the message over: only a person may decide.
        log.exception("delivery %s: the %s adapter failed", delivery.id, delivery.channel)
        ways.drop(delivery.inbox_id)
        sentence = "Something unexpected happened while it was being sent. It may have arrived; please decide."
        return Receipt(
            tuple(RecipientResult(address, Outcome.UNKNOWN, "", sentence) for address in handover.recipients)
        )


class _Ways:
    """The open senders of one thread, one per inbox and state of its settings."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[str, Sender, ExitStack]] = {}

    def to(self, inbox: Inbox) -> Sender:
        fingerprint = f"{inbox.settings}{inbox.sealed}"
        known = self._open.get(inbox.id)
        if known and known[0] == fingerprint:
            return known[1]
        self.drop(inbox.id)
        stack = ExitStack()
        sender = stack.enter_context(_way_out(inbox))
        self._open[inbox.id] = (fingerprint, sender, stack)
        return sender

    def drop(self, inbox_id: int) -> None:
        known = self._open.pop(inbox_id, None)
        if known:
            known[2].close()

    def close(self) -> None:
        for inbox_id in list(self._open):
            self.drop(inbox_id)


@contextmanager
def _way_out(inbox: Inbox) -> Iterator[Sender]:
    adapter = channel(inbox.channel)
    if settings.NAHBAR.demo:
        yield FolderSender(settings.OUTBOX_ROOT, adapter.suffix)
        return
    with adapter.open(settings_of(inbox), lambda secrets: reset_secrets(inbox.id, secrets)) as sender:
        yield sender


@contextmanager
def heartbeat(worker: str) -> Iterator[None]:
    """Renew this worker's claims while it works, so that a slow server does not make them look abandoned."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(LEASE.total_seconds() / 3):
            close_old_connections()
            actions.extend_claims(worker=worker)
        connection.close()  # this thread's own; it ends here

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
