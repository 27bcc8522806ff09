"""The benches still run. What they measure is looked at by hand: on a busy machine a bar proves nothing."""

import json

import pytest

from tests.bench import community, discord_ack, discord_drain, followups, lifecycle, matrix_latency, sides
from tests.doubles.matrix.synapse import Synapse
from tests.doubles.postgres import PostgresServer


async def test_the_lifecycle_bench_measures_every_kind_of_block(
    postgres_server: PostgresServer, capsys: pytest.CaptureFixture[str]
) -> None:
    size = sides.Size(cycles=8, warm=2, naive_cycles=2, postgres_cycles=8, rounds=1, communities=2, past=64)
    samples, facts = await lifecycle.measure(size)
    lifecycle.report(samples, facts)
    lifecycle.last_line(samples, facts)

    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["bench"] == "lifecycle"
    assert last["statements"] > 40
    for name in ("ratio", "normal_1", "normal_64", "full_16", "naive_16", "postgres_16", "postgres_one_community_16"):
        assert 0 < last[name] < 1_000


async def test_the_followups_bench_carries_out_everything_that_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    size = followups.Size(few=40, many=80, due=8, communities=2, ticks=2, rounds=1)
    result = await followups.measure(size)
    followups.report(result, size)
    followups.last_line(result, size)

    assert [len(late) for late in result.late.values()] == [8, 8]
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["bench"] == "followups"
    assert 0 < last["ratio"] < 1_000


async def test_the_bench_of_answers_compares_decided_ones_with_constant_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    size = discord_ack.Size(cards=1, each=10, alone=1, rounds=1, calm=1)
    samples = await discord_ack.measure(size)
    discord_ack.report(samples, size)
    discord_ack.last_line(samples, size)

    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["bench"] == "discord_ack"
    for name in ("ratio", "p50", "alone_p50"):
        assert 0 < last[name] < 1_000


async def test_the_drain_bench_sees_every_post_once_and_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    results = await discord_drain.measure(discord_drain.Size(drains=((16, 2),), window_length=0.1))
    discord_drain.report(results)
    discord_drain.last_line(results)

    (result,) = results
    assert (result.is_in_order, result.is_complete, result.refused["user"]) == (True, True, 0)
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["bench"] == "discord_drain"
    assert 0 < last["ratio"] <= 1


async def test_the_bench_of_matrix_asks_both_bots_in_turn(synapse: Synapse, capsys: pytest.CaptureFixture[str]) -> None:
    size = matrix_latency.Size(turns=2, practice=1, burst=12)
    samples, facts = await matrix_latency.measure(size, synapse)
    matrix_latency.report(samples, facts, size)
    matrix_latency.last_line(samples, facts, size)

    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["bench"] == "matrix_latency"
    assert (last["ours_answered"], last["in_order"]) == (12, True)
    for name in ("ratio", "memory", "ours_work", "bare_work"):
        assert 0 < last[name] < 1_000


def test_the_bench_of_the_community_keeps_every_promise(capsys: pytest.CaptureFixture[str]) -> None:
    size = community.Size(neighbours=40, days=8, requests_a_day=2, seeds=1)
    found = community.measure(size)
    community.report(found, size)
    community.last_line(found, size)

    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["bench"], last["faults"]) == ("community", [])
    assert community.broken(found, size) == []
