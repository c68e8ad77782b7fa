"""Settings of a desktop that lead out of an exam: which, and how they are read and set.

Only for a window on somebody's own desktop; the kiosk's own session has none of them.

Source:
    gsettings(1); schemas of GNOME 43 (org.gnome.desktop.wm.keybindings,
    org.gnome.shell.keybindings, org.gnome.mutter) and of ibus-libpinyin 1.15.
"""

import shutil
import subprocess

from kiosk.lockdown.lock_changes import ChangeKind

_PATIENCE_S = 5.0
_NONE = "@as []"
_WINDOW_KEYS = "org.gnome.desktop.wm.keybindings"
_SHELL_KEYS = "org.gnome.shell.keybindings"
_PINYIN = "com.github.libpinyin.ibus-libpinyin.libpinyin"

DESKTOP_SETTINGS: tuple[tuple[ChangeKind, str, str], ...] = (
    *(
        (ChangeKind.GSETTING, f"{_WINDOW_KEYS} {key}", _NONE)
        for key in (
            "close",
            "minimize",
            "unmaximize",
            "switch-applications",
            "switch-applications-backward",
            "switch-windows",
            "switch-windows-backward",
            "cycle-windows",
            "switch-group",
            "panel-run-dialog",
            "panel-main-menu",
            "show-desktop",
            "activate-window-menu",
            "switch-to-workspace-left",
            "switch-to-workspace-right",
        )
    ),
    *(
        (ChangeKind.GSETTING, f"{_SHELL_KEYS} {key}", _NONE)
        for key in (
            "show-screenshot-ui",
            "screenshot",
            "screenshot-window",
            "toggle-overview",
            "toggle-application-view",
            "toggle-message-tray",
        )
    ),
    (ChangeKind.GSETTING, "org.gnome.mutter overlay-key", "''"),
    (ChangeKind.GSETTING, "org.gnome.desktop.screensaver lock-enabled", "false"),
    (ChangeKind.GSETTING, "org.gnome.desktop.session idle-delay", "uint32 0"),
    (ChangeKind.GSETTING, "org.gnome.desktop.notifications show-banners", "false"),
    (ChangeKind.GSETTING, f"{_PINYIN} dynamic-adjust", "false"),
    (ChangeKind.GSETTING, f"{_PINYIN} remember-every-input", "false"),
    (ChangeKind.GSETTING, f"{_PINYIN} enable-cloud-input", "false"),
    (ChangeKind.GSETTING, f"{_PINYIN} english-candidate", "false"),
    (ChangeKind.GSETTING, f"{_PINYIN} lua-extension", "false"),
)


class GSettings:
    """Desktop settings through the program `gsettings`. For any one thread at a time."""

    def __init__(self) -> None:
        self._program = shutil.which("gsettings")

    def read(self, target: str) -> str | None:
        """Return a value as GVariant text.

        Raises:
            OSError: no such program, schema or key here.
        """
        return self._run("get", *target.split(" ")).strip()

    def write(self, target: str, value: str | None) -> None:
        """Set a value; None brings back the default.

        Raises:
            OSError: it cannot be set here.
        """
        if value is None:
            self._run("reset", *target.split(" "))
        else:
            self._run("set", *target.split(" "), value)

    def _run(self, *words: str) -> str:
        if self._program is None:
            raise OSError("there is no gsettings here")
        try:
            ended = subprocess.run(  # noqa: S603 - the words are this module's own
                [self._program, *words],
                capture_output=True,
                check=False,
                text=True,
                timeout=_PATIENCE_S,
            )
        except subprocess.SubprocessError as error:
            raise OSError("gsettings does not answer") from error
        if ended.returncode != 0:
            raise OSError(ended.stderr.strip()[:200])
        return ended.stdout
