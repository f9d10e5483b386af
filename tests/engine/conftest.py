"""Property tests: no deadline on busy machines, no database of examples in the checkout."""

from hypothesis import settings

settings.register_profile("studybot", deadline=None, database=None, max_examples=80)
settings.load_profile("studybot")
