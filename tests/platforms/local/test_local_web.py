"""The web server: who may ask, what a failure looks like, how it starts and stops."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.web.server import BODY_LIMIT, CannotListen, PortInUse, WebServer

OWN = {"X-Study-Bot": "page"}


async def _echo(request: web.Request) -> web.Response:
    return web.json_response({"got": len(await request.read())})


async def _broken(_: web.Request) -> web.Response:
    raise RuntimeError("the secret of the stack")


@asynccontextmanager
async def server(host: str = "127.0.0.1") -> AsyncIterator[tuple[WebServer, aiohttp.ClientSession]]:
    """A server with a few routes, and somebody who asks it."""
    running = WebServer(host, 0)
    running.add_routes([web.post("/api/echo", _echo), web.get("/api/broken", _broken)])
    running.add_routes([web.post("/slack/events", _echo)], signed=True)
    await running.start()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{running.port}") as session:
            yield running, session
    finally:
        await running.stop()


@pytest.mark.asyncio
async def test_health_answers_in_json() -> None:
    async with server() as (_, session), session.get("/health") as response:
        assert (response.status, await response.json()) == (200, {"ok": True})


@pytest.mark.asyncio
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", "[", ""])
async def test_a_strange_host_name_is_refused_on_loopback(host: str) -> None:
    async with server() as (_, session), session.get("/health", headers={"Host": host}) as response:
        assert response.status in (400, 421)


@pytest.mark.asyncio
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9999", "LOCALHOST", "[::1]:8080"])
async def test_the_names_of_this_machine_are_let_in(host: str) -> None:
    async with server() as (_, session), session.get("/health", headers={"Host": host}) as response:
        assert response.status == 200


@pytest.mark.asyncio
async def test_a_server_for_everybody_takes_any_host_name() -> None:
    async with server("0.0.0.0") as (running, session):
        async with session.get("/health", headers={"Host": "study.example"}) as response:
            assert response.status == 200
        assert running.url == f"http://127.0.0.1:{running.port}/"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Content-Type": "application/json"}, 403),
        (OWN | {"Content-Type": "text/plain"}, 415),
        (OWN | {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (OWN | {"Content-Type": "application/json"}, 200),
    ],
)
async def test_only_own_pages_may_post(headers: dict[str, str], status: int) -> None:
    async with server() as (_, session), session.post("/api/echo", data=b"{}", headers=headers) as response:
        assert response.status == status


@pytest.mark.asyncio
async def test_signed_routes_check_their_sender_themselves() -> None:
    async with server() as (_, session), session.post("/slack/events", data={"payload": "x"}) as response:
        assert response.status == 200


@pytest.mark.asyncio
async def test_a_body_beyond_the_limit_is_refused_with_a_sentence() -> None:
    headers = OWN | {"Content-Type": "application/json"}
    body = b"x" * (BODY_LIMIT + 1)
    async with server() as (_, session), session.post("/api/echo", data=body, headers=headers) as response:
        assert response.status == 413
        assert (await response.json())["says"] == "That is more than fits in one request."


@pytest.mark.asyncio
async def test_an_unknown_path_is_a_friendly_page_for_people_and_json_for_programs() -> None:
    async with server() as (_, session):
        async with session.get("/nothing", headers={"Accept": "text/html"}) as response:
            assert (response.status, response.content_type) == (404, "text/html")
            assert "Go to the start page" in await response.text()
        async with session.get("/api/nothing") as response:
            assert (response.status, await response.json()) == (404, {"says": "There is nothing at this address."})


@pytest.mark.asyncio
async def test_a_bug_is_logged_once_and_shown_as_a_reference_only(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    async with server() as (_, session), session.get("/api/broken") as response:
        body = await response.json()
        assert response.status == 500
        assert "secret" not in str(body)
        assert "RuntimeError" not in str(body)
    logged = [record for record in caplog.records if body["reference"] in record.getMessage()]
    assert len(caplog.records) == len(logged) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["/health", "/nothing", "/api/broken"])
async def test_security_headers_are_on_every_answer(path: str) -> None:
    async with server() as (_, session), session.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.asyncio
async def test_a_port_in_use_is_a_sentence_with_the_next_step() -> None:
    async with server() as (running, _):
        with pytest.raises(PortInUse) as error:
            await WebServer("127.0.0.1", running.port).start()
        assert str(running.port) in error.value.says
        assert error.value.next_step.endswith(f"--port {running.port + 1}")


@pytest.mark.asyncio
async def test_an_address_that_this_machine_does_not_have_is_a_sentence_too() -> None:
    with pytest.raises(CannotListen, match=r"Cannot listen on 192\.0\.2\.1"):
        await WebServer("192.0.2.1", 0).start()


@pytest.mark.asyncio
async def test_stopping_takes_less_than_a_second_even_while_somebody_listens() -> None:
    over = asyncio.Event()

    async def stream(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"here\n")
        await over.wait()
        return response

    running = WebServer("127.0.0.1", 0)
    running.add_routes([web.get("/stream", stream)])
    running.on_stop(over.set)
    await running.start()
    async with aiohttp.ClientSession(running.url) as session, session.get("/stream") as response:
        assert await response.content.readline() == b"here\n"
        began = time.monotonic()
        await running.stop()
        assert time.monotonic() - began < 1
    await running.stop()  # twice does no harm
