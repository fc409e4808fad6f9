"""Foreign HTML made safe to show, bounded in time for any input. nh3 (Rust, an HTML5 parser) does the reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urlsplit

import nh3

from nahbar.toolbox import html_parts

MAX_LENGTH = 5_000_000
# HTML5 parsers repeat unclosed formatting elements in every block, and nh3 is quadratic in depth, in
# ampersands and hard spaces of one text and in attributes of one tag: beyond these limits (newsletters stay below 100
# levels) only the words are taken.
MAX_DEPTH = 400
MAX_REPEATED = 2_000_000
MAX_ESCAPES = 50_000
MAX_TAGS = 200_000
MAX_RAW_TEXTS = 400  # scripts and styles
MAX_TAG = 5000  # characters, and then
MAX_ATTRIBUTES = 500
MAX_LINK_TEXT = 500
MAX_REMEMBERED = 300


def names(text: str) -> frozenset[str]:
    """The names in a list with blanks and line breaks between them."""
    return frozenset(text.split())


TAGS = names(
    """
    a abbr b blockquote br caption cite code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins li ol p
    pre q s small span strong sub sup table tbody td tfoot th thead tr u ul
    """
)
DROPPED = names(
    """
    script style title noscript template iframe object svg math select textarea
    """
)
ATTRIBUTES = {
    "*": {"dir", "lang", "style"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
}
STYLES = {"font-style", "font-weight", "text-align", "text-decoration"}
SCHEMES = {"http", "https", "mailto", "tel", "cid", "data"}
FILE_SUFFIXES = names(
    """
    pdf doc docx xls xlsx ppt pptx jpg jpeg png gif zip ics txt csv html htm eml
    """
)

_FORMATTING = names(
    """
    a b big code em font i nobr s small strike strong tt u
    """
)
_CLOSED_BY_THEMSELVES = names(
    """
    p li td th tr tbody thead tfoot dd dt option br img hr meta link input col area base embed wbr
    source
    """
)
_TAG_NAME = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]{0,15})[^>]*")
_TAG_ATTRIBUTES = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}([^>]*)")
_RAW_TEXT = re.compile(r"<(script|style)\b")
_CRUDE_TAG = re.compile(r"<[^<>]{0,5000}>")
SPACES = re.compile(r"[ \t\n\r\f]+")
_IMAGE = re.compile(r'<img((?:\s+[a-z-]+="[^"]*")*)>')
_REMOTE_SOURCE = re.compile(r' src="(?=https?:)')
_LINK = re.compile(r'(<a(?:\s+[a-z-]+="[^"]*")*>)(.*?)</a>', re.DOTALL)
_HREF = re.compile(r' href="(https?:[^"]*)"')
_WRITTEN_HOST = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}(?:[/?#:]\S*)?", re.IGNORECASE)
_SAFE_DATA = re.compile(r"data:image/(?:png|gif|jpe?g|webp)[;,]", re.IGNORECASE)


def clean(html: str) -> str:
    """`html` as a harmless fragment with a sober set of tags; never fails.

    No scripts, forms, frames, event handlers or style with addresses. Remote pictures are not loaded: their
    address stands in `data-remote-src`; `cid:` pictures stay. Links open apart (rel, target), and one whose
    text names another host than it leads to is followed by `<span class="link-warning">real host</span>`.
    What mail programs tell by classes, ids and names stays as `data-part` (see `html_parts`).
    """
    html = storable(html)
    if tangled(html):
        return f"<pre>{escape(words_only(html), quote=False)}</pre>"
    told = html_parts.told(html)
    cleaned = html_parts.renamed(_CLEANER_WITH_PARTS.clean(html)) if told else _CLEANER.clean(html)
    return _LINK.sub(_mark_deceptive, _IMAGE.sub(_hold_back_remote, cleaned))


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Asked for every attribute, and mails repeat few short ones; long ones (pictures) are not kept in mind."""
    return (_judged if len(value) < MAX_REMEMBERED else _judged.__wrapped__)(tag, name, value)


# Browsers take these out of an address before they read it (URL standard, 4.4); "da<tab>ta:" is "data:".
_UNSEEN = dict.fromkeys(range(0x20))


@lru_cache(maxsize=4096)
def _judged(tag: str, name: str, value: str) -> str | None:
    if name in html_parts.ATTRIBUTES:
        return html_parts.part_of(name, value)
    if name == "style":
        lowered = value.lower()
        return None if "url" in lowered or "\\" in value or "expression" in lowered else value
    address = value.translate(_UNSEEN).lstrip().lower() if name in ("href", "src") else ""
    if name == "href" and address.startswith(("data:", "cid:")):
        return None
    if name == "src" and address.startswith("data:"):
        return value if _SAFE_DATA.match(value.strip()) else None
    return value if name != "src" or tag == "img" else None


def _cleaner(attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(DROPPED),
        attributes=attributes,
        attribute_filter=_filter_attribute,
        url_schemes=SCHEMES,
        url_relative="deny",
        filter_style_properties=STYLES,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer",
    )


