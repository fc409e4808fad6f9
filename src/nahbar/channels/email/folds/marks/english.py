"""English."""

from __future__ import annotations

from nahbar.channels.email.folds.marks.model import Marks

ENGLISH = Marks(
    labels={
        "from": ("from", "sender"),
        "date": ("sent", "date", "sent on", "received"),
        "to": ("to", "recipient", "recipients"),
        "cc": ("cc", "bcc", "copy to"),
        "subject": ("subject", "re"),
        "other": ("reply-to", "reply to", "importance", "priority", "attachments", "attachment", "sensitivity"),
    },
    wrote=("wrote", "writes", "said"),
    months=("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    forward_subjects=("fw", "fwd", "forwarded"),
    original=(
        r"original (?:message|e-?mail|mail)(?: processed by .{2,30})?",
        r"reply message|previous message|message history",
        r"(?:please )?(?:reply|type|write|respond) (?:your reply )?(?:only )?above this line.{0,30}",
        r"(?:please )?do not (?:type|write|reply) below this line",
    ),
    forwarded=(r"forwarded (?:message|e-?mail|mail)", r"begin forwarded message", r"forwarded by .{2,80}"),
    phones=(
        r"(?:sent|written) from (?:my |the )?(?!desk\b)[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}",
        r"sent (?:via|with|using) (?:the |my )?[^,;:!?\s]+(?: [^,;:!?\s]+){0,6}",
        r"get outlook for .{2,20}|outlook for (?:ios|android)",
        r"this (?:e-?mail|message) (?:was|has been) sent (?:from|with|via) (?:my |a )?[^,.;:!?]{2,40}",
        r"sent (?:on the go|while mobile)|via mobile|on the go",
    ),
    greetings=(r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day))\b",),
    pointers=(r"\b(?:(?:see|answers?|comments?|replies|my) .{0,20}below|in[- ]?line|in between|in the text)\b",),
    closings=(
        (
            r"(?:with )?(?:(?:kind|kindest|best|warm|warmest|many|very best|all the best|thanks (?:and"
            r"|&)) )*(?:regards|wishes)"
        ),
        (
            r"(?:yours (?:sincerely|faithfully|truly|ever)?|sincerely(?: yours)?|respectfully(?: yours)?|cordially"
            r"|cheers|best|br|kr)"
        ),
        r"(?:many |with )?(?:thanks|thank you)(?: (?:so much|very much|a lot|in advance|again|and .{2,30}))*|thx|ta",
        (
            r"all the best|love|take care|see you(?: soon)?|have a (?:nice|good|great|lovely) (?:day|weekend"
            r"|evening|week)"
        ),
    ),
    cautions=(
        (
            r"(?:the )?information (?:contained |transmitted |provided )?(?:in|by|with) this (?:e-?mail|message"
            r"|communication|transmission)"
        ),
        r"this (?:e-?mail|message|communication|transmission|electronic)\b",
        r"confidentiality|disclaimer|(?:important|legal|privacy) notice|notice of confidentiality",
        r"if you are not the (?:intended|named|correct) (?:recipient|addressee)",
        r"the contents? of this (?:e-?mail|message)|the views expressed|any (?:unauthori[sz]ed|views|opinions)",
        r"(?:please|be) (?:note|advised)? ?that (?:this|any)|e-?mail (?:is not|transmission|communications)",
    ),
    banners=(
        (
            r"\[?(?:caution|warning|attention|notice|external|\*+external\*+)\b.{0,30}(?:external|outside"
            r"|originated|sender)"
        ),
        r"\[?external(?: e-?mail| sender)?\]?[ :]*$",
        r"(?:\*+)?external message warning",
        r"this (?:e-?mail|message) (?:originated|was sent|comes|came) from (?:outside|an external)",
        r"you don['’]t often get e-?mail from ",
        r"(?:please )?(?:consider|think (?:about|of)) (?:the |our )?(?:environment|planet).{0,40}print",
        r"(?:this (?:e-?mail|message) has been (?:checked|scanned)|virus-free|scanned by).{0,60}",
    ),
    caution_words=(
        r"confidential|proprietary",
        r"privileged|legally protected",
        r"recipient|addressee|intended only|intended solely|intended for|solely for",
        r"in error|by mistake|mistakenly",
        r"delete|destroy",
        "unauthorised|unauthorized|prohibited|unlawful|not authorized",
        r"notify|notified|inform the sender|disclos|dissemination|copying",
        r"virus|malware|liability|liable|legally binding|archived",
    ),
    speaking=(
        *("i", "i'm", "i'd", "i've", "me", "my", "we", "our", "us", "you", "your", "please", "thanks"),
        *("can", "could", "would", "will", "have", "are", "is"),
    ),
    first_person=("i", "i'm", "i'd", "i've", "i’m", "i’d", "my", "me", "mine"),
    functions=(
        (
            r"(?:ceo|cto|cfo|coo|founder|co-founder|owner|director|president|(?:vice|managing) \w+"
            r"|(?:\w+ ){0,4}(?:manager|developer"
            r"|engineer|officer|assistant|consultant|analyst|administrator|executive|coordinator|specialist"
            r"|representative"
            r"|director|accountant|editor|designer|lead|partner)|head of .*|sales.*|customer (?:service|support"
            r"|care).*"
            r"|(?:the )?(?:\w+ )?support team|h\.?r\.?|human resources)(?: (?:@|at|for) .*)?"
        ),
    ),
)
