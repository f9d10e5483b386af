"""Crash drills: real processes post to the loopback platforms, are killed at the worst moments, and are counted out.

`python -m tests.drill` runs one drill and prints its outcome as JSON; `tests/test_drill.py` asserts on small ones, and
`python -m tests.benchmarks.drill` runs the large ones and prints a table.

The platforms' memory is the judge: a post is lost when no message carries its key, doubled when two do.
"""
