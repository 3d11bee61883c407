"""Auto-Flow with a database of its own and the sandbox of Asana and GitHub beside it, as separate processes on free ports."""

import base64
import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

FOLDER = Path(".local/browser").resolve()
# The world of the sandbox has to be in place, and an event has to get through two processes, within this many seconds.
PATIENCE = 40


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def eventually(look, what: str, seconds: float = PATIENCE):
    """The first answer of `look` that is true."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)


class Product:
    """One instance. `start` gives it the demo project, if asked; nobody has an account before `/init` is visited."""

    def __init__(self, name: str, with_project: bool = True, **environment: str):
        self.name = name
        self.with_project = with_project
        self.database = f"autoflow_browser_{name}_{secrets.token_hex(4)}"
        self.server_url = os.environ["AUTOFLOW_TEST_DATABASE_URL"]
        self.init_token = secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{free_port()}"
        self.sandbox_url = f"http://127.0.0.1:{free_port()}"
        self.children: list[tuple[str, subprocess.Popen]] = []
        database_url = self.server_url.replace("/postgres?", f"/{self.database}?")
        if database_url == self.server_url:
            raise SystemExit("AUTOFLOW_TEST_DATABASE_URL has to end in /postgres, or in /postgres?parameters")
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("AUTOFLOW_", "ASANA_", "GITHUB_"))}
        self.environment = inherited | {
            "DATABASE_URL": database_url,
            # As it is deployed: files are packed. Development sends them as they lie.
            "AUTOFLOW_ENV": "staging",
            "AUTOFLOW_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "AUTOFLOW_LISTEN": self.url.removeprefix("http://"),
            "AUTOFLOW_PUBLIC_URL": self.url,
            "AUTOFLOW_LOG": "text:info",
            "ASANA_API_URL": f"{self.sandbox_url}/asana/api/1.0",
            "GITHUB_API_URL": f"{self.sandbox_url}/github",
            "INIT_ADMIN_TOKEN": self.init_token,
        } | environment

    # ---- start and stop ----

    def __enter__(self) -> "Product":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def start(self) -> None:
        self.sql(f'CREATE DATABASE "{self.database}"', database="postgres")
        self.run("migrate")
        self.spawn("sandbox", "--listen", self.sandbox_url.removeprefix("http://"), "--demo", "--product-url", self.url)
        self.await_answer("sandbox", f"{self.sandbox_url}/sandbox/api/demo-project")
        applied = self.apply_demo() if self.with_project else ""
        self.serve()
        for word in applied.split():
            if "/webhooks/github/" in word:
                self.drive("github-hook", url=word)

    def apply_demo(self) -> str:
        """What `autoflow project apply` prints, with the addresses of the webhooks."""
        self.environment |= dict(line.split("=", 1) for line in self.fetch("demo-env").decode().split())
        project = FOLDER / f"{self.database}.json"
        project.write_bytes(self.fetch("demo-project"))
        try:
            return self.run("project", "apply", str(project))
        finally:
            project.unlink()

    def serve(self) -> None:
        self.spawn("serve")
        self.await_answer("serve", f"{self.url}/readyz")

    def stop(self) -> None:
        for _, child in reversed(self.children):
            child.send_signal(signal.SIGTERM)
        for _, child in reversed(self.children):
            try:
                child.wait(timeout=12)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children.clear()
        self.sql(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)', database="postgres")

    def run(self, *arguments: str) -> str:
        """A command of the product to its end; its standard output."""
        done = subprocess.run(
            [os.environ["AUTOFLOW"], *arguments], env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, f"autoflow {' '.join(arguments)} ended with {done.returncode}: {done.stderr}"
        return done.stdout

    def spawn(self, command: str, *arguments: str) -> None:
        log = self.log_of(command)
        # A run that is killed takes its servers with it.
        order = ["setpriv", "--pdeathsig", "TERM", "--", os.environ["AUTOFLOW"], command, *arguments]
        with log.open("ab") as output:
            child = subprocess.Popen(order, env=self.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self.children.append((command, child))

    def log_of(self, command: str) -> Path:
        # Each of the processes that test side by side has products of these names.
        return FOLDER / f"{'-'.join(filter(None, [self.name, os.environ.get('PYTEST_XDIST_WORKER')]))}-{command}.log"

    def await_answer(self, command: str, url: str) -> None:
        child = self.children[-1][1]

        def answers() -> bool:
            if child.poll() is not None:
                raise AssertionError(f"{command} ended with {child.returncode}; {self.log_of(command)}:\n{self.log_of(command).read_text()[-2000:]}")
            try:
                return urllib.request.urlopen(url, timeout=2).status == 200
            except (urllib.error.URLError, OSError):
                return False

        eventually(answers, f"{command} to answer at {url} (log: {self.log_of(command)})")

    # ---- database and sandbox ----

    def sql(self, statement: str, database: str | None = None) -> str:
        """Rows as text, columns divided by |. Row-level security does not bind the owner of the server."""
        url = self.server_url if database else self.environment["DATABASE_URL"]
        done = subprocess.run(
            [os.environ["AUTOFLOW_PSQL"], "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", url],
            input=statement, capture_output=True, text=True, timeout=60, check=False,
            env=os.environ | {"PGOPTIONS": "-c client_min_messages=warning"},
        )
        assert done.returncode == 0, f"{statement}: {done.stderr}"
        return done.stdout.strip()

    def fetch(self, path: str) -> bytes:
        return urllib.request.urlopen(f"{self.sandbox_url}/sandbox/api/{path}", timeout=10).read()

    def drive(self, path: str, **values) -> dict:
        """Something a person or the outside world does in the sandbox."""
        request = urllib.request.Request(
            f"{self.sandbox_url}/sandbox/api/{path}", json.dumps(values).encode(), {"Content-Type": "application/json"}
        )
        return json.load(urllib.request.urlopen(request, timeout=10))

    # ---- tasks ----

    def add_task(self, name: str, notes: str = "", **fields) -> str:
        """An Asana task; `auto` and `repository` are set after it exists, as people do. Its Asana gid."""
        gid = self.drive("tasks", name=name, notes=notes)["gid"]
        if fields:
            self.drive(f"tasks/{gid}", **fields)
        return gid

    def task(self, gid: str) -> tuple[str, str] | None:
        """Number and status of a task."""
        row = self.sql(f"SELECT id, status FROM tasks WHERE asana_gid = '{gid}'")
        return tuple(row.split("|")) if row else None

    def await_status(self, gid: str, status: str) -> str:
        """The task's number, once it has that status."""
        return eventually(lambda: (found := self.task(gid)) and found[1] == status and found[0], f"task {gid} to be {status}")

    def pull_request(self, gid: str) -> int:
        return int(eventually(lambda: self.sql(f"SELECT pr_number FROM tasks WHERE asana_gid = '{gid}'"), f"a pull request of {gid}"))

    def settle(self) -> None:
        """Until no job is due or running."""
        eventually(lambda: self.sql("SELECT count(*) FROM jobs WHERE state IN ('pending', 'running') AND run_at < now() + interval '5 s'") == "0",
                   "the jobs to come to rest")
