"""The transport between simcord's model of Discord and a bot that is a process of its own.

The REST interface, the gateway, the files people attach, a record of all that the bot sent, and the faults that a test
asks for.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
import traceback
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import discord
import simcord.http.routes  # noqa: F401  # fills the router's table
from aiohttp import WSMsgType, web
from simcord._clock import Clock
from simcord.backend import cdn, serializers
from simcord.backend.errors import BackendError
from simcord.enums import InteractionType
from simcord.env import Env
from simcord.gateway import FakeGateway
from simcord.http import router

from bodies import Upload, as_discord_py_writes, body_of

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"
"""The one token that is right."""

LOST_AFTER = 1000
"""How many gateway events a session keeps for a bot that comes back."""


class RunningClock(Clock):
    """simcord's clock stands still until told; here it runs, and can be put forward."""

    def __init__(self) -> None:
        super().__init__()
        self._started = time.monotonic()

    def now(self) -> datetime:
        return self._epoch + timedelta(seconds=self.elapsed + time.monotonic() - self._started)


class World(Env):
    """simcord's environment, without the discord.py bot it expects in the same process."""

    def __init__(self) -> None:
        super().__init__(discord.Client(intents=discord.Intents.none()), check_errors=False)
        self.backend.clock = RunningClock()
        self._started = True

    async def _settle_internal(self, *_: Any, **__: Any) -> None:
        await asyncio.sleep(0)

    def _begin_operation(self, label: str) -> None:
        """Operations may overlap: nothing in this process waits for the bot."""

    def _end_operation(self) -> None:
        """See `_begin_operation`."""


@dataclass
class Session:
    """One gateway session; it outlives its connection, as Discord's does."""

    name: str
    intents: discord.Intents
    sent: list[dict[str, Any]] = field(default_factory=list)
    outbox: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    socket: web.WebSocketResponse | None = None
    sequence: int = 0

    @property
    def parsers(self) -> Session:
        """What simcord's gateway looks up an event's parser in."""
        return self

    def __getitem__(self, event: str) -> Any:
        return partial(self.dispatch, event)

    def dispatch(self, event: str, payload: dict[str, Any]) -> None:
        """Sends an event, or keeps it for a bot that comes back."""
        if event == "GUILD_CREATE":
            payload = {"nsfw_level": 0, "nsfw": False, **payload}
        if event == "INTERACTION_CREATE":
            payload = deepcopy(payload)
            resolved = payload.get("data", {}).get("resolved", {}).get("messages", {})
            for message in [payload.get("message"), *resolved.values()]:
                _say_whence(message)
        self.sequence += 1
        frame = {"op": 0, "t": event, "s": self.sequence, "d": payload}
        self.sent = [*self.sent, frame][-LOST_AFTER:]
        if self.socket is not None:
            self.outbox.put_nowait(frame)


@dataclass
class Fault:
    """What the bot gets for the next requests that match, whether they were carried out all the same or not."""

    method: str
    path: str
    status: int
    times: int
    body: Any
    headers: dict[str, str]
    hang: float
    carried_out: bool

    def strikes(self, method: str, path: str) -> bool:
        """Whether it strikes this request; each strike counts."""
        strikes = self.times > 0 and self.method in (method, "*") and self.path in path
        self.times -= strikes
        return strikes


@dataclass
class Limits:
    """How often the bot may ask: so many requests a second in all, so many messages in 5 seconds a channel."""

    all: int
    channel: int
    times: dict[str, list[float]] = field(default_factory=dict)

    def _take(self, bucket: str, most: int, seconds: float) -> tuple[float, int, float]:
        """How long to wait, how many more there are room for, and until when that counts."""
        now = time.monotonic()
        times = self.times[bucket] = [at for at in self.times.get(bucket, []) if now - at < seconds]
        if len(times) >= most:
            return seconds - (now - times[0]), 0, seconds - (now - times[0])
        times.append(now)
        return 0.0, most - len(times), seconds - (now - times[0])

    def ask(self, method: str, path: str) -> tuple[float, dict[str, str]]:
        """How long the bot must wait with this request, and the headers that tell it how things stand."""
        if path.startswith("/interactions/"):
            return 0.0, {}
        wait, _, _ = self._take("", self.all, 1.0)
        if wait:
            return wait, {"retry-after": str(wait), "x-ratelimit-global": "true"}
        if method != "POST" or not path.endswith("/messages"):
            return 0.0, {}
        wait, left, reset = self._take(path, self.channel, 5.0)
        headers = {"x-ratelimit-remaining": str(left), "x-ratelimit-reset-after": f"{reset:.3f}"}
        return wait, {**headers, "retry-after": str(wait)} if wait else headers


