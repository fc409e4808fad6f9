"""Polish, Czech, Hungarian, Russian, Ukrainian, Turkish, Japanese and Chinese."""

from __future__ import annotations

from nahbar.channels.email.folds.marks.model import Marks

POLISH = Marks(
    labels={
        "from": ("od", "nadawca"),
        "date": ("wysłano", "data", "wysłane", "wysłany"),
        "to": ("do", "adresat", "odbiorca"),
        "cc": ("dw", "kopia", "cc", "udw"),
        "subject": ("temat",),
        "other": ("ważność", "załączniki"),
    },
    wrote=("napisał", "napisała", "napisał(a)", "napisali", "pisze", "napisał/a"),
    months=("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"),
    forward_subjects=("pd", "odp fwd"),
    original=(r"(?:oryginalna )?wiadomość oryginalna|oryginalna wiadomość|wiadomość pierwotna",),
    forwarded=(
        r"(?:początek )?przekazan(?:a|ej) wiadomoś(?:ć|ci)|wiadomość przekazana|przesłana wiadomość|przekazana dalej",
    ),
    phones=(
        (
            r"wysłan[eoay] (?:z|ze|za pomocą|przez)(?: mojego)? ?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}"
            r"|pobierz outlook dla .{2,20}"
        ),
    ),
    closings=(
        (
            r"(?:serdecznie )?pozdrawiam(?: serdecznie)?|z (?:poważaniem|powazaniem|wyrazami szacunku)"
            r"|pozdrowienia|dziękuję|dzięki"
        ),
    ),
    cautions=(r"(?:niniejsza|ta) wiadomość|informacje? zawarte|treść tej wiadomości",),
    caution_words=(
        r"poufn",
        r"adresat|odbiorc",
        r"omyłkow|błędnie|przez pomyłkę",
        r"usunąć|usunięcie|zniszczyć",
        r"zabronion|niedozwolon",
    ),
    speaking=(
        "ja",
        "mnie",
        "mi",
        "mój",
        "moja",
        "moje",
        "nas",
        "nasz",
        "pan",
        "pani",
        "państwa",
        "proszę",
        "czy",
        "jest",
    ),
    first_person=("ja", "mnie", "mi", "mój", "moje"),
    functions=(r"(?:dyrektor|kierownik|właściciel|specjalista|dział|biuro) ?.*",),
)

CZECH = Marks(
    labels={
        "from": ("od", "odesílatel"),
        "date": ("odesláno", "datum", "poslal"),
        "to": ("komu", "příjemce", "pro"),
        "cc": ("kopie",),
        "subject": ("předmět",),
        "other": ("přílohy",),
    },
    wrote=("napsal", "napsala", "napsal(a)", "napsal/a", "píše"),
    months=("led", "úno|únor", "bře", "dub", "kvě", "červn|čvn", "červenc|čvc", "srp", "zář", "říj", "lis", "pro"),
    original=(r"původní (?:zpráva|e-?mail|text)",),
    forwarded=(r"(?:začátek )?přeposlan(?:á|é) zpráv(?:a|y)|předaná zpráva",),
    phones=(r"odesláno (?:z|ze|pomocí)(?: mého)? ?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}",),
    closings=(r"s (?:pozdravem|přáním .{2,30}|úctou)|děkuji|díky|zdraví",),
    speaking=("já", "mi", "můj", "moje", "nás", "vás", "vám", "prosím"),
    first_person=("já", "můj", "moje"),
)

HUNGARIAN = Marks(
    labels={
        "from": ("feladó",),
        "date": ("elküldve", "dátum", "küldve"),
        "to": ("címzett",),
        "cc": ("másolatot kap", "másolat"),
        "subject": ("tárgy",),
    },
    wrote=("írta", "ezt írta", "írt"),
    months=("jan", "feb", "már", "ápr", "máj", "jún", "júl", "aug", "szept", "okt", "nov", "dec"),
    original=(r"eredeti üzenet",),
    forwarded=(r"továbbított (?:üzenet|levél)|továbbított üzenet kezdete",),
    closings=(r"(?:szívélyes )?üdvözlettel|üdv|tisztelettel|köszönettel|köszönöm",),
)

