"""A sliding minute by key."""

from __future__ import annotations

import pytest

from bot.gateway.limits import MemoryLimiter, RedisLimiter


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    at = [1000.0]
    monkeypatch.setattr("bot.gateway.limits.time.monotonic", lambda: at[0])
    return at


async def test_so_many_in_a_minute_then_no_more(clock: list[float]) -> None:
    limiter = MemoryLimiter()
    assert [await limiter.allow("s", 3) for _ in range(5)] == [True] * 3 + [False] * 2
    assert await limiter.allow("other", 3) is True


async def test_the_minute_slides(clock: list[float]) -> None:
    limiter = MemoryLimiter()
    for _ in range(2):
        assert await limiter.allow("s", 2)
        clock[0] += 30
    assert await limiter.allow("s", 2) is True, "the first is a minute old"
    assert await limiter.allow("s", 2) is False


async def test_a_refusal_does_not_lengthen_the_wait(clock: list[float]) -> None:
    limiter = MemoryLimiter()
    await limiter.allow("s", 1)
    for _ in range(5):
        clock[0] += 10
        assert await limiter.allow("s", 1) is False
    clock[0] += 10
    assert await limiter.allow("s", 1) is True


async def test_silent_keys_are_forgotten(clock: list[float]) -> None:
    limiter = MemoryLimiter()
    for number in range(50):
        await limiter.allow(f"s{number}", 5)
    clock[0] += 61
    await limiter.allow("now", 5)
    assert set(limiter._seen) == {"now"}


async def test_nobody_is_refused_while_the_counter_is_down(caplog: pytest.LogCaptureFixture) -> None:
    limiter = RedisLimiter("redis://127.0.0.1:1")
    assert [await limiter.allow("address:1", 1) for _ in range(3)] == [True] * 3
    assert "rate not counted: ConnectionError" in caplog.text
