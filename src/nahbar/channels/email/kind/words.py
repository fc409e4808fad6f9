"""The words by which machine mail is known: subjects and addresses, in the languages that our readers' mail has.

Subjects decide only where the header is silent, so they are narrow: what a person may write as well ("Frage zur
Abwesenheitsnotiz") must not match. Patterns are bounded and anchored.
"""

from __future__ import annotations

import re

# What mail programs put before the subject that they answer by themselves: "Automatische Antwort: Ihr Angebot".
AUTO_REPLY_PREFIXES = (
    r"automatische? (?:e-?mail-?)?(?:antwort|rückmeldung|nachricht)|automatisierte antwort|auto-?antwort",
    r"automatic (?:reply|response|answer)|auto(?:mated|matic)?[- ]?(?:reply|response|responder|answer)",
    r"\[(?:auto-?reply|auto|ooo|out of office)\]",
    r"r[ée]ponse automatique|message automatique|risposta automatica|respuesta autom[áa]tica|resposta autom[áa]tica",
    r"automatisch(?:e)? (?:antwoord|reactie|beantwoording)|automatyczna odpowied[źz]|odpowied[źz] automatyczna",
    r"autoodpowied[źz]|otomatik (?:yan[ıi]t|cevap)|autosvar|automatisk svar|automatická odpověď",
    r"автоматическ(?:ий|ое) (?:ответ|сообщение)|автоответ(?:чик)?|автоматична відповідь|автовідповідь",
)
# What they or their owners write about being away; alone, or before the subject.
# "Auto" is what Sieve writes, and a car in German.
ABSENCE_SUBJECTS = (
    r"auto",
    r"abwesenheits?(?:notiz|meldung|assistent|nachricht|agent|info(?:rmation)?|benachrichtigung|hinweis)?|abwesend",
    r"urlaubs(?:notiz|meldung|benachrichtigung|abwesenheit|hinweis|vertretung)|(?:(?:ich )?bin )?im urlaub",
    r"betriebsferien",
    r"(?:ich bin )?(?:derzeit |zur ?zeit |momentan |aktuell )?(?:nicht im (?:büro|hause?|dienst)|au(?:ß|ss)er haus)",
    r"(?:i am |i'm )?(?:currently )?(?:out[- ]of[- ](?:the[- ])?office|ooo|away from (?:the|my) (?:office|desk))",
    r"(?:i am |i'm )?(?:away|on (?:vacation|holiday|annual leave|leave|parental leave))",
    r"vacation (?:reply|response|notice|message)|holiday notice|away (?:message|notice)",
    r"absence (?:notice|notification)",
    r"absence du bureau|absent(?:e)? du bureau|message d.absence|notification d.absence|avis d.absence",
    r"(?:je suis )?(?:en cong[ée]s?|en vacances|absente?)|absence",
    r"(?:sono )?fuori (?:sede|ufficio|dall.ufficio)|assen(?:te|za)(?: dall.ufficio)?|(?:sono )?in ferie",
    r"(?:estoy )?fuera de (?:la )?oficina|(?:estoy )?de vacaciones|ausen(?:te|cia)|mensaje de ausencia",
    r"afwezig(?:heid)?(?:s?(?:melding|bericht|assistent|notificatie))?|niet (?:op|in het) kantoor",
    r"met vakantie|op vakantie",
    r"poza biurem|nieobecno[śs][ćc](?: w (?:biurze|pracy))?|jestem na urlopie|urlop|nieobecn[ya]",
    r"ofis d[ıi][şs][ıi]nday[ıi]m|ofis d[ıi][şs][ıi]|izindeyim|yıllık izin",
    r"нет (?:на месте|в офисе)|вне офиса|отсутствую|(?:я )?в отпуске|отпуск",
    r"поза офісом|відсутн(?:ій|я|ність)|(?:я )?у відпустці|немає на місці",
)
# "Anna Lind ist außer Haus (Rückkehr am 14.08.)", as Notes writes it; the name before it is short.
AWAY_PERSON = (
    r"[^:?!]{2,50} (?:ist (?:nicht im (?:büro|haus)|au(?:ß|ss)er haus|im urlaub|abwesend|derzeit nicht)"
    r"|is (?:out of (?:the )?office|away|on vacation|on leave)|est absente?|è fuori (?:sede|ufficio)"
    r"|está fuera de la oficina|is afwezig)\b"
)
# Own words that a person writes when away; they decide where a subject alone could be a question.
AWAY_BODY = (
    r"nicht (?:im (?:büro|haus|hause|dienst)|am (?:platz|arbeitsplatz)|erreichbar|anwesend|persönlich erreichbar)"
    r"|au(?:ß|ss)er haus|im urlaub|abwesend|urlaubsbedingt|in elternzeit|mutterschutz|wieder (?:für sie |für euch )?"
    r"(?:da|erreichbar|im büro)|nicht weitergeleitet|geschlossen|betriebsferien"
    r"|out of (?:the |my )?office|on (?:vacation|holiday|annual leave|leave|parental leave|maternity leave)"
    r"|(?:am|i'm|be) away|limited access|back in the office|will (?:be back|return)|not in the office"
    r"|absente?(?: du)?|en cong|en vacances|de retour|fuori (?:sede|ufficio)|in ferie|assente"
    r"|fuera de (?:la )?oficina|de vacaciones|ausente|afwezig|op vakantie|met vakantie|niet (?:op|in het) kantoor"
    r"|poza biurem|nieobecn|na urlopie|ofis dışında|izinde|отсутств|в отпуске|вне офиса|відсутн|у відпустці"
)
# "Your message has arrived": acknowledgements of ticket systems and web shops' service desks.
_WRITING = (
    r"(?:support-?|service-?)?(?:anfrage|nachricht|e-?mail|mail|mitteilung|schreiben|meldung|reklamation|beschwerde"
    r"|anliegen)"
)
_ASKED = r"(?:request|message|ticket|case|inquiry|enquiry|e-?mail)"
ACKNOWLEDGEMENTS = (
    rf"(?:ihre?|deine?) {_WRITING}.{{0,60}}(?:eingegangen|erhalten|eingetroffen|angekommen|erfasst|registriert)",
    rf"wir haben (?:ihre?|deine?) {_WRITING}.{{0,20}}(?:erhalten|empfangen)",
    rf"(?:vielen |herzlichen |besten )?dank für (?:ihre?|deine?) (?:{_WRITING}|kontaktaufnahme|interesse)",
    r"(?:automatische |anfrage-?)?(?:eingangs|empfangs)bestätigung|bestätigung (?:des eingangs|ihrer anfrage)",
    r"(?:neues )?(?:ticket|vorgang|fall).{0,40}(?:eröffnet|erstellt|angelegt|erfasst)",
    rf"(?:your )?(?:support )?{_ASKED}.{{0,40}}(?:received|created|opened|been logged|registered)",
    rf"we(?: have|'ve)? received your|thank(?:s| you) for (?:contacting|reaching out|your (?:interest|{_ASKED}))",
    r"accus[ée] de r[ée]ception|(?:nous avons bien|avons) reçu",
    r"votre (?:demande|message) (?:a|est) (?:bien )?(?:été )?reçu",
    r"conferma di ricezione|abbiamo ricevuto|la (?:sua|tua) richiesta.{0,20}ricevuta",
    r"acuse de recibo|hemos recibido|gracias por (?:contactar|su mensaje)",
    r"ontvangstbevestiging|(?:wij|we) hebben (?:uw|je) .{0,20}ontvangen|bedankt voor uw (?:bericht|aanvraag)",
    r"potwierdzenie otrzymania|otrzymaliśmy|dziękujemy za (?:wiadomość|kontakt)|talebiniz alındı|mesajınız alındı",
    r"ваш(?:е|а|у)? (?:обращение|заявк[ау]|письмо|сообщение)|ваш(?:е|а|у)? (?:звернення|заявк[ау]|лист)",
)
# What a machine says of itself. A person who quotes "a machine-made mail" does not begin with "this is".
SELF_DECLARED = (
    r"(?:dies(?:e|es)? (?:ist|e-?mail|nachricht|mail|antwort|schreiben|bestätigung)|das ist).{0,40}automatisch"
    r"|this (?:is an|e-?mail|message|mail|reply|response)(?: was| is| has been)?.{0,30}automat(?:ed|ic)"
    r"|this is an auto-?(?:reply|response|generated)|(?:ceci est|ce message|cet e-?mail).{0,30}automatique"
    r"|(?:questo è|questo messaggio|questa e-?mail).{0,30}automatic|(?:este es|este mensaje"
    r"|este correo).{0,30}automátic"
    r"|(?:dit is|dit bericht|deze e-?mail).{0,30}automatisch|(?:to jest|ta wiadomość).{0,40}automatyczn"
    r"|bu (?:e-?posta|mesaj).{0,30}otomatik|(?:это|данное) .{0,20}автоматическ|це .{0,20}автоматичн"
)

