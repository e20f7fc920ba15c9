"""What growth costs: ``python -m tests.benchmarks.growth``."""
