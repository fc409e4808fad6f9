"""What somebody had written when their session ended: kept until they have signed in again, then it stands there."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext as _

# What a form sends and a session keeps for the composer, longest text first cut away by the form's own limit.
_KEPT = ("text", "way", "cc", "bcc", "page", "version", "once")
MOST_KEPT = 200_000


def returned_key(conversation_id: int) -> str:
    """Where the session keeps what the composer of a conversation shows next, once."""
    return f"returned-{conversation_id}"


def way_back(request: HttpRequest) -> str:
    """The page to sign in at, which leads back to where somebody was; what they had sent waits for them there."""
    here = _page_of(request)
    _keep(request)
    query = f"?{urlencode({'next': here})}" if here else ""
    return f"{resolve_url('account_login')}{query}"


def _page_of(request: HttpRequest) -> str:
    """The page that is open: of a form's address that only takes posts, the conversation that it belongs to."""
    if current := request.headers.get("HX-Current-URL", ""):
        parts = urlsplit(current)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    if request.headers.get("HX-Request"):
        return ""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    conversation_id = _conversation_of(request)
    try:
        return reverse("desk:conversation", args=[conversation_id]) if conversation_id else ""
    except NoReverseMatch:
        return ""


def _conversation_of(request: HttpRequest) -> int:
    try:
        return int(resolve(request.path_info).kwargs.get("conversation_id", 0))
    except Resolver404:
        return 0


def _keep(request: HttpRequest) -> None:
    """Only where no script of ours keeps it in the browser."""
    text = request.POST.get("text", "")[:MOST_KEPT] if request.method == "POST" else ""
    conversation_id = _conversation_of(request)
    if not text.strip() or not conversation_id or request.headers.get("HX-Request"):
        return
    hint = _("You were signed out. Your text is back here; it has not been sent.")
    if request.path_info.endswith("/note/"):
        request.session[returned_key(conversation_id)] = {"note": text, "hint": hint}
        return
    kept = {name: request.POST.get(name, "") for name in _KEPT} | {"text": text}
    version = kept.pop("version")
    request.session[returned_key(conversation_id)] = {
        "text": text,
        "hint": hint,
        "cc": kept["cc"][:2000],
        "bcc": kept["bcc"][:2000],
        "page": kept["page"][:40],
        "version": int(version) if version.isdecimal() and len(version) < 9 else 0,
        **({"once": kept["once"][:40]} if kept["once"] else {}),
        **({"chosen": kept["way"][:20]} if kept["way"] else {}),
    }
