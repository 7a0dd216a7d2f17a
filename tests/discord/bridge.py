"""A Discord to test against: simcord's model of it, put on loopback HTTP and WebSocket.

simcord holds the semantics: routes, permissions, validation, deadlines, what people may do. `wire.py` is the transport
between it and the bot, `bodies.py` what the bot sends; `people.py` is what a test tells people to do.

The port is printed on standard output once it listens. The process ends when its standard input is closed, so that it
never outlives the test that started it.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading

from aiohttp import web

from people import People
from wire import Bridge


def _end_with_the_test() -> None:
    sys.stdin.read()
    os._exit(0)


async def main() -> None:
    """Listens on a free port until standard input is closed."""
    listener = socket.create_server(("127.0.0.1", 0))
    bridge = Bridge(listener.getsockname()[1])
    application = web.Application(client_max_size=50 << 20)
    application.router.add_post("/test/{told}", People(bridge).told)
    application.router.add_get("/gateway", bridge.gateway)
    application.router.add_get("/gateway/", bridge.gateway)
    application.router.add_get("/cdn/{file:.*}", bridge.file)
    application.router.add_route("*", "/api/{path:.*}", bridge.rest)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    threading.Thread(target=_end_with_the_test, daemon=True).start()
    print(bridge.port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
