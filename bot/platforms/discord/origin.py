"""Who used something on Discord, and where."""

from dataclasses import dataclass

import discord

from bot.domain.ids import ChannelId, Member, SpaceId, UserId
from bot.engine.commands import Asker
from bot.platforms.discord.invite import lacking


@dataclass(frozen=True, slots=True)
class Admins:
    """Who administers the bot: who may manage the server, and members of these roles."""

    roles: frozenset[int]
    hiring: frozenset[int] = frozenset()
    """Roles whose members make interview kits, besides."""

    def include(self, interaction: "discord.Interaction[discord.Client]") -> bool:
        permissions = interaction.permissions
        if permissions.administrator or permissions.manage_guild:
            return True
        return _has_one(interaction.user, self.roles)

    def let_hire(self, interaction: "discord.Interaction[discord.Client]") -> bool:
        """Whether a role of the person's is named for interview kits."""
        return _has_one(interaction.user, self.hiring)


def _has_one(user: discord.User | discord.Member, roles: frozenset[int]) -> bool:
    return isinstance(user, discord.Member) and any(user.get_role(role) is not None for role in roles)


def space_of(server: int) -> SpaceId:
    return SpaceId(f"discord:{server}")


def asker(interaction: "discord.Interaction[discord.Client]", admins: Admins) -> Asker | None:
    """The person and the place; None outside of servers. In a thread, the place is the channel that it hangs in."""
    if interaction.guild_id is None or interaction.channel_id is None:
        return None
    channel = interaction.channel
    place = channel.parent_id if isinstance(channel, discord.Thread) else interaction.channel_id
    return Asker(
        Member(space_of(interaction.guild_id), UserId(str(interaction.user.id))),
        interaction.user.display_name,
        ChannelId(str(place)),
        is_admin=admins.include(interaction),
        lacks=lacking(interaction.app_permissions.value),
        # A form cannot follow a form: Discord answers a submission with a message only.
        may_hire=admins.let_hire(interaction),
        has_forms=interaction.type is not discord.InteractionType.modal_submit,
    )
