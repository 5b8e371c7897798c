"""Starts the embedded server: eventlet or gevent patches the standard library, then all else is imported.

Run as `python -m config.deploy.embedded`. It is not in `webapp`, because importing that package
brings in Flask, and what is imported before the patch keeps blocking the whole process.
"""

import os
import runpy
import warnings

from config.deploy import no_dumps
from config.settings import async_mode

no_dumps.forbid()  # before anything else: from here on this process may hold what people type

# psycopg's own wait is C code that would stop every other request until the query is answered;
# this one waits with the selectors that eventlet patches.
os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"

# eventlet says at every start that it is in maintenance; we know, and tests run gevent beside it.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

if async_mode(os.environ) == "gevent":
    from gevent import monkey

    monkey.patch_all()
else:
    import eventlet

    eventlet.monkey_patch()

if __name__ == "__main__":
    runpy.run_module("webapp.serve", run_name="__main__")
