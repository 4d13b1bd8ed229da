import asyncio
import io
import json
import logging

import pytest

from common import logging as lines


@pytest.fixture
def stream():
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    out = io.StringIO()
    yield out
    root.handlers[:], root.level = before[0], before[1]


def test_lines_carry_what_is_bound(stream):
    lines.configure("INFO", as_json=True, stream=stream)
    with lines.bound(request="r1", job="j1"), lines.bound(host="h"):
        logging.getLogger("a.b").info("did %s", "it")
    logging.getLogger("a.b").debug("hidden")
    logging.getLogger("a.b").warning("outside")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert {key: first[key] for key in ("request", "job", "host", "text", "level", "logger")} == {
        "request": "r1", "job": "j1", "host": "h", "text": "did it", "level": "INFO", "logger": "a.b"}
    assert "request" not in second


def test_fields_follow_tasks_and_not_their_neighbours(stream):
    lines.configure("INFO", stream=stream)

    async def work(name: str) -> None:
        lines.bind(request=name)
        await asyncio.sleep(0)
        logging.getLogger("x").info("from %s", name)

    async def both() -> None:
        await asyncio.gather(work("a"), work("b"))

    asyncio.run(both())
    text = stream.getvalue()
    assert "request=a: from a" in text
    assert "request=b: from b" in text


def test_an_unknown_level_is_refused(stream):
    with pytest.raises(ValueError):
        lines.configure("LOUD", stream=stream)


def test_text_cannot_pass_for_a_line(stream):
    lines.configure("INFO", stream=stream)
    logging.getLogger("x").info("no template %s", "a\n2026-01-01 CRITICAL x: owned\r\x1b[2J")
    assert len(stream.getvalue().splitlines()) == 1
    assert "a\\n2026" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()
