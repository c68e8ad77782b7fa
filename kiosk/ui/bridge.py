"""From the other threads to the interface; nothing else of the interface is theirs.

Every payload is immutable. A signal emitted in any thread arrives on the main one, as
long as it is connected to a method of a QObject that lives there.
"""

from PySide6.QtCore import QObject, Signal


class Bridge(QObject):
    """The only QObject whose signals are emitted from elsewhere.

    Signals:
        saved: The writer has entries up to here durable: seq, hash.
        save_failed: The writer could not make an entry durable: error code.
        save_recovered: The writer writes again, all that was waiting is durable.
        receipt: The server acknowledged: seq, hash.
        server_silent: No word from the server: milliseconds since the last one.
        order: A verified order of the proctor's: the order.
        log_in_done: The server knows the candidate: its answer.
        log_in_failed: It refused, or did not answer: error code, what was found.
        sitting_claimed: This seat now holds the sitting: whatever app hands along.
        package_state: What of the exam package is here: the state.
        opened: A package or a stored sitting was opened: the content or the sitting.
        open_failed: A code did not open it: error code, milliseconds until the next try.
        pairing_state: Pairing went a step: a PairingView.
        fatal: Nothing can go on: error code.
    """

    saved = Signal(int, bytes)
    save_failed = Signal(str)
    save_recovered = Signal()
    receipt = Signal(int, bytes)
    server_silent = Signal(int)
    order = Signal(object)
    log_in_done = Signal(object)
    log_in_failed = Signal(str, str)
    sitting_claimed = Signal(object)
    package_state = Signal(object)
    opened = Signal(object)
    open_failed = Signal(str, int)
    pairing_state = Signal(object)
    fatal = Signal(str)
