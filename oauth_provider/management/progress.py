"""How far has it come? One line that changes on a terminal, a new one now and then elsewhere."""

from time import monotonic

from django.core.management.base import OutputWrapper

ON_A_TERMINAL = 0.2  # seconds between two lines
ELSEWHERE = 10.0


class Progress:
    """Says it seldom enough to be read, and not at all if it takes no time."""

    def __init__(self, output: OutputWrapper, *, is_quiet: bool) -> None:
        self.output = output
        self.is_quiet = is_quiet
        self.is_terminal = output.isatty()
        self.pause = ON_A_TERMINAL if self.is_terminal else ELSEWHERE
        self.begun = self.said = monotonic()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return monotonic() - self.begun

    def say(self, text: str) -> None:
        """Say how far it is, unless that was said a moment ago."""
        if self.is_quiet or monotonic() - self.said < self.pause:
            return
        self.said = monotonic()
        ends = ("\r", "\x1b[K") if self.is_terminal else ("", "\n")
        self.output.write(f"{ends[0]}{text}", style_func=str, ending=ends[1])
        self.output.flush()

    def end(self) -> None:
        """Take the line back, for whatever is said next."""
        if self.is_terminal and self.said > self.begun:
            self.output.write("\r", style_func=str, ending="\x1b[K")
