"""The app manifest: what an admin pastes at api.slack.com/apps. Generated from the catalogue, never by hand."""

from collections.abc import Mapping

from bot.engine.catalog import VERBS
from bot.platforms.slack import limits
from bot.platforms.slack.text import Json, shortened

REQUIRED = {
    "commands": "the slash commands",
    "chat:write": "the daily question, the model answer, notices to admins",
}
OPTIONAL = {
    "users:read": "who is a workspace admin, so that nobody needs to be named in the configuration",
    "channels:history": "looking up whether a post arrived in a public channel, where Slack's answer got lost",
    "groups:history": "looking up whether a post arrived in a private channel, where Slack's answer got lost",
    "files:write": "diagrams as pictures, and interview kits as files",
    "im:write": "interview kits as files in the direct messages of whoever asked; without it they are shown as text",
}

# Built-in commands, https://slack.com/help/articles/201259356 (2026), and older ones that clients still take for
# their own. A manifest with one of them is refused as a whole.
RESERVED = frozenset({
    "active", "add", "agenda", "apps", "archive", "away", "call", "canvas", "close", "collapse", "collapse-all", "dm",
    "dnd", "expand", "expand-all", "feed", "feedback", "genie", "gif", "giphy", "gist", "help", "huddle", "invite",
    "invite_people", "invite-people", "join", "kick", "leave", "list", "me", "msg", "mute", "netcall", "newdm", "note",
    "open", "part", "post", "prefs", "presence", "remind", "remove", "rename", "rtc", "search", "shortcuts", "shrug",
    "star", "status", "todo", "topic", "unarchive", "unmute", "who", "zoom",
})  # fmt: skip
EVENTS = ("app_home_opened", "app_uninstalled", "tokens_revoked")
LONG = (
    "Study Bot helps a team get good at AI/ML interviews, one question a day. Everybody answers in private and gets a "
    "receipt at once; at the close the model answer appears in the thread, with a private verdict for each answerer. "
    "Practice with /quiz whenever you like, see where you stand with /leaderboard. It posts once a day, on time, and "
    "never mentions a channel."
)


def command_names() -> tuple[str, ...]:
    """The words that Slack must know, in the catalogue's order; everything else stands behind `/study`."""
    return tuple(dict.fromkeys(verb.path[0] for verb in VERBS))


def scopes(*, optional: bool = True) -> tuple[str, ...]:
    return (*REQUIRED, *(OPTIONAL if optional else ()))


def manifest(*, prefix: str = "", name: str = "Study Bot", url: str = "", optional: bool = True) -> Json:
    """The manifest. With `url`, the public address, the app works over HTTP; without, by Socket Mode."""
    events = f"{url.rstrip('/')}/slack/events" if url else ""
    where = {"request_url": events} if url else {}
    granted: Json = {"bot": list(scopes(optional=False))}
    if optional:
        granted |= {"bot": list(scopes()), "bot_optional": list(OPTIONAL)}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": shortened(name, 35),
            "description": "A daily AI/ML interview question for your team",
            "long_description": LONG,
            "background_color": "#1d3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": shortened(name, 80), "always_online": True},
            "slash_commands": [_command(word, prefix, events) for word in command_names()],
        },
        "oauth_config": {
            "scopes": granted,
            **({"redirect_urls": [f"{url.rstrip('/')}/slack/oauth_redirect"]} if url else {}),
        },
        "settings": {
            "event_subscriptions": {**where, "bot_events": list(EVENTS)},
            "interactivity": {
                "is_enabled": True,
                **where,
                **({"message_menu_options_url": events} if url else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _command(word: str, prefix: str, url: str) -> Json:
    verbs = [verb for verb in VERBS if verb.path[0] == word]
    if len(verbs) == 1:
        about, hint = verbs[0].about, verbs[0].usage.removeprefix(word).strip()
    else:
        about = "Setup, schedules, teams, your own page, help"
        hint = " | ".join(dict.fromkeys(verb.path[1] for verb in verbs))
    made = {"command": f"/{prefix}{word}"[: limits.COMMAND_NAME], "description": about, "should_escape": False}
    return made | ({"usage_hint": hint} if hint else {}) | ({"url": url} if url else {})


def clashes(prefix: str = "") -> list[str]:
    """Commands that Slack keeps for itself; empty when the manifest can be used."""
    return [f"/{prefix}{word}" for word in command_names() if f"{prefix}{word}" in RESERVED]


def reasons() -> Mapping[str, str]:
    """Each scope with what it is for."""
    return REQUIRED | OPTIONAL
