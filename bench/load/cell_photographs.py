"""Small pictures of camera photographs: CPU in process beside sharp and vips_thumbnail, how they
look at equal bytes, and CPU over HTTP beside ipx."""

import os
import subprocess

import client
import cpu
import peers
import photographs
import report

OURS, THEIRS = "planar.jpg", "sharp.jpg"
QUALITIES = [70, 73, 76, 79, 82, 85, 88]


def _made(setup, rounds, folder, files):
    """CPU ms by photograph and way, of both programs in turn."""
    ours = [setup.program.parent / "photographs_bench", "3", folder, *files]
    theirs = ["node", peers.ROOT / "bench/load/sharp_photographs.cjs",
              peers.ROOT / "build/peers/node_modules", "3", folder, *files]
    times = {}
    for turn in range(rounds):
        for command in (ours, theirs)[::1 if turn % 2 == 0 else -1]:
            environment = {**os.environ, **({"QUALITIES": "1"} if turn == 0 else {})}
            text = subprocess.run(command, check=True, capture_output=True, text=True,
                                  env=environment).stdout
            for line in text.splitlines():
                name, way, spent, _ = line.split()
                times.setdefault(name, {}).setdefault(way, []).append(float(spent))
    return {name: {way: report.median(spent) for way, spent in ways.items()}
            for name, ways in times.items()}


def _ssimulacra2(judge, reference, file):
    """-inf to 100; 90 cannot be told apart, 70 is high quality, 50 is medium."""
    text = subprocess.run([judge, "image", reference, file], check=True, capture_output=True,
                          text=True).stdout
    return float(text.rsplit(None, 1)[1])


def _scores(setup, judge, original, files):
    reference = setup.folder / "reference.png"
    text = subprocess.run([setup.program.parent / "picture_score", original, *files], check=True,
                          capture_output=True, text=True,
                          env={**os.environ, "SCORE_REFERENCE": str(reference)}).stdout
    rows = [line.split(None, 6) for line in text.splitlines()[1:]]
    return {row[6].rsplit("/", 1)[1]: {
        "bytes": int(row[1]), "psnr": float(row[4]), "ssim": float(row[5]),
        "ssimulacra2": _ssimulacra2(judge, reference, row[6]) if judge else float("nan")}
        for row in rows}


def _at(points, size, what):
    """Between the two neighbours in bytes."""
    points = sorted(points, key=lambda point: point["bytes"])
    for low, high in zip(points, points[1:]):
        if low["bytes"] <= size <= high["bytes"]:
            share = (size - low["bytes"]) / (high["bytes"] - low["bytes"])
            return low[what] + share * (high[what] - low[what])
    return points[0][what] if size < points[0]["bytes"] else points[-1][what]


def in_process(setup, rounds):
    return _in_process(setup, rounds, photographs.prepare(), "Baseline",
                       "Photographs to 512 wide, quality 80, one thread in process")


def progressive_in_process(setup, rounds):
    return _in_process(setup, rounds, photographs.progressive(), "Progressive",
                       "Progressive photographs to 512 wide, quality 80, one thread in process")


