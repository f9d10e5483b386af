"""What stands before every route: known hosts only, no requests from other people's pages, no stack traces."""

import logging
import secrets
from collections.abc import Container
from ipaddress import ip_address
from urllib.parse import urlsplit

import htpy as h
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

log = logging.getLogger(__name__)

OWN_PAGE = "X-Study-Bot"
"""Our pages send this header with every POST. A form on a strange page cannot, and a script there may not."""
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                               "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAYS = {
    403: "This request did not come from one of Study Bot's own pages.",
    404: "There is nothing at this address.",
    405: "This address does not take that kind of request.",
    413: "That is more than fits in one request.",
    415: "This address takes JSON.",
    421: "Study Bot only answers to 127.0.0.1 and localhost here.",
}


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """The security headers, on every response; pages are asked for again each time, so that an update shows at once."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-cache")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that is bound to `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def only_known_hosts(host: str, *, public: str = "") -> Middleware:
    """Refuses names that point here from outside (DNS rebinding), where the server is bound to loopback. `public` is
    the name under which a proxy on this machine is reached."""
    known = {"127.0.0.1", "localhost", "::1", host.casefold(), public.casefold()} if is_loopback(host) else None

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if known is not None and _host_name(request.host) not in known:
            return _refusal(request, 421)
        return await handler(request)

    return middleware


def _host_name(header: str) -> str | None:
    """`localhost` of `localhost:8080`, `::1` of `[::1]:8080`; None for what is no host at all."""
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None


def only_own_pages(signed: Container[str]) -> Middleware:
    """Refuses requests that change something, unless one of our pages sent them as JSON. `signed` paths are exempt."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        resource = request.match_info.route.resource
        if request.method not in ("GET", "HEAD") and (resource is None or resource.canonical not in signed):
            if OWN_PAGE not in request.headers:
                return _refusal(request, 403)
            if request.content_type != "application/json":
                return _refusal(request, 415)
        return await handler(request)

    return middleware


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns every failure into a sentence. A bug is logged once; the visitor gets its reference, never its trace."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _refusal(request, error.status, error.text if error.status == 400 else None)
    except ConnectionError:
        # The visitor has gone; nobody reads this.
        return web.Response(status=499)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("Request failed: %s %s (reference %s)", request.method, request.path, reference)
        says = f"Something went wrong here. The log names it by the reference {reference}."
        return _answer(request, 500, says, reference)


def _refusal(request: web.Request, status: int, says: str | None = None) -> web.Response:
    return _answer(request, status, says or SAYS.get(status, "This request was not understood."))


def _answer(request: web.Request, status: int, says: str, reference: str = "") -> web.Response:
    """A page for people who look at pages, JSON for everything else."""
    if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("Accept", ""):
        return web.Response(text=_page(status, says), content_type="text/html", status=status)
    body = {"says": says} | ({"reference": reference} if reference else {})
    return web.json_response(body, status=status)


def _page(status: int, says: str) -> str:
    title = "Page not found" if status == 404 else "Study Bot"
    return str(h.html(lang="en")[
        h.head[
            h.meta(charset="utf-8"), h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"), h.title[title],
        ],
        h.body[h.main[h.h1[title], h.p[says], h.p[h.a(href="/")["Go to the start page"]]]],
    ])
