"""From the first byte of an upload to the thumbnail, alone and a hundred at once."""

import concurrent.futures
import http.client
import json
import os
import time

import client
import cpu
import peers
import report

# About what a phone's picture in a message has.
BYTES = 331_000
AT_ONCE = 100
GOAL_MS = 50
GOAL_SECONDS = 2.0
GOAL_MIB = 400


def _photograph(setup):
    """A JPEG of about BYTES, made of a photograph."""
    port = setup.vitrine_peer().port
    best = b""
    # As large as the configuration allows; the quality decides about the bytes.
    for quality in range(80, 101):
        name = f"w1000-q{quality}.jpg"
        body = client.ask(port, f"/photographs/Bridge_by_Sander_Klootwijk.jpg/{name}").body
        if abs(len(body) - BYTES) < abs(len(best) - BYTES):
            best = body
    return best


def _form(name, picture):
    boundary = "vitrine-bench"
    head = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"{name}\"\r\n"
            "Content-Type: image/jpeg\r\n\r\n").encode()
    return head + picture + f"\r\n--{boundary}--\r\n".encode(), boundary


def _upload(port, name, picture):
    """Seconds until the answer, and until the thumbnail."""
    body, boundary = _form(name, picture)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    begin = time.perf_counter()
    connection.request("POST", "/upload", body,
                       {"Content-Type": f"multipart/form-data; boundary={boundary}"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise SystemExit(f"bench: POST /upload: {answer.status} {text}")
    answered = time.perf_counter() - begin
    connection.request("GET", json.loads(text)["thumbnail"] + "?wait=60")
    thumbnail = connection.getresponse()
    thumbnail.read()
    if thumbnail.status != 200:
        raise SystemExit(f"bench: the thumbnail of {name}: {thumbnail.status}")
    done = time.perf_counter() - begin
    connection.close()
    return answered, done


def _different(picture):
    """The same picture as another file: an upload of the same bytes would be known already."""
    return picture + os.urandom(16)


def run(setup, alone, rounds):
    picture = _photograph(setup)
    folder = setup.folder / "uploads"
    folder.mkdir()
    # On all cores, and as safe as for real: originals are synced before they are acknowledged.
    vitrine = peers.vitrine(folder, setup.program, {**setup.configuration(), "uploads": True}, ())
    try:
        single = [_upload(vitrine.port, f"one-{n}.jpg", _different(picture)) for n in range(alone)]
        crowds, spent = [], []
        for turn in range(rounds):
            meter = cpu.Meter(vitrine.pid)
            begin = time.perf_counter()
            with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(lambda n, turn=turn: _upload(
                    vitrine.port, f"crowd-{turn}-{n}.jpg", _different(picture)), range(AT_ONCE)))
            crowds.append(time.perf_counter() - begin)
            spent.append(meter.spent() / 1e6 / AT_ONCE)
        peak = cpu.peak_resident_bytes(vitrine.pid) / 2**20
    finally:
        vitrine.stop()
    one = sorted(done * 1000 for _, done in single)
    answers = [answered * 1000 for answered, _ in single]
    good = report.median(one) < GOAL_MS and report.median(crowds) < GOAL_SECONDS and peak < GOAL_MIB
    return report.Section(
        "Uploads",
        f"A JPEG of {len(picture):,} bytes, another file each time, to a thumbnail of 100 × 100 that "
        f"is waited for with `?wait=`. SQLite; the limit `limits.uploads` is its default.",
        ["", "measured", "goal"],
        [["one, until it is safe, ms", report.spread(answers, digits=1), ""],
         ["one, until its thumbnail is there, ms", report.spread(one, digits=1), f"{GOAL_MS}"],
         [f"{AT_ONCE} at once, until all thumbnails are there, s", report.spread(crowds, digits=2),
          f"{GOAL_SECONDS:.0f}"],
         [f"CPU ms of each of {AT_ONCE}", report.spread(spent, digits=1), ""],
         ["peak of memory, MiB", f"{peak:.0f}", f"{GOAL_MIB}"]],
        report.verdict(good, f"median of one {report.median(one):.1f} ms, of {AT_ONCE} "
                             f"{report.median(crowds):.2f} s, peak {peak:.0f} MiB."))
