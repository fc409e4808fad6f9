"""File names of attachments, made harmless: no path, no control or direction characters, never empty."""

from __future__ import annotations

import re

MAX_LENGTH = 120

# For parts without a name. Short on purpose: what is not listed is opened by nobody without asking anyway.
SUFFIXES = {
    "application/gzip": ".gz",
    "application/json": ".json",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/pgp-encrypted": ".asc",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/x-pkcs7-mime": ".p7m",
    "application/x-pkcs7-signature": ".p7s",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/pjpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/feedback-report": ".txt",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "text/rtf": ".rtf",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
}
# Direction marks make "gpj.exe" look like "exe.jpg"; invisible ones hide the end of a name. The joiners
# (U+200C, U+200D) stay: Persian words and emoji of several signs are written with them.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\u3164"
    "\ufe00\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_RESERVED = re.compile(r'[<>:"|?*]+')
_SUFFIX = re.compile(r"\.[^.\s]{1,12}\Z")


def sanitise(name: str) -> str:
    """The last path part of `name` without anything dangerous, at most MAX_LENGTH long; may be empty."""
    name = _FORBIDDEN.sub("", name.replace("\\", "/")).rstrip("/ .").rpartition("/")[2]
    name = " ".join(_RESERVED.sub("_", name).split()).strip(" .")
    if len(name) <= MAX_LENGTH:
        return name
    suffix = _SUFFIX.search(name)
    ending = suffix.group() if suffix else ""
    return name[: MAX_LENGTH - len(ending)].rstrip(" .") + ending


def name_for(name: str, media_type: str, number: int) -> str:
    """The name under which an attachment is shown; a nameless one gets its number and the suffix of its type."""
    return sanitise(name) or f"attachment-{number}{SUFFIXES.get(media_type, '.bin')}"
