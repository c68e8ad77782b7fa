"""Rules of the house that no linter knows."""

import ast
import hashlib
import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import packaging.version
import pytest

from question_bank.errors import ExamRoomError

ROOT = Path(__file__).parents[1]
PACKAGES = ("kiosk", "sync_server", "question_bank")
COMMANDS = {
    "question_bank": "exam-bank",
    "kiosk": "exam-kiosk",
    "sync_server": "exam-server",
}

MOST_LINES = 400
"""Where a module has become two."""

SLEEPY_FOLDERS = frozenset({"benchmarks", "faults", "journeys"})
"""They drive real processes and may wait for time itself, with a reason on the line."""

# ---------------------------------------------------------------- modules


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_in_tree(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", python_files(*PACKAGES), ids=name_in_tree)
def test_no_module_has_become_two(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()

    assert len(lines) <= MOST_LINES


@pytest.mark.parametrize(
    "path",
    sorted(p for x in PACKAGES for p in (ROOT / x).rglob("__init__.py")),
    ids=name_in_tree,
)
def test_an_init_file_holds_a_docstring_and_nothing_else(path: Path) -> None:
    body = ast.parse(path.read_text("utf-8")).body

    assert len(body) == 1
    assert ast.get_docstring(ast.Module(body=body, type_ignores=[]))


# ---------------------------------------------------------------- errors


def error_classes() -> list[type[ExamRoomError]]:
    for path in python_files(*PACKAGES):
        if path.name == "errors.py":
            importlib.import_module(name_in_tree(path)[:-3].replace("/", "."))
    return sorted(
        (error for error in below(ExamRoomError) if is_ours(error)),
        key=lambda error: error.__qualname__,
    )


def below(error: type[ExamRoomError]) -> Iterator[type[ExamRoomError]]:
    for child in error.__subclasses__():
        yield child
        yield from below(child)


def is_ours(error: type[ExamRoomError]) -> bool:
    return error.__module__.split(".")[0] in PACKAGES


def says_something_itself(error: type[ExamRoomError]) -> bool:
    return "code" in vars(error) or not error.__subclasses__()


TOLD_ERRORS = [error for error in error_classes() if says_something_itself(error)]


def test_no_two_errors_have_the_same_code() -> None:
    by_code: dict[str, set[str]] = {}
    for error in TOLD_ERRORS:
        by_code.setdefault(error.code, set()).add(error.__qualname__)

    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}


@pytest.mark.parametrize("error", TOLD_ERRORS)
def test_an_errors_code_is_its_own_and_upper_case(error: type[ExamRoomError]) -> None:
    assert "code" in vars(error)
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", error.code)


@pytest.mark.parametrize("error", TOLD_ERRORS)
def test_an_errors_advice_is_a_sentence(error: type[ExamRoomError]) -> None:
    assert re.fullmatch(r"[A-Z][^\n]* [^\n]*[.]", error.advice)


def test_every_error_stands_in_the_docstring_of_its_module() -> None:
    hidden = [
        error.__qualname__
        for error in error_classes()
        if error.__module__.endswith(".errors")
        and error.__name__
        not in (importlib.import_module(error.__module__).__doc__ or "")
    ]

    assert hidden == []


# ---------------------------------------------------------------- tests


def test_folders_of_tests_mirror_the_packages() -> None:
    folders = {
        path.parent.relative_to(ROOT / "tests")
        for package in PACKAGES
        for path in (ROOT / "tests" / package).rglob("test_*.py")
    }

    strays = [
        folder.as_posix()
        for folder in folders
        if not (ROOT / folder).is_dir()
        and not (ROOT / folder).with_suffix(".py").is_file()
    ]

    assert strays == []


def waits(path: Path) -> Iterator[int]:
    """Yield the lines that wait for time instead of for what is to happen."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="time"), attr="sleep")):
                yield node.lineno
            case ast.Call(func=ast.Attribute(value=ast.Name(id="qtbot"), attr="wait")):
                yield node.lineno
            case ast.ImportFrom(module="time", names=names):
                if any(name.name == "sleep" for name in names):
                    yield node.lineno
            case _:
                pass


def may_wait(path: Path, line: int) -> bool:
    folder = path.relative_to(ROOT / "tests").parts[0]
    text = path.read_text("utf-8").splitlines()[line - 1]
    return folder in SLEEPY_FOLDERS and "#" in text


def test_tests_wait_for_what_happens_and_not_for_time() -> None:
    sleepers = [
        f"{name_in_tree(path)}:{line}"
        for path in python_files("tests")
        for line in waits(path)
        if not may_wait(path, line)
    ]

    assert sleepers == []


# ---------------------------------------------------------------- documents


WORDS_APART = {"question_bank": " ", "kiosk": "-", "sync_server": "-"}
"""exam-bank's commands are two words, such as `package build`; those on an item bank one."""


def command_words(package: str, stem: str) -> str:
    """Return what is typed for a module of cli/: `bank_send_back` is `send-back`."""
    if stem.startswith("bank_"):
        return stem.removeprefix("bank_").replace("_", "-")
    return stem.replace("_", WORDS_APART[package])


def sub_commands() -> list[str]:
    """Return each command as a person types it; a module of cli/ with `run` is one."""
    return [
        f"{COMMANDS[package]} {command_words(package, path.stem)}"
        for package in PACKAGES
        for path in sorted((ROOT / package / "cli").glob("*.py"))
        if any(
            isinstance(node, ast.FunctionDef) and node.name == "run"
            for node in ast.parse(path.read_text("utf-8")).body
        )
    ]


@pytest.mark.parametrize("command", sub_commands())
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert command in (ROOT / "README.md").read_text("utf-8")


# ---------------------------------------------------------------- packaging


def test_the_library_packaging_is_not_our_folder() -> None:
    assert packaging.version.Version("0.1.0") < packaging.version.Version("0.2.0")
    assert not Path(packaging.version.__file__).is_relative_to(ROOT / "packaging")


def test_the_folder_packaging_has_nothing_that_could_be_imported() -> None:
    names = [
        p.stem for p in (ROOT / "packaging").rglob("*.py") if p.stem.isidentifier()
    ]

    assert names == []


def test_released_migrations_are_unchanged() -> None:
    listed = ROOT / "packaging" / "released-migrations.sha256"
    for line in listed.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        digest, name = line.split(maxsplit=1)
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name


# ---------------------------------------------------------------- dependencies


def locked(name: str) -> list[str]:
    """Return the lock's requirements, each in one line with its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    lines = text.replace("\\\n", " ").splitlines()
    return [
        line for line in lines if line.strip() and not line.lstrip().startswith("#")
    ]


def locked_names(name: str) -> set[str]:
    return {line.split("==")[0].split("[")[0] for line in locked(name)}


LOCKS = sorted(path.stem for path in (ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_an_exact_version_and_hashes(lock: str) -> None:
    for line in locked(lock):
        assert re.match(r"[a-z0-9-]+(\[[a-z,-]+\])?==[\w.+!]+ ", line), line[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line[:80]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_that_packages_come_from(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")

    assert re.findall(r"://| @ |file:|--(?:extra-)?index|--find-links", text) == []


def test_a_seat_has_no_server_framework_and_a_server_no_qt() -> None:
    assert locked_names("seat").isdisjoint({"litestar", "granian", "sqlalchemy"})
    for lock in ("server", "speech"):
        assert locked_names(lock).isdisjoint(
            {"pyside6-essentials", "shiboken6", "sounddevice"}
        )


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("bank", ["bank"]),
        ("seat", ["seat"]),
        ("server", ["server"]),
        ("speech", ["server", "speech"]),
        ("dev", ["bank", "seat", "server", "speech", "dev"]),
    ],
)
def test_a_lock_has_all_that_pyproject_asks(lock: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = list(project["dependencies"])
    for extra in extras:
        asked += project["optional-dependencies"][extra]

    names = {re.split(r"[^A-Za-z0-9-]", line)[0] for line in asked}

    assert names <= locked_names(lock)
