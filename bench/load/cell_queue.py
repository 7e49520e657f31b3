"""Jobs that do nothing, put into a queue and done by workers: ours on both stores, and the queues of
Node on the same Redis."""

import json
import shutil
import subprocess

import cpu
import peers
import report

WORKERS = 16
# Jobs a second: on SQLite that syncs each group to the disk, and on Redis.
GOALS = {"SQLite, `power`": 5000, "Redis": 10_000}


def _told(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise SystemExit(f"bench: {command[0]}: {done.stdout} {done.stderr}")
    return json.loads(done.stdout)


def _on_sqlite(setup, durability, jobs, number):
    folder = setup.folder / f"queue-{durability}-{number}"
    folder.mkdir()
    told = _told([str(setup.program.parent / "queue_client"), f"{durability}:{folder / 'jobs.db'}",
                  str(jobs), str(WORKERS)], folder)
    shutil.rmtree(folder)
    return {**told, "server_us": 0.0}


def _on_redis(server, command, folder):
    subprocess.run(["redis-cli", "-p", str(server.port), "flushall"], check=True,
                   stdout=subprocess.DEVNULL)
    meter = cpu.Meter(server.pid)
    told = _told(command, folder)
    return {**told, "server_us": meter.spent() / 1e3 / told["jobs"]}


def run(setup, rounds, jobs):
    results = {}

    def note(name, told):
        results.setdefault(name, []).append(told)

    folder = peers.install(peers.QUEUES)
    script = peers.ROOT / "bench" / "load" / "queue_peer.cjs"
    with peers.redis(setup.folder) as server:
        ours = [str(setup.program.parent / "queue_client"), f"redis://127.0.0.1:{server.port}/1"]
        for number in range(rounds):
            note("SQLite, `process`", _on_sqlite(setup, "process", jobs, number))
            note("SQLite, `power`", _on_sqlite(setup, "power", jobs, number))
            note("Redis", _on_redis(server, [*ours, str(jobs), str(WORKERS)], setup.folder))
            for peer in ("node-resque", "bullmq") if folder else ():
                # Modules are looked for beside the script.
                shutil.copy(script, folder / script.name)
                note(f"{peer}, the same Redis",
                     _on_redis(server, ["node", script.name, peer, str(server.port), str(jobs),
                                        str(WORKERS)], folder))
    rows, rate = [], {}
    for name, all_ in results.items():
        rates = [told["jobs"] / told["seconds"] for told in all_]
        rate[name] = report.median(rates)
        rows.append([name if name.startswith(("node", "bullmq")) else f"Vitrine, {name}",
                     report.spread(rates, digits=0),
                     report.spread([told["jobs"] / told["put_seconds"] for told in all_], digits=0),
                     report.spread([told["cpu_us"] for told in all_], digits=1),
                     report.spread([told["server_us"] for told in all_], digits=1)])
    met = all(rate[name] >= goal for name, goal in GOALS.items())
    words = "; ".join(f"{rate[name]:,.0f} a second on {name} (goal {goal:,})"
                      for name, goal in GOALS.items())
    if folder is None:
        words += "; node-resque and BullMQ could not be installed, and were **SKIPPED**"
    return report.Section(
        "A queue of jobs that do nothing",
        f"{jobs:,} jobs are put in by {WORKERS} producers, each waiting until its job is safe, while "
        f"{WORKERS} workers of the same process do them; {rounds} rounds in turn. Redis with "
        f"`appendonly yes`; peers are {' and '.join(peers.QUEUES)}.",
        ["", "jobs done a second", "put in a second", "CPU µs a job", "of Redis, µs a job"], rows,
        report.verdict(met, words + "."))
