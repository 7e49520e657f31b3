"""Many at once: bursts for one picture, sizes of one original, and a slow origin beside them."""

import collections
import concurrent.futures
import contextlib
import hashlib
import socket
import threading

import client
import peers
import report

LIFE = "life_by_Aitzol_Berasategi.jpg"


def _at_once(port, targets):
    """All targets at the same moment, each on a connection of its own."""
    barrier = threading.Barrier(len(targets))

    def work(target):
        barrier.wait()
        return client.ask(port, target)

    with concurrent.futures.ThreadPoolExecutor(len(targets)) as pool:
        return list(pool.map(work, targets))


def burst(setup, count):
    vitrine = setup.vitrine_peer()
    before = setup.renders()
    answers = _at_once(vitrine.port, [f"/copies/burst/{LIFE}/w640.jpg"] * count)
    renders = setup.renders() - before
    fetches = peers.fetches(setup.origin, f"/copies/burst/{LIFE}")
    bodies = {hashlib.sha256(answer.body).hexdigest() for answer in answers}
    whole = sum(answer.status == 200 and len(answer.body) == int(answer.headers["content-length"])
                for answer in answers)
    rows = [[count, fetches, f"{renders:.0f}", whole, len(bodies),
             f"{max(answer.seconds for answer in answers) * 1000:.0f}"]]
    good = (fetches, renders, whole, len(bodies)) == (1, 1, count, 1)
    return report.Section(
        f"{count} requests at once for one new size of one new original", "Each on a connection of "
        "its own, let go by one barrier.",
        ["requests", "fetches", "renders", "whole answers", "different bodies", "slowest ms"],
        rows, report.verdict(good, f"one fetch, one render, {count} identical full answers."))


def sizes(setup, count=10):
    vitrine = setup.vitrine_peer()
    before = setup.renders()
    answers = _at_once(vitrine.port, [f"/copies/sizes/{LIFE}/w{300 + 10 * i}.jpg"
                                      for i in range(count)])
    renders = setup.renders() - before
    fetches = peers.fetches(setup.origin, f"/copies/sizes/{LIFE}")
    good = fetches == 1 and renders == count and all(a.status == 200 for a in answers)
    return report.Section(
        f"{count} sizes of one new original at once", "The same way.", ["sizes", "fetches", "renders"],
        [[count, fetches, f"{renders:.0f}"]], report.verdict(good, "one fetch."))


class StalledOrigin:
    """Takes connections and requests, and never answers."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        self.taken = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                self.taken.append(self.listener.accept()[0])

    def close(self):
        self.listener.close()
        for connection in self.taken:
            connection.close()


def _latencies(setup, tag, count):
    port = setup.vitrine_peer().port
    hit = f"/photographs/{LIFE}/w200.jpg"
    one = client.Client(port)
    one.ask(hit)
    hits = [one.ask(hit).seconds for _ in range(count * 20)]
    # Sizes that were not made, of an original that is kept: its time is its own work.
    misses = [one.ask(f"/photographs/{LIFE}/{200 + i}x{201 + len(tag)}.jpg").seconds
              for i in range(count)]
    # New originals of the origin that is well.
    fetched = [one.ask(f"/copies/{tag}{i}/{LIFE}/w200.jpg").seconds for i in range(count)]
    one.close()
    return {"cached hit": hits, "new size": misses, "another origin's miss": fetched}


def stalled(setup, stalls, count):
    quiet = _latencies(setup, "quiet", count)
    targets = [f"/stalled/{i}/w200.jpg" for i in range(stalls)]
    with concurrent.futures.ThreadPoolExecutor(stalls) as pool:
        waiting = [pool.submit(client.ask, setup.vitrine_peer().port, target) for target in targets]
        setup.wait_until(lambda: len(setup.stalled_origin.taken) >= 1, "the stalled origin is asked")
        beside = _latencies(setup, "beside", count)
        still = sum(not future.done() for future in waiting)
        statuses = collections.Counter(future.result().status for future in waiting)
    rows = []
    for what in quiet:
        rows.append([what, report.spread(quiet[what], 1000, 2), report.spread(beside[what], 1000, 2),
                     f"{report.median(beside[what]) / report.median(quiet[what]):.2f}"])
    worst = max(report.median(beside[w]) / report.median(quiet[w]) for w in quiet)
    return report.Section(
        f"{stalls} requests stalled on a slow origin",
        f"Milliseconds before, and while {stalls} requests wait ({still} of them still did at the "
        f"end); the stalled ones were answered {dict(statuses)} in the end.",
        ["", "quiet, ms", f"beside {stalls} stalled, ms", "ratio of medians"], rows,
        report.verdict(worst < 1.5 and still == stalls,
                       f"the medians move by a factor of at most {worst:.2f}, which is the noise of "
                       "this machine."))
