"""gunicorn's threads as we run them, stopped at the worst moment."""

from __future__ import annotations

import signal
from threading import Thread

import pytest
from gunicorn.config import Config

from webapp.quiet_threads import QuietThreads

PATIENCE = 10


@pytest.fixture
def worker() -> QuietThreads:
    """A worker that has its threads and its queue, and no sockets."""
    it = QuietThreads(1, 1, [], None, 1, Config(), None)
    it.tpool = it.get_thread_pool()
    it.method_queue.init()
    return it


def test_a_quick_stop_while_a_request_is_handed_to_a_thread_stands_nobody_still(
    worker: QuietThreads,
) -> None:
    with worker.tpool._shutdown_lock:  # held while a request is handed over
        signalled = Thread(target=worker.handle_quit, args=(signal.SIGQUIT, None), daemon=True)
        signalled.start()
        signalled.join(PATIENCE)
        assert not signalled.is_alive()
    with pytest.raises(SystemExit):
        worker.method_queue.run_callbacks(None)
    assert not worker.alive
