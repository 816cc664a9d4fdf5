"""Faults injected on purpose, as many as are asked for, and what a shop must look like after each.

`make test` injects a few of each kind. `make torture COUNT=200 SEED=7 MINUTES=28 ONLY=races` injects 200 of the kinds
that ``-k races`` picks (all without it), or as many as begin within 28 minutes; another seed draws others, and
build/torture.jsonl adds up every run. Kinds: kills (test_kills), power cuts (test_cuts: recorded by recorder.c, replayed
by recording), upgrades (test_upgrades), races (test_races), full disks, damaged files and clocks (test_trouble), and
every column changed by hand (tests/storage/test_tampering_is_seen).
"""