DAEMONS = r"mailer-?daemon|mail-?daemon|postmaster|mdaemon|mail[._-]?delivery(?:[._-]?(?:sub)?system)?"
NO_REPLY = (
    r"(?:.{1,30}[-_.])?(?:(?:no|not?|do-?not|dont)[-_.]?re(?:ply|spond)|noreply|keine?[-_.]?antwort"
    r"|nicht[-_.]?antworten"
    r"|ne[-_.]?pas[-_.]?repondre|non[-_.]?rispondere|no[-_.]?responder|niet[-_.]?antwoorden)"
    r"|notifications?|notify|bounces?|auto-?(?:mailer|confirm|responder|reply)|alerts?|mailer|robot|system"
)
BOUNCE_SUBJECTS = (
    r"(?:mail|message|e-?mail)? ?(?:delivery|undeliver|returned mail|failure notice|warning: (?:message|could not))",
    r"undeliver(?:able|ed)|undelivered mail|non[- ]?delivery|nondeliverable|not delivered|could not send",
    r"failure delivery|mail (?:system error|delivery)|returned (?:mail|message)|rejected mail",
    r"delayed mail|mail failure|there was an error sending your mail",
    r"unzustellbar|zustellung(?! am| ihre)|nicht zugestellt|fehler bei der (?:mail)?zustellung",
    r"(?:ihre )?nachricht (?:konnte )?nicht zugestellt|unzustellbarkeitsbericht|zustellfehler|zustellungsfehler",
    r"(?:message|mail|your message).{0,40}(?:not (?:be )?delivered|failed|failure|bounced|undeliverable)",
    r"non[- ]remis|échec de (?:la )?(?:remise|distribution)|message non distribué|courrier non (?:remis|distribué)",
    r"mancato recapito|non recapitabile|impossibile recapitare|errore di consegna",
    r"no se (?:puede|pudo) entregar|no entregado|error (?:de|en la) entrega|mensaje devuelto",
    r"onbestelbaar|kan niet worden (?:bezorgd|afgeleverd)|niet (?:bezorgd|afgeleverd)|aflevering mislukt",
    r"niedostarczone|nie można dostarczyć|niedoręczon|teslim edilemedi|iletilemedi",
    r"не доставлено|недоставлен|не уда(?:[её]тся|лось) доставить|ваше сообщение не доставлено|не вдалося доставити",
    r".{0,60}(?:failure notice|delivery failure|delivery failed|user unknown|mail failure|bounce)",
)
READ_RECEIPTS = (
    r"(?:nicht )?gelesen|ungelesen(?: gelöscht)?|gelöscht|deleted|lesebestätigung|empfangsbestätigung|(?:not )?read"
    r"|read receipt|return receipt"
    r"|(?:mdn|disposition)[ :]|lu|lue|non lu|accusé de (?:lecture|réception)|confirmation de lecture|letto|non letto"
    r"|conferma di lettura|le[íi]do|confirmación de lectura|gelezen|leesbevestiging|przeczytano|potwierdzenie odczytu"
    r"|okundu|прочитано|прочтено|уведомление о прочтении|message lu"
)
READ_BODY = (
    r"lesebestätigung|accusé de lecture|conferma di lettura|confirmación de lectura|leesbevestiging|read receipt|"
    r"wurde (?:am .{0,60})?(?:ungelesen )?(?:gelesen|gelöscht|geöffnet|angezeigt)|gelesen am"
    r"|was (?:read|displayed|opened|deleted)"
    r"|has been (?:read|displayed|opened)|read on|return receipt|a été (?:lu|affich|ouvert)|è stato (?:letto"
    r"|visualizz)"
    r"|ha sido le[íi]do|fue le[íi]do|se ha (?:le[íi]do|mostrado)|is (?:gelezen|weergegeven)"
    r"|został[ao]? (?:przeczyt|wyświetl)"
    r"|okundu|прочитан|прочтен"
)
MEETING_ANSWERS = (
    r"accepted|declined|tentative(?:ly accepted)?|cancell?ed|zugesagt|angenommen|abgelehnt|mit vorbehalt"
    r"|vorläufig|abgesagt"
    r"|accepté|refusé|provisoire|annulé|accettato|rifiutato|annullato|aceptada?|rechazada?|cancelad[ao]|geaccepteerd"
    r"|geweigerd|geannuleerd|zaakceptowano|odrzucono|odwołano|kabul edildi|reddedildi|принято|отклонено|прийнято"
)
# Forms on web sites: a machine sends, a person wrote.
FORM_SUBJECTS = (
    r"kontakt-?formular|kontaktanfrage|webformular|website-?anfrage|anfrage (?:über|von|via) (?:ihre |die "
    r"|der )?(?:web|homepage)"
    r"|formular(?:eingang|nachricht|anfrage|daten)|(?:neue )?formulareinsendung|contact form|web ?form"
    r"|form submission"
    r"|new (?:form )?(?:submission|enquiry|inquiry|lead)|formulaire de contact|modulo di contatt"
    r"|formulario de contacto"
    r"|contactformulier|formularz kontaktow|iletişim formu|форм[аы] обратной связи|форма зворотного"
)
MESSAGE_FROM = (
    r"(?:nachricht|anfrage|mitteilung|frage) (?:von|vom|durch)\b|(?:message|enquiry|inquiry|question) from\b"
    r"|message de\b"
    r"|messaggio d[ai]\b|mensaje de\b|bericht van\b|wiadomość od\b|сообщение от\b|повідомлення від\b"
)
# One letter to one reader about something that they did; marks of mass mail do not make it a newsletter.
ABOUT_AN_ORDER = (
    r"bestell|sendung|paket|liefer|rechnung|auftrag|versand|zahlung|buchung|termin|bestätig|konto|passwort|kennwort"
    r"|anmeld|sicherheit|mahnung|order|shipment|shipped|parcel|package|deliver|invoice|receipt|payment"
    r"|booking|password"
    r"|confirm|verif|security|login|log-in|sign-in|account|ticket|commande|livraison|facture|colis|ordine|spedizione"
    r"|fattura|pedido|envío|factura|bestelling|pakket|zamówien|przesyłk|faktur|sipariş|kargo|заказ|достав|замовлен"
)
ROLES = frozenset(
    (
        *("info", "kontakt", "contact", "hallo", "hello", "mail", "office", "post", "service", "support"),
        *("hilfe", "help", "kundenservice", "kundendienst", "team", "anfrage", "anfragen", "buchhaltung"),
        *("vertrieb", "sales", "verkauf", "bestellung", "bestellungen", "reklamation", "beschwerde"),
        *("feedback", "zentrale", "sekretariat", "empfang", "verwaltung", "presse", "bewerbung", "jobs"),
        *("shop", "store", "webmaster", "wordpress", "www-data", "www", "admin", "web", "website"),
        "root",
    )
)

