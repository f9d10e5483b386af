"""What the engine needs of the rim, in its own words."""
