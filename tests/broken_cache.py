"""A cache that is away."""

from django.core.cache.backends.base import BaseCache


class BrokenCache(BaseCache):
    def __init__(self, _location, params):
        super().__init__(params)

    def get(self, *_args, **_kwargs):
        raise ConnectionError("the cache is away")

    set = add = delete = incr = touch = clear = get
