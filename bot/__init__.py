"""Study Bot: one AI/ML interview question a day, on Slack, Discord or a local page."""

__version__ = "0.1.0"
