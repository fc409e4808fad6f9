"""Does the draft answer? The telephone as the only way, and questions that it does not take up."""

from __future__ import annotations

import re

from nahbar.language.coach.finding import ANSWERED, NO_DEAD_END, NOWHERE, Finding
from nahbar.language.patterns import Pattern
from nahbar.language.reading import Reading
from nahbar.language.sentences import wordlist, words
from nahbar.language.spans import Span

# So many words beside the invitation to call are an answer of their own.
SUBSTANCE = 10
# A question with fewer words of content gives nothing to look for.
ENOUGH_WORDS = 2
# Letters of a word that count: "bezahlen", "bezahlt" and "Bezahlung" share six.
STEM = 5

_I = re.IGNORECASE
_CALL = Pattern(
    r"\b(?:ruf(?:en)?\s+(?:sie\s+)?(?:uns|mich|bitte|doch|einfach|gern|gerne|dazu|unter|unsere|die)\b.{0,80}?\ban\b"
    r"|rufen sie .{0,60}\ban\b"
    r"|ruft (?:uns|bitte|doch).{0,60}\ban\b|(?:melden|wenden) sie sich .{0,60}(?:telefon|hotline|nummer)|(?:meld"
    r"|melde) dich .{0,60}telefon"
    r"|(?:telefonisch|hotline|telefonnummer|rufnummer|servicenummer)\b.{0,80}(?:erreich|melden|wenden|kontakt"
    r"|verfügung|\d{3})"
    r"|(?:erreichen sie uns|kontaktieren sie uns|wenden sie sich).{0,60}(?:telefonisch|hotline|nummer|\d{4})"
    r"|(?:please )?(?:call us|give us a (?:call|ring)|call our|phone us|contact us (?:by|via) (?:phone|telephone)"
    r"|ring us))",
    _I | re.DOTALL,
)
_FILLER = Pattern(
    r"\b(?:dank|danke|bedanken|leid|bedauern|entschuldig\w*|verständnis|freuen uns|thank|thanks|sorry|apologi[sz]e"
    r"|regret|erhalten|eingegangen|received)\b",
    _I,
)
_SMALL_TALK = Pattern(r"\bwie geht(?:'?s| es)\b|\bhow are you\b|\bgeht es (?:ihnen|dir|euch) gut\b", _I)
# "Could you look into it?" is answered by doing; "Could you tell me ...?" by words.
_REQUEST = Pattern(
    r"(?:und |and )?(?:könn(?:t?en|ten)|würden|könntest|kannst|würdest|könnte?t|can|could"
    r"|would|will)\s+(?:sie|du|ihr|you)\b"
    r"(?!.*\b(?:sagen|nennen|erklären|verraten|tell|know|explain|say)\b)",
    _I,
)
_STOP = wordlist(
    """
    aber alle alles also andere auch beim bekomme bekommen bitte braucht brauche dann dass davon dazu dein deine
    denn dich diese diesem diesen dieser dieses doch dort durch eigentlich eine einem einen einer eines einmal
    etwas euch euer eure eventuell finden frage fragen geben gehen geht genau gern gerne gibt habe haben hallo
    hast hatte heißt hier ihnen ihre ihrem ihren ihrer immer irgendwie jetzt kann kannst kein keine können
    könnte könnten könnt kommen kommt lassen machen macht mehr mein meine meinem meinen meiner mich mir mit
    möchte muss müssen nach nicht nichts noch nur oder ohne sagen schon sehr sein seine sich sind soll sollen
    sollte sonst über überhaupt uns unser unsere unter viel viele vielleicht vom von vor wann warum weil welche
    welcher welches wenn werde werden wieder wird wissen wohl wollen worden würde würden zum zur zwischen
    möglich mitteilen teilen wofür womit woran ungefähr rolle schreiben wäre wären dafür damit daran mal
    schicken tun gute guten about also been could does from have help here just know need please really should
    some tell that their them then there they this want what when where which will with would your yours mine
    many much possible
    """
)
_TIME = (
    r"\d{1,2}\.[ \d]|uhr\b|tage?s?\b|woche|monat|stunde|minute|morgen|heute"
    r"|sofort|frühling|sommer|herbst|winter|januar|februar"
    r"|märz|mai\b|juni|juli|september|oktober|november|dezember"
    r"|january|february|march|april|may\b|june|july|august|day\b"
    r"|days\b|week|month|hour|today"
)
# What answers a kind of question in other words than its own.
_ANSWERS = (
    (
        Pattern(
            r"\b(?:kost\w*|preis\w*|teuer|bezahl\w*|zahlen|gebühr\w*|rabatt|cost\w*|price\w*|pay|charge|euro|€)\b", _I
        ),
        Pattern(
            r"€|\beuros?\b|\beur\b|kost|preis|rechnung|gratis|umsonst|zahl|gebühr|rabatt|free\b|charge|cost|price", _I
        ),
    ),
    (Pattern(r"\b(?:wann|wie lange?|dauert|termin\w*|when|how long|how soon)\b", _I), Pattern(_TIME, _I)),
    (
        Pattern(
            r"\b(?:wie viele?|wieviel|wie (?:groß|schwer|hoch|weit|oft)|how (?:much|many|big|heavy|far|often))\b", _I
        ),
        Pattern(r"\d|\beins?\b|zwei|drei|vier|fünf|kein|\bone\b|two|three|none", _I),
    ),
    (
        Pattern(r"\b(?:wo|wohin|woher|adresse|where|address)\b", _I),
        Pattern(r"straße|str\.|weg\b|platz|\b(?:in|bei|im|am) (?-i:[A-ZÄÖÜ])|http|www|street|\bat\b", _I),
    ),
    (
        Pattern(r"\b(?:wer|wem|wen|ansprechpartner\w*|who|whom)\b", _I),
        Pattern(r"\bich\b|\bwir\b|kolleg|herr|frau|\bwe\b", _I),
    ),
    (
        Pattern(r"\b(?:ich|wir)\b.*\btun\b|was (?:muss|soll|kann) ich", _I),
        Pattern(r"\bbitte\b|\bnichts\b|\bsie\b|\bdu\b", _I),
    ),
)
_YES_NO = Pattern(
    r"(?:und |aber |oder |also |nun |and |but |so |or )*(?:ist|sind|war|kann|könn\w*|darf|dürf\w*|muss|soll\w*|hat"
    r"|hab\w*|gibt|geht|gilt|wird|werden|würde\w*|wäre\w*|haben|hätte\w*"
    r"|passt|liegt|liest|spielt|bekomm\w*|krieg\w*|lohnt|führen|liefern|nehm\w*|brauch\w*|is|are|can|could|do|does"
    r"|will|would|have|has|should|may)\b",
    _I,
)
_YES_OR_NO = Pattern(
    r"\b(?:ja|nein|doch|klar|natürlich|selbstverständlich|gern|gerne|leider|sicher|stimmt|genau|richtig|geht|klappt"
    r"|yes|no|sure|of course|unfortunately|gladly|happy to)\b",
    _I,
)
_TEXTS = {
    "de": {
        "phone-only": (
            "Die Antwort heißt: Ruf an.",
            "Wer schreibt, möchte meist schriftlich weiterkommen. Gib die Auskunft hier, das Telefon gern dazu.",
        ),
        "question-unanswered": (
            "Ist diese Frage schon beantwortet? „{question}“",
            "Ich finde im Entwurf nichts, was sie aufgreift. Ein Satz genügt, auch ein „Das kläre ich bis morgen“.",
        ),
    },
    "en": {
        "phone-only": (
            "The answer is: call us.",
            "People who write mostly want it in writing. Give the answer here, and the phone besides.",
        ),
        "question-unanswered": (
            "Is this question answered? “{question}”",
            "I find nothing in the draft that takes it up. One sentence will do, even “I will find out by tomorrow”.",
        ),
    },
}


