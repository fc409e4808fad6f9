"""Many different mails as people send them: 2 to 20 kB, text and HTML, some with a picture. Same seed, same bytes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

FIRST_NAMES = (
    "Ayla",
    "Bernd",
    "Carla",
    "Dilan",
    "Emil",
    "Frieda",
    "Gregor",
    "Hanna",
    "Ivo",
    "Jette",
    "Kemal",
    "Lotte",
    "Milan",
    "Nora",
    "Oskar",
    "Pia",
)
LAST_NAMES = (
    "Abels",
    "Brandt",
    "Cremer",
    "Dorn",
    "Ebert",
    "Faber",
    "Gruber",
    "Hahn",
    "Iwers",
    "Jung",
    "Kranz",
    "Lohse",
    "Maurer",
    "Noll",
    "Ortner",
    "Peters",
)
OPENINGS = ("Guten Tag,", "Hallo,", "Sehr geehrte Damen und Herren,", "Liebes Team,", "Servus,")
SENTENCES = (
    "gestern kam mein Paket an, und der Karton war an einer Ecke aufgerissen.",
    "Könnten Sie mir bitte sagen, bis wann mit dem Ersatzteil zu rechnen ist?",
    "Ich habe die Rechnung zweimal bekommen und weiß nicht, welche ich überweisen soll.",
    "Beim letzten Mal ging das ohne Rückfrage, deshalb wundere ich mich ein wenig.",
    "Die Beschreibung auf der Seite passt nicht zu dem, was geliefert wurde.",
    "Am Telefon hieß es, ich solle eine E-Mail schreiben, also schreibe ich eine.",
    "Meine Tochter hat sich sehr gefreut, vielen Dank noch einmal für die schnelle Hilfe!",
    "Wäre es möglich, die Lieferung an die Adresse meiner Nachbarin zu schicken?",
    "Der Griff wackelt seit dem ersten Tag, und beim Nachziehen dreht die Schraube durch.",
    "Falls es länger dauert, wäre ich für eine kurze Nachricht dankbar.",
    "Im Anhang finden Sie ein Foto, auf dem man den Schaden gut sieht.",
    "Gibt es das Modell auch in Blau, und was würde der Versand nach Österreich kosten?",
)
SUBJECTS = ("Frage zur Lieferung", "Rechnung {n}", "Reklamation", "Danke!", "Ersatzteil für {n}", "Termin am Freitag")
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def raw_mails(count: int, *, to: str, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` pairs of Message-ID (without brackets) and raw mail with CRLF line ends, addressed to `to`."""
    for number in range(count):
        # Every mail has its own chance, so that the same number is the same mail in a run of any length.
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - test data, no secret
        key = f"{chance.randrange(16**12):012x}.{number}@post.kundschaft.example"
        yield key, _mail(chance, number, key, to).as_bytes()


def _mail(chance: random.Random, number: int, key: str, to: str) -> EmailMessage:
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{first} {last} <{first.lower()}.{last.lower()}{number % 4000}@kundschaft.example>"
    mail["To"] = to
    mail["Subject"] = chance.choice(SUBJECTS).format(n=4000 + number)
    mail["Date"] = format_datetime(START + timedelta(seconds=number))
    mail["Message-ID"] = f"<{key}>"
    text = _text(chance, first, last)
    mail.set_content(text, cte="quoted-printable")
    paragraphs = "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))
    mail.add_alternative(
        f'<html><head><meta charset="utf-8"></head><body>{paragraphs}</body></html>',
        subtype="html",
        cte="quoted-printable",
    )
    if chance.random() < 0.2:
        mail.add_attachment(
            b"\xff\xd8\xff\xe0" + chance.randbytes(chance.randrange(2_000, 8_000)),
            maintype="image",
            subtype="jpeg",
            filename=f"Foto {number}.jpg",
        )
    for part_number, part in enumerate(mail.walk()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"=_{part_number}_{number}")
    return mail


def _text(chance: random.Random, first: str, last: str) -> str:
    # Most people write little, a few write novels.
    length = min(70, int(chance.lognormvariate(2.5, 0.8)) + 6)
    sentences = [chance.choice(SENTENCES) for _ in range(length)]
    paragraphs = [" ".join(sentences[start : start + 4]) for start in range(0, length, 4)]
    return "\n\n".join([chance.choice(OPENINGS), *paragraphs, f"Viele Grüße\n{first} {last}"]) + "\n"
