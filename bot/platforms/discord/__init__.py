"""Discord: the product's face on Discord, by discord.py."""
