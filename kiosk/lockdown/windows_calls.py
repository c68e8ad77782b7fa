"""Windows' own calls that a lock needs; on other systems every one of them refuses.

Never run on Windows so far: written from the documentation named below, type-checked
and imported on Linux. The first run on Windows is a line of the release list.

Source:
    learn.microsoft.com, Win32: SetWindowsHookExW and LowLevelKeyboardProc,
    KBDLLHOOKSTRUCT; SetWindowDisplayAffinity (WDA_EXCLUDEFROMCAPTURE since Windows 10
    2004); FindWindowW, ShowWindow; GetSystemMetrics (SM_REMOTESESSION).
"""

import logging
import sys
import threading
from collections import deque

from kiosk.lockdown.forbidden_keys import (
    Held,
    forbidden_by_virtual_key,
    observation_of,
)
from kiosk.lockdown.ports import Observation

_KEY_DOWNS = frozenset({0x0100, 0x0104})
"""WM_KEYDOWN, WM_SYSKEYDOWN."""
_MODIFIERS = (
    (Held.SHIFT, 0x10),
    (Held.CTRL, 0x11),
    (Held.ALT, 0x12),
)
_LEFT_WINDOWS, _RIGHT_WINDOWS = 0x5B, 0x5C
_MOST_WAITING = 200
_log = logging.getLogger(__name__)


