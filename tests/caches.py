"""Caches that misbehave."""

from django.core.cache.backends.locmem import LocMemCache


class MoodyCache(LocMemCache):
    """Does what a test wants, in the process: ``moods`` are functions of a method's name."""

    moods = []

    def get(self, *args, **kwargs):
        self._feel("get")
        return super().get(*args, **kwargs)

    def get_many(self, keys, version=None):
        self._feel("get_many")
        return super().get_many(keys, version)

    def add(self, *args, **kwargs):
        self._feel("add")
        return super().add(*args, **kwargs)

    def set(self, *args, **kwargs):
        self._feel("set")
        return super().set(*args, **kwargs)

    def _feel(self, method):
        for mood in list(self.moods):
            mood(method)


def is_away(method):
    """A mood: it cannot be reached."""
    raise ConnectionError(method)


class ShyCache(LocMemCache):
    """Finds nothing where it is away, and says nothing, as some backends can be told to."""

    is_away = False

    def get_many(self, keys, version=None):
        return {} if self.is_away else super().get_many(keys, version)

    def set(self, *args, **kwargs):
        if not self.is_away:
            super().set(*args, **kwargs)
