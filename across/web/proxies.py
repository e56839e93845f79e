"""Where a request came from, told by the proxy in front of us."""

import os

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

# A proxy on this machine. Streamlit listens in a way that names it as the last of these, which uvicorn does not know.
ON_THIS_MACHINE = "127.0.0.1,::1,::ffff:127.0.0.1"


class BehindProxies:
    """Believes those proxies alone that FORWARDED_ALLOW_IPS names, however the server was started."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = ProxyHeadersMiddleware(app, os.environ.get("FORWARDED_ALLOW_IPS") or ON_THIS_MACHINE)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self.app(scope, receive, send)  # type: ignore[arg-type]