class KeyJudge:
    """Decides on single key messages; holds no hook. For any thread."""

    def __init__(self) -> None:
        self._seen: deque[Observation] = deque(maxlen=_MOST_WAITING)

    def holds_back(self, virtual_key: int, message: int, held: Held) -> bool:
        """Return whether a key must not go further; note it when it went down."""
        key = forbidden_by_virtual_key(virtual_key, held)
        if key is None:
            return False
        if message in _KEY_DOWNS:
            self._seen.append(observation_of(key, held))
        return True

    def seen(self) -> tuple[Observation, ...]:
        """Return what was held back since the last call."""
        taken = []
        while self._seen:
            taken.append(self._seen.popleft())
        return tuple(taken)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _WH_KEYBOARD_LL = 13
    _WM_QUIT = 0x0012
    _WDA_NONE, _WDA_MONITOR, _WDA_EXCLUDE = 0x00, 0x01, 0x11
    _SM_REMOTESESSION = 0x1000
    _user32 = ctypes.WinDLL("user32", use_last_error=True)
    _kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    _LRESULT = ctypes.c_ssize_t
    _HookProcedure = ctypes.WINFUNCTYPE(
        _LRESULT, ctypes.c_int, wintypes.WPARAM, wintypes.LPARAM
    )

    class _KeyMessage(ctypes.Structure):
        _fields_ = (
            ("vkCode", wintypes.DWORD),
            ("scanCode", wintypes.DWORD),
            ("flags", wintypes.DWORD),
            ("time", wintypes.DWORD),
            ("dwExtraInfo", ctypes.c_void_p),
        )

    _user32.SetWindowsHookExW.restype = wintypes.HHOOK
    _user32.SetWindowsHookExW.argtypes = (
        ctypes.c_int,
        _HookProcedure,
        wintypes.HINSTANCE,
        wintypes.DWORD,
    )
    _user32.CallNextHookEx.restype = _LRESULT
    _user32.CallNextHookEx.argtypes = (
        wintypes.HHOOK,
        ctypes.c_int,
        wintypes.WPARAM,
        wintypes.LPARAM,
    )
    _user32.UnhookWindowsHookEx.argtypes = (wintypes.HHOOK,)
    _user32.GetAsyncKeyState.restype = ctypes.c_short
    _user32.GetAsyncKeyState.argtypes = (ctypes.c_int,)
    _user32.FindWindowW.restype = wintypes.HWND
    _user32.FindWindowW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR)
    _user32.ShowWindow.argtypes = (wintypes.HWND, ctypes.c_int)
    _user32.IsWindowVisible.argtypes = (wintypes.HWND,)
    _user32.SetWindowDisplayAffinity.argtypes = (wintypes.HWND, wintypes.DWORD)
    _kernel32.GetModuleHandleW.restype = wintypes.HMODULE
    _kernel32.GetModuleHandleW.argtypes = (wintypes.LPCWSTR,)

    def _held() -> Held:
        held = Held.NONE
        for modifier, virtual_key in _MODIFIERS:
            if _user32.GetAsyncKeyState(virtual_key) < 0:
                held |= modifier
        for virtual_key in (_LEFT_WINDOWS, _RIGHT_WINDOWS):
            if _user32.GetAsyncKeyState(virtual_key) < 0:
                held |= Held.SUPER
        return held

    class KeyboardHook:
        """A hook on all keys of the desktop, in a thread with its own message loop.

        It goes with the thread, and the thread with the program.
        """

        def __init__(self, judge: KeyJudge) -> None:
            self._judge = judge
            self._thread_id = 0
            self._is_up = threading.Event()
            self._has_hook = False
            self._procedure = _HookProcedure(self._on_key)
            self._thread = threading.Thread(
                target=self._run, name="keyboard-hook", daemon=True
            )

        def start(self) -> bool:
            """Begin; False when Windows refuses the hook."""
            self._thread.start()
            self._is_up.wait(2)
            return self._has_hook

        def stop(self) -> None:
            """End; again does nothing."""
            if self._thread_id:
                _user32.PostThreadMessageW(self._thread_id, _WM_QUIT, 0, 0)
                self._thread.join(2)
                self._thread_id = 0

        def _run(self) -> None:
            self._thread_id = _kernel32.GetCurrentThreadId()
            module = _kernel32.GetModuleHandleW(None)
            hook = _user32.SetWindowsHookExW(
                _WH_KEYBOARD_LL, self._procedure, module, 0
            )
            self._has_hook = bool(hook)
            self._is_up.set()
            if not hook:
                _log.warning("no keyboard hook: %d", ctypes.get_last_error())
                return
            message = wintypes.MSG()
            while _user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
                pass
            _user32.UnhookWindowsHookEx(hook)

        def _on_key(self, code: int, message: int, address: int) -> int:
            if code == 0:
                key = _KeyMessage.from_address(address)
                if self._judge.holds_back(key.vkCode, message, _held()):
                    return 1
            return int(_user32.CallNextHookEx(None, code, message, address))

    def hide_from_capture(window: int, *, is_hidden: bool) -> bool:
        """Take a window out of all screenshots and recordings; False when refused."""
        wanted = (_WDA_EXCLUDE, _WDA_MONITOR) if is_hidden else (_WDA_NONE,)
        return any(_user32.SetWindowDisplayAffinity(window, each) for each in wanted)

    def is_remote_session() -> bool:
        """Return whether this desktop is shown over Remote Desktop."""
        return bool(_user32.GetSystemMetrics(_SM_REMOTESESSION))

    class Taskbar:
        """Windows' taskbar as a setting: `shown` or `hidden`."""

        def read(self, target: str) -> str | None:
            """Return whether it is shown."""
            bar = _user32.FindWindowW(target, None)
            if not bar:
                raise OSError("there is no taskbar")
            return "shown" if _user32.IsWindowVisible(bar) else "hidden"

        def write(self, target: str, value: str | None) -> None:
            """Show or hide it."""
            bar = _user32.FindWindowW(target, None)
            if not bar:
                raise OSError("there is no taskbar")
            _user32.ShowWindow(bar, 0 if value == "hidden" else 5)

    class Registry:
        """Whole numbers below HKEY_CURRENT_USER; a target is the path with the name."""

        def read(self, target: str) -> str | None:
            """Return a value; None when there is none."""
            import winreg  # noqa: PLC0415 - only this system has it

            path, _, name = target.rpartition("\\")
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                    return str(winreg.QueryValueEx(key, name)[0])
            except FileNotFoundError:
                return None

        def write(self, target: str, value: str | None) -> None:
            """Set a value; None takes it away."""
            import winreg  # noqa: PLC0415 - only this system has it

            path, _, name = target.rpartition("\\")
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
                if value is None:
                    winreg.DeleteValue(key, name)
                else:
                    winreg.SetValueEx(key, name, 0, winreg.REG_DWORD, int(value))
