"""What it costs to prune, while tokens are refreshed: ``python -m tests.benchmarks.pruning``."""
