"""Sealed notes that travel through other hands: signed, for one purpose, for a while. Nothing in them is secret."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from itsdangerous import BadData, URLSafeSerializer

from bot.domain.errors import StudyError
from bot.engine.ports.clock import Clock
from bot.kitpage.needs import KeepNote, ReadNote

KEY = "kit-page.key"
"""The note that holds the key: random, made on first use, the same for all processes on one database."""

EXPIRED = StudyError("This link has run out.", "Type `/kit` again for a new one.")
FORGED = StudyError("This link is not complete.", "Open it again from where `/kit` gave it, or type `/kit` again.")


class Seals:
    """Seals by the key in the database. The time is the engine's."""

    def __init__(self, clock: Clock, read_note: ReadNote, keep_note: KeepNote) -> None:
        self._clock, self._read_note, self._keep_note = clock, read_note, keep_note

    async def seal(self, purpose: str, facts: Mapping[str, str | int], lasts: timedelta) -> str:
        """The facts as text that fits into an address."""
        until = int((self._clock.now() + lasts).timestamp())
        return str((await self._signer(purpose)).dumps({**facts, "until": until}))

    async def open(self, purpose: str, sealed: str) -> dict[str, str]:
        """The facts; raises StudyError for what was not sealed here for this purpose, or has run out."""
        try:
            facts = (await self._signer(purpose)).loads(sealed)
        except BadData:
            raise FORGED from None
        if facts.pop("until") < self._clock.now().timestamp():
            raise EXPIRED
        return {name: str(value) for name, value in facts.items()}

    async def _signer(self, purpose: str) -> URLSafeSerializer:
        key = await self._read_note(KEY)
        if key is None:
            await self._keep_note(KEY, secrets.token_hex(32))
            # Another process may have made one at the same time; the one that stayed is everybody's.
            key = await self._read_note(KEY)
            assert key is not None  # it was just written
        return URLSafeSerializer(key, salt=purpose)
