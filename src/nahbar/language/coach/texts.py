# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""What the coach says to a finding, one kind sentence each, in German and English; and its praise."""

from __future__ import annotations

from nahbar.language.coach.finding import Severity

# In the order in which people would want to hear them.
SEVERITIES: dict[str, Severity] = {
    "salutation-missing": Severity.HINT,
    "salutation-impersonal": Severity.HINT,
    "form-mismatch": Severity.WARN,
    "closing-nameless": Severity.HINT,
    "phone-only": Severity.WARN,
    "boilerplate": Severity.HINT,
    "question-unanswered": Severity.WARN,
    "bureaucratic": Severity.HINT,
    "passive": Severity.HINT,
    "threat": Severity.WARN,
    "dead-end": Severity.WARN,
    "effort-shift": Severity.WARN,
    "no-acknowledgement": Severity.WARN,
    "blame": Severity.WARN,
    "promise-vague": Severity.HINT,
    "promise-dated": Severity.HINT,
    "hard-to-read": Severity.HINT,
    "jargon": Severity.HINT,
    "shouting": Severity.HINT,
    "personal-data-public": Severity.STOP,
    "website-only": Severity.WARN,
    "subject-dull": Severity.HINT,
}
_DE = {
    "salutation-missing": "Hier fehlt die Anrede: Mit dem Namen am Anfang weiß man, dass man selbst gemeint ist.",
    "salutation-impersonal": "Diese Anrede könnte an jeden gehen, dabei kennst du den Namen.",
    "form-mismatch": "Die Anrede passt nicht zusammen: Bleib bei einer Form, am besten bei der, in der man dir schreibt.",
    "form-mismatch:mixed": "Du und Sie stehen hier nebeneinander, das irritiert beim Lesen; bleib bei einer Form.",
    "form-mismatch:person-sie": "Die Nachricht an dich sagt „Sie“, dein Entwurf sagt „du“; in der eigenen Form fühlt man sich verstanden.",
    "form-mismatch:person-du": "Die Nachricht an dich sagt „du“, dein Entwurf sagt „Sie“; in der eigenen Form fühlt man sich verstanden.",
    "form-mismatch:house-sie": "Euer Haus sagt „Sie“, dein Entwurf sagt „du“.",
    "form-mismatch:house-du": "Euer Haus sagt „du“, dein Entwurf sagt „Sie“.",
    "closing-nameless": "Hier unterschreibt kein Mensch; dein Name macht aus der Auskunft ein Gespräch.",
    "phone-only": "Die Antwort heißt hier „Rufen Sie an“, aber wer schreibt, möchte meist schriftlich weiterkommen.",
    "boilerplate": "Etwa {} % davon stehen so schon in Bausteinen oder früheren Nachrichten; ein eigener Satz zeigt, dass du gelesen hast.",
    "question-unanswered": "Ist diese Frage schon beantwortet? „{}“ Ein Satz genügt, auch ein „Das kläre ich“.",
    "bureaucratic": "Das klingt nach Amt; einfache Wörter wirken näher.",
    "passive": "Hier bleibt offen, wer handelt; mit „ich“ oder „wir“ weiß man, wer sich kümmert.",
    "threat": "Das liest sich wie eine Drohung; ein klarer nächster Schritt und ein Angebot bringen meist mehr.",
    "dead-end": "Hier endet der Weg mit einem Nein; zeig, was stattdessen geht, und sei es klein.",
    "effort-shift": "Das gibt die Arbeit zurück; kannst du es selbst erledigen oder nur nach dem fragen, was wirklich fehlt?",
    "no-acknowledgement": "Da ist jemand aufgebracht oder in Sorge; ein Satz dazu, bevor es zur Sache geht, tut gut.",
    "blame": "Das klingt nach einem Vorwurf; sag lieber, was jetzt hilft.",
    "promise-vague": "Wer wartet, möchte wissen, wie lange; ein Tag beruhigt mehr als ein „bald“.",
    "promise-dated": "Das ist ein Versprechen ({}); wenn du es vormerkst, erinnere ich dich rechtzeitig.",
    "hard-to-read": "In diesem Satz mit {} Wörtern verliert man leicht den Faden; ein Punkt in der Mitte hilft.",
    "jargon": "„{}“ versteht man nur im Haus; sag es mit Wörtern, die alle kennen.",
    "shouting": "Großbuchstaben und viele Ausrufezeichen wirken, als würdest du laut.",
    "personal-data-public": "Das lesen alle, und es gehört nur einem Menschen; klär das lieber unter vier Augen.",
    "website-only": "Das sagt wenig mehr als die Website; gib die Auskunft hier und den Link gern dazu.",
    "subject-dull": "Dieser Betreff könnte über jeder Nachricht stehen; nenn die Sache beim Namen.",
}
_EN = {
    "salutation-missing": "There is no salutation: a name at the top tells people that they are meant.",
    "salutation-impersonal": "This salutation could go to anybody, and you know the name.",
    "form-mismatch": "The form of address does not fit: keep to one, best to the one that people write to you in.",
    "form-mismatch:mixed": "“du” and “Sie” stand side by side here, which puzzles readers; keep to one.",
    "form-mismatch:person-sie": "The message to you says “Sie”, your draft says “du”; people feel understood in their own form.",
    "form-mismatch:person-du": "The message to you says “du”, your draft says “Sie”; people feel understood in their own form.",
    "form-mismatch:house-sie": "Your house says “Sie”, your draft says “du”.",
    "form-mismatch:house-du": "Your house says “du”, your draft says “Sie”.",
    "closing-nameless": "No person signs here; your name turns information into a conversation.",
    "phone-only": "The answer here is “call us”, but people who write mostly want it in writing.",
    "boilerplate": "About {} % of this stands in blocks or earlier messages; a sentence of your own shows that you have read.",
    "question-unanswered": "Is this question answered? “{}” One sentence will do, even “I will find out”.",
    "bureaucratic": "This sounds like an office; plain words feel closer.",
    "passive": "It stays open who acts here; with “I” or “we” people know who cares.",
    "threat": "This reads like a threat; a clear next step and an offer get further.",
    "dead-end": "The way ends here with a no; show what is possible instead, however small.",
    "effort-shift": "This hands the work back; can you do it yourself, or ask only for what is really missing?",
    "no-acknowledgement": "Somebody is upset or worried; a sentence on that before the matter itself does good.",
    "blame": "This sounds like a reproach; better say what helps now.",
    "promise-vague": "Whoever waits wants to know how long; a day calms more than “soon”.",
    "promise-dated": "This is a promise ({}); if you note it, I will remind you in time.",
    "hard-to-read": "In this sentence of {} words people easily lose the thread; a full stop in the middle helps.",
    "jargon": "“{}” is understood only in the house; say it in words that everybody knows.",
    "shouting": "Capitals and many exclamation marks seem as if you raised your voice.",
    "personal-data-public": "Everybody reads this, and it belongs to one person; better settle it in private.",
    "website-only": "This says little more than the website; give the answer here, and the link besides.",
    "subject-dull": "This subject could stand above any message; call the matter by its name.",
}
_GOOD_DE = {
    "heard": "Schön: Du nimmst ernst, wie es der Person geht.",
    "answered": "Gut: Jede Frage ist aufgegriffen.",
    "way": "Gut: Du bietest einen Weg an.",
    "named": "Schön: Du sprichst die Person mit Namen an, und ein Mensch unterschreibt.",
    "day": "Gut: Man weiß, bis wann etwas geschieht.",
    "thanks": "Schön: Du bedankst dich für die Mühe.",
    "short": "Gut: Kurze Sätze, leicht zu lesen.",
}
_GOOD_EN = {
    "heard": "Good to see that you take up how the person feels.",
    "answered": "Good: every question is taken up.",
    "way": "Good: you offer a way.",
    "named": "Nice: you call the person by name, and a person signs.",
    "day": "Good: people know by when something happens.",
    "thanks": "Nice: you thank them for their trouble.",
    "short": "Good: short sentences, easy to read.",
}


def why(rule: str, words: str, interface: str) -> str:
    """The sentence that explains a finding."""
    known = _EN if interface == "en" else _DE
    return known.get(f"{rule}:{words}", known[rule]).format(words)


def praise(sign: str, interface: str) -> str:
    """The line that says what is good."""
    return (_GOOD_EN if interface == "en" else _GOOD_DE)[sign]
