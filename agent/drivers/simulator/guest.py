"""What a simulated guest shows and answers: a screen with text, a serial line, and a shell of a few words on both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from agent.drivers.simulator import font

WIDTH, HEIGHT = 640, 384        # pixels
CELL_X, CELL_Y = 12, 16         # of one letter, its dots doubled
COLUMNS, LINES = WIDTH // CELL_X, HEIGHT // CELL_Y
PROMPT = "# "
LOG = 64 << 10                  # bytes of serial output that are kept
BACKLOG = 256 << 10             # bytes that one slow watcher may be behind
HELP = "echo TEXT, name, clear, reboot, help"


class Screen:
    """Lines of text as dots. `rows` holds one byte for each pixel: 0 or 1; `version` of each line rises when it changes."""

    def __init__(self) -> None:
        self.lines = [""] * LINES
        self.version = [1] * LINES
        self.now = 1
        self._drawn: dict[str, bytes] = {}

    def show(self, lines: list[str]) -> None:
        """The last lines of these, cut at the right."""
        wanted = ([line[:COLUMNS] for line in lines[-LINES:]] + [""] * LINES)[:LINES]
        if wanted == self.lines:
            return
        self.now += 1
        for number, text in enumerate(wanted):
            if text != self.lines[number]:
                self.lines[number], self.version[number] = text, self.now

    def dots(self, number: int) -> bytes:
        """A line's pixels, row by row: WIDTH times CELL_Y bytes."""
        text = self.lines[number]
        if text not in self._drawn:
            if len(self._drawn) > 4 * LINES:
                self._drawn.clear()
            self._drawn[text] = _draw(text)
        return self._drawn[text]


def _draw(text: str) -> bytes:
    out = [bytearray(WIDTH) for _ in range(CELL_Y)]
    for place, letter in enumerate(text):
        for y, bits in enumerate(font.rows(letter)):
            for x in range(font.COLUMNS):
                if bits >> (font.COLUMNS - 1 - x) & 1:
                    left = place * CELL_X + 2 * x
                    for row in (out[2 * y], out[2 * y + 1]):
                        row[left] = row[left + 1] = 1
    return b"".join(out)


class Guest:
    """One running VM. What is typed on screen or serial line appears on both."""

    def __init__(self, name: str, reboot: Callable[[], None]) -> None:
        self.name = name
        self.screen = Screen()
        self.log = bytearray()
        self.changed = asyncio.Event()          # replaced at each change: whoever waits holds the old one
        self.ended = False
        self._lines = [f"Pileus simulated guest {name}", f"Type help: {HELP}", ""]
        self._typed = ""
        self._reboot = reboot
        self._serial: set[SerialEnd] = set()
        self._say("\r\n".join(self._lines[:2]) + f"\r\n{PROMPT}")
        self._draw()

    def type(self, letter: str) -> None:
        """One key: a letter, a newline or a backspace."""
        if letter in "\r\n":
            words, self._typed = self._typed.strip(), ""
            self._lines.append(PROMPT + words)
            self._say("\r\n")
            answer = self._answer(words)
            if answer:
                self._lines.append(answer)
                self._say(answer + "\r\n")
            self._say(PROMPT)
        elif letter in "\b\x7f":
            if self._typed:
                self._typed = self._typed[:-1]
                self._say("\b \b")
        elif letter.isprintable():
            self._typed = (self._typed + letter)[:COLUMNS - len(PROMPT)]
            self._say(letter)
        self._draw()

    def serial(self) -> SerialEnd:
        """One more end of its serial line."""
        end = SerialEnd(self)
        self._serial.add(end)
        end.take(bytes(self.log[-2048:]))
        return end

    def leave(self, end: SerialEnd) -> None:
        """One end less."""
        self._serial.discard(end)

    def end(self) -> None:
        """Powered off: all that watch it are told."""
        self.ended = True
        self._tell()
        for end in list(self._serial):
            end.take(b"")

    def _answer(self, words: str) -> str:
        command, _, rest = words.partition(" ")
        match command:
            case "":
                return ""
            case "echo":
                return rest
            case "name":
                return self.name
            case "help":
                return HELP
            case "clear":
                self._lines.clear()
                return ""
            case "reboot":
                self._reboot()
                return ""
        return f"{command[:20]}: not found"

    def _draw(self) -> None:
        del self._lines[:-LINES]
        self.screen.show([*self._lines[-(LINES - 1):], f"{PROMPT}{self._typed}_"])
        self._tell()

    def _tell(self) -> None:
        waiting, self.changed = self.changed, asyncio.Event()
        waiting.set()

    def _say(self, text: str) -> None:
        data = text.encode(errors="replace")
        self.log += data
        del self.log[:-LOG]
        for end in list(self._serial):
            end.take(data)


class SerialEnd:
    """One end of a simulated serial line: a control.Pipe."""

    def __init__(self, guest: Guest) -> None:
        self._guest = guest
        self._waiting = bytearray()
        self._ended = False
        self._said = asyncio.Event()

    def take(self, data: bytes) -> None:
        """More from the guest; empty: it ended."""
        self._ended = self._ended or not data
        if len(self._waiting) < BACKLOG:
            self._waiting += data
        self._said.set()

    async def read(self) -> bytes:
        """The next bytes; empty at the end."""
        while not self._waiting and not self._ended:
            self._said.clear()
            await self._said.wait()
        data = bytes(self._waiting)
        self._waiting.clear()
        return data

    async def write(self, data: bytes) -> None:
        """Types."""
        if self._guest.ended:
            raise ConnectionError("the guest is off")
        for letter in data.decode(errors="ignore"):
            self._guest.type(letter)

    async def close(self) -> None:
        """Leaves."""
        self.take(b"")
        self._guest.leave(self)
