"""The server program: everything wired by hand, one process, clean shutdown.

Order of start: data folder held → site opened → certificate → journal writer →
listener → address announced. Order of stop: waiting seats let go → listener drained →
journal writer done → database closed.
"""

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from litestar import Litestar, Router, get
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.response import Redirect

from question_bank.errors import ExamRoomError
from sync_server.api.journal_front import Asgi, JournalFront
from sync_server.api.journal_routes import journal_routes
from sync_server.api.package_routes import package_routes
from sync_server.api.pairing_routes import pairing_routes
from sync_server.api.refusal import answer_bug, answer_http_error, answer_refusal
from sync_server.api.seat_routes import seat_routes
from sync_server.api.staff import staff_router
from sync_server.clock import Clock, SystemClock
from sync_server.config import ServerConfig
from sync_server.console.console import CONSOLE_PATH, console_router
from sync_server.errors import ConfigError
from sync_server.keys.key_files import replace_file
from sync_server.keys.site_keys import make_server_certificate
from sync_server.services.access import PUBLIC, needs
from sync_server.services.data_folder import DataFolder
from sync_server.services.program_version import program_version
from sync_server.services.room_watch import RoomWatch
from sync_server.services.site import MIB, Site, SiteOptions, open_site
from sync_server.services.site_people import people_of

logger = logging.getLogger(__name__)

API_PATH = "/api/v1/description"
WATCH_EVERY_S = 5.0
BACKLOG = 1024
"""A room's computers all connect in the same second."""


def site_options(config: ServerConfig) -> SiteOptions:
    """Return what of the settings the services need."""
    return SiteOptions(
        server_addresses=config.server_addresses,
        warn_free_bytes=config.warn_free_mib * MIB,
        reserve_free_bytes=config.reserve_free_mib * MIB,
        longest_poll_s=config.longest_poll_s,
        closing_grace=timedelta(seconds=config.closing_grace_s),
    )


def staff_routes(site: Site) -> tuple[Router, ...]:
    """Return the staff API and the console over one site."""
    people = people_of(site)
    return staff_router(people), console_router(people)


@get("/", include_in_schema=False, sync_to_thread=False, opt=needs(PUBLIC))
def front_door() -> Redirect:
    """Lead who types the bare address to the console; needs no sign-in."""
    return Redirect(f"{CONSOLE_PATH}/")


def make_web_program(site: Site) -> Litestar:
    """Return all routes over one site."""
    return Litestar(
        route_handlers=[
            front_door,
            pairing_routes(site),
            seat_routes(site),
            package_routes(site),
            journal_routes(site),
            *staff_routes(site),
        ],
        exception_handlers={
            ExamRoomError: answer_refusal,
            HTTPException: answer_http_error,
            Exception: answer_bug,
        },
        openapi_config=OpenAPIConfig(
            title="exam-server",
            version=program_version(),
            path=API_PATH,
            render_plugins=[JsonRenderPlugin()],
        ),
        logging_config=None,
    )


def serve(
    root: Path,
    config: ServerConfig,
    say: Callable[[str], None],
    clock: Clock | None = None,
) -> None:
    """Serve a data folder's site until the process is told to stop.

    Raises:
        ServerRunningError, SiteMissingError, SchemaTooNewError, StorageUnsafeError,
        ConfigError: the server did not start.
    """
    folder = DataFolder(root)
    if not folder.keys.is_dir():
        open_site(root, site_options(config), clock or SystemClock())  # says what lacks
    with folder.held():
        site = open_site(
            root, site_options(config), clock or SystemClock(), config.database_url
        )
        try:
            hosts = [_host_of(address) for address in config.server_addresses]
            make_server_certificate(folder.keys, hosts)
            _run(_serve(site, config, say))
        finally:
            folder.address.unlink(missing_ok=True)
            site.close()


async def _serve(site: Site, config: ServerConfig, say: Callable[[str], None]) -> None:
    port = _port_to_use(config)
    key_file, certificate_file = site.keys.server_files
    program: Asgi = make_web_program(site)  # type: ignore[assignment]  # ASGI's own dicts
    server = Server(
        JournalFront(site, program),
        address=config.address,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        log_enabled=False,
        ssl_cert=certificate_file,
        ssl_key=key_file,
    )
    loop = asyncio.get_running_loop()
    site.start(loop)
    gc.collect()
    gc.freeze()  # what lives for ever is not looked at again: no pauses of 50 ms for it
    tasks = [
        loop.create_task(_watch_rooms(RoomWatch(site))),
        loop.create_task(_announce(site, config.address, port, say)),
    ]

    def stop() -> None:
        site.order_feed.close()
        server.stop()  # type: ignore[no-untyped-call]  # granian's

    _on_stop_signals(loop, stop)
    try:
        await server.serve()
    finally:
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(site.stop)
        await asyncio.sleep(0)  # what the writer still told is settled here


async def _watch_rooms(watch: RoomWatch) -> None:
    while True:
        try:
            await asyncio.to_thread(watch.look)
        except Exception:
            logger.exception("looking after the rooms failed; it is tried again")
        await asyncio.sleep(WATCH_EVERY_S)


async def _announce(
    site: Site, address: str, port: int, say: Callable[[str], None]
) -> None:
    """Say where the server listens, once it does."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104
    while True:
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(0.02)
            continue
        writer.close()
        break
    url = f"https://{f'[{host}]' if ':' in host else host}:{port}"
    replace_file(site.folder.address, f"{url}\n".encode(), is_secret=False)
    say(f"考务服务器已就绪 / exam-server is ready: {url}")


def _port_to_use(config: ServerConfig) -> int:
    """Return the port, a free one for 0; granian would share a taken one silently."""
    family = socket.AF_INET6 if ":" in config.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.address, config.port))
        except OSError as error:
            raise ConfigError(
                f"can't listen on {config.address} port {config.port}: {error.strerror}"
            ) from error
        port: int = probe.getsockname()[1]
        return port


def _on_stop_signals(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _host_of(address: str) -> str:
    """Return the host of `host:port` or `[v6]:port`."""
    host, colon, port = address.rpartition(":")
    return (host if colon and port.isdigit() else address).strip("[]")


def _run(main: Any) -> None:  # noqa: ANN401 - a coroutine
    if sys.platform == "win32":
        asyncio.run(main)
    else:
        import uvloop  # noqa: PLC0415 - not there on Windows

        uvloop.run(main)
