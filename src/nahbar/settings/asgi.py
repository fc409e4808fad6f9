"""The web application, for uvicorn."""

from __future__ import annotations

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nahbar.settings")
# Django reads a file that it serves before it sends it; ours are small (styles) or asked for rarely (attachments).
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
application = get_asgi_application()