def phone_only(said: list[Span], language: str) -> list[Finding]:
    """The substance is "call us", and nothing else is said."""
    calls = [sentence for sentence in said if _CALL.search(sentence.text)]
    if not calls:
        return []
    rest = [sentence for sentence in said if sentence not in calls and not _FILLER.search(sentence.text)]
    if sum(len(words(sentence.text)) for sentence in rest) >= SUBSTANCE:
        return []
    what, why = _TEXTS[language]["phone-only"]
    return [Finding("phone-only", calls[0], what, why, "", NO_DEAD_END)]


def unanswered(said: list[Span], incoming: Reading, language: str) -> list[Finding]:
    """Each question that nothing in the draft seems to take up. Asked gently: a machine cannot know."""
    draft = " ".join(sentence.line for sentence in said)
    what, why = _TEXTS[language]["question-unanswered"]
    return [
        Finding("question-unanswered", NOWHERE, what.format(question=_short(question.line)), why, "", ANSWERED)
        for question in incoming.questions
        if _open(question.line, draft)
    ]


def _open(question: str, draft: str) -> bool:
    asked = content(question)
    if len(asked) < ENOUGH_WORDS or _SMALL_TALK.search(question) or _REQUEST.match(question):
        return False
    lowered = draft.lower()
    if asked & content(draft) or any(stem in lowered for stem in asked):
        return False
    if _YES_NO.match(question.rpartition(": ")[2]) and _YES_OR_NO.search(draft):
        return False
    return not any(asks.search(question) and answered.search(draft) for asks, answered in _ANSWERS)


def content(text: str) -> frozenset[str]:
    """The beginnings of the words that carry the meaning."""
    return frozenset(stem for word in words(text) if (stem := _stem(word.lower())))


def _stem(word: str) -> str:
    if len(word) < 4 or word in _STOP or word[0].isdigit():
        return ""
    if word.startswith("ge") and word.endswith(("t", "en")) and len(word) > 6:
        word = word[2:]
    return word[:STEM]


def _short(question: str) -> str:
    return question if len(question) <= 120 else question[:117].rsplit(" ", 1)[0] + " …"
