"""How fast the bot answers when fifty members press in the same second, on Slack and on Discord.

    python -m tests.benchmarks.rush

Runs the two crowd tests alone, with the bot in a process of its own against the loopback platforms, and prints what
they measured. Slack and Discord wait three seconds for the first answer; ours should be below 100 ms here.
"""

import subprocess
import sys

TESTS = ("tests/platforms/slack/test_slack_rush.py", "tests/platforms/discord/test_discord_process.py")


def main() -> int:
    """Prints the lines with figures; the exit status is that of the tests."""
    worst = 0
    for test in TESTS:
        found = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-s", test], capture_output=True, text=True, check=False
        )
        print(test)
        print("\n".join(f"  {line.lstrip('.')}" for line in found.stdout.splitlines() if line.rstrip().endswith("ms")))
        worst = max(worst, found.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
