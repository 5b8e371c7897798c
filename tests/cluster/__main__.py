"""`make cluster`: the cluster with a demonstration desk in it, until Ctrl+C or SIGTERM."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time

from config.settings import load_settings
from tests.cluster.cluster import Cluster, clustered
from tests.server import ROOT
from webapp.demo.banner import banner

PORT = 8443
"""People outside; the desk has the port above."""


def main() -> None:
    """Serve until a signal says stop; everything that was started is gone then."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    began = time.monotonic()
    port = int(os.environ.get("QUIETLINE_CLUSTER_PORT", PORT))
    with clustered(port) as cluster:
        say(f"All parts run after {time.monotonic() - began:.0f} seconds; the desk is being made.")
        say(desk_in(cluster))
        say(where(cluster))
        told.wait()
        say("Stopping.")


def desk_in(cluster: Cluster) -> str:
    """How to sign in at the demonstration desk that was made just now."""
    command = [sys.executable, "-m", "webapp.demo"]
    environ = {**os.environ, **cluster.environ}
    subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
    settings = load_settings(cluster.environ)
    text = banner(json.loads(settings.demo_file.read_text()), settings)
    text = text.replace(settings.source_url, cluster.source_url)
    return text.replace(settings.desk_url, cluster.desk_url)


def where(cluster: Cluster) -> str:
    """What runs, and what the browser will say."""
    running = [f"{part.name} {part.process.pid}" for part in cluster.parts if part.process]
    return (
        f"Processes: {', '.join(running)}.\n"
        "Stop one (kill PID) and watch; a part that you stop stays away.\n"
        "The certificate was made just now, so each browser asks once whether to go on."
    )


def say(text: str) -> None:
    """Print it at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
