"""Tables of OAuth installations, in the same database as everything else but of this platform alone.

slack_sdk designs and queries the first three; tokens are kept encrypted and so need more room than it gives them.
"""

from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Column, MetaData, String, Table, Text

INSTALLATIONS, BOTS, STATES = "slack_installations", "slack_bots", "slack_oauth_states"
SECRETS = frozenset({
    "bot_token", "bot_refresh_token", "user_token", "user_refresh_token", "incoming_webhook_url",
    "incoming_webhook_configuration_url",
})  # fmt: skip

metadata = MetaData()
installations = SQLAlchemyInstallationStore.build_installations_table(metadata, INSTALLATIONS)
bots = SQLAlchemyInstallationStore.build_bots_table(metadata, BOTS)
states = SQLAlchemyOAuthStateStore.build_oauth_states_table(metadata, STATES)
for column in (*installations.columns, *bots.columns):
    if column.name in SECRETS:
        column.type = Text()
grid = Table(
    "slack_grid_teams",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("enterprise_id", String(32), nullable=False),
)
"""Workspaces that are served by an installation of their whole organisation."""
