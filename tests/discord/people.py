"""What a test tells the simulated Discord and its people: one method for each thing, called by name over HTTP.

Ids are strings, as everywhere in Discord. A person in a guild acts as its member; without a guild they act in their
direct messages with the bot. What a real person could not do is refused: a hidden channel, a disabled button, an
unknown command.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from copy import deepcopy
from functools import partial
from typing import Any

import discord
from aiohttp import web
from simcord import _modal, actors
from simcord.backend import serializers
from simcord.backend.access import can_access_message
from simcord.backend.errors import BackendError, SetupError
from simcord.backend.models import Message, Overwrite, ResponseKind
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle, UserHandle
from simcord.enums import AppCommandType, InteractionType, OverwriteType
from simcord.results import InteractionResult, ResponseMessage

from wire import Bridge, Fault, Limits

Told = dict[str, Any]


class People:
    """The guilds, channels and people of one test."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge
        self.world = bridge.world
        self.backend = bridge.backend
        self.guilds: dict[str, GuildHandle] = {}
        self.roles: dict[str, RoleHandle] = {}
        self.users: dict[str, UserHandle] = {}
        self.members: dict[tuple[str, str], actors.MemberActor] = {}
        self.results: dict[str, InteractionResult] = {}

    async def told(self, request: web.Request) -> web.Response:
        """Does what the test tells; a refusal is status 422 with its reason."""
        method: Callable[[Told], Awaitable[Any]] | None = getattr(self, f"on_{request.match_info['told']}", None)
        if method is None:
            return web.json_response({"refused": "nothing of that name can be told"}, status=404)
        try:
            done = await method(await request.json())
        except (BackendError, SetupError) as error:
            return web.json_response({"refused": str(error)}, status=422)
        return web.json_response(done, dumps=partial(json.dumps, default=str))

    # Places and people

    async def on_guild(self, told: Told) -> Told:
        """A server the bot is in, with the permissions it was invited with."""
        owner = self.world.create_user(f"Owner of {told['name']}")
        self.users[str(owner.id)] = owner
        guild = self.world.create_guild(told["name"], owner=owner)
        self.guilds[str(guild.id)] = guild
        if told.get("bot_permissions") is not None:
            own = next(role for role in guild._guild.roles.values() if role.managed)
            self.backend.edit_role(guild.id, own.id, {"permissions": int(told["bot_permissions"])})
        return {"id": str(guild.id), "bot": str(self.backend.bot_user.id), "owner": str(owner.id)}

    async def on_leave(self, told: Told) -> None:
        """The bot is removed from a server."""
        self.backend.remove_guild(int(told["guild"]))

    async def on_role(self, told: Told) -> Told:
        """A role in a server."""
        permissions = discord.Permissions(int(told.get("permissions") or 0))
        role = self.guilds[told["guild"]].create_role(told["name"], permissions=permissions)
        self.roles[str(role.id)] = role
        return {"id": str(role.id)}

    async def on_channel(self, told: Told) -> Told:
        """A text channel; `bot_lacks` are permissions the bot is denied there."""
        channel = self.guilds[told["guild"]].create_text_channel(told["name"])
        lacks = int(told.get("bot_lacks") or 0)
        if lacks:
            bot = self.backend.bot_user.id
            self.backend.set_overwrite(
                channel.id, Overwrite(target_id=bot, type=OverwriteType.MEMBER, allow=0, deny=lacks)
            )
        return {"id": str(channel.id)}

    async def on_forum(self, told: Told) -> Told:
        """A forum."""
        return {"id": str(self.guilds[told["guild"]].create_forum_channel(told["name"]).id)}

    async def on_threads(self, told: Told) -> list[Told]:
        """The threads of a channel or a forum, with what the bot called them; waits for `count`."""

        def threads() -> list[Told]:
            channels = self.backend.channels.values()
            here = [one for one in channels if one.is_thread and str(one.parent_id) == told["channel"]]
            return [{"id": str(one.id), "name": one.name} for one in here]

        await self._until(lambda: len(threads()) >= told.get("count", 0), told)
        return threads()

    async def on_lacks(self, told: Told) -> None:
        """What the bot may not do in a channel from now on; 0 gives all back."""
        overwrite = Overwrite(
            target_id=self.backend.bot_user.id, type=OverwriteType.MEMBER, allow=0, deny=int(told["permissions"])
        )
        self.backend.set_overwrite(int(told["channel"]), overwrite)

    async def on_delete_channel(self, told: Told) -> None:
        """A channel goes, with its messages."""
        self.backend.delete_channel(int(told["channel"]))

    async def on_person(self, told: Told) -> Told:
        """A person who is in no server yet."""
        user = self.world.create_user(told["name"])
        self.users[str(user.id)] = user
        return {"id": str(user.id)}

    async def on_join(self, told: Told) -> None:
        """A person joins a server with these roles."""
        roles = [self.roles[role] for role in told.get("roles", [])]
        member = self.guilds[told["guild"]].add_member(self.users[told["person"]], roles=roles)
        self.members[told["guild"], told["person"]] = member

    async def on_part(self, told: Told) -> None:
        """A person leaves a server."""
        self.backend.remove_member(int(told["guild"]), int(told["person"]))

    async def on_has(self, told: Told) -> None:
        """A member is given a role, or loses it."""
        change = self.backend.add_member_role if told["has"] else self.backend.remove_member_role
        change(int(told["guild"]), int(told["person"]), int(told["role"]))

    def _actor(self, told: Told) -> Any:
        guild = told.get("guild")
        return self.users[told["person"]] if guild is None else self.members[guild, told["person"]]

    def _channel(self, told: Told, actor: Any) -> ChannelHandle:
        if told.get("channel") is None:
            direct: ChannelHandle = actor.dm_channel
            return direct
        return ChannelHandle(self.world, getattr(actor, "guild", None), self.backend.get_channel(int(told["channel"])))

    def _message(self, told: Told) -> ResponseMessage:
        return ResponseMessage(self.world, self.backend.get_message(int(told["in"]), int(told["message"])))

    # What people do

    async def on_send(self, told: Told) -> Told:
        """Writes a message, with files if told."""
        actor = self._actor(told)
        channel = self._channel(told, actor)
        if told.get("guild") is not None:
            actor._check(channel, "view_channel", "send_messages")
        files = [(file["name"], base64.b64decode(file["base64"])) for file in told.get("files", [])]
        attachments = self.backend.store_attachments(channel.id, files)
        return self._seen(self.backend.create_message(channel.id, actor.id, told["content"], attachments=attachments))

    async def on_forge(self, told: Told) -> Told:
        """A message of the bot with components that it did not put there."""
        message = self.backend.create_message(
            int(told["channel"]), self.backend.bot_user.id, "forged", components=told["components"]
        )
        return self._seen(message)

    async def on_delete(self, told: Told) -> None:
        """A message is deleted."""
        self.backend.delete_message(int(told["in"]), int(told["message"]))

    async def on_slash(self, told: Told) -> Told:
        """Uses a slash command."""
        actor = self._actor(told)
        options = {name: self._option(value) for name, value in told.get("options", {}).items()}
        return await self._answered(told, await actors._slash(actor, self._channel(told, actor), told["name"], options))

    def _option(self, value: Any) -> Any:
        """Plain values as they are; {"file", "base64"}, {"role"}, {"channel"} and {"person"} as what they stand for."""
        if not isinstance(value, dict):
            return value
        if "file" in value:
            return value["file"], base64.b64decode(value["base64"])
        if "role" in value:
            return self.roles[value["role"]]
        if "person" in value:
            return self.members[value["guild"], value["person"]]
        return ChannelHandle(self.world, self.guilds[value["guild"]], self.backend.get_channel(int(value["channel"])))

    async def on_type(self, told: Told) -> Told:
        """Types into an option that completes."""
        actor = self._actor(told)
        channel = self._channel(told, actor)
        name, option, value = told["name"], told["option"], told["value"]
        return await self._answered(told, await actors._autocomplete_result(actor, channel, name, option, value, {}))

    async def on_choose(self, told: Told) -> Told:
        """Uses a message menu on a message."""
        actor = self._actor(told)
        message = actors._visible_message(actor, self._message(told))
        channel = ChannelHandle(self.world, getattr(actor, "guild", None), self.backend.get_channel(message.channel_id))
        command = actors._resolve_visible_command(actor, channel.id, told["name"], AppCommandType.MESSAGE)
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": AppCommandType.MESSAGE,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): dict(serializers.message_payload(self.backend, message))}},
        }
        kind = InteractionType.APPLICATION_COMMAND
        return await self._answered(told, await actors._dispatch_actor_interaction(actor, kind, channel, data))

    async def on_click(self, told: Told) -> Told:
        """Presses the one button with this label or id."""
        wanted = {"label": told.get("label"), "custom_id": told.get("custom_id")}
        return await self._answered(
            told, await actors._component_click(self._actor(told), self._message(told), **wanted)
        )

    async def on_select(self, told: Told) -> Told:
        """Chooses in a menu of a message."""
        values = [self._option(value) for value in told["values"]]
        actor, message = self._actor(told), self._message(told)
        return await self._answered(
            told, await actors._component_select(actor, message, values, custom_id=told["custom_id"])
        )

    async def on_submit(self, told: Told) -> Told:
        """Fills in the form that an interaction opened."""
        shown = self.results[told["shown"]]
        return await self._answered(told, await _modal._submit_modal(self._actor(told), shown, told["values"]))

    # What people see

    async def _answered(self, told: Told, result: InteractionResult) -> Told:
        """What came of an interaction, once it is answered for good or `seconds` have passed."""
        interaction = result._interaction
        self.results[str(interaction.id)] = result
        await self._until(lambda: interaction.responded and interaction.response_kind != ResponseKind.DEFERRED, told)
        return self._outcome(result)

    def _outcome(self, result: InteractionResult) -> Told:
        response = result.response
        return {
            "interaction": str(result._interaction.id),
            "kind": result._interaction.response_kind,
            "private": result.ephemeral,
            "form": result.modal,
            "choices": result.autocomplete_choices,
            "message": response and self._seen(response._message),
            "more": [self._seen(message._message) for message in result.followups],
        }

    async def on_see(self, told: Told) -> list[Told]:
        """The messages that a person sees in a channel, oldest first; waits for one after `after` where told."""
        actor = self._actor(told)
        channel = self._channel(told, actor)

        def seen() -> list[Message]:
            messages = self.backend.messages.get(channel.id, {}).values()
            return [message for message in messages if can_access_message(self.world, channel.id, message, actor)]

        after = int(told.get("after") or 0)
        await self._until(lambda: any(message.id > after for message in seen()), told)
        return [self._seen(message) for message in seen() if message.id > after]

    async def on_stand(self, told: Told) -> list[Told]:
        """All that stands in a channel."""
        return [self._seen(message) for message in self.backend.messages.get(int(told["channel"]), {}).values()]

    def _seen(self, message: Message) -> Told:
        return {**deepcopy(dict(serializers.message_payload(self.backend, message))), "flags": message.flags}

    async def _until(self, true: Callable[[], bool], told: Told) -> bool:
        """Waits until something is so, at most `seconds`."""
        async with self.bridge.changed:
            try:
                await asyncio.wait_for(self.bridge.changed.wait_for(true), told.get("seconds", 0))
            except TimeoutError:
                return False
        return True

    # What the bot has done

    async def on_commands(self, told: Told) -> list[Told]:
        """The commands that are registered."""

        def registered() -> list[Told]:
            return [command for scope in self.backend.commands.values() for command in scope.values()]

        await self._until(lambda: bool(registered()), told)
        return registered()

    async def on_requests(self, told: Told) -> list[Told]:
        """The requests of the bot from number `from` on; waits for one whose path holds `path` where told."""
        start, path = told.get("from", 0), told.get("path", "")
        await self._until(lambda: any(path in entry["path"] for entry in self.bridge.requests[start:]), told)
        return self.bridge.requests[start:]

    async def on_frames(self, told: Told) -> list[Told]:
        """What the bot sent to the gateway, no token; waits until there are `count` of kind `op` where told."""
        op, count = told.get("op"), told.get("count", 0)
        await self._until(lambda: sum(frame["op"] == op for frame in self.bridge.frames) >= count, told)
        return self.bridge.frames

    # What goes wrong

    async def on_fault(self, told: Told) -> None:
        """The next `times` requests that match are answered so, after `hang` seconds; `carried_out` or not."""
        fault = Fault(
            method=told.get("method", "*"),
            path=told["path"],
            status=told.get("status", 200),
            times=told.get("times", 1),
            body=told.get("body", {}),
            headers=told.get("headers", {}),
            hang=told.get("hang", 0),
            carried_out=told.get("carried_out", False),
        )
        self.bridge.faults.append(fault)

    async def on_mend(self, _: Told) -> None:
        """Nothing goes wrong any more."""
        self.bridge.faults.clear()

    async def on_gateway(self, told: Told) -> None:
        """The gateway goes down or comes back, beats at another pace, or no longer acknowledges."""
        self.bridge.gateway_is_down = told.get("down", self.bridge.gateway_is_down)
        self.bridge.heartbeat = told.get("heartbeat", self.bridge.heartbeat)
        self.bridge.acknowledges = told.get("acknowledges", self.bridge.acknowledges)
        if self.bridge.gateway_is_down:
            await self.bridge.drop(None)

    async def on_drop(self, told: Told) -> None:
        """Ends the bot's connection with a code, or abruptly without; `forget` also ends its session."""
        await self.bridge.drop(told.get("code"))
        if told.get("forget"):
            self.bridge.sessions.clear()

    async def on_limit(self, told: Told) -> None:
        """From now on requests are limited as Discord does: so many a second in all, so many in 5 s a channel."""
        self.bridge.limits = Limits(told["all"], told["channel"])

    async def on_advance(self, told: Told) -> None:
        """Puts the clock of the simulated Discord forward."""
        self.backend.clock.advance(told["seconds"])
