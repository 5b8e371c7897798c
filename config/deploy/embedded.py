"""Starts the embedded server: eventlet patches the standard library, then everything else is imported.

Run as `python -m config.deploy.embedded`. It is not in `webapp`, because importing that package
brings in Flask, and what is imported before the patch keeps blocking the whole process.
"""

import runpy
import warnings

# eventlet says at every start that it is in maintenance; we know, and tests run gevent beside it.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402 - the filter above comes first

eventlet.monkey_patch()

if __name__ == "__main__":
    runpy.run_module("webapp.serve", run_name="__main__")
