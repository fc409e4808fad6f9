"""French, Italian, Spanish and Portuguese."""

from __future__ import annotations

from nahbar.channels.email.folds.marks.model import Marks

FRENCH = Marks(
    labels={
        "from": ("de", "expéditeur"),
        "date": ("envoyé", "envoyé le", "envoyé par", "date", "message du", "date d'envoi"),
        "to": ("à", "a", "pour", "destinataire", "destinataires"),
        "cc": ("cc", "copie à", "copie", "cci"),
        "subject": ("objet", "sujet"),
        "other": ("répondre à", "importance", "pièces jointes"),
    },
    wrote=("a écrit", "écrit", "a ecrit", "écrivait"),
    months=("jan", "fév|fev", "mar", "avr", "mai", "juin", "juil", "aoû|aou", "sep", "oct", "nov", "déc|dec"),
    forward_subjects=("tr", "transféré"),
    original=(r"message d['’]origine|message original|e-?mail d['’]origine",),
    forwarded=(
        r"(?:message|e-?mail|courriel) (?:transféré|transmis|réexpédié)",
        r"début du message (?:transféré|réexpédié|transmis)",
        r"transféré par .{2,80}",
    ),
    phones=(
        r"envoyé (?:de(?:puis)?|à partir de|avec|via|par) (?:mon |ma |l['’])?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}",
        r"télécharge[rz] outlook pour .{2,20}|obtenir outlook pour .{2,20}",
        r"provenance : courrier pour windows.{0,5}",
    ),
    closings=(
        (
            r"(?:bien |très |avec mes |mes )?(?:cordialement|cordiales salutations|salutations(?: distinguées)?"
            r"|sincères salutations"
            r"|respectueusement|amicalement|chaleureusement)(?: vôtre)?"
        ),
        r"bonne (?:journée|soirée|semaine)|bien à (?:vous|toi)|à bientôt|bises|merci(?: beaucoup| d['’]avance)?",
    ),
    cautions=(
        r"ce (?:message|courriel|mail|courrier)\b",
        r"l['’]information contenue|les informations contenues",
        r"avis de confidentialité",
    ),
    banners=(
        r"(?:merci de |pensez |avant d['’]imprimer).{0,60}(?:imprim|environnement)",
        r"(?:attention|avertissement).{0,30}extern",
    ),
    caution_words=(
        r"confidentiel",
        "destinataire|exclusivement",
        r"par erreur",
        r"détruire|supprimer",
        "interdit|non autorisé",
        "avertir|expéditeur|divulgation",
    ),
    speaking=(
        "je",
        "j'ai",
        "nous",
        "notre",
        "vous",
        "votre",
        "vos",
        "mon",
        "ma",
        "mes",
        "merci",
        "tu",
        "suis",
        "avez",
        "est",
    ),
    first_person=("je", "j'ai", "j’ai", "mon", "mes"),
    functions=(r"(?:directeur|directrice|responsable|gérante?|assistante?|chef de|service) ?.*",),
)

