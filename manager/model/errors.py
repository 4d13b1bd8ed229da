"""What a model function says when it may not do what was asked."""

from __future__ import annotations


class Refused(Exception):
    """A change that the present rows do not allow, told to the user: `code` is one of WIRE 4 (431, 532, 533, …).

    An API command answers with it; a saga step fails with it.
    """

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
