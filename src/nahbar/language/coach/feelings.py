"""Whoever writes in anger, disappointment or fear wants to be heard before they are helped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import NOWHERE, Remark
from nahbar.language.coach.view import Incoming, View
from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
# Below this the mood is a guess, and a hint would often be wrong.
SURE = 0.7
# A word or two may be irony or not; nobody can tell.
FEWEST_WORDS = 5
_UPSET_MOODS = frozenset({"angry", "disappointed", "worried"})
_HEARS = Pattern(
    r"\b(?:leid|leidtun|entschuldig\w*|verzeih\w*|verzeihung|sorry|pardon|bedau(?:er\w*|re)|versteh\w*|verständlich\w*|nachvollzieh\w*|nachfühlen|nachempfinden|mitgefühl|mitfühl\w*|beileid|anteilnahme|betroffen|bestürzt|erschrocken|erschüttert|beschämt|schäme\w*|peinlich|unangenehm|ärgerlich\w*|geärgert|ärger\w*|verärger\w*|enttäusch\w*|frust\w*|zu recht|mit recht|haben (?:\w+ )?recht|hast (?:\w+ )?recht|recht haben|allen grund|guten grund"
    r"|sorgen?|schreck\w*|aufregung|zumutung|schlimm\w*|bitter\w*|schade|traurig\w*|belastend\w*|anstrengend|nervig|furchtbar|schrecklich|unzumutbar|inakzeptabel|blamabel|daneben|misslich|unschön\w*|versagt|verbockt|verpatzt|vermasselt|verschlafen|geschlampt|schiefgelaufen|schief gelaufen|schiefgegangen|schief gegangen|verschuldet|(?:unser|mein|von uns|von mir|bei uns|an uns|auf uns|auf mich|auf unsere kappe|auf meine kappe)[^.!?]{0,25}(?:fehler|schuld|versäumnis|panne|patzer|versehen)|(?:fehler|schuld|versäumnis|panne|patzer)[^.!?]{0,25}(?:uns|mir|unser\w*|mein\w*)|geht auf unsere kappe|auf unsere kappe|das liegt an uns|lag an uns|liegt bei uns|lag bei uns"
    r"|(?:darf|dürfte|durfte|hätte|sollte|soll)\b[^.!?]{0,50}\bnicht\b[^.!?]{0,30}\b(?:sein|passieren|vorkommen|geschehen|laufen|passiert)|nicht in ordnung|nicht gut (?:gelaufen|gemacht|genug)|kein guter|kein schöner|nicht fair|so nicht|nicht der (?:service|anspruch|standard)|geduld (?:strapaziert|verloren|am ende)|danke(?:n)? (?:ihnen |dir )?(?:für|dass)[^.!?]{0,60}(?:offen\w*|ehrlich\w*|deutlich\w*|klar\w*|kritik|rückmeldung|geduld|hinweis\w*|vertrauen)|offenen? worte|ihre kritik|deine kritik|kopf schütteln|stinkt ihnen|keine angst|seien sie unbesorgt|machen sie sich keine|mach dir keine|beruhigen|zum glück|gute nachricht|nichts ernstes|kann ich (?:\w+ )?verstehen|das wäre mir auch|ginge mir (?:genauso|auch)|ich wäre (?:auch|genauso)|an ihrer stelle|wie anstrengend|wie ärgerlich|umsonst|vergeblich|lange? (?:warten|gewartet)|warten (?:ließen|lassen|mussten|musstest|müssen))\b"
    r"|\b(?:sorry|apolog\w*|regret|understand\w*|understandable|sympath\w*|upset|frustrat\w*|annoy\w*|disappoint\w*|worr\w*|you are (?:absolutely |quite |completely )?right|you're right|every (?:right|reason)|our (?:mistake|fault|error)|(?:fault|mistake) (?:was|is) ours|should (?:not|never) have|shouldn't have|let you down|inexcusable|unacceptable|awful|dreadful|terrible|ashamed|embarrass\w*|condolences|thank you for (?:being|your) (?:honest\w*|open\w*|frank\w*|patience)|not good enough|must have been|i hear you|distress\w*|rest assured|good news|inconvenien\w*|on us\b|got (?:it|this) wrong|no excuse)\b",
    _I,
)
# People say it outright; the reading of moods may be unsure where these are not.
_UPSET = Pattern(
    r"\b(?:unverschämt\w*|frechheit|unmöglich(?:es verhalten)?|sauer|stinksauer|wütend|wut|verärgert\w*|enttäuscht\w*|maßlos|fassungslos\w*|entsetzt\w*|empört\w*|empörend|schnauze|reicht(?:'s| es) (?:mir|uns)|mir reicht|saftladen|verarsch\w*|abzocke\w*|zumutung|katastrophe|schande|skandal|sauerei|dreist\w*|unfassbar\w*|untragbar|inakzeptabel|nie wieder|das letzte|lächerlich|peinlich|geduld (?:ist|verlieren|am ende)|verliere (?:langsam )?die geduld|verzweifelt|verzweifle|weine\w*|geweint|angst|große sorgen|mache mir sorgen|schlaflos\w*|nicht mehr schlafen|nicht schlafen|kein bock mehr|zum kotzen|scheiße|scheiß\w*|mist|wie lange (?:soll|noch)|lasse ich mir nicht|ihr ernst|euer ernst|nicht hinnehmen|unglaublich|heule|heulen|heul\w*|geheult|nerven|nervt|genervt|mies\w*|miserabel\w*|schrecklich\w*|furchtbar\w*|grauenhaft\w*|horror|alptraum|albtraum|traurig\w*|bodenlos\w*|satt|kragen|im stich|hilflos|respektlos|unfreundlich|arrogant|betrug|betrogen|lachhaft|hohn|bin es leid|entsetzlich|skandalös|zuckt|bin am ende|furious|outrageous|disgrace\w*|disgust\w*|appalled|appalling|livid|angry|fed up|ridiculous|unacceptable|disappoint\w*|worst|shambles|joke|terrified|scared|worried sick|in tears|had enough|never again|shocking|rude)\b|!{2,}",
    _I,
)
_CALM = Pattern(
    r"\b(?:nicht (?:böse|schlimm|wütend|sauer|enttäuscht)|kein\w* (?:angst|sorge\w*|wut)|nur (?:eine )?(?:kurze )?frage|not (?:angry|worried|disappointed)|no worries)\b",
    _I,
)


def unheard(view: View) -> Iterator[Remark]:
    """`no-acknowledgement`: somebody is upset and the draft goes straight to business."""
    incoming = view.incoming
    if incoming is None or not view.sentences:
        return
    said = view.text[: view.around.closing.start] if view.around.closing else view.text
    if not _HEARS.search(said) and is_upset(incoming):
        yield Remark("no-acknowledgement", NOWHERE, _words(view, incoming.mood[0]))


def hears(view: View) -> bool:
    """Whether the draft takes up feelings that the person put into words."""
    return bool(view.incoming and _signs(view.incoming.text) and _HEARS.search(view.low))


def is_upset(incoming: Incoming) -> bool:
    """Whether the message was written in anger, disappointment or fear."""
    signs = _signs(incoming.text)
    mood, sure = incoming.mood
    if mood in _UPSET_MOODS:
        return signs > 0 or (sure >= SURE and incoming.complains and len(incoming.text.split()) >= FEWEST_WORDS)
    return signs > 1 or (signs > 0 and mood in ("unsure", "neutral") and incoming.complains)


def _signs(text: str) -> int:
    """How often a text says outright that its writer is upset."""
    return 0 if _CALM.search(text) else sum(1 for _ in _UPSET.finditer(text))


def _words(view: View, mood: str) -> str:
    if not view.german:
        return (
            "I can see why this worries you." if mood == "worried" else "I am sorry, and I can see why you are upset."
        )
    if mood == "worried":
        return "Ich kann gut verstehen, dass {} Sorgen {}.".format(
            *(("du dir", "machst") if view.form == "du" else ("Sie sich", "machen"))
        )
    reader = "du dich ärgerst" if view.form == "du" else "Sie sich ärgern"
    return f"Das tut mir leid, und ich kann gut verstehen, dass {reader}."
