"""A reading as plain data, in the shape that the command line and the API speak."""

from __future__ import annotations

from typing import Any

from nahbar.language.reading.result import Reading
from nahbar.language.reading.urgency import Press
from nahbar.language.spans import Span


def as_data(reading: Reading) -> dict[str, Any]:
    """The reading as JSON takes it. Places count Unicode code points of the text that was read."""
    return {
        "language": "unsure" if reading.language == "other" else reading.language,
        "form": reading.form.value,
        "intents": list(reading.intents),
        "mood": reading.mood,
        "insult": reading.insult,
        "urgent": reading.urgent,
        "sensitive": list(reading.sensitive),
        "questions": [{**_span(ask.span), "kind": ask.kind.value} for ask in reading.asks],
        "gist": " … ".join(span.line for span in reading.gist),
        "confidence": dict(reading.confidence),
        "evidence": _evidence(reading),
    }


def _evidence(reading: Reading) -> dict[str, list[dict[str, Any]]]:
    """The words that each label rests on; insults say at whom, urgency says why."""
    found = {label: [_span(span) for span in spans] for label, spans in reading.evidence.items() if spans}
    if reading.insults:
        found["insult"] = [{**_span(one.span), "at": one.at} for one in reading.insults]
    if reading.urgent:
        pressing = [one for one in reading.urgency if one.kind is not Press.NEAR_DAY]
        found["urgent"] = [{**_span(one.span), "reason": one.kind.value} for one in pressing]
    return found


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}
