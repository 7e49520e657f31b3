"""2,000 mixed requests, a third of them hostile: what memory does."""

import contextlib
import random
import socket
import struct
import zlib

import client
import cpu
import peers
import report

PHOTOGRAPHS = ["life_by_Aitzol_Berasategi.jpg", "picosdeeuropa_by_Aitzol_Berasategi.jpg",
               "free_by_Peter_Nerlich.jpg", "friends_by_Aitzol_Berasategi.jpg",
               "greentock_by_Peter_Nerlich.jpg", "Wine_by_Jakkub_Mede.jpg"]


def _png(width, height):
    """All black and tiny on disk, whatever its size in pixels is."""
    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body
                + struct.pack(">I", zlib.crc32(kind + body)))
    row = b"\0" * (1 + width // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(min(height, 70_000)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
            + chunk(b"IDAT", rows + packer.flush()) + chunk(b"IEND", b""))


def _hostile_files(folder):
    whole = (peers.PHOTOGRAPHS / PHOTOGRAPHS[0]).read_bytes()
    noise = random.Random(7)
    files = {
        "truncated.jpg": whole[:len(whole) // 3],
        "damaged.jpg": whole[:5000] + noise.randbytes(40_000) + whole[45_000:],
        "header.jpg": whole[:600],
        "page.jpg": b"<!doctype html><title>Not a picture</title>" * 50,
        "empty.jpg": b"",
        "noise.jpg": noise.randbytes(300_000),
        "wide.jpg": _png(65_000, 60_000),
        "bomb.jpg": _png(20_000, 20_000),
        "large.jpg": whole + b"\0" * (34 << 20),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return sorted(files)


def _rude(port, noise):
    """A client that leaves, or that speaks no HTTP."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as rude:
        kind = noise.randrange(4)
        if kind == 0:
            rude.sendall(noise.randbytes(2000))
        elif kind == 1:
            rude.sendall(b"GET /" + b"a" * 60_000)
        elif kind == 2:
            name = noise.choice(PHOTOGRAPHS)
            rude.sendall(f"GET /photographs/{name}/w{noise.randrange(9, 999)}.png HTTP/1.1\r\n"
                         "Host: a\r\n\r\n".encode())
        else:
            rude.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                         b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")


def _hostile(noise, files):
    return noise.choice([
        f"/hostile/{noise.choice(files)}/w{noise.randrange(1, 1000)}.jpg",
        f"/photographs/..%2f..%2fetc%2fpasswd/w{noise.randrange(1, 999)}.jpg",
        f"/photographs/{noise.choice(PHOTOGRAPHS)}/w{noise.randrange(1001, 10**9)}.jpg",
        f"/photographs/missing{noise.randrange(10**9)}.jpg/w100.jpg",
        f"/{noise.randrange(10**9)}/%ff%00/" + "a" * noise.randrange(2000),
        "/photographs/x.jpg/w100.jpg?source=http://169.254.169.254/latest",
    ])


def _friendly(noise):
    size = noise.choice([f"w{noise.randrange(20, 1000, 7)}", f"x{noise.randrange(20, 400, 7)}",
                         f"{noise.randrange(20, 400, 9)}x{noise.randrange(20, 400, 9)}",
                         "w300", "w300", "x200"])
    extension = noise.choices(["jpg", "webp", "png", "gif", "avif"], [12, 6, 2, 1, 1])[0]
    if extension in ("gif", "avif"):
        size = f"x{noise.randrange(20, 120)}"
    return f"/photographs/{noise.choice(PHOTOGRAPHS)}/{size}.{extension}"


def run(setup, count):
    vitrine = setup.fresh_vitrine()
    noise = random.Random(20)
    files = _hostile_files(setup.origin.home / "files")
    curve, statuses = {}, {}
    client_ = client.Client(vitrine.port)
    for done in range(1, count + 1):
        if done % 3 == 0 and noise.random() < 0.3:
            _rude(vitrine.port, noise)
            status = "rude"
        else:
            target = _hostile(noise, files) if done % 3 == 0 else _friendly(noise)
            answer = client_.ask(target)
            status = answer.status
            if done % 3 and status != 200:
                raise SystemExit(f"bench: {status} to {target}: {answer.body[:200]}")
        statuses[status] = statuses.get(status, 0) + 1
        if done % 50 == 0 or done in (1, count):
            curve[done] = cpu.resident_bytes(vitrine.pid) / (1 << 20)
    client_.close()
    early = max(value for at, value in curve.items() if at <= 200)
    late = max(value for at, value in curve.items() if at > 200)
    peak = cpu.peak_resident_bytes(vitrine.pid) / (1 << 20)
    shown = [at for at in curve if at in (1, 50, 100, 200, count) or at % 200 == 0]
    said = ", ".join(f"{number} × {status}" for status, number in
                     sorted(statuses.items(), key=lambda item: str(item[0])))
    return report.Section(
        f"{count:,} mixed requests, a third of them hostile",
        f"One client; answers: {said}. Resident memory in MiB after so many requests; the largest "
        f"before 200 was {early:.0f}, after it {late:.0f}; the process's own peak {peak:.0f}.",
        ["requests", *shown], [["MiB", *(f"{curve[at]:.0f}" for at in shown)]],
        report.verdict(peak < 400 and late < early * 1.25 + 20,
                       f"peak {peak:.0f} MiB (goal: below 400), {late / early:.2f} of the first 200 "
                       "requests' largest (goal: flat)."))
