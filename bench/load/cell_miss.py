"""Resize misses: CPU per picture that has to be made, beside ipx in the same run."""

import client
import cpu
import report

PHOTOGRAPH = "picosdeeuropa_by_Aitzol_Berasategi.jpg"
CONNECTIONS = 2
WIDTH = 512


def _round(peer, targets):
    meter = cpu.Meter(peer.pid)
    answers = client.ask_all(peer.port, targets, CONNECTIONS)
    spent = meter.spent()
    wrong = [answer.status for answer in answers if answer.status != 200]
    if wrong:
        raise SystemExit(f"bench: {peer.name} answered {wrong[:5]} to {targets[0]} …")
    return {"ms": spent / 1e6 / len(targets),
            "bytes": sum(len(answer.body) for answer in answers) / len(answers),
            "p50": report.median(answer.seconds for answer in answers) * 1000}


def _widths(turn, count):
    # Distinct over the whole run, close around 512, and the same ones for both.
    return [WIDTH - 60 + (turn * count + i) % 121 for i in range(count)]


def run(setup, rounds, count):
    setup.vitrine_peer()
    contenders = {"Vitrine": lambda turn: _ours(setup, turn, count)}
    if setup.ipx:
        contenders["ipx"] = lambda turn: _ipx(setup, turn, count)
    for contender in contenders.values():
        contender(1000)  # warm-up, not counted
    results = {name: [] for name in contenders}
    for turn in range(rounds):
        # Forward and backward in turn, so that neither always follows the other.
        for name in list(contenders)[::1 if turn % 2 == 0 else -1]:
            results[name].append(contenders[name](turn))
    known = [_known(setup, turn, count) for turn in range(rounds)]
    rows = [[name, report.spread([r["ms"] for r in rounds_]),
             f"{report.median(r['bytes'] for r in rounds_):,.0f}",
             f"{report.median(r['p50'] for r in rounds_):.0f}"]
            for name, rounds_ in results.items()]
    rows.append(["Vitrine, original already kept", report.spread([r["ms"] for r in known]),
                 f"{report.median(r['bytes'] for r in known):,.0f}",
                 f"{report.median(r['p50'] for r in known):.0f}"])
    ours = report.median(r["ms"] for r in results["Vitrine"])
    if setup.ipx:
        ratio = ours / report.median(r["ms"] for r in results["ipx"])
        said = report.verdict(ratio <= 1, f"{ratio:.2f} of ipx's CPU; the goal is at most 1.00.")
    else:
        said = "**SKIPPED: ipx could not be installed, so nothing is compared here.**"
    return report.Section(
        "Resize miss: 3264×2448 JPEG to about 512 wide, JPEG, quality 80",
        f"{rounds} rounds of {count} requests each over {CONNECTIONS} connections, every one a new "
        "original for both (the same photograph under another name) from the same nginx, and a "
        "picture that has not been made before. The last row is what Vitrine spends once it keeps "
        "the original; ipx fetches it each time.",
        ["", "CPU ms per request", "bytes", "p50 ms"], rows, said)


def _ours(setup, turn, count):
    return _round(setup.vitrine_peer(),
                  [f"/copies/{turn}-{i}/{PHOTOGRAPH}/w{width}-q80.jpg"
                   for i, width in enumerate(_widths(turn, count))])


def _ipx(setup, turn, count):
    origin = f"http://127.0.0.1:{setup.origin.port}/copies"
    return _round(setup.ipx_peer(),
                  [f"/w_{width},q_80/{origin}/{turn}-{i}/{PHOTOGRAPH}"
                   for i, width in enumerate(_widths(turn, count))])


def _known(setup, turn, count):
    # Sizes that the rounds above never ask for.
    return _round(setup.vitrine_peer(),
                  [f"/photographs/{PHOTOGRAPH}/w{WIDTH}-q{80 + turn % 3}.jpg" if i == 0 else
                   f"/photographs/{PHOTOGRAPH}/{WIDTH - 60 + i}x{300 + turn}-q80.jpg"
                   for i in range(count)])
