"""Programs that need a real machine, as strict stand-ins: they check what they are asked, and note it.

`python -m tests.handbook.programs ROOT PROGRAM …` is what the handbook's `PROGRAM …` becomes on a
made-up machine whose files lie in ROOT. What can be done without a machine's rights is done really.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.handbook.place import Place, become, need
from tests.handbook.units import journalctl, nginx_with, systemctl, tor_with

ACCOUNTS = {"postgres": "postgresql", "debian-tor": "tor"}
OPTIONS = {
    "certonly": {"--webroot", "--webroot-path", "--deploy-hook", "--agree-tos", "--email", "-d"},
    "renew": {"--dry-run"},
    "revoke": {"--non-interactive", "--reason", "--cert-name"},
}
"""What of certbot's is known here; it is Debian 12's, version 2.1."""


def apt_get(place: Place, *args: str) -> None:
    if args in {("update",), ("upgrade", "--yes")}:
        return
    need(args[:2] == ("install", "--yes") and args[2:], "apt-get install --yes PACKAGE …")
    if place.serves:  # this machine's own list of packages, and nothing is changed
        subprocess.run(
            ["/usr/bin/apt-get", "install", "--simulate", "--quiet=2", *args[2:]],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    place.note("packages", *args[2:])


def certbot(place: Place, verb: str, *args: str) -> None:
    need("certbot" in place.noted("packages"), "certbot is not installed")
    need(verb in OPTIONS, verb)
    strange = {arg for arg in args if arg.startswith("-")} - OPTIONS[verb]
    need(not strange, f"certbot {verb} has no {strange}")
    live = place.root / "etc" / "letsencrypt" / "live"
    if verb != "certonly":
        need(live.is_dir(), "there is no certificate")
        return
    need("nginx" in place.noted("running"), "nobody answers on port 80")
    need(Path(args[args.index("--webroot-path") + 1]).is_dir(), "there is no such folder")
    made = live / args[args.index("-d") + 1]
    made.mkdir(parents=True)
    for name in ("fullchain.pem", "privkey.pem"):
        shutil.copy(place.root / "acme" / name, made / name)


def ufw(place: Place, *args: str) -> None:
    need("ufw" in place.noted("packages"), "ufw is not installed")
    if args[0] == "allow":
        need(re.fullmatch(r"\d+/tcp", args[1]), args[1])
        place.note("open", args[1])
    else:
        need(args == ("--force", "enable"), str(args))
        need(
            place.noted("open") == {"22/tcp", "80/tcp", "443/tcp"}, "a door is missing, or too much"
        )


def setpriv(place: Place, *args: str) -> None:
    need(args[:3] == ("--reuid=quietline", "--regid=quietline", "--clear-groups"), "as whom?")
    place.account("quietline")
    become(*args[3:])


def runuser(place: Place, *args: str) -> None:
    need(args[0] == "-u" and args[2] == "--", "runuser -u ACCOUNT -- COMMAND")
    need(ACCOUNTS.get(args[1]) in place.noted("packages"), f"no account {args[1]}")
    become(*args[3:])


def on_postgresql(place: Place, program: str, *args: str) -> None:
    """On this machine's PostgreSQL, with a name of this run's own for `quietline`."""
    need("postgresql" in place.noted("packages"), "PostgreSQL is not installed")
    server, name = (place.state / "database").read_text().split()
    mine = [re.sub(r"\bquietline\b", name, arg) for arg in args]
    address = urlsplit(server)
    os.environ["PGHOST"], os.environ["PGPORT"] = str(address.hostname), str(address.port or 5432)
    os.environ["PGUSER"], os.environ["PGDATABASE"] = str(address.username), address.path[1:]
    become(f"/usr/bin/{program}", *mine)


def install(place: Place, *args: str) -> None:
    """Files are laid; to whom they would belong is looked up."""
    words = list(args)
    for option in ("-o", "-g"):
        if option in words:
            at = words.index(option)
            place.account(words[at + 1])
            del words[at : at + 2]
    become("/usr/bin/install", *words)


def chown(place: Place, *args: str) -> None:
    whom = args[-2].split(":")[0]
    if whom not in ACCOUNTS:
        place.account(whom)
    need(Path(args[-1]).exists(), f"there is no {args[-1]}")


def scp(_: Place, *args: str) -> None:
    """Both computers are this one."""
    become("/bin/cp", *args)


def usermod(place: Place, *args: str) -> None:
    need(args[:3] == ("--lock", "--expiredate", "1"), str(args))
    place.account(args[3])


def sysusers(place: Place, *args: str) -> None:
    need(not args, str(args))
    become("/usr/bin/systemd-sysusers", f"--root={place.root}")


def tmpfiles(place: Place, *args: str) -> None:
    need(args == ("--create",), str(args))
    for line in (place.root / "etc/tmpfiles.d/quietline.conf").read_text().splitlines():
        if line.startswith("d "):
            _, path, mode, user, _ = line.split()
            if user != "root":
                place.account(user)
            Path(path).mkdir(parents=True, exist_ok=True)
            Path(path).chmod(int(mode, 8))


def timedatectl(_: Place, *args: str) -> None:
    """Asked for the clock, it does not know; it can be told to set it."""
    need(args == ("set-ntp", "true"), str(args))


def make(_: Place, *args: str) -> None:
    need(args == ("build",), str(args))
    need(re.search(r"^build:", Path("Makefile").read_text(), re.MULTILINE), "nothing is built here")
    need(Path("webapp/static/source").is_dir(), "the tests build the front end before they begin")


def python3(place: Place, *args: str) -> None:
    """A virtual environment with the libraries of the one that runs the tests."""
    need(args == ("-m", "venv", ".venv"), str(args))
    need("python3-venv" in place.noted("packages"), "python3-venv is not installed")
    real = json.loads((place.state / "venv.json").read_text())
    Path(".venv/bin").mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(real) / "pyvenv.cfg", ".venv/pyvenv.cfg")
    for name, target in (("bin/python", f"{real}/bin/python"), ("lib", f"{real}/lib")):
        link = Path(".venv") / name
        link.unlink(missing_ok=True)
        link.symlink_to(target)
    shutil.copy(place.root / "bin" / "pip", ".venv/bin/pip")


def pip(_: Place, *args: str) -> None:
    """Each library stands there with its hash, and is the one that is there."""
    need(args == ("install", "--require-hashes", "-r", "requirements.txt"), str(args))
    text = Path("requirements.txt").read_text()
    pinned = dict(re.findall(r"^([\w.-]+)(?:\[\w+\])?==([^ ]+) \\$", text, re.MULTILINE))
    need(pinned and text.count("--hash=sha256:") >= len(pinned), "no hashes")
    asked = (
        "import importlib.metadata as m,json,sys\n"
        "print(json.dumps([n for n, v in json.load(sys.stdin).items() if m.version(n) != v]))"
    )
    told = subprocess.run(
        [".venv/bin/python", "-c", asked],
        input=json.dumps(pinned), capture_output=True, text=True, check=True,
    )  # fmt: skip
    need(json.loads(told.stdout) == [], f"others than were pinned: {told.stdout}")


def nginx(place: Place, *args: str) -> None:
    need(args == ("-t",), str(args))
    become(*nginx_with(place), "-t")


def tor(place: Place, *args: str) -> None:
    need(args == ("--verify-config",), str(args))
    become(*tor_with(place), "--verify-config")


PROGRAMS: dict[str, Callable[..., None]] = {
    "apt-get": apt_get, "systemctl": systemctl, "journalctl": journalctl, "certbot": certbot,
    "ufw": ufw, "setpriv": setpriv, "runuser": runuser, "install": install, "chown": chown,
    "usermod": usermod, "scp": scp, "systemd-sysusers": sysusers, "systemd-tmpfiles": tmpfiles, "make": make,
    "python3": python3, "timedatectl": timedatectl, "pip": pip, "nginx": nginx, "tor": tor,
}  # fmt: skip
ON_POSTGRESQL = ("createuser", "createdb", "dropdb", "psql")


def main(root: str, program: str, *args: str) -> None:
    """Be that program, with no trace of how it was found."""
    os.environ.pop("PYTHONPATH")
    place = Place(Path(root))
    if program in ON_POSTGRESQL:
        on_postgresql(place, program, *args)
    else:
        PROGRAMS[program](place, *args)


if __name__ == "__main__":
    main(*sys.argv[1:])
