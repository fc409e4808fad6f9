"""The lists of wordings, our own: `pattern => what to say instead`; in brackets stands a tip, no wording."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nahbar.language.coach.finding import PROMISE, WARM


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern, and the wording to take instead, or a tip where the sentence has to be thought anew."""

    pattern: str
    better: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of wording: its rule, and what the coach says about it in a language."""

    rule: str
    what: str
    why: str
    source: str
    wordings: tuple[Wording, ...]


def _table(text: str) -> tuple[Wording, ...]:
    """Lines of `pattern => better`; an indented line goes on with the one above."""
    rows = [line.partition("=>") for line in re.sub(r"\n {4}", "", text.strip()).splitlines()]
    return tuple(_wording(pattern.strip(), say.strip()) for pattern, _, say in rows)


def _wording(pattern: str, say: str) -> Wording:
    if say.startswith("("):
        tip = say.strip("()")
        return Wording(pattern, "", tip[0].upper() + tip[1:] + ".")
    return Wording(pattern, say)


_OFFICE_DE = r"""
diesbezüglich(?:e[nrms]?)? => dazu
hiermit teilen wir (?:Ihnen|dir|euch)(?: \w+)? mit => (weglassen und gleich sagen, worum es geht)
hiermit => (weglassen)
teil(?:en|e) (?:wir|ich) (?:Ihnen|dir|euch)(?: hierdurch| hiermit| höflich)?(?: mit)?
    => (weglassen und gleich sagen, worum es geht)
(?:möchten|dürfen|müssen|können) wir (?:Ihnen|dir)(?: \w+){0,3} mitteilen
    => (weglassen und gleich sagen, worum es geht)
bitte(?:n wir(?: Sie)?(?: \w+)? um| um) (?:Ihr )?Verständnis => Es tut uns leid, dass …
(?:haben Sie|hab|habt)(?: bitte)?(?: dafür)? Verständnis(?: dafür)? => Es tut uns leid, dass …
wir bitten (?:Sie )?(?:für )?(?:\w+ ){0,4}um (?:Ihr )?Verständnis => Es tut uns leid, dass …
Unannehmlichkeiten zu entschuldigen => Das tut mir leid.
(?:etwaige|eventuelle|entstandene[nr]?) Unannehmlichkeiten => (beim Namen nennen, was schiefging)
(?:Bezug ?nehmend|unter Bezugnahme|Bezug nehmend|mit Bezug|in Bezug) auf => zu
nehmen wir Bezug auf => zu
(?:Ihr|dein) (?:Anliegen|Schreiben) (?:wird|wurde|ist) => (sagen, wer sich darum kümmert)
oben genannte[nrms]?|o\.\s?g\.|obig(?:e[nrms]?)|vorgenannte[nrms]? => diese
zwecks => für
seitens (?:des|der|unseres|unserer|Ihre[rs]) => von
behufs|betreffs => zu
mittels => mit
anlässlich => zu
hinsichtlich => zu
bezüglich => zu
gemäß (?:unseren?|den|§|Ziffer|Punkt) => nach
aufgrund der Tatsache,? dass|angesichts der Tatsache,? dass => weil
(?:zum )?(?:gegenwärtigen|jetzigen) Zeitpunkt => jetzt
zu einem späteren Zeitpunkt => später
zur (?:weiteren )?(?:Bearbeitung|Klärung|Überprüfung) (?:weitergeleitet|übergeben)
    => (sagen, wer sich darum kümmert)
in Bearbeitung => (sagen, wer daran arbeitet und bis wann)
in Rechnung (?:stellen|gestellt) => berechnen
zur Verfügung (?:stellen|gestellt) => geben
zum Versand (?:gebracht|kommen|kommt) => verschicken
in Kenntnis (?:setzen|gesetzt) => Bescheid geben
in Abzug (?:bringen|gebracht) => abziehen
zur Anwendung (?:bringen|gebracht|kommen|kommt) => anwenden
unter Beweis stellen => zeigen
Sorge (?:dafür )?tragen => darum kümmern
Folge (?:zu )?leisten => tun
in Anspruch (?:zu )?nehmen => nutzen
in Erwägung ziehen => überlegen
Rücksprache (?:zu )?(?:halten|nehmen) => fragen
(?:unsere|eine) (?:Überprüfung|Prüfung) (?:hat ergeben|ergab) => ich habe nachgesehen:
nach (?:eingehender|sorgfältiger) Prüfung => ich habe nachgesehen:
(?:ist|sind) (?:es )?uns (?:leider )?nicht möglich => können wir nicht
sehen wir uns (?:leider )?(?:gezwungen|veranlasst|außerstande|außer Stande)
    => (einfach sagen, was nicht geht und was doch)
