"""What people need, over a site that is open; for the server and for commands."""

from sync_server.services.build_people import ServerParts, build_people
from sync_server.services.people import People
from sync_server.services.program_version import program_version
from sync_server.services.site import Site


def people_of(site: Site) -> People:
    """Return the services of people over one site."""
    return build_people(
        ServerParts(
            database=site.database,
            keys=site.keys,
            clock=site.clock,
            packages_folder=site.folder.packages,
            disk=site.disk_guard,
            reserve_bytes=site.options.reserve_free_bytes,
            program_version=program_version(),
            orders=site.order_desk,
            room_secrets=site.room_secrets,
            pairing_desk=site.pairing_desk,
            directory=site.seat_directory,
            board=site.status_board,
            refusals=site.refusals,
            room_cards=site.room_cards,
        )
    )
