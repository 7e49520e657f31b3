"""A small HTTP client for the cells, and wrk for the ones that need many requests."""

import concurrent.futures
import dataclasses
import http.client
import re
import socket
import subprocess
import time


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    body: bytes
    seconds: float


class Client:
    """One keep-alive connection."""

    def __init__(self, port, timeout=60):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def ask(self, target, method="GET", headers=None):
        begin = time.perf_counter()
        try:
            self.connection.request(method, target, headers=headers or {})
            response = self.connection.getresponse()
            body = response.read()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            raise
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, names, body, time.perf_counter() - begin)

    def close(self):
        self.connection.close()


def ask(port, target, method="GET", headers=None):
    client = Client(port)
    try:
        return client.ask(target, method, headers)
    finally:
        client.close()


def ask_all(port, targets, connections):
    """Every target once, over `connections` keep-alive connections. Answers in order of targets."""
    answers = [None] * len(targets)

    def work(lane):
        client = Client(port)
        # A residue class each, so that two connections never walk over the same targets in step.
        for index in range(lane, len(targets), connections):
            answers[index] = client.ask(targets[index])
        client.close()

    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        list(pool.map(work, range(connections)))
    return answers


def heads(port, target, seconds, connections=16):
    """HEAD after HEAD; wrk cannot, because it waits for the body that the length announces."""
    request = f"HEAD {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    end = time.perf_counter() + seconds

    def work(_):
        done = failures = 0
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            while time.perf_counter() < end:
                connection.sendall(request)
                answer = b""
                while not answer.endswith(b"\r\n\r\n"):
                    answer += connection.recv(65536)
                done += 1
                failures += not answer.startswith(b"HTTP/1.1 200")
        return done, failures

    begin = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        results = list(pool.map(work, range(connections)))
    return Load(sum(done for done, _ in results), time.perf_counter() - begin,
                sum(failures for _, failures in results))


@dataclasses.dataclass
class Load:
    requests: int
    seconds: float
    failures: int

    @property
    def per_second(self):
        return self.requests / self.seconds


def wrk(port, target, seconds, connections=64, script=None, pin=()):
    command = [*pin, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
    if script:
        command += ["-s", str(script)]
    text = subprocess.run(command + [f"http://127.0.0.1:{port}{target}"],
                          check=True, capture_output=True, text=True).stdout
    total = re.search(r"(\d+) requests in ([\d.]+)(m?s)", text)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    failures = int(wrong[1]) if wrong else 0
    failures += sum(map(int, errors.groups())) if errors else 0
    took = float(total[2]) / (1000 if total[3] == "ms" else 1)
    return Load(int(total[1]), took, failures)