wir bedauern,? Ihnen => Es tut mir leid:
(?:für (?:etwaige |weitere |eventuelle )?(?:Rückf|F)ragen )?steh(?:en wir|e ich) (?:\w+ ){0,4}zur Verfügung
    => Ist noch etwas offen, freue ich mich über eine Nachricht.
verbleiben wir|ich verbleibe|wir verbleiben => (weglassen)
in der Anlage (?:erhalten|finden|übersenden) => Im Anhang ist
anbei (?:erhalten|übersenden|übersende) => Im Anhang ist
wunschgemäß|auftragsgemäß|antragsgemäß => wie gewünscht
(?:der|den|dem|Ihr|Ihrem|diesen) Vorgang => (die Sache beim Namen nennen)
dahingehend|demzufolge|infolgedessen => also
obliegt(?: es)? (?:Ihnen|dem|uns) => (sagen, wer es tut)
unsererseits|diesseits => von uns
Inanspruchnahme|Inkenntnissetzung|Zurverfügungstellung|Rückantwort|Kenntnisnahme => (mit einem Verb sagen)
"""
_EMPTY_DE = r"""
zeitnah(?:e[nrms]?)? => bis Donnerstag
schnellstmöglich(?:e[nrms]?)?|baldmöglichst|baldigst|schnellstens => bis Donnerstag
(?:so (?:bald|schnell|rasch)|sobald) wie (?:nur )?möglich => bis Donnerstag
in Kürze|in absehbarer Zeit|zu gegebener Zeit => am Donnerstag (nennen Sie einen Tag)
"""
_THREAT_DE = r"""
behalten wir uns(?: \w+){0,5} vor|(?:wir )?uns(?: \w+){0,4},? vor(?:zu)?behalten
    => (sagen, was als Nächstes geschieht, und eine Lösung anbieten)
(?:rechtliche|gerichtliche|weitere|juristische) (?:Schritte|Maßnahmen)(?: gegen (?:Sie
    |dich))?(?: \w+){0,3} (?:einleiten|einzuleiten|ergreifen|prüfen|vor(?:zu)?behalten) => (eine Lösung anbieten)
(?:an|einem?) (?:ein )?Inkasso\w* => (Ratenzahlung oder ein Gespräch anbieten)
Mahnverfahren|Mahnbescheid|Vollstreckung\w* => (in ruhigen Worten sagen, bis wann was zu tun ist)
(?:letztmalig|ein letztes Mal)(?: auf(?:fordern|zufordern)?)? => (freundlich sagen, bis wann Sie was brauchen)
(?:fordern wir Sie|fordere ich Sie|werden Sie)(?: hiermit| letztmalig| nochmals| dringend)* auf(?:gefordert)?
    => bitte
andernfalls (?:müssen|werden|sehen|wird|sind) => (sagen, welcher Weg noch offen ist)
(?:bei )?Nichteinhaltung|Zuwiderhandlung\w*|bei Nichtzahlung => wenn es nicht klappt, …
zu Ihren Lasten|auf Ihre Kosten => (sagen, was es kostet)
"""
_BLAME_DE = r"""
(?:wie )?(?:Ihnen )?bereits (?:mehrfach |mehrmals |schon )?(?:mitgeteilt|erwähnt|erläutert|geschrieben|erklärt)
    => gern noch einmal:
(?:Sie haben|haben Sie)(?: \w+){0,4} (?:versäumt|unterlassen|nicht beachtet|missachtet|übersehen)
    => uns fehlt noch …
wie Sie (?:sicher(?:lich)? )?(?:wissen (?:sollten|müssten)|hätten lesen können|unseren AGB entnehmen können)
    => (einfach sagen, wie es ist)
(?:ein|Ihr)(?:e[nr]?)? (?:Eigenverschulden|Bedienfehler|Selbstverschulden)
    => (sagen, was passiert ist, ohne Schuld zu verteilen)
