"""Requests from end to end while every process is killed: nothing lost, nothing twice. `python -m tests.endurance`."""
