"""Read by Python at its start: what only the checks of the service need is not there."""

import sys

for only_for_tests in ("aiohttp", "requests", "websocket"):
    sys.modules[only_for_tests] = None  # type: ignore[assignment]
