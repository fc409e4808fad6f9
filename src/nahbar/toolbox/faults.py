"""The root of our own errors: a sentence for a person, and whether trying again can help."""

from __future__ import annotations


class Fault(Exception):  # noqa: N818 - "Fault" is the word for it; subclasses name the thing that went wrong
    """Something went wrong that we can explain.

    `sentence` is shown to a person as it is, so it says what happened and what to do next.
    `permanent` is true where the same try would fail again.
    """

    permanent: bool = True

    def __init__(self, sentence: str, *, permanent: bool | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if permanent is not None:
            self.permanent = permanent


class Full(Fault):
    """The disk has no room; nothing was half-written."""

    permanent = False


class Misconfigured(Fault):
    """A setting is wrong; the sentence names it and what it should be."""
