"""The one way to run a program: an argv list, a timeout, no shell.

Code that runs programs takes a `Runner` (default `run`); tests give it a `Scripted` one, where a command nobody expected fails and
names itself.
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Output:
    """What a program left behind. `out` and `err` are decoded as UTF-8, broken octets replaced."""

    code: int
    out: str = ""
    err: str = ""


class CommandFailed(Exception):
    """A program could not be started, ran into its timeout (code -1) or ended with a code other than 0. Never holds its input."""

    def __init__(self, argv: Sequence[str], code: int, text: str) -> None:
        super().__init__(f"{shlex.join(argv)}: {text or f'ended with code {code}'}")
        self.argv = list(argv)
        self.code = code
        self.text = text


class Runner(Protocol):
    """The signature of `run`."""

    def __call__(self, argv: Sequence[str], *, timeout: float = 60, stdin: str | None = None, check: bool = True,
                 env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Output: ...


def run(argv: Sequence[str], *, timeout: float = 60, stdin: str | None = None, check: bool = True,
        env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Output:
    """Runs `argv` to its end, at most `timeout` seconds (then it is killed), with `stdin` as its standard input.

    `env` replaces the whole environment. Raises CommandFailed when it cannot be started or times out and, if `check`, when it ends
    with a code other than 0; its text is the end of what the program wrote to standard error.
    """
    try:
        done = subprocess.run(
            list(argv), input=stdin, stdin=subprocess.DEVNULL if stdin is None else None, capture_output=True, timeout=timeout,
            env=None if env is None else dict(env), cwd=cwd, encoding="utf-8", errors="replace", check=False)
    except subprocess.TimeoutExpired:
        raise CommandFailed(argv, -1, f"no end within {timeout:g} s") from None
    except OSError as error:
        raise CommandFailed(argv, 127, error.strerror or str(error)) from None
    if check and done.returncode:
        raise CommandFailed(argv, done.returncode, (done.stderr or done.stdout).strip()[-2000:])
    return Output(done.returncode, done.stdout, done.stderr)


@dataclass
class Scripted:
    """A Runner for tests: answers commands by the longest matching prefix of their argv; any other command is an AssertionError.

    `calls` keeps (argv, stdin) in order.
    """

    answers: Mapping[tuple[str, ...], Output | str] = field(default_factory=dict)
    calls: list[tuple[list[str], str | None]] = field(default_factory=list)

    def __call__(self, argv: Sequence[str], *, timeout: float = 60, stdin: str | None = None, check: bool = True,
                 env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Output:
        self.calls.append((list(argv), stdin))
        for length in range(len(argv), 0, -1):
            answer = self.answers.get(tuple(argv[:length]))
            if answer is not None:
                output = Output(0, answer) if isinstance(answer, str) else answer
                if check and output.code:
                    raise CommandFailed(argv, output.code, output.err)
                return output
        raise AssertionError(f"unexpected command: {shlex.join(argv)}")
