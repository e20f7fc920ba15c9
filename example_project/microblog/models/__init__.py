"""What the microblog remembers."""

from .account import Account
from .relation import Block, Follow, Mute
from .status import Status, Visibility

__all__ = ["Account", "Block", "Follow", "Mute", "Status", "Visibility"]
