"""What the bot sends, as simcord takes it."""

from __future__ import annotations

import io
import json
from typing import Any

from aiohttp import BodyPartReader, web


class Upload:
    """An attached file, as simcord takes it from discord.py."""

    def __init__(self, name: str, data: bytes) -> None:
        self.filename = name
        self.fp = io.BytesIO(data)
        self.description = None


async def body_of(request: web.Request) -> tuple[Any, list[Upload]]:
    """The JSON of a request and the files that came with it."""
    uploads: list[Upload] = []
    body: Any = None
    if request.content_type.startswith("multipart/"):
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            data = bytes(await part.read())
            if part.name == "payload_json":
                body = json.loads(data)
            else:
                uploads.append(Upload(part.filename or part.name or "file", data))
    elif request.can_read_body:
        text = await request.text()
        body = json.loads(text) if text else None
    return body, uploads


def as_discord_py_writes(body: Any, method: str, path: str) -> Any:
    """The body without the nulls and empty lists that Discord takes and simcord refuses, as discord.py sends none."""
    body = _without_nulls(body, keep=method == "PATCH")
    if path.endswith("/commands") and isinstance(body, list):
        for command in body:
            _drop_empty_lists(command, ("options", "choices", "channel_types"))
    return body


def _without_nulls(value: Any, *, keep: bool = False) -> Any:
    """`keep` leaves nulls at the top, where a PATCH means them."""
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _without_nulls(item) for key, item in value.items() if keep or item is not None}
    mentions = kept.get("allowed_mentions")
    if isinstance(mentions, dict):
        kept["allowed_mentions"] = {key: item for key, item in mentions.items() if key == "parse" or item != []}
    return kept


def _drop_empty_lists(command: dict[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys:
        if command.get(key) == []:
            del command[key]
    for option in command.get("options", []):
        _drop_empty_lists(option, keys)
