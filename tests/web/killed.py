"""Runs the worker and ends it by SIGKILL at every kind of moment; prints what was broken.

`python -m tests.web.killed FOLDER`: in a world of its own, one file is screened, accepted and
withdrawn. A child process does the job and is killed at its n-th write: a commit of the database,
a synced file, a renamed folder, a written ledger entry, an answer of the parsing child. Then
another worker goes on. The answer is one line of JSON: points tried, kills, violations.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1])
DATA, STORE, KEPT = FOLDER / "data", FOLDER / "store", FOLDER / "kept"
os.environ |= {
    "MSOKO_MODE": "local", "MSOKO_DATA": str(DATA), "MSOKO_STORE": str(STORE),
    "MSOKO_PROFILE": "solnechny", "MSOKO_LEASE_SECONDS": "0", "DATABASE_URL": "",
    "DJANGO_SETTINGS_MODULE": "web.settings",
}  # fmt: skip

import django  # noqa: E402

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from msoko.facts.store import Store  # noqa: E402
from msoko.sources.sheets.worker import Worker  # noqa: E402
from web.audit.models import Event  # noqa: E402
from web.audit.seal import broken  # noqa: E402
from web.figures import tasks as figures  # noqa: E402
from web.organisations.models import Organisation  # noqa: E402
from web.policy.scope import PROGRAM  # noqa: E402
from web.uploads import actions  # noqa: E402
from web.uploads.models import Delivery  # noqa: E402
from web.uploads.receiving import receive  # noqa: E402
from web.uploads.tasks import hide_facts, store_facts  # noqa: E402

TABLE = "organisation;year;procedure;subject;grade;pupil;participated;mark\r\n" + "".join(
    f"101;2023-24;vpr;russian;4;p{number};да;4\r\n" for number in range(10)
)


def in_child(work: Callable[[], None]) -> int:
    """The signal a child ended by, 0 when it finished; the parent holds no connection meanwhile."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(9)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise AssertionError("the worker failed by itself")
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def killer(at: int) -> None:
    """The process ends by SIGKILL before its `at`-th write, or right after every second one."""
    left = [at]

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **said: Any) -> Any:
            left[0] -= 1
            if left[0] == 0 and at % 2:
                os.kill(os.getpid(), signal.SIGKILL)
            answer = function(*args, **said)
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return run

    for place, name in ((os, "fsync"), (os, "link"), (Path, "rename"), (Worker, "parse")):
        setattr(place, name, counted(getattr(place, name)))
    connection._commit = counted(connection._commit)


def work() -> None:
    """One worker does all that waits."""
    call_command("worker", once=True)


def made() -> None:
    """A world of one school, and one file of it waiting to be screened."""
    call_command("migrate", verbosity=0, interactive=False)
    school = Organisation.objects.create(
        code="101", kind="school", name="Школа", opened_on=timezone.localdate()
    )
    sent = SimpleUploadedFile("results.csv", TABLE.encode())
    taken = receive(sent, by=PROGRAM, organisation=school, batch=__import__("uuid").uuid4())
    assert taken.delivery, taken.said


def accepted() -> None:
    found = Delivery.objects.get()
    actions.accept(by=PROGRAM, delivery=found)
    store_facts.enqueue(str(found.pk))


def withdrawn() -> None:
    found = Delivery.objects.get()
    actions.withdraw(by=PROGRAM, delivery=found, reason="проверка")
    hide_facts.enqueue(str(found.pk))


def saved() -> None:
    shutil.rmtree(KEPT, ignore_errors=True)
    for place in (DATA, STORE):
        if place.exists():
            shutil.copytree(place, KEPT / place.name)


def restored() -> None:
    for place in (DATA, STORE):
        shutil.rmtree(place, ignore_errors=True)
        if (KEPT / place.name).exists():
            shutil.copytree(KEPT / place.name, place)


def wrong(state: str, *, visible: int, final: bool) -> list[str]:
    """What must not be: half a file, a lost delivery, a job that hangs, a broken journal."""
    found = Delivery.objects.get()
    shown = Store.open(STORE).visible()
    said = []
    if final and found.state != state:
        said.append(f"state {found.state} instead of {state}")
    if final and len(shown) != visible:
        said.append(f"{len(shown)} uploads visible instead of {visible}")
    if any(one.rows != {"results": 10} for one in shown) or len(shown) > 1:
        said.append("half visible")
    if any(not (STORE / "uploads" / one.id / "results.parquet").exists() for one in shown):
        said.append("visible without its file")
    if broken(list(Event.objects.order_by("number"))) is not None:
        said.append("the chain of the journal is broken")
    return said


def tried(step: str, state: str, visible: int, every: int) -> dict[str, Any]:
    """Kill at every n-th point of one step until the work finishes unharmed."""
    told: list[str] = []
    kills, at = 0, 1
    while True:
        restored()

        def until_killed(at: int = at) -> None:
            killer(at)
            work()

        if not in_child(until_killed):
            break
        kills += 1
        told += [
            f"{step} {at} at once: {one}" for one in wrong(state, visible=visible, final=False)
        ]
        in_child(work)
        told += [f"{step} {at} after: {one}" for one in wrong(state, visible=visible, final=True)]
        at += every
    return {"step": step, "kills": kills, "violations": told}


def main() -> None:
    figures.compute_now = lambda: ""
    if hasattr(figures, "analyse_now"):
        figures.analyse_now = lambda: None
    every = int(sys.argv[2])
    answers = []
    in_child(made)
    for step, state, visible, decided in (
        ("screen", "screened", 0, None), ("accept", "accepted", 1, accepted),
        ("withdraw", "withdrawn", 0, withdrawn),
    ):  # fmt: skip
        if decided:
            in_child(decided)
        saved()
        answers.append(tried(step, state, visible, every))
        restored()
        in_child(work)
    sys.stdout.write(json.dumps(answers) + "\n")


if __name__ == "__main__":
    main()