REPLY_PREFIX = re.compile(
    r"(?:(?:re|aw|antw|antwort|sv|rif|res?|odp|ynt|отв|на|fwd?|wg|tr|vs)(?:\[\d+\])?[ :]+)+", re.IGNORECASE
)
_AFTER = r"(?:\s*[:\-–—(|/]|\s*$|\s+(?:re|aw|fwd?|wg)\b ?:|\s+(?:until|till?|from|bis|ab|vom|jusqu|fino|hasta|tot)\b)"
# Names that mail programs give to such answers; before the subject that they answer nobody else writes them.
_TITLES = (
    r"abwesenheits(?:notiz|meldung|assistent|nachricht|agent|benachrichtigung)|urlaubs(?:notiz|meldung"
    r"|benachrichtigung)"
    r"|out[- ]of[- ](?:the[- ])?office|ooo|vacation (?:reply|response)|absence du bureau|message d.absence"
    r"|fuori (?:sede|ufficio)"
    r"|fuera de (?:la )?oficina|afwezigheids(?:melding|bericht|assistent)|niet op kantoor|poza biurem|ofis dışında"
    r"|вне офиса|поза офісом"
)
TITLE = re.compile(rf"\W{{0,3}}(?:{_TITLES})(?:\s(?:autoreply|reply|message))?\s*:", re.IGNORECASE)
AUTO_REPLY = re.compile(
    rf"\W{{0,3}}(?:{'|'.join(AUTO_REPLY_PREFIXES)})\s*(?::|\]|-|–|$|\bre\b|\baw\b)", re.IGNORECASE
)
ABSENCE = re.compile(rf"\W{{0,3}}(?:{'|'.join(ABSENCE_SUBJECTS)}){_AFTER}|{AWAY_PERSON}", re.IGNORECASE)
AWAY = re.compile(AWAY_BODY, re.IGNORECASE)
AWAY_MYSELF = re.compile(
    r"\b(?:ich bin|bin ich|ich befinde mich|wir sind|i am|i'm|i will be|i'll be|je suis|je serai|sono|sarò|estoy"
    rf"|estaré|ik ben|jestem|я|ben)\b[^?]{{0,80}}?(?:{AWAY_BODY})",
    re.IGNORECASE,
)
ACKNOWLEDGEMENT = re.compile("|".join(ACKNOWLEDGEMENTS), re.IGNORECASE)
OF_ITSELF = ("auto", "otomatik", "автомат")
SELF_MADE = re.compile(SELF_DECLARED, re.IGNORECASE)
COMPLAINT = re.compile(r"complaint about message from \d", re.IGNORECASE)  # Hotmail's, without a report part
BOUNCE = re.compile(rf"\W*(?:{'|'.join(BOUNCE_SUBJECTS)})", re.IGNORECASE)
READ = re.compile(rf"(?:{READ_RECEIPTS})(?:\s*:|\s*\(|\s*-|\s*$)", re.IGNORECASE)
READ_TEXT = re.compile(READ_BODY, re.IGNORECASE)
MEETING_ANSWER = re.compile(rf"(?:{MEETING_ANSWERS})\s*:", re.IGNORECASE)
FORM = re.compile(FORM_SUBJECTS, re.IGNORECASE)
FORM_FROM = re.compile(MESSAGE_FROM, re.IGNORECASE)
ORDER = re.compile(ABOUT_AN_ORDER, re.IGNORECASE)
DAEMON = re.compile(rf"(?:{DAEMONS})(?:[+=\-@].*)?\Z", re.IGNORECASE)
MACHINE = re.compile(rf"(?:{NO_REPLY})(?:[+=\-_.\d].*)?\Z", re.IGNORECASE)
