"""Many people at one application: signed in once, then asking for pages, each answer timed."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """One answer: how long it took, its status, its size as it travels."""

    seconds: float
    status: int
    size: int


def ask(
    site: str, path: str, headers: dict[str, str], method: str = "GET", body: bytes | None = None
) -> tuple[Answer, dict[str, str], bytes]:
    """One request over a connection of its own."""
    place = urlsplit(site)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
    began = time.perf_counter()
    connection.request(method, path, body=body, headers={"Accept-Encoding": "gzip", **headers})
    response = connection.getresponse()
    content = response.read()
    answer = Answer(time.perf_counter() - began, response.status, len(content))
    told = {name.lower(): value for name, value in response.getheaders()}
    connection.close()
    return answer, told, content


def together(works: Sequence[Callable[[], None]]) -> float:
    """Run all at once, each in a thread; seconds until the last is done."""
    gate = threading.Barrier(len(works) + 1)

    def started(work: Callable[[], None]) -> None:
        gate.wait()
        work()

    threads = [threading.Thread(target=started, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def p95(answers: Sequence[Answer]) -> float:
    """The time within which 95 of 100 answers came."""
    ordered = sorted(one.seconds for one in answers)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def visited(
    site: str, keys: Sequence[str], paths: Sequence[str], rounds: int, rest: tuple[float, float],
    beside: str,
) -> dict[str, list[Answer]]:  # fmt: skip
    """Every person opens every page `rounds` times, reading it for some seconds between `rest`.

    How long is drawn anew each time, as people do not click in step; the same at every run. The
    first page of each person is not counted. After each page the browser asks for what stands
    `beside` on all of them, unless it still has it.
    """
    told: dict[str, list[Answer]] = {path: [] for path in (*paths, beside)}

    def walk(number: int, key: str) -> None:
        drawn, kept_until = random.Random(number), 0.0
        time.sleep(drawn.uniform(0, rest[1]))
        for step in range(-1, rounds * len(paths)):
            path = paths[(number + step) % len(paths)]
            answer, _, _ = ask(site, path, {"Cookie": f"session={key}"})
            if step >= 0:
                told[path].append(answer)
            if time.perf_counter() > kept_until:
                answer, said, _ = ask(site, beside, {"Cookie": f"session={key}"})
                if step >= 0:
                    told[beside].append(answer)
                age = re.search(r"max-age=(\d+)", said.get("cache-control", ""))
                kept_until = time.perf_counter() + (int(age[1]) if age else 0)
            time.sleep(drawn.uniform(*rest))

    together([lambda n=n, key=key: walk(n, key) for n, key in enumerate(keys)])
    return told


def hammered(site: str, keys: Sequence[str], paths: Sequence[str], lasting: float) -> list[Answer]:
    """Every person opens page after page without a rest, for that many seconds."""
    told: list[Answer] = []
    until = time.perf_counter() + lasting

    def walk(number: int, key: str) -> None:
        step = number
        while time.perf_counter() < until:
            answer, _, _ = ask(site, paths[step % len(paths)], {"Cookie": f"session={key}"})
            told.append(answer)
            step += 1

    together([lambda n=n, key=key: walk(n, key) for n, key in enumerate(keys)])
    return told


def sent(site: str, keys: Sequence[str], codes: Sequence[str]) -> list[Answer]:
    """Every school sends a file of its own at the same moment."""
    told: list[Answer] = []

    def send(key: str, code: str) -> None:
        mark = "границаграница".encode().hex()
        parts = (
            f'--{mark}\r\nContent-Disposition: form-data; name="organisation"\r\n\r\n{code}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{code}.csv"\r\n'
            f"Content-Type: text/csv\r\n\r\na;b\n{code};1\n\r\n--{mark}--\r\n"
        )
        headers = {
            "Authorization": f"Bearer {key}",
            "Content-Type": f"multipart/form-data; boundary={mark}",
        }
        told.append(ask(site, "/api/v1/files/send", headers, "POST", parts.encode())[0])

    together([lambda k=k, c=c: send(k, c) for k, c in zip(keys, codes, strict=True)])
    return told