_CLEANER = _cleaner(ATTRIBUTES)
_CLEANER_WITH_PARTS = _cleaner(ATTRIBUTES | {"*": ATTRIBUTES["*"] | html_parts.ATTRIBUTES})


def _hold_back_remote(match: re.Match[str]) -> str:
    attributes = _REMOTE_SOURCE.sub(' data-remote-src="', match.group(1), count=1)
    return f"<img{attributes}>"


def _mark_deceptive(match: re.Match[str]) -> str:
    shown = _host_written(unescape(_CRUDE_TAG.sub("", match.group(2)))[:MAX_LINK_TEXT].strip())
    href = _HREF.search(match.group(1)) if shown else None
    real = _host(unescape(href.group(1))) if href else ""
    if not real or _same_site(shown, real):
        return match.group()
    return f'{match.group()}<span class="link-warning">{escape(real)}</span>'


def _host_written(text: str) -> str:
    """The host that a link's text claims, or an empty text: only where the text is an address and nothing else."""
    found = _WRITTEN_HOST.fullmatch(text)
    if found is None:
        return ""
    host = _host(text if "://" in text else f"https://{text}")
    return "" if host.rpartition(".")[2] in FILE_SUFFIXES else host


def _host(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""


def _same_site(shown: str, real: str) -> bool:
    return shown == real or real.endswith(f".{shown}") or shown.endswith(f".{real}")


def storable(html: str) -> str:
    """`html` with no NUL, no lone surrogates, not longer than MAX_LENGTH."""
    html = html[:MAX_LENGTH].replace("\0", "")
    try:
        html.encode()
    except UnicodeEncodeError:
        return html.encode("utf-8", "replace").decode()
    return html


def tangled(html: str) -> bool:
    """Whether parsing would cost more than any honest document does.

    Counting the names of tags bounds depth and repetition already for most mails; only others are walked through.
    """
    tags = html.count("<")
    if _has_too_many_escapes(html) or tags > MAX_TAGS or _has_endless_tag(html):
        return True
    if tags <= MAX_RAW_TEXTS:  # the smallest of all limits
        return False
    names = _TAG_NAME.findall(html)
    counted = Counter(names)
    short = {name: name.removeprefix("/").lower() for name in counted}
    if sum(count for name, count in counted.items() if short[name] in DROPPED) > MAX_RAW_TEXTS:
        return True
    lasting = {name for name, plain in short.items() if plain not in _CLOSED_BY_THEMSELVES}
    openings = sum(counted[name] for name in lasting if name[0] != "/")
    if openings <= MAX_DEPTH and openings * len(names) <= MAX_REPEATED:
        return False
    peaks = _peaks(short[name] if name[0] != "/" else f"/{short[name]}" for name in names if name in lasting)
    formatting = sum(peak for name, peak in peaks.items() if name in _FORMATTING)
    return sum(peaks.values()) > MAX_DEPTH or formatting * len(names) > MAX_REPEATED


def _peaks(names: Iterable[str]) -> dict[str, int]:
    """For each tag how often it was open at the same time; a closing tag closes its own kind only."""
    peaks: dict[str, int] = {}
    depths: dict[str, int] = {}
    for name in names:
        if name[0] == "/":
            depth = depths.get(name[1:], 0)
            if depth:
                depths[name[1:]] = depth - 1
            continue
        depths[name] = depth = depths.get(name, 0) + 1
        if depth > peaks.get(name, 0):
            peaks[name] = depth
    return peaks


def _has_too_many_escapes(html: str) -> bool:
    return len(html) > MAX_ESCAPES and html.count("&") + html.count("\xa0") > MAX_ESCAPES


def _has_endless_tag(html: str) -> bool:
    """One tag with hundreds of attributes."""
    if not _has_long_piece(html):
        return False
    return any(
        len(attributes) > MAX_TAG and len(attributes.split()) > MAX_ATTRIBUTES
        for attributes in _TAG_ATTRIBUTES.findall(html)
    )


def _has_long_piece(html: str) -> bool:
    """Whether somewhere more than MAX_TAG characters stand without a ">". Leaps from one to another."""
    place = 0
    while len(html) - place > MAX_TAG:
        place = html.rfind(">", place, place + MAX_TAG + 1) + 1
        if not place:
            return True
    return False


def words_only(html: str) -> str:
    """The words without any layout: linear in time whatever comes."""
    return SPACES.sub(" ", unescape(_CRUDE_TAG.sub(" ", _without_raw_text(html)))).strip()


def _without_raw_text(html: str) -> str:
    """`html` without scripts and styles that are closed; those that are not lose their tag only."""
    lowered = html.lower()
    kept: list[str] = []
    position = 0
    for match in _RAW_TEXT.finditer(lowered):
        end = lowered.find(f"</{match.group(1)}", match.end()) if lowered.rfind("</") > match.end() else -1
        if end < 0:
            break
        if match.start() >= position:
            kept.append(html[position : match.start()])
            position = end
    kept.append(html[position:])
    return "".join(kept)
