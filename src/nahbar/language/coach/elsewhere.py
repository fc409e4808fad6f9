"""Answers that are none: "call us", "see our website"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
# So many words beside the invitation to call, or to read, are an answer of their own.
SUBSTANCE = 9
CALL = Pattern(
    r"\bruf(?:en|t)?\b(?: sie| du)?[^.!?]{0,90}?\b(?:an|durch)\b(?![^.!?]* (?:mich nicht|nicht an))|\banzurufen\b|\banrufen\b|\banruf\b|\b(?:telefonisch\w*|fernmündlich)\b|\bam telefon\b|\bper telefon\b|\b(?:hotline|telefonnummer|rufnummer|servicenummer|service-?telefon|servicehotline|kundenhotline|durchwahl|telefonzentrale|callcenter|kundentelefon)\b"
    r"|\bunter (?:der |folgender |unserer )?(?:nummer|tel\.?|telefon)?:?\s*\+?[\d(][\d\s/()–-]{5,}|\b(?:wähl\w*)\b[^.!?]{0,40}\d{3}|\b(?:tel\.?|telefon|fon):?\s*\+?[\d(][\d\s/()–-]{5,}|\b(?:greifen sie|greif) zum (?:hörer|telefon)|\bkurzes telefonat|\btelefonat\b|\btelefonieren\b|\bdurchklingel\w*|\bdurchrufen\b|\bdurchzuklingeln\b|\bklingel\w* (?:sie )?(?:einfach )?(?:bei uns )?durch\b"
    r"|\b(?:please )?(?:call|phone|ring|telephone|dial) (?:us|me|our|the|this|\+?\d)|\bgive (?:us|me) a (?:call|ring|buzz)|\bby (?:tele)?phone\b|\bover the phone\b|\bon the phone\b|\b(?:helpline|hotline|phone line|phone lines|our lines)\b|\b(?:on|at) \+?[\d(][\d\s()–-]{6,}",
    _I,
)
_CALLING_ALSO = Pattern(
    r"\b(?:wir|ich)\b[^.!?]{0,40}\b(?:rufen|rufe|zurückrufen)\b[^.!?]{0,20}\b(?:sie|dich)\b|\b(?:rufe|rufen) (?:ich|wir) (?:sie|dich)|\b(?:i|we)(?:'ll| will)? (?:call|ring|phone) you|\b(?:unser\w*|ihr\w*|dein\w*) (?:\w+ )?(?:telefonat|anruf|telefongespräch)|\b(?:am telefon|telefonisch) (?:\w+ )?(?:besprochen|vereinbart|gesagt|erwähnt|abgemacht|versprochen|angekündigt|ausgemacht|mitgeteilt|gemeldet|bestellt)|\btelefon(?:anlage|leitung)|\bwar\b|\bwaren\b|\bkonnten? (?:sie|ich|wir)\b|\b(?:wenn|falls) (?:ihnen|dir|es ihnen|sie lieber|du lieber)\b[^.!?]*(?:lieber|telefon)|\bkein anruf|\bnicht (?:extra )?an(?:zu)?rufen|\bif you (?:would )?(?:prefer|rather)",
    _I,
)
_SITE = Pattern(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:de|com|org|net|eu|at|ch|example|uk|io)(?:/\S*)?(?![\w@])|\b(?:unsere[rnm]?|die|der|auf|our|the|this)\b[^.!?]{0,25}\b(?:webs(?:e)?ite|web-?site|homepage|internetseite|webseite|internetauftritt|internetpräsenz|faq|faqs|hilfeseiten?|hilfebereich|hilfe-?center|help ?cent(?:re|er)|help pages?|support pages?|onlinehilfe|online-hilfe|wissensdatenbank|knowledge base|ratgeber|blog(?:beitrag|artikel)?|downloadbereich|serviceportal|servicebereich)\b|\b(?:faq|faqs|homepage|website)\b|\bunter (?:dem |folgendem |diesem )?link\b|\b(?:folgender|folgendem|folgenden|diesem|diesen|this|following) link\b",
    _I,
)
_ADDRESS = re.compile(r"\S+@\S+")
_FILLER = Pattern(
    r"\b(?:dank\w*|bedank\w*|bedauer\w*|entschuldig\w*|verständnis|freuen uns|freue mich|interesse|thank\w*|sorry|apologi[sz]e|regret|erhalten|eingegangen|received|getting in touch|your (?:mail|message|email|enquiry|inquiry)|ihre (?:nachricht|anfrage|mail|e-mail)|deine (?:nachricht|anfrage|mail))\b",
    _I,
)
# What goes with "call us" and "see our site" and says nothing of its own.
_HOURS = Pattern(
    r"\b(?:montags?|mo\.?|werktags|werktäglich|rund um die uhr|täglich|uhr|monday|weekdays|from (?:nine|eight|\d)|nine to five|opening hours|öffnungszeiten|servicezeiten)\b|\b(?:helfen|hilft|help|beraten|beantworten|beantwortet|klären|besprechen|assist|answer)\b[^.!?]{0,40}\b(?:gern|gerne|weiter|alles|alle|fragen|you|everything|ihnen|dir)\b|\b(?:gern|gerne|happy to|pleased to|glad to)\b[^.!?]{0,40}\b(?:helfen|hilft|weiter|help|assist|beraten|beantworten|klären)\b|\b(?:kolleg\w+|mitarbeiter\w*|colleagues?|team)\b[^.!?]{0,60}\b(?:helfen|hilft|help|beraten|freuen|für sie da|assist|weiter)\b|\b(?:alles|alle|all|everything|weitere|nähere|ausführliche|further|more)\b[^.!?]{0,40}\b(?:wichtige|wissenswerte|informationen?|infos?|details?|antworten|information|you need|need to know|hinweise|fragen)\b|\bdort (?:finden|findest|steht|stehen|ist|sind|gibt|erfahren|wird|werden|können)\b|\b(?:da|dort) steht\b|\bam besten\b[^.!?]{0,30}\btelefon|\bdann (?:besprechen|klären|können|finden|helfen|schauen)\b|\bthere you (?:will|can)\b|\b(?:anliegen|frage)\b[^.!?]{0,40}\b(?:klären|beantwort\w*|besprechen)\b|\beasiest (?:thing|way)\b|\bviel (?:spaß|freude|erfolg)|\bschönen\b|\bhave a\b",
    _I,
)
_WANTS_CALL = Pattern(
    r"\b(?:ruf(?:en|t)? sie mich|rufen sie (?:bitte )?(?:an|zurück)|ruf(?:t)? mich|rückruf|zurückrufen|anrufen|telefonieren|telefonnummer|telefonisch|hotline|call me|ring me|phone number|phone me|give me a call|by phone)\b",
    _I,
)
# Where people may write as well, the telephone is not the only way.
_WRITE_ALSO = Pattern(
    r"\S@\S|\b(?:private nachricht|persönliche nachricht|direktnachricht|private message|direct message|per mail|per e-mail|by e?-?mail|schreib(?:en)? (?:sie )?(?:mir|uns)|write to (?:me|us))\b",
    _I,
)


def phone_only(view: View) -> Iterator[Remark]:
    """`phone-only`: the substance is "call us". Who asked for a call or a number gets one."""
    if _WANTS_CALL.search(view.draft.incoming[:4000]) or _WRITE_ALSO.search(view.low):
        return
    calls = [one for one in view.sentences if CALL.search(one.low) and not _CALLING_ALSO.search(one.low)]
    if calls and _left(view, calls, CALL) < SUBSTANCE:
        better = (
            "Ich antworte Ihnen gern gleich hier: …"
            if view.german and view.form != "du"
            else "Ich antworte dir gern gleich hier: …"
            if view.german
            else "I will gladly answer right here: …"
        )
        yield Remark("phone-only", calls[0].span, better)


def website_only(view: View) -> Iterator[Remark]:
    """`website-only`: little but a link, or "see our website"."""
    points = [one for one in view.sentences if _SITE.search(_ADDRESS.sub(" ", one.low))]
    if points and _left(view, points, _SITE) < SUBSTANCE:
        better = (
            "Kurz gesagt: … Ausführlich steht es hier: …" if view.german else "In short: … The details are here: …"
        )
        yield Remark("website-only", points[0].span, better)


def points_elsewhere(sentence: Sentence) -> bool:
    """Whether a sentence only sends people to the telephone or the website."""
    return bool(CALL.search(sentence.low) or _SITE.search(sentence.low))


def is_filler(sentence: Sentence) -> bool:
    """Whether a sentence thanks or greets and says nothing of the matter."""
    return bool(_FILLER.search(sentence.low)) and len(sentence.words) < 16


def _left(view: View, pointing: list[Sentence], pattern: Pattern) -> int:
    """How many words of substance stand beside the sentences that point elsewhere."""
    left = 0
    for sentence in view.sentences:
        if sentence in pointing:
            parts = re.split(r"(?:[:;–]|, (?:aber|denn|und)\b| und |,\s*(?:but|and)\b)\s*", sentence.low)
            own = [
                part
                for part in parts
                if not (pattern.search(part) or _FILLER.search(part) or _HOURS.search(part) or "http" in part)
            ]
            left += sum(len(part.split()) for part in own if len(part.split()) > 5)
        elif not (_FILLER.search(sentence.low) and len(sentence.words) < 20) and not _HOURS.search(sentence.low):
            left += len(sentence.words)
    return left
