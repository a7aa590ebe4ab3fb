"""Doing one thing a moment later, in the background, so that no visitor waits for it."""

import threading
from collections.abc import Callable

__all__ = ["Later"]


class Later:
    """Calls a function in a thread of its own, some seconds after it was first asked for.

    However often it is asked meanwhile, it is one call.  The thread ends with the process.
    """

    def __init__(self, call: Callable[[], None], seconds: float) -> None:
        """Take a function that raises nothing, and the pause before it."""
        self._call, self._seconds = call, seconds
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._last: threading.Timer | None = None

    def ask(self) -> None:
        """Have the function called once more."""
        with self._lock:
            if self._timer is None:
                self._timer = self._last = threading.Timer(self._seconds, self._run)
                self._timer.daemon = True
                self._timer.start()

    def cancel(self) -> None:
        """Call off what did not begin yet, and wait for the end of what did."""
        with self._lock:
            last, self._last, self._timer = self._last, None, None
        if last is not None:
            last.cancel()
            last.join()

    def _run(self) -> None:
        with self._lock:
            self._timer = None
        self._call()
