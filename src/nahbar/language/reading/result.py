"""What a reading is: every part with the words that it rests on and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from nahbar.language.address import Address, Form
from nahbar.language.reading.insult import Insult
from nahbar.language.reading.questions import Ask
from nahbar.language.reading.urgency import Press, Urgency
from nahbar.language.spans import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a text.

    `language` is "de", "en", "other", or "unsure" where there is too little to tell. In another language form and
    mood are `unsure` and the lists empty. `address` is German only: in English its form is `none`. `greeted` and
    `signed` are names as written. `gist` are the writer's own sentences. `confidence` (0 to 1) and `evidence` go
    by label: `form`, `mood`, `insult`, `urgent`, and each intent and sensitive matter by its name (`legal` may be
    both: as a matter it is `sensitive:legal`).
    """

    language: str
    address: Address
    asks: tuple[Ask, ...]
    intents: tuple[str, ...]
    mood: str
    insults: tuple[Insult, ...]
    sensitive: tuple[str, ...]
    urgency: tuple[Urgency, ...]
    greeting: Span | None
    greeted: str
    closing: Span | None
    signed: str
    gist: tuple[Span, ...]
    confidence: dict[str, float] = field(default_factory=dict)
    evidence: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        """How the writer addresses us."""
        return self.address.form

    @property
    def questions(self) -> tuple[Span, ...]:
        """The places of all questions and requests."""
        return tuple(ask.span for ask in self.asks)

    @property
    def insult(self) -> bool:
        """Whether somebody is insulted, us or others."""
        return bool(self.insults)

    @property
    def urgent(self) -> bool:
        """Whether waiting a day would do harm or haste is asked for; a near day alone is not enough."""
        return any(reason.kind is not Press.NEAR_DAY for reason in self.urgency)
