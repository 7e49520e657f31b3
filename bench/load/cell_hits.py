"""Answers that need no work: cached pictures, 304, HEAD, and a plain answer, beside nginx."""

import client
import cpu
import peers
import report

HEAD = "HEAD"
CONNECTIONS = 64


def _picture_of_about(setup, wanted):
    """The target of a picture whose body is closest to `wanted` bytes, and the picture."""
    port = setup.vitrine_peer().port
    best = None
    for width in range(200, 521, 20):
        target = f"/photographs/greentock_by_Peter_Nerlich.jpg/w{width}.jpg"
        answer = client.ask(port, target)
        if best is None or abs(len(answer.body) - wanted) < abs(len(best[1].body) - wanted):
            best = (target, answer)
    return best


def _round(peer, target, seconds, script=None):
    meter = cpu.Meter(peer.pid)
    if script == HEAD:
        load = client.heads(peer.port, target, seconds)
    else:
        load = client.wrk(peer.port, target, seconds, CONNECTIONS, script, peer.client_pin)
    spent = meter.spent()
    if load.failures or not load.requests:
        raise SystemExit(f"bench: {peer.name} failed {load.failures} of {load.requests} requests")
    return {"us": spent / 1e3 / load.requests, "per_second": load.per_second}


def _alternate(contenders, rounds, seconds):
    for peer, target, script in contenders.values():
        _round(peer, target, 1, script)  # warm-up, not counted
    results = {name: [] for name in contenders}
    for turn in range(rounds):
        for name in list(contenders)[::1 if turn % 2 == 0 else -1]:
            peer, target, script = contenders[name]
            results[name].append(_round(peer, target, seconds, script))
    return results


def _rows(results, base):
    reference = report.median(r["us"] for r in results[base])
    return [[name, report.spread([r["us"] for r in rounds], digits=2),
             f"{1e6 / report.median(r['us'] for r in rounds):,.0f}",
             f"{reference / report.median(r['us'] for r in rounds):.2f}",
             f"{report.median(r['per_second'] for r in rounds):,.0f}"]
            for name, rounds in results.items()]


HEADER = ["", "CPU µs per request", "requests per CPU second", "of nginx", "requests per second"]


def _nginx_with(setup, name, picture, extra_headers):
    """nginx that serves the same bytes with the same header lines."""
    headers = "\n".join(f"add_header {key} '{value}';" for key, value in extra_headers.items())
    peer = peers.nginx(setup.folder, name, f"""
    access_log off; open_file_cache max=100 inactive=1h; open_file_cache_valid 1h; etag on;
    location = /picture.jpg {{ {headers} }}
    location = /plain {{ {headers} return 302 /elsewhere; }}
    location = /ping {{ default_type 'text/plain; charset=utf-8'; return 200 "pong\\n"; }}
""", setup.server_pin)
    peer.client_pin = setup.client_pin
    (peer.home / "files" / "picture.jpg").write_bytes(picture)
    return peer


def cached(setup, rounds, seconds):
    target, answer = _picture_of_about(setup, 20_000)
    nginx = _nginx_with(setup, "nginx-cached", answer.body,
                        {"Cache-Control": answer.headers["cache-control"]})
    try:
        results = _alternate({"nginx, sendfile and open_file_cache": (nginx, "/picture.jpg", None),
                              "Vitrine": (setup.vitrine_peer(), target, None)}, rounds, seconds)
    finally:
        nginx.stop()
    rows = _rows(results, "nginx, sendfile and open_file_cache")
    ratio = float(rows[1][3])
    return report.Section(
        f"Cached hit: {len(answer.body):,} bytes, {CONNECTIONS} connections",
        f"`wrk -t1 -c{CONNECTIONS} -d{seconds}s`, {rounds} rounds each in turn; nginx serves the "
        "same bytes from a file. One worker and no line for each request, in both.", HEADER, rows,
        report.verdict(ratio >= 1, f"{ratio:.2f} of nginx's requests per CPU second; the goal is "
                                   "at least 1.00."))


def plain(setup, rounds, seconds):
    nginx = _nginx_with(setup, "nginx-plain", b"", {"Cache-Control": "no-store"})
    try:
        results = _alternate({"nginx `return 302`": (nginx, "/plain", None),
                              "nginx `return 200`": (nginx, "/ping", None),
                              "Vitrine `/ping`": (setup.vitrine_peer(), "/ping", None)},
                             rounds, seconds)
    finally:
        nginx.stop()
    rows = _rows(results, "nginx `return 302`")
    ratio = float(rows[2][3])
    return report.Section(
        "Plain answer behind the router",
        f"`wrk -t1 -c{CONNECTIONS} -d{seconds}s`, {rounds} rounds each in turn. One worker and no line for each "
        "request, in both.", HEADER, rows,
        report.verdict(ratio >= 1, f"{ratio:.2f} of nginx's `return 302`; the goal is at least "
                                   "1.00."))


def unchanged(setup, rounds, seconds):
    target, answer = _picture_of_about(setup, 20_000)
    vitrine = setup.vitrine_peer()
    before = setup.renders()
    script = setup.folder / "unchanged.lua"
    script.write_text('wrk.headers["If-None-Match"] = \'' + answer.headers["etag"] + "'\n")
    results = _alternate({"304": (vitrine, target, script),
                          "HEAD": (vitrine, target, HEAD)}, rounds, seconds)
    renders = setup.renders() - before
    rows = [[name, report.spread([r["us"] for r in rounds_], digits=2), f"{renders:.0f}"]
            for name, rounds_ in results.items()]
    worst = max(report.median(r["us"] for r in rounds_) for rounds_ in results.values())
    return report.Section(
        "304 and HEAD",
        f"`wrk -t1 -c{CONNECTIONS} -d{seconds}s` with If-None-Match, and 16 connections that send HEAD; "
        f"{rounds} rounds each in turn, of a picture of {len(answer.body):,} bytes.", ["", "CPU µs per request", "renders"], rows,
        report.verdict(worst < 100 and renders == 0,
                       f"at most {worst:.1f} µs and {renders:.0f} renders; the goal is under "
                       "100 µs and none."))
