"""What a platform wants before the app can be installed: `manifest` and `invite`."""

import click

from bot.cli.base import CONFIG, configured, fail, guarded, main
from bot.domain.errors import StudyError


@main.group()
def manifest() -> None:
    """Write what a platform wants to know about the app before it can be installed."""


@manifest.command("slack")
@click.option("--prefix", default="", help="Put before every command, for example team- for /team-quiz.")
@click.option("--name", default="Study Bot", show_default=True, help="The app's name in Slack.")
@click.option("--url", default="", help="The public address, for HTTP mode; without it, the app uses Socket Mode.")
@click.option("--least", is_flag=True, help="Only the scopes that the core needs.")
@click.option("--new-key", is_flag=True, help="Print a fresh encryption_key for installations by OAuth instead.")
def manifest_slack(prefix: str, name: str, url: str, least: bool, new_key: bool) -> None:
    """The app manifest to paste at api.slack.com/apps, as JSON."""
    import base64
    import json
    import secrets

    from bot.platforms.slack.manifest import clashes
    from bot.platforms.slack.manifest import manifest as written

    if new_key:
        click.echo(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        return
    if clashing := clashes(prefix):
        fail(f"Slack keeps {', '.join(clashing)} for itself. Choose another --prefix.")
    click.echo(json.dumps(written(prefix=prefix, name=name, url=url, optional=not least), indent=2, ensure_ascii=False))


@main.group()
def invite() -> None:
    """The link that adds the bot to a server."""


@invite.command("discord")
@CONFIG
@click.option("--application", default="", help="The application's id; by default it is read from the token.")
def invite_discord(file: str, application: str) -> None:
    """The link that adds the bot to a Discord server, with the least permissions, and what each is for."""

    def work() -> None:
        from bot.platforms.discord import invite as rights

        known = application or rights.application_of(configured(file).platforms.discord.token.get_secret_value())
        if not known or not known.isdigit():
            raise StudyError(
                "The application's id is not known.",
                'Give it with --application; it stands under "General Information" in Discord\'s developer portal.',
            )
        for name, why in rights.WHY.items():
            click.echo(f"{name:24} {why}")
        click.echo(rights.link(known))

    guarded(work)
