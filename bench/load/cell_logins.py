"""200 logins at once: what they cost in memory, and how long a picture waits meanwhile."""

import concurrent.futures
import http.client
import json
import multiprocessing
import time

import client
import cpu
import report

PICTURE = "/photographs/Bridge_by_Sander_Klootwijk.jpg"


def _login(port, number):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    # People who do not exist cost as much as a wrong password.
    connection.request("POST", "/account/login",
                       json.dumps({"username": f"person {number}", "password": "a wrong guess"}),
                       {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _watch(port, sizes, results, stop):
    """In a process of its own, so that the threads of the logins do not hold it up."""
    asking = client.Client(port)
    kept, made = [], []
    sizes = iter(sizes)
    while not stop.is_set():
        kept.append(asking.ask(f"{PICTURE}/w200.jpg").seconds)
        size = next(sizes, None)
        if size is not None:
            made.append(asking.ask(f"{PICTURE}/w{size}.jpg").seconds)
        time.sleep(0.002)
    results.put((kept, made))


def _watched(setup, sizes, work):
    """What `work` gives, and the times of kept and of new pictures meanwhile."""
    context = multiprocessing.get_context("spawn")
    results, stop = context.Queue(), context.Event()
    watcher = context.Process(target=_watch,
                              args=(setup.vitrine_peer().port, sizes, results, stop))
    watcher.start()
    time.sleep(1.0)
    done = work()
    stop.set()
    kept, made = results.get(timeout=60)
    watcher.join()
    return done, kept, made


def _row(name, kept, made):
    def milliseconds(values):
        values = sorted(values)
        at = lambda share: values[min(len(values) - 1, int(share * len(values)))] * 1000
        return f"{at(0.5):.2f} / {at(0.99):.2f} / {values[-1] * 1000:.2f}"

    return [name, f"{len(kept)}", milliseconds(kept), f"{len(made)}", milliseconds(made)]


def run(setup, at_once):
    vitrine = setup.fresh_vitrine()
    client.ask(vitrine.port, f"{PICTURE}/w200.jpg")
    _, quiet_kept, quiet_made = _watched(setup, range(100, 160), lambda: time.sleep(3))
    before = cpu.peak_resident_bytes(vitrine.pid)

    def logins():
        begin = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
            statuses = list(pool.map(lambda n: _login(vitrine.port, n), range(at_once)))
        return statuses, time.perf_counter() - begin

    (statuses, seconds), kept, made = _watched(setup, range(160, 960), logins)
    grown = (cpu.peak_resident_bytes(vitrine.pid) - before) / 2**20
    told = ", ".join(f"{statuses.count(status)} × {status}" for status in sorted(set(statuses)))
    # Two hashes of 19 MiB, and what the pictures of the same time need.
    good = grown < 100 and max(kept) < 0.1
    return report.Section(
        f"{at_once} logins at once",
        f"Wrong passwords of {at_once} people, each on a connection of its own, all sent at once to one "
        f"core; argon2id, 19 MiB, two passes. Answered within {seconds:.1f} s: {told}.",
        ["", "kept pictures", "ms: median / p99 / longest", "new pictures",
         "ms: median / p99 / longest"],
        [_row("without logins", quiet_kept, quiet_made), _row("during them", kept, made)],
        report.verdict(good, f"the peak of memory grew by {grown:.0f} MiB, and no kept picture took "
                             f"longer than {max(kept) * 1000:.1f} ms; 200 hashes at once would take 3,800 "
                             "MiB."))
