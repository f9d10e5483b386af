"""How long the bot takes to start, and how much memory it holds when idle.

    python -m tests.benchmarks.start [runs]

Prints seconds from the start of the process to the first answer of its page, beside an interpreter that only imports
the web server, and the resident memory after some seconds of idling.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.process import Play


def main(runs: int) -> None:
    starts, bare = [], []
    memory = 0.0
    for i in range(runs):
        before = time.monotonic()
        subprocess.run([sys.executable, "-c", "import aiohttp.web"], check=True)
        bare.append(time.monotonic() - before)
        with tempfile.TemporaryDirectory() as folder:
            before = time.monotonic()
            with Play(Path(folder) / "play.db") as play:
                play.get("health")
                starts.append(time.monotonic() - before)
                if i == runs - 1:
                    time.sleep(5)
                    memory = play.memory_mb()
    print(f"start to first answer   {statistics.median(starts):5.2f} s  (median of {runs}; bound 2 s)")
    print(f"python + import aiohttp {statistics.median(bare):5.2f} s")
    print(f"ratio                   {statistics.median(starts) / statistics.median(bare):5.1f}")
    print(f"idle memory             {memory:5.0f} MB (resident, after 5 s; bound 150 MB)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