def _in_process(setup, rounds, files, kind, title):
    folder = setup.folder / kind
    folder.mkdir()
    judge = peers.ssimulacra2()
    times = _made(setup, rounds, folder, files)
    rows, gains, ratios, ratios_vips, ratios_webp, sizes_webp = [], [], [], [], [], []
    for file in files:
        name = file.stem
        spent = times[name]
        scores = _scores(setup, judge, file, [folder / f"{name}.{OURS}", *(
            folder / f"{name}.sharp{quality}.jpg" for quality in QUALITIES)])
        ours = scores.pop(f"{name}.{OURS}")
        gain = {what: ours[what] - _at(scores.values(), ours["bytes"], what)
                for what in ("psnr", "ssim", "ssimulacra2")}
        webp = [(folder / f"{name}.{way}.webp").stat().st_size for way in ("planar", "sharp")]
        ratios.append(spent[OURS] / spent[THEIRS])
        ratios_vips.append(spent[OURS] / spent["thumbnail.jpg"])
        ratios_webp.append(spent["planar.webp"] / spent["sharp.webp"])
        sizes_webp.append(webp[0] / webp[1])
        gains.append(gain)
        rows.append([name, f"{photographs.megapixels(file):.1f}", f"{spent[OURS]:.1f}",
                     f"{spent['libvips.jpg']:.1f}", f"{spent['thumbnail.jpg']:.1f}",
                     f"{spent[THEIRS]:.1f}", f"{ratios[-1]:.2f}", f"{ours['bytes']:,}",
                     f"{gain['psnr']:+.2f}", f"{gain['ssim']:+.4f}", f"{gain['ssimulacra2']:+.1f}",
                     f"{spent['planar.webp']:.1f}", f"{ratios_webp[-1]:.2f}",
                     f"{sizes_webp[-1]:.2f}"])
    middle = {what: report.median(gain[what] for gain in gains) for what in gains[0]}
    lowest = {what: min(gain[what] for gain in gains) for what in gains[0]}
    rows.append(["**median**", "", "", "", "", "", f"{report.median(ratios):.2f}", "",
                 f"{middle['psnr']:+.2f}", f"{middle['ssim']:+.4f}",
                 f"{middle['ssimulacra2']:+.1f}", "", f"{report.median(ratios_webp):.2f}",
                 f"{report.median(sizes_webp):.2f}"])
    good = (report.median(ratios) <= 0.7 and max(ratios) <= 0.9
            and report.median(ratios_vips) <= 0.45
            and middle["ssimulacra2"] >= 5 and lowest["ssimulacra2"] >= 1)
    return report.Section(
        title,
        f"{kind} JPEGs from Debian packages; CPU ms, medians of {rounds} rounds in which both "
        "programs take turns, in each the median of three after one that is not counted. `gain` is PSNR in dB "
        "and SSIM of luma in linear light against a full-decode linear-light Lanczos3 resize, over "
        "sharp at our bytes (sharp at seven qualities, interpolated); SSIMULACRA2 is of the "
        "whole picture in colour against the same resize.",
        ["photograph", "MP", "short way", "long way", "vips_thumbnail", "sharp", "of sharp", "bytes",
         "gain PSNR", "gain SSIM", "gain SSIMULACRA2", "WebP", "of sharp", "bytes of sharp"], rows,
        report.verdict(good, f"median {report.median(ratios):.2f} of sharp (goal 0.70), worst "
                             f"{max(ratios):.2f} (0.90), median {report.median(ratios_vips):.2f} of "
                             f"vips_thumbnail (0.45); SSIMULACRA2 {middle['ssimulacra2']:+.1f} in the "
                             f"median (+5), {lowest['ssimulacra2']:+.1f} at least (+1); lowest "
                             f"gain in PSNR {lowest['psnr']:+.2f} dB."))


def _round(peer, targets):
    meter = cpu.Meter(peer.pid)
    answers = client.ask_all(peer.port, targets, 4)
    spent = meter.spent()
    wrong = [answer.status for answer in answers if answer.status != 200]
    if wrong:
        raise SystemExit(f"bench: {peer.name} answered {wrong[:5]} to {targets[0]} …")
    return spent / 1e6 / len(targets)


def over_http(setup, rounds):
    files = photographs.prepare()
    contenders = {
        "Vitrine": lambda turn, ending: _round(
            setup.vitrine_peer(),
            [f"/baseline/{turn}/{file.name}/w512-q80.{ending}" for file in files]),
        "ipx": lambda turn, ending: _round(
            setup.ipx_peer(),
            [f"/w_512,q_80,f_{'jpeg' if ending == 'jpg' else ending}/http://127.0.0.1:"
             f"{setup.origin.port}/baseline/{turn}/{file.name}" for file in files])}
    rows, ratios = [], {}
    for ending in ("jpg", "webp"):
        results = {name: [] for name in contenders}
        for name in contenders:
            contenders[name](f"warm-{ending}", ending)
        for turn in range(rounds):
            for name in list(contenders)[::1 if turn % 2 == 0 else -1]:
                results[name].append(contenders[name](f"{turn}-{ending}", ending))
        ratios[ending] = report.median(results["Vitrine"]) / report.median(results["ipx"])
        rows += [[ending, name, report.spread(spent)] for name, spent in results.items()]
    memory = [cpu.peak_resident_bytes(peer.pid) / 2**20 for peer in (setup.vitrine_peer(), setup.ipx_peer())]
    good = ratios["jpg"] <= 0.6 and ratios["webp"] <= 0.5 and memory[0] <= memory[1] / 2
    return report.Section(
        "Photographs to 512 wide over HTTP",
        f"The same photographs, {rounds} rounds over 4 connections, each round all of them under "
        "names that are new for both.",
        ["format", "", "CPU ms per request"], rows,
        report.verdict(good, f"{ratios['jpg']:.2f} of ipx's CPU for JPEG (goal 0.60), "
                             f"{ratios['webp']:.2f} for WebP (0.50); peak memory {memory[0]:.0f} MiB, "
                             f"ipx {memory[1]:.0f} MiB (goal: half)."))
