"""What an author says of a package beside its forms and media; `package.toml` holds it.

Pure.
"""

from typing import Annotated

import msgspec

from question_bank.formats.exam_package import (
    DataClass,
    PlanName,
    SessionName,
    Text,
    VersionText,
)
from question_bank.formats.package_policies import Policies, Window


class PackagePlan(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Whose package it is, when it may be opened, under which rules."""

    revision: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    data_class: DataClass
    level: Text
    oldest_seat: VersionText
    oldest_server: VersionText
    plan: PlanName
    session: SessionName
    window: Window
    policies: Policies
