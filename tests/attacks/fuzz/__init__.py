"""Rubbish at every endpoint that a client or a stranger can reach, by hypothesis.

``FUZZ_REQUESTS`` says how many requests are sent in all, ``FUZZ_SEED`` which ones.
"""
