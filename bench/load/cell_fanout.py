"""One message to many WebSocket readers, beside nchan, and what a reader costs that only waits."""

import json
import os
import pathlib
import re
import subprocess

import cpu
import peers
import report

READERS = (1000, 5000)
# Of nchan's CPU per delivery.
GOALS = {1000: 0.85, 5000: 0.70}
BYTES_PER_READER = 3 * 1024
WAIT_MS = 5
# Long enough for a message of 300 bytes.
PAGE = "fanout-" + "x" * 60


def nchan(folder, pin):
    """nginx with nchan, one worker."""
    port = peers.free_port()
    home = folder / "nchan"
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    (home / "nginx.conf").write_text(f"""
load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
daemon off; worker_processes 1; pid nginx.pid; error_log error.log; worker_rlimit_nofile 20000;
events {{ worker_connections 16384; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 600s;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location = /sub {{ nchan_subscriber websocket; nchan_channel_id fanout; }}
    location = /pub {{ nchan_publisher; nchan_channel_id fanout; nchan_message_buffer_length 1; }}
  }}
}}
""")
    peer = peers.Peer("nchan", [*pin, "/usr/sbin/nginx", "-p", str(home), "-c", "nginx.conf",
                                "-e", "error.log"], home)
    peer.port = port
    peer.home = home
    peers.wait_for(port, peer.process, "nchan")
    return peer


def _private_bytes(pid):
    """Resident memory without what is shared with others, of a process and its children."""
    total = 0
    for member in cpu.tree(pid):
        rollup = pathlib.Path(f"/proc/{member}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.M)[1]) * 1024
    return total


def _round(setup, peer, targets, readers, messages, picture):
    program = setup.program.parent / "fanout_client"
    before = _private_bytes(peer.pid)
    client = subprocess.Popen([*setup.client_pin, str(program), str(peer.port), *targets,
                               str(readers), str(messages), picture],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        ready = client.stdout.readline().split()
        if ready[:1] != ["ready"]:
            raise SystemExit(f"bench: the readers of {peer.name} did not get ready")
        per_reader = (_private_bytes(peer.pid) - before) / readers
        meter = cpu.Meter(peer.pid)
        client.stdin.write("\n")
        client.stdin.flush()
        told = json.loads(client.stdout.readline())
        told["us"] = meter.spent() / 1e3 / told["deliveries"]
    finally:
        client.stdin.close()
        client.wait(60)
    return {**told, "bytes": int(ready[1]), "per_reader": per_reader}


def _measure(setup, contenders, readers, rounds, messages):
    results = {name: [] for name in contenders}
    for turn in range(rounds):
        for name in list(contenders)[::1 if turn % 2 == 0 else -1]:
            # A new process each time: memory that an earlier crowd has left is not counted again.
            start, targets = contenders[name]
            peer = start()
            try:
                results[name].append(_round(setup, peer, targets, readers, messages, "-"))
            finally:
                peer.stop()
    return results


def _waits(setup, start, targets, messages):
    """A cached answer, asked for while messages go out to most readers."""
    peer = start()
    try:
        return _round(setup, peer, targets, READERS[-1], messages, "/vitrine.js")
    finally:
        peer.stop()


def run(setup, rounds, messages):
    configuration = {**setup.configuration(), "limits": {
        "connections": 20000, "live_readers": 20000, "live_readers_per_address": 20000,
        "ping_seconds": 3600}}
    folders = iter(range(1000))

    def vitrine(pin=setup.server_pin):
        folder = setup.folder / f"fanout-{next(folders)}"
        folder.mkdir()
        return peers.vitrine(folder, setup.program, configuration, pin)

    # Before whatever else this machine does, which would be measured as well.
    first = ("nice", "-n", "-15") if os.geteuid() == 0 else ()
    ours = (vitrine, (f"/live?topics=views:{PAGE}", f"/views/{PAGE}"))
    theirs = (lambda: nchan(setup.folder / f"nchan-{next(folders)}", setup.server_pin),
              ("/sub", "/pub"))
    rows, passed, words = [], True, []
    for readers in READERS:
        results = _measure(setup, {"nchan": theirs, "Vitrine": ours}, readers, rounds, messages)
        median = {name: report.median(r["us"] for r in all_) for name, all_ in results.items()}
        ratio = median["Vitrine"] / median["nchan"]
        kept = report.median(r["per_reader"] for r in results["Vitrine"])
        passed = passed and ratio <= GOALS[readers] and kept < BYTES_PER_READER
        words.append(f"{ratio:.2f} of nchan's CPU at {readers:,} readers (goal {GOALS[readers]}), "
                     f"{kept / 1024:.1f} KiB for each")
        for name, all_ in results.items():
            rows.append([f"{name}, {readers:,} readers, {all_[0]['bytes']} bytes",
                         report.spread([r["us"] for r in all_], digits=2),
                         f"{median[name] / median['nchan']:.2f}",
                         report.spread([r["last_ms"] for r in all_], digits=1),
                         report.spread([r["per_reader"] / 1024 for r in all_], digits=1)])
    wait = _waits(setup, lambda: vitrine((*first, *setup.server_pin)), ours[1], messages * 2)
    passed = passed and wait["wait_p99_ms"] < WAIT_MS
    words.append(f"an answer that was asked for {wait['asked']} times meanwhile took "
                 f"{wait['wait_p50_ms']:.2f} ms, p99 {wait['wait_p99_ms']:.2f} ms, at most "
                 f"{wait['wait_max_ms']:.2f} ms (goal: under {WAIT_MS} ms)")
    return report.Section(
        "Fan-out over WebSocket",
        f"One message after the other, {messages} of them, to all readers; {rounds} rounds each "
        "in turn, each with new processes. One worker on one core; all readers are one program on "
        "the other. CPU holds the publishing, and ours a commit for each message. Memory is what the "
        "process grew by until all readers waited. The answer that is asked for meanwhile is `/vitrine.js`, of "
        "a server that comes before other work of its core.",
        ["", "CPU µs per delivery", "of nchan", "last reader, ms", "KiB per reader"], rows,
        report.verdict(passed, "; ".join(words) + "."))
