"""How long Discord's users wait for another process: after an orderly stop, and after kill -9, both with
the leases of production.

python -m tests.benchmarks.takeover
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bot import wiring
from bot.storage.database import connect, migrate
from tests.harness import BotProcess, FakeDiscord

CONFIG = """
database: sqlite:///{folder}/study.db
platforms:
  discord:
    enabled: true
    token: ${{DISCORD_TOKEN}}
    api_base_url: {address}
"""


async def measure(folder: Path) -> None:
    migrate(connect(f"sqlite:///{folder}/study.db"), wiring.data_folder("migrations"))
    async with FakeDiscord() as fake:
        file = folder / "config.yaml"
        file.write_text(CONFIG.format(folder=folder, address=fake.api_url))
        argv = [sys.executable, "-m", "bot", "run", "-c", str(file)]

        async def started() -> BotProcess:
            process = await BotProcess(argv, {"DISCORD_TOKEN": fake.token}).start()
            await process.wait_line("Study Bot", 60)
            return process

        holder = await started()
        await fake.wait_ready(timeout=60)
        for way in ("stop", "kill"):
            standby = await started()
            begun = len(fake.identifies)
            before = time.monotonic()
            await (holder.stop() if way == "stop" else holder.kill())
            gone = time.monotonic() - before
            await fake.wait_until(lambda begun=begun: len(fake.identifies) > begun and fake.live(), 60, "the other")
            await fake.wait_ready(timeout=60)
            print(f"{way}: ended after {gone:.1f} s, taken over after {time.monotonic() - before:.1f} s")
            holder = standby
        print(f"sessions begun: {len(fake.identifies)}")
        await holder.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(measure(Path(made)))
