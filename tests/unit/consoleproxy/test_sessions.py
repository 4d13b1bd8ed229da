"""What a proxy remembers of sessions: an end that comes while a connection is being opened is an end of that one, too."""

import asyncio

import pytest

from consoleproxy.sessions import CONNECTIONS, Close, Sessions, Shut
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb


def test_a_session_that_ends_while_it_is_opened_shows_nothing() -> None:
    async def test() -> None:
        sessions = Sessions(lambda: 1000.0)
        opening = sessions.granted(pb.Grant(session="one"), "secret")
        sessions.end("one", Close.ENDED, "a manager said so")
        with pytest.raises(Shut) as caught:
            sessions.connect(opening)
        assert caught.value.code is Close.ENDED
        assert not sessions.activity()
    asyncio.run(test())


def test_many_at_once_are_no_more_than_many() -> None:
    async def test() -> None:
        sessions = Sessions(lambda: 1000.0)
        session = sessions.granted(pb.Grant(session="one"), "secret")
        for _ in range(CONNECTIONS + 5):
            sessions.room("one")   # all of them ask before the first is connected
        for _ in range(CONNECTIONS):
            sessions.connect(session)
        with pytest.raises(Shut) as caught:
            sessions.connect(session)
        assert caught.value.code is Close.FULL
    asyncio.run(test())
