"""Two instances on one Redis: how soon one shows what the other has counted, idle and under load."""

import contextlib
import http.client
import json
import subprocess
import threading
import time

import client
import peers
import report


class _Asker:
    """One kept connection, so that what is measured is not how it opens."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def last_minute(self, method, page):
        self.connection.request(method, f"/views/{page}")
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"bench: {method} /views/{page}: {answer.status} {text}")
        return json.loads(text)["last_minute"]


def _delays(one, two, name, samples):
    """Milliseconds from the answer of one instance until the other says the same."""
    counting, reading = _Asker(one.port), _Asker(two.port)
    delays = []
    for number in range(samples):
        page = f"{name}-{number}"
        expected = counting.last_minute("POST", page)
        begin = time.monotonic()
        while reading.last_minute("GET", page) != expected:
            if time.monotonic() - begin > 10:
                raise SystemExit(f"bench: {page} never came to the other instance")
        delays.append((time.monotonic() - begin) * 1000)
    return sorted(delays)


def _under_load(one, two, script, seconds, samples):
    loads = []
    workers = [threading.Thread(target=lambda peer=peer: loads.append(
        client.wrk(peer.port, "/views/load", seconds, 32, script))) for peer in (one, two)]
    for worker in workers:
        worker.start()
    time.sleep(0.5)
    delays = _delays(one, two, "loaded", samples)
    for worker in workers:
        worker.join()
    if any(load.failures for load in loads):
        raise SystemExit(f"bench: {sum(load.failures for load in loads)} views were refused")
    return delays, loads


def run(setup, seconds, samples):
    script = setup.folder / "post-instances.lua"
    script.write_text('wrk.method = "POST"\n')
    with peers.redis(setup.folder) as redis, contextlib.ExitStack() as stack:
        instances = []
        for name in ("one", "two"):
            home = setup.folder / f"instance-{name}"
            home.mkdir()
            peer = peers.vitrine(home, setup.program,
                                 {"store": f"redis://127.0.0.1:{redis.port}", "instance": name})
            stack.callback(peer.stop)
            instances.append(peer)
        idle = _delays(*instances, "idle", samples)
        loaded, loads = _under_load(*instances, script, seconds, samples)
        time.sleep(0.2)
        totals = [_Asker(peer.port).last_minute("GET", "load") for peer in instances]
        version = subprocess.run(["redis-server", "--version"], capture_output=True,
                                 text=True, check=True).stdout.split()[2]
    counted = sum(load.requests for load in loads)
    rows = [[what, f"{report.median(delays):.1f}", f"{delays[len(delays) * 99 // 100]:.1f}",
             f"{delays[-1]:.1f}"] for what, delays in (("idle", idle), ("under load", loaded))]
    agree = totals[0] == totals[1] >= counted
    return report.Section(
        "Two instances on one Redis",
        f"A view is counted at one; how long until the other says the same, {samples} times. Load: "
        f"32 connections to each post views of one page, {counted:,} in {seconds} s, "
        f"{counted / seconds:,.0f} a second. Redis {version} with `appendonly yes`. Afterwards both "
        f"say {totals[0]:,} and {totals[1]:,}.",
        ["", "median ms", "p99 ms", "largest ms"], rows,
        report.verdict(agree and loaded[-1] < 100,
                       f"at most {max(loaded[-1], idle[-1]):.0f} ms, the same number on both; the "
                       "goal is 100 ms."))
