"""Counting, answered after the commit, beside nginx that counts nothing; and reading what was counted."""

import http.client
import json

import cell_hits
import client
import report

ITEMS = 10_000
CAMPAIGN = "july1"


def _ask(port, method, target, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, target, body)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, text


def _put_items(vitrine):
    connection = http.client.HTTPConnection("127.0.0.1", vitrine.status_port, timeout=30)

    def put(target, body=None):
        connection.request("PUT", target, body)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise SystemExit(f"bench: PUT {target}: {answer.status} {text}")

    put(f"/campaigns/{CAMPAIGN}")
    for number in range(ITEMS):
        put(f"/campaigns/{CAMPAIGN}/items/i{number}", json.dumps({"url": "https://shop.example/x"}))
    connection.close()


def counting(setup, rounds, seconds):
    vitrine = setup.fresh_vitrine()
    _put_items(vitrine)
    post = setup.folder / "post.lua"
    post.write_text('wrk.method = "POST"\n')
    nginx = cell_hits._nginx_with(setup, "nginx-counting", b"", {"Cache-Control": "no-store"})
    try:
        results = cell_hits._alternate(
            {"nginx `return 302`": (nginx, "/plain", None),
             "Vitrine `POST /views/p`": (vitrine, "/views/p", post),
             "Vitrine `GET /fwd/july1/i1`": (vitrine, f"/fwd/{CAMPAIGN}/i1", None)},
            rounds, seconds)
    finally:
        nginx.stop()
    rows = cell_hits._rows(results, "nginx `return 302`")
    views = json.loads(_ask(vitrine.port, "GET", "/views/p")[1])["total"]
    clicks = json.loads(_ask(vitrine.port, "GET", f"/info/{CAMPAIGN}/i1")[1])["clicks"]
    worst = min(float(rows[1][3]), float(rows[2][3]))
    # What the systems that this replaces did on one core: S4's view and S0's click.
    times = [float(rows[row][2].replace(",", "")) / was for row, was in ((1, 1770), (2, 8800))]
    return report.Section(
        "Views and clicks, answered after their commit",
        f"`wrk -t1 -c{cell_hits.CONNECTIONS} -d{seconds}s`, {rounds} rounds each in turn; SQLite, "
        f"`durability: process`; the campaign has {ITEMS:,} items. One worker and no line for each "
        f"request, in both. Counted in the end: {views:,} views, {clicks:,} clicks.",
        cell_hits.HEADER, rows,
        report.verdict(worst >= 0.8, f"at least {worst:.2f} of nginx's `return 302`; the goal is at "
                                     "least 0.80.") +
        "\n\n" +
        report.verdict(times[0] >= 50 and times[1] >= 10,
                       f"{times[0]:.0f} times S4's 1,770 views and {times[1]:.1f} times S0's 8,800 "
                       "clicks a CPU second; the goals are 50 and 10."))


def reading(setup, rounds, seconds):
    vitrine = setup.vitrine_peer()
    if _ask(vitrine.status_port, "GET", f"/campaigns/{CAMPAIGN}")[0] != 200:
        _put_items(vitrine)
    client.ask(vitrine.port, f"/fwd/{CAMPAIGN}/i1")
    results = cell_hits._alternate(
        {"`/ping`, the HTTP alone": (vitrine, "/ping", None),
         "`/info`": (vitrine, f"/info/{CAMPAIGN}/i1", None),
         "`/badge/….png`": (vitrine, f"/badge/{CAMPAIGN}/i1/x.png", None),
         "`/badge/…`, redirect": (vitrine, f"/badge/{CAMPAIGN}/i1/x", None)}, rounds, seconds)
    base = report.median(r["us"] for r in results["`/ping`, the HTTP alone"])
    medians = {name: report.median(r["us"] for r in rounds_) for name, rounds_ in results.items()}
    rows = [[name, report.spread([r["us"] for r in rounds_], digits=2),
             f"{medians[name] - base:.2f}"] for name, rounds_ in results.items()]
    worst = max(medians.values()) - base
    return report.Section(
        f"Badge and info of one of {ITEMS:,} items",
        f"`wrk -t1 -c{cell_hits.CONNECTIONS} -d{seconds}s`, {rounds} rounds each in turn.",
        ["", "CPU µs per request", "beyond /ping, µs"], rows,
        report.verdict(worst < 30, f"at most {worst:.1f} µs beyond the HTTP; the goal is under 30."))