ITALIAN = Marks(
    labels={
        "from": ("da", "mittente"),
        "date": ("inviato", "inviato il", "data", "inviata"),
        "to": ("a", "destinatario", "per"),
        "cc": ("cc", "copia", "ccn"),
        "subject": ("oggetto",),
        "other": ("priorità", "allegati", "rispondi a"),
    },
    wrote=("ha scritto", "scrive", "scriveva"),
    months=("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
    forward_subjects=("i", "inoltro", "inoltrato"),
    original=(r"messaggio original[ei]|messaggio di origine|e-?mail originale",),
    forwarded=(
        (
            r"messaggio inoltrato|inizio messaggio inoltrato|(?:inizio )?(?:del )?messaggio inoltrato"
            r"|inoltrato da .{2,80}"
        ),
    ),
    phones=(
        r"inviat[oa] (?:da(?:l mio|lla mia| mio)?|con|tramite) ?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}",
        r"ottieni outlook per .{2,20}|scarica outlook per .{2,20}",
    ),
    closings=(
        (
            r"(?:i (?:miei )?(?:più )?)?(?:cordiali|distinti|cari|migliori) saluti|cordialmente|saluti"
            r"|un (?:caro )?saluto"
        ),
        r"(?:molte )?grazie(?: mille| in anticipo)?|buona (?:giornata|serata)|a presto|in fede",
    ),
    cautions=(
        (
            r"(?:le )?informazioni contenute|quest[ao] (?:e-?mail|messaggio|comunicazione)|il (?:presente"
            r"|contenuto di questo) messaggio"
        ),
        r"avviso di riservatezza|ai sensi del",
    ),
    banners=(r"prima di stampare|rispetta l['’]ambiente",),
    caution_words=(
        r"riservat|confidenzial",
        "destinatari|uso esclusivo",
        r"per errore",
        r"cancellar|distrugg|eliminar",
        r"vietat|non autorizzat|non possono",
        "restituir|avvisar|informar",
    ),
    speaking=(
        "io",
        "mi",
        "mio",
        "mia",
        "noi",
        "nostro",
        "nostra",
        "vi",
        "vostro",
        "vostra",
        "lei",
        "suo",
        "sua",
        "grazie",
        "sono",
        "può",
        "è",
    ),
    first_person=("io", "mio", "mia", "miei"),
    functions=(r"(?:direttore|responsabile|titolare|ufficio|amministra\w+) ?.*",),
)

SPANISH = Marks(
    labels={
        "from": ("de", "remitente"),
        "date": ("enviado", "enviado el", "enviada", "fecha"),
        "to": ("para", "a", "destinatario"),
        "cc": ("cc", "copia", "cco"),
        "subject": ("asunto",),
        "other": ("responder a", "importancia", "adjuntos", "datos adjuntos"),
    },
    wrote=("escribió", "escribio", "ha escrito"),
    months=("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep|set", "oct", "nov", "dic"),
    forward_subjects=("rv", "reenv", "reenviado"),
    original=(r"mensaje original|mensaje de origen",),
    forwarded=(
        r"mensaje reenviado|inicio del mensaje reenviado|comienzo del mensaje reenviado|reenviado por .{2,80}",
    ),
    phones=(
        r"enviad[oa] (?:desde|con|a través de|vía)(?: mi| el| la)? ?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}",
        r"obtener outlook para .{2,20}|descargar outlook para .{2,20}",
    ),
    closings=(
        (
            r"(?:(?:un|muchos|reciba un) )?(?:cordial(?:es)? |afectuosos? |atentos? )?(?:saludos?"
            r"|abrazo)(?: cordial(?:es)?)?|atentamente|cordialmente"
        ),
        r"(?:muchas )?gracias(?: de antemano| por todo)?|hasta pronto|un abrazo",
    ),
    cautions=(r"este (?:mensaje|correo|e-?mail)|la información contenida|aviso (?:legal|de confidencialidad)",),
    banners=(r"(?:antes de imprimir|piense en el medio ambiente)",),
    caution_words=(
        r"confidencial",
        "destinatari|exclusivamente",
        r"por error",
        r"eliminar|borrar|destruir",
        r"prohibid|no autorizad",
        r"notificar|comunicar|divulgación",
    ),
    speaking=(
        "yo",
        "mi",
        "mis",
        "me",
        "nosotros",
        "nuestro",
        "usted",
        "su",
        "sus",
        "le",
        "nos",
        "por favor",
        "está",
        "puede",
        "tengo",
    ),
    first_person=("yo", "mis", "tengo"),
    functions=(r"(?:director|directora|gerente|responsable|departamento|jef[ea] de) ?.*",),
)

PORTUGUESE = Marks(
    labels={
        "from": ("de", "remetente"),
        "date": ("enviado", "enviada", "enviado em", "enviada em", "data"),
        "to": ("para", "destinatário"),
        "cc": ("cc", "cópia"),
        "subject": ("assunto",),
        "other": ("responder a", "anexos"),
    },
    wrote=("escreveu", "escrito"),
    months=("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"),
    forward_subjects=("enc", "encaminhado"),
    original=(r"mensagem original",),
    forwarded=(r"mensagem (?:encaminhada|reencaminhada)|início da mensagem (?:encaminhada|reencaminhada)",),
    phones=(
        (
            r"enviad[oa] (?:d[oae]|pel[oa]|a partir d[oe]|via)(?: meu| minha)? ?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}"
            r"|obter o outlook para .{2,20}"
        ),
    ),
    closings=(r"(?:com os )?(?:melhores )?cumprimentos|atenciosamente|abraços?|obrigad[oa]|muito obrigad[oa]|att",),
    cautions=(
        (
            r"esta (?:mensagem|e-?mail)|este (?:e-?mail|correio)|a informação contida|aviso (?:legal"
            r"|de confidencialidade)"
        ),
    ),
    caution_words=(
        r"confidencia",
        r"destinatári",
        r"por engano|por erro",
        r"eliminar|apagar|destruir",
        r"proibid|não autorizad",
    ),
    speaking=("eu", "meu", "minha", "nós", "nosso", "você", "seu", "sua", "por favor", "obrigado"),
    first_person=("eu", "meu", "minha"),
)