RUSSIAN = Marks(
    labels={
        "from": ("от", "от кого", "отправитель"),
        "date": ("отправлено", "дата", "послано"),
        "to": ("кому", "получатель"),
        "cc": ("копия", "скрытая копия"),
        "subject": ("тема",),
        "other": ("вложения", "важность"),
    },
    wrote=("написал", "написала", "написал(а)", "пишет", "писал", "писала", "писал(а)", "вы писали"),
    months=("янв", "фев", "мар", "апр", "ма[йя]", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    forward_subjects=("пересл", "пер", "отпр"),
    original=(r"исходное сообщение|оригинальное сообщение|первоначальное сообщение",),
    forwarded=(
        r"пересылаемое сообщение|пересланное (?:сообщение|письмо)|перенаправленное сообщение",
        r"начало (?:пересылаемого|переадресованного) сообщения|конец пересылаемого сообщения",
    ),
    phones=(
        r"отправлено (?:с|из|со|через)(?: моего| моей)? ?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}",
        r"отправлено с помощью .{2,40}|скачать outlook для .{2,20}",
    ),
    closings=(
        (
            r"с (?:искренним )?уважением|всего (?:доброго|хорошего)|(?:большое )?спасибо|с наилучшими пожеланиями"
            r"|заранее спасибо"
        ),
    ),
    cautions=(r"(?:данное|это|настоящее) (?:сообщение|письмо|электронное)|информация\W",),
    caution_words=(
        r"конфиденциальн",
        r"адресат|получател",
        r"по ошибке|ошибочно",
        r"удалить|удалите|уничтож",
        r"запрещ",
    ),
    speaking=(
        "я",
        "мне",
        "меня",
        "мой",
        "моя",
        "мы",
        "нам",
        "нас",
        "наш",
        "вы",
        "вам",
        "вас",
        "ваш",
        "прошу",
        "пожалуйста",
    ),
    first_person=("я", "мне", "меня", "мой", "моя"),
    functions=(r"(?:директор|менеджер|руководитель|отдел|специалист|бухгалтер) ?.*",),
)

UKRAINIAN = Marks(
    labels={
        "from": ("від", "відправник", "від кого"),
        "date": ("надіслано", "дата", "відправлено"),
        "to": ("кому", "одержувач", "до"),
        "cc": ("копія",),
        "subject": ("тема",),
    },
    wrote=("написав", "написала", "написав(-ла)", "пише", "писав", "писала"),
    months=("січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру"),
    original=(r"вихідне повідомлення|оригінальне повідомлення|початкове повідомлення",),
    forwarded=(
        (
            r"переслане повідомлення|пересланий лист|початок переслан(?:ого|оє) (?:листа|повідомлення)"
            r"|переадресоване повідомлення"
        ),
    ),
    phones=(r"(?:надіслано|відправлено) (?:з|із|зі|через)(?: мого| моєї)? ?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}",),
    closings=(r"з повагою|(?:щиро )?дякую|з найкращими побажаннями|усього (?:найкращого|доброго)",),
    caution_words=(r"конфіденційн", r"адресат|одержувач", r"помилково", r"видал"),
    speaking=(
        "я",
        "мені",
        "мене",
        "мій",
        "ми",
        "нам",
        "нас",
        "наш",
        "ви",
        "вам",
        "вас",
        "ваш",
        "прошу",
        "будь ласка",
    ),
    first_person=("я", "мені", "мене", "мій"),
)

TURKISH = Marks(
    labels={
        "from": ("kimden", "gönderen"),
        "date": ("gönderildi", "tarih", "gönderilme tarihi"),
        "to": ("kime", "alıcı"),
        "cc": ("bilgi", "cc"),
        "subject": ("konu",),
        "other": ("ekler", "önem"),
    },
    wrote=("yazdı", "şunu yazdı", "şunları yazdı", "tarihinde"),
    months=("oca", "şub", "mar", "nis", "may", "haz", "tem", "ağu", "eyl", "eki", "kas", "ara"),
    forward_subjects=("ilt",),
    original=(r"(?:orijinal|özgün|asıl) (?:ileti|mesaj)",),
    forwarded=(r"iletilen (?:mesaj|ileti|e-posta)(?: başlangıcı)?|iletilmiş mesaj|yönlendirilen (?:mesaj|ileti)",),
    phones=(
        (
            r"\S+(?:[uüıi]m)d[ae]n gönderildi|\S+(?: \S+){0,4} (?:ile|uygulamasından|üzerinden"
            r"|tarafından) gönderildi|\S+['’]?[dt][ae]n gönderildi"
        ),
    ),
    closings=(
        (
            r"saygılar(?:ımla|ımızla)?|iyi (?:günler|çalışmalar|akşamlar)|teşekkürler|teşekkür ederim"
            r"|sevgiler(?:le)?|selamlar"
        ),
    ),
    caution_words=(r"gizli", r"alıcı", r"yanlışlıkla", r"siliniz|silmeniz"),
    speaking=("ben", "bana", "benim", "biz", "bize", "siz", "size", "sizin", "lütfen"),
    first_person=("ben", "bana", "benim"),
)

JAPANESE = Marks(
    labels={
        "from": ("差出人", "送信者", "from"),
        "date": ("送信日時", "日時", "日付"),
        "to": ("宛先",),
        "cc": ("cc",),
        "subject": ("件名",),
    },
    wrote=("書きました", "のメール", "のメッセージ", "wrote"),
    original=(r"元のメッセージ|オリジナルメッセージ|original message",),
    forwarded=(r"転送(?:された)?メッセージ|転送メール",),
    phones=(r"(?:iphone|ipad|android)から送信|.{2,20}から送信",),
)

CHINESE = Marks(
    labels={
        "from": ("发件人", "寄件者", "寄件人", "發件人"),
        "date": ("发送时间", "日期", "寄件日期", "發送時間", "时间", "發送日期"),
        "to": ("收件人", "收件者"),
        "cc": ("抄送", "副本"),
        "subject": ("主题", "主旨", "主題"),
    },
    wrote=("写道", "寫道"),
    original=(r"原始邮件|原始郵件|回复的原邮件|原邮件",),
    forwarded=(r"转发(?:的)?(?:邮件|郵件)(?:信息)?|轉寄(?:的)?郵件|转发邮件信息",),
    phones=(r"发自我的.{2,20}|從我的.{2,20}(?:傳送|寄出)|发自.{2,20}",),
)
