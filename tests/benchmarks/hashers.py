"""A fast hasher for client secrets: they are random, so one round is enough."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class OneRoundHasher(PBKDF2PasswordHasher):
    """PBKDF2 with HMAC-SHA-256, once."""

    algorithm = "pbkdf2_sha256_one_round"
    iterations = 1
