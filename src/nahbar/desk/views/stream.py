"""The stream of news: server-sent events, one per browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from nahbar.desk.live import STREAMS


async def stream(request: HttpRequest) -> HttpResponseBase:
    """News for as long as the page is open. 401 where nobody is signed in; the browser then stops asking."""
    user = await request.auser()
    if not user.is_authenticated:
        return HttpResponse(status=401)
    return StreamingHttpResponse(
        STREAMS.subscribe(),
        content_type="text/event-stream",
        # Proxies must not hold news back.
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
