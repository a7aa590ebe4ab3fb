"""What is done later is done once, and not when it was called off."""

import threading

from catalog.search.later import Later


def test_many_wishes_are_one_call() -> None:
    called, told = [], threading.Event()

    def call() -> None:
        called.append(threading.current_thread())
        told.set()

    later = Later(call, 0.05)
    for _ in range(5):
        later.ask()
    assert told.wait(30)
    assert len(called) == 1
    assert called[0] is not threading.current_thread()
    told.clear()
    later.ask()
    assert told.wait(30)
    assert len(called) == 2


def test_what_was_called_off_is_not_done() -> None:
    called = threading.Event()
    later = Later(called.set, 0.05)
    later.cancel()
    later.ask()
    later.cancel()
    assert not called.wait(0.2)