class Bridge:
    """The world, and what has passed between it and the bot."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.world = World()
        self.backend = self.world.backend
        self.sessions: dict[str, Session] = {}
        self.faults: list[Fault] = []
        self.requests: list[dict[str, Any]] = []
        self.frames: list[dict[str, Any]] = []
        self.changed = asyncio.Condition()
        self.gateway_is_down = False
        self.heartbeat = 41_250
        self.acknowledges = True
        self.posted: dict[tuple[str, str], Any] = {}
        self.limits: Limits | None = None
        cdn.CDN_BASE = f"http://127.0.0.1:{port}/cdn"
        self.backend.subscribers.append(self._feed)

    def _feed(self, event: str, payload: Any) -> None:
        for session in self.sessions.values():
            FakeGateway(self.backend, session).feed(event, payload)

    async def note(self, log: list[dict[str, Any]], entry: dict[str, Any]) -> None:
        """Records something, and wakes whoever waits for a change."""
        log.append(entry)
        async with self.changed:
            self.changed.notify_all()

    # The gateway

    async def gateway(self, request: web.Request) -> web.StreamResponse:
        """One connection of the bot to the gateway."""
        if self.gateway_is_down:
            return web.Response(status=503)
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        await connection.send_json({"op": 10, "d": {"heartbeat_interval": self.heartbeat}, "s": None, "t": None})
        session: Session | None = None
        pump: asyncio.Task[None] | None = None
        try:
            async for message in connection:
                if message.type != WSMsgType.TEXT:
                    continue
                frame = json.loads(message.data)
                told = frame["d"] if isinstance(frame.get("d"), dict) else {}
                await self.note(self.frames, {"op": frame["op"], "intents": told.get("intents")})
                if frame["op"] == 1 and self.acknowledges:
                    await connection.send_json({"op": 11, "d": None, "s": None, "t": None})
                elif frame["op"] in (2, 6):
                    session = await self._opened(connection, frame)
                    if session is not None:
                        pump = asyncio.create_task(_pump(session, connection))
        finally:
            if pump is not None:
                pump.cancel()
            if session is not None and session.socket is connection:
                session.socket = None
        return connection

    async def _opened(self, connection: web.WebSocketResponse, frame: dict[str, Any]) -> Session | None:
        """Answers IDENTIFY and RESUME."""
        told = frame["d"]
        if told["token"].removeprefix("Bot ") != TOKEN:
            await connection.close(code=4004, message=b"Authentication failed.")
            return None
        return self._identified(connection, told) if frame["op"] == 2 else await self._resumed(connection, told)

    def _identified(self, connection: web.WebSocketResponse, told: dict[str, Any]) -> Session:
        session = Session(f"session-{len(self.sessions)}", discord.Intents._from_value(int(told["intents"])))
        self.sessions[session.name] = session
        session.socket = connection
        session.dispatch("READY", self._ready(session))
        gateway = FakeGateway(self.backend, session)
        for guild in self.backend.guilds.values():
            gateway.feed("GUILD_CREATE", serializers.guild_create_payload(self.backend, guild))
        return session

    def _ready(self, session: Session) -> dict[str, Any]:
        return {
            "v": 10,
            "user": dict(serializers.user_payload(self.backend.bot_user)),
            "session_id": session.name,
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
            "guilds": [{"id": str(guild), "unavailable": True} for guild in self.backend.guilds],
            "shard": [0, 1],
            "application": {"id": str(self.backend.application_id), "flags": 0},
        }

    async def _resumed(self, connection: web.WebSocketResponse, told: dict[str, Any]) -> Session | None:
        session = self.sessions.get(told["session_id"])
        if session is None:
            await connection.send_json({"op": 9, "d": False, "s": None, "t": None})
            return None
        session.socket, session.outbox = connection, asyncio.Queue()
        for missed in session.sent:
            if missed["s"] > told["seq"]:
                session.outbox.put_nowait(missed)
        session.dispatch("RESUMED", {"_trace": []})
        return session

    async def drop(self, code: int | None) -> None:
        """Ends every connection: with a closing code, or as when a cable is pulled."""
        for session in self.sessions.values():
            if session.socket is None:
                continue
            if code is not None:
                await session.socket.close(code=code)
            elif (transport := session.socket.get_extra_info("socket")) is not None:
                transport.shutdown(socket.SHUT_RDWR)

    # The REST interface

    async def rest(self, request: web.Request) -> web.Response:
        """Answers one request of the bot, and records it."""
        path = "/" + request.path.removeprefix("/api/").split("/", 1)[-1]
        body, uploads = await body_of(request)
        entry: dict[str, Any] = {
            "method": request.method,
            "path": path,
            "query": dict(request.query),
            "type": request.content_type,
            "body": body,
            "files": [upload.filename for upload in uploads],
        }
        fault = self._fault(request.method, path)
        if fault is not None:
            if fault.carried_out:
                self._answer(request, path, body, uploads)
            await self.note(self.requests, {**entry, "status": fault.status, "fault": True})
            await asyncio.sleep(fault.hang)
            return web.json_response(fault.body, status=fault.status, headers=fault.headers)
        wait, told = self.limits.ask(request.method, path) if self.limits else (0.0, {})
        if wait:
            await self.note(self.requests, {**entry, "status": 429})
            said = {"message": "You are being rate limited.", "retry_after": wait, "global": "x-ratelimit-global" in told}
            return web.json_response(said, status=429, headers=told)
        status, answer = self._answer(request, path, body, uploads)
        await self.note(self.requests, {**entry, "status": status, "answer": answer if status >= 400 else None, "at": time.time()})
        if answer is None:
            return web.Response(status=status, headers=told)
        return web.json_response(answer, status=status, headers=told, dumps=partial(json.dumps, default=str))

    def _fault(self, method: str, path: str) -> Fault | None:
        return next((fault for fault in self.faults if fault.strikes(method, path)), None)

    def _answer(self, request: web.Request, path: str, body: Any, uploads: list[Upload]) -> tuple[int, Any]:
        url = f"ws://127.0.0.1:{self.port}/gateway"
        authorised = request.headers.get("authorization") == f"Bot {TOKEN}"
        if not authorised and not path.startswith(("/interactions/", "/webhooks/")) and path != "/gateway":
            return 401, {"message": "401: Unauthorized", "code": 0}
        if path == "/gateway":
            return 200, {"url": url}
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
            return 200, {"url": url, "shards": 1, "session_start_limit": limit}
        # simcord takes no notice of nonces: one that was posted before is not posted again.
        nonce = (path, str(body.get("nonce"))) if isinstance(body, dict) and body.get("enforce_nonce") else None
        if nonce in self.posted:
            return 200, self.posted[nonce]
        try:
            answer = router.dispatch(
                self.backend,
                request.method,
                path,
                json=as_discord_py_writes(body, request.method, path),
                params=dict(request.query),
                files=uploads,
                reason=request.headers.get("x-audit-log-reason"),
            )
        except BackendError as error:
            return error.status, error.to_json()
        except Exception as error:  # simcord's own fault: the test must see it
            traceback.print_exc()
            return 500, {"message": repr(error), "code": 0}
        if isinstance(answer, dict):
            answer = {"nsfw_level": 0, **answer} if "owner_id" in answer else deepcopy(answer)
            _say_whence(answer)
        if nonce is not None:
            self.posted[nonce] = answer
        for command in answer if path.endswith("/commands") and isinstance(answer, list) else []:
            command.setdefault("version", command["id"])
        if path.endswith("/callback") and request.query.get("with_response") != "true":
            answer = None
        return (204, None) if answer is None else (200, answer)

    async def file(self, request: web.Request) -> web.Response:
        """A file that somebody attached."""
        fault = self._fault(request.method, request.path)
        if fault is not None:
            await asyncio.sleep(fault.hang)
            return web.json_response(fault.body, status=fault.status, headers=fault.headers)
        data = self.backend.cdn.get(f"http://127.0.0.1:{self.port}{request.path}")
        return web.Response(status=404) if data is None else web.Response(body=data)


def _say_whence(message: dict[str, Any] | None) -> None:
    """Adds what Discord says of the interaction that a message answers, and simcord leaves out."""
    metadata = (message or {}).get("interaction_metadata")
    if message is None or metadata is None:
        return
    if metadata["type"] == InteractionType.MESSAGE_COMPONENT:
        metadata.setdefault("interacted_message_id", message["id"])
    elif metadata["type"] == InteractionType.MODAL_SUBMIT:
        opened_by = {**metadata, "type": InteractionType.APPLICATION_COMMAND}
        metadata.setdefault("triggering_interaction_metadata", opened_by)


async def _pump(session: Session, connection: web.WebSocketResponse) -> None:
    outbox = session.outbox
    while True:
        await connection.send_str(json.dumps(await outbox.get(), default=str))
