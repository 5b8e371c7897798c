"""gunicorn for the pages and calls of both sides: threads, silent, without a control socket."""

import os

from config.deploy import no_dumps, unlisted
from config.settings import load_settings

no_dumps.forbid()
_settings = load_settings(os.environ)
unlisted.hide()  # its children read `os.environ`, which still has all
bind = [f"{_settings.bind}:{port}" for port in (_settings.source_port, _settings.desk_port)]
worker_class = "webapp.quiet_threads.QuietThreads"
workers = 2
threads = 8
accesslog = None
loglevel = "critical"  # its warnings name addresses
control_socket_disable = True
proc_name = "quietline-pages"
graceful_timeout = 30  # a stop waits so long for forms with files, and for files on their way out
timeout = 60
keepalive = 75  # longer than nginx keeps a line (60): it must never send on one that just closes