hätten Sie(?: \w+){0,6} (?:müssen|sollen|beachten müssen) => (sagen, was jetzt hilft)
"""
_OFFICE_EN = r"""
please be advised(?: that)? => (leave out, and say it)
we (?:regret|are sorry) to inform you(?: that)? => I am sorry:
(?:this is to|we hereby|I hereby) inform(?: you)?(?: that)? => (leave out, and say it)
hereby|herewith|hereinafter|aforementioned|abovementioned|above-mentioned => this
(?:with|in) (?:reference|regard|respect) to|with regards to|pertaining to => about
pursuant to|in accordance with => under
due to the fact that|in view of the fact that => because
at this (?:point|moment) in time|at the present time => now
in the event (?:that|of) => if
prior to => before
subsequent to => after
(?:please )?do not hesitate to (?:contact|get in touch) => write to me
should you (?:have|require) any (?:further |additional )?(?:questions|queries|information|assistance)
    => if anything is unclear
(?:we )?apologi[sz]e for any inconvenience(?: (?:this|it) may have caused)?|sorry for any inconvenience
    => I am sorry that …
(?:thank you|we thank you|thanks) for your (?:patience and )?understanding => I am sorry that …
your (?:request|enquiry|inquiry|query|case|ticket) (?:is being|has been|will be|was)
     (?:processed|forwarded|escalated|handled)
    => (say who looks into it)
enclosed please find|please find (?:enclosed|attached) => I have attached
kindly (?:note|be|provide|refrain|ensure) => please
we are not in a position to|we are unable to => we cannot
as per (?:our|your|the) => as
utili[sz]e => use
"""
_EMPTY_EN = r"""
as soon as possible|at (?:our|the) earliest convenience|in due course|in the near future|shortly => by Thursday
"""
_THREAT_EN = r"""
(?:take|pursue|initiate|consider) (?:further |legal )+(?:action|steps|proceedings) => (offer a way out)
(?:we )?reserve the right to => (say what happens next)
debt collect\w*|collection agency => (offer to talk, or to pay in parts)
failure to (?:comply|pay|respond) => if that does not work,
final (?:notice|warning|reminder) => (say kindly what you need and by when)
"""
_BLAME_EN = r"""
as (?:previously|already) (?:stated|mentioned|explained|communicated|advised) => gladly once more:
you (?:have )?(?:failed|neglected) to => we still need
you should have => (say what helps now)
"""
KINDS: dict[str, tuple[Kind, ...]] = {
    "de": (
        Kind(
            "bureaucratic",
            "Das klingt nach Amt.",
            "So spricht niemand, der einem gegenübersitzt. Einfache Wörter wirken näher.",
            WARM,
            _table(_OFFICE_DE),
        ),
        Kind(
            "promise-vague",
            "Das verspricht etwas ohne Termin.",
            "Wer wartet, möchte wissen, wie lange. Ein Tag beruhigt mehr als „bald“.",
            PROMISE,
            _table(_EMPTY_DE),
        ),
        Kind(
            "threat",
            "Das liest sich wie eine Drohung.",
            "Druck verhärtet. Ein klarer nächster Schritt und ein Angebot bringen meist mehr.",
            WARM,
            _table(_THREAT_DE),
        ),
        Kind(
            "blame",
            "Das klingt nach einem Vorwurf.",
            "Wer sich ertappt fühlt, liest nicht weiter. Sag lieber, was jetzt hilft.",
            WARM,
            _table(_BLAME_DE),
        ),
    ),
    "en": (
        Kind(
            "bureaucratic",
            "This sounds like an office.",
            "Nobody talks like this across a table. Plain words feel closer.",
            WARM,
            _table(_OFFICE_EN),
        ),
        Kind(
            "promise-vague",
            "This promises something without a date.",
            "Somebody who waits wants to know how long. A day calms more than “soon”.",
            PROMISE,
            _table(_EMPTY_EN),
        ),
        Kind(
            "threat",
            "This reads like a threat.",
            "Pressure hardens people. A clear next step and an offer get further.",
            WARM,
            _table(_THREAT_EN),
        ),
        Kind(
            "blame",
            "This sounds like a reproach.",
            "Somebody who feels caught stops reading. Better say what helps now.",
            WARM,
            _table(_BLAME_EN),
        ),
    ),
}
