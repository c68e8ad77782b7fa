"""S2 and S3: packages that are genuine but not to be used, each refused for its reason."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from question_bank.errors import ExamRoomError, FormatError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.exam_package import DataClass
from question_bank.formats.publisher_card import (
    PublisherCard,
    PublisherKey,
    SignedPublisherCard,
    parse_publisher_card,
    publisher_card_bytes,
)
from question_bank.formats.record import to_plain
from question_bank.identifiers import SessionCode, SiteUuid
from question_bank.sealing.errors import (
    NotYetOpenError,
    OtherSessionError,
    OtherSiteError,
    PackageExpiredError,
    PackageRolledBackError,
    PackageTooNewError,
    PublisherCardRefusedError,
    PublisherRevokedError,
    SignatureInvalidError,
    UnknownPublisherError,
    WrongKeyError,
    WrongOpeningCodeError,
)
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.opening_code import opening_code_text
from question_bank.sealing.package_build import PlannedPackage
from question_bank.sealing.package_locks import (
    open_inner_lock,
    open_inner_scoring_lock,
    open_outer_lock,
    open_outer_scoring_lock,
)
from question_bank.sealing.publisher_trust import (
    first_publisher_card,
    next_publisher_card,
    publisher_keys,
    sign_publisher_card,
)
from question_bank.sealing.signing_keys import SigningKey
from question_bank.sealing.trust import (
    Program,
    ProgramKind,
    PublisherKeys,
    TrustedPackage,
    verify_package,
)
from tests.builders.packages import (
    SEAT,
    SITE_UUID,
    a_planned_package,
    the_parties,
    with_plan,
)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> PlannedPackage:
    return a_planned_package(tmp_path_factory.mktemp("source") / "source")


def believed(
    planned: PlannedPackage, publishers: PublisherKeys | None = None
) -> TrustedPackage:
    return verify_package(
        planned.manifest_raw,
        planned.signature,
        publishers or the_parties().publishers,
        SEAT,
    )


def test_every_way_of_being_the_wrong_package_has_its_own_word(
    planned: PlannedPackage, tell: Callable[[str], None]
) -> None:
    package = believed(planned)
    window = package.manifest.window
    ours, stranger = (
        the_parties().publishers.trusted[0],
        SigningKey(bytes(32)).verify_key,
    )
    cases: dict[str, Callable[[], object]] = {
        "older revision": lambda: package.require_revision(4),
        "other site": lambda: package.require_site(
            SiteUuid(planned.manifest.package_uuid)
        ),
        "other session": lambda: package.require_session(
            SessionCode("2026-11-22-pm"), DataClass.TRIAL
        ),
        "trial where formal is due": lambda: package.require_session(
            package.manifest.session.code, DataClass.FORMAL
        ),
        "expired": lambda: package.require_window(window.closes_utc),
        "too early": lambda: package.require_window(
            window.opens_utc - timedelta(milliseconds=1)
        ),
        "unknown publisher": lambda: believed(
            planned, PublisherKeys(trusted=(stranger,))
        ),
        "revoked publisher": lambda: believed(
            planned, PublisherKeys(trusted=(ours,), revoked=(ours,))
        ),
        "newer program needed": lambda: verify_package(
            planned.manifest_raw,
            planned.signature,
            the_parties().publishers,
            Program(kind=ProgramKind.SERVER, version="0.0.9"),
        ),
        "manifests of two versions mixed": lambda: verify_package(
            planned.manifest_raw.replace(b'"revision":3', b'"revision":4'),
            planned.signature,
            the_parties().publishers,
            SEAT,
        ),
    }
    expected = {
        "older revision": PackageRolledBackError,
        "other site": OtherSiteError,
        "other session": OtherSessionError,
        "trial where formal is due": OtherSessionError,
        "expired": PackageExpiredError,
        "too early": NotYetOpenError,
        "unknown publisher": UnknownPublisherError,
        "revoked publisher": PublisherRevokedError,
        "newer program needed": PackageTooNewError,
        "manifests of two versions mixed": SignatureInvalidError,
    }
    found: dict[str, type[ExamRoomError]] = {}
    for name, attack in cases.items():
        with pytest.raises(ExamRoomError) as refusal:
            attack()
        found[name] = refusal.type

    codes = {error.code for error in found.values()}
    tell(f"S2 wrong packages: {len(found)}/{len(cases)} refused, {len(codes)} reasons")
    assert found == expected


def test_the_right_package_in_its_window_is_believed(planned: PlannedPackage) -> None:
    package = believed(planned)

    package.require_session(package.manifest.session.code, DataClass.TRIAL)
    package.require_revision(3)
    package.require_window(package.manifest.window.opens_utc)

    assert package.require_site(SITE_UUID).site_name == "某职业学院考点"


def signed_manifest(planned: PlannedPackage, **changes: object) -> tuple[bytes, bytes]:
    plain = to_plain(planned.manifest)
    assert isinstance(plain, dict)
    raw = canonical_bytes({**plain, **changes})
    return raw, the_parties().signing_key.sign(raw)


def test_a_later_format_with_fields_unknown_here_asks_for_a_newer_program(
    planned: PlannedPackage,
) -> None:
    raw, signature = signed_manifest(planned, format_version=2, biometrics=True)

    with pytest.raises(PackageTooNewError):
        verify_package(raw, signature, the_parties().publishers, SEAT)


def test_a_policy_unknown_here_is_refused_though_signed(
    planned: PlannedPackage,
) -> None:
    policies = {**msgspec.to_builtins(planned.manifest.policies), "breaks": 2}
    raw, signature = signed_manifest(planned, policies=policies)

    with pytest.raises(FormatError) as refusal:
        verify_package(raw, signature, the_parties().publishers, SEAT)

    assert "policies" in str(refusal.value)


def test_a_signed_manifest_that_names_another_signer_is_refused(
    planned: PlannedPackage,
) -> None:
    raw, signature = signed_manifest(planned, publisher={"key_id": "0" * 16})

    with pytest.raises(FormatError, match="publisher"):
        verify_package(raw, signature, the_parties().publishers, SEAT)


def test_an_older_package_of_the_session_is_refused_once_a_newer_is_known(
    tmp_path: Path, planned: PlannedPackage
) -> None:
    newer = a_planned_package(tmp_path / "newer", with_plan(revision=4))

    believed(newer).require_revision(3)
    with pytest.raises(PackageRolledBackError):
        believed(planned).require_revision(believed(newer).manifest.revision)
    assert newer.manifest.package_uuid != planned.manifest.package_uuid


# ------------------------------------------------------------------ locks


def test_the_locks_open_only_in_series(planned: PlannedPackage) -> None:
    parties, manifest = the_parties(), planned.manifest
    code = opening_code_text(planned.opening_secret)
    inner = open_outer_lock(manifest, parties.lock_key, SITE_UUID)
    scoring = open_outer_scoring_lock(manifest, parties.marking_key, SITE_UUID)

    assert open_inner_lock(inner, code, manifest) == planned.secrets.content_key
    assert (
        open_inner_scoring_lock(scoring, code, manifest) == planned.secrets.scoring_key
    )
    for wrong in (inner, scoring):
        with pytest.raises(WrongOpeningCodeError):
            open_inner_lock(wrong, opening_code_text(bytes(10)), manifest)
    with pytest.raises(
        WrongOpeningCodeError
    ):  # the content's lock holds no scoring key
        open_inner_scoring_lock(inner, code, manifest)


def test_another_key_or_another_site_opens_no_outer_lock(
    planned: PlannedPackage,
) -> None:
    stranger = UnlockKey(bytes([9]) * 96)

    with pytest.raises(WrongKeyError):
        open_outer_lock(planned.manifest, stranger, SITE_UUID)
    with pytest.raises(WrongKeyError):  # the lock key is not the marking key
        open_outer_scoring_lock(planned.manifest, the_parties().lock_key, SITE_UUID)
    with pytest.raises(OtherSiteError):
        open_outer_lock(
            planned.manifest,
            the_parties().lock_key,
            SiteUuid(planned.manifest.package_uuid),
        )


def test_a_plan_that_lets_no_site_score_closes_no_scoring_lock_for_it(
    tmp_path: Path,
) -> None:
    policies = msgspec.structs.replace(
        a_planned_package(tmp_path / "a").manifest.policies, site_scores=False
    )
    planned = a_planned_package(tmp_path / "b", with_plan(policies=policies))

    with pytest.raises(OtherSiteError):
        open_outer_scoring_lock(planned.manifest, the_parties().marking_key, SITE_UUID)
    assert open_outer_scoring_lock(planned.manifest, the_parties().answer_key, None)


# ------------------------------------------------------------------ S3


KEYS = [SigningKey(bytes([number]) * 32) for number in range(1, 6)]


def a_card(
    version: int, keys: list[SigningKey], revoked: list[SigningKey], threshold: int = 2
) -> PublisherCard:
    return PublisherCard(
        organisation_name="某评价组织",
        version=version,
        threshold=threshold,
        keys=tuple(
            PublisherKey(
                key_id=key.verify_key.key_id,
                public_key=key.verify_key.raw,
                revoked=key in revoked,
            )
            for key in [*keys, *revoked]
        ),
    )


def reread(signed: SignedPublisherCard) -> SignedPublisherCard:
    return parse_publisher_card(publisher_card_bytes(signed))


def test_a_stolen_key_is_refused_after_rotation_and_alone_changes_nothing(
    planned: PlannedPackage, tell: Callable[[str], None]
) -> None:
    stolen, kept, fresh, thief = KEYS[0], KEYS[1], KEYS[2], KEYS[3]
    first = first_publisher_card(
        reread(sign_publisher_card(a_card(1, [stolen, kept], []), [stolen, kept]))
    )
    rotated = a_card(2, [kept, fresh], [stolen])
    attempts = {
        "stolen key alone": sign_publisher_card(
            a_card(2, [stolen, thief], []), [stolen, thief]
        ),
        "rotation by one of two": sign_publisher_card(rotated, [kept, fresh]),
        "same version": sign_publisher_card(
            a_card(1, [kept, fresh], []), [kept, stolen, fresh]
        ),
        "new keys did not sign": sign_publisher_card(rotated, [stolen, kept]),
    }
    for signed in attempts.values():
        with pytest.raises(PublisherCardRefusedError):
            next_publisher_card(first, reread(signed))

    second = next_publisher_card(
        first, reread(sign_publisher_card(rotated, [stolen, kept, fresh]))
    )
    with pytest.raises(PublisherRevokedError):  # KEYS[0] is the one that signed it
        believed(planned, publisher_keys([second]))
    brought_back = a_card(3, [kept, fresh, stolen], [])
    with pytest.raises(PublisherCardRefusedError):
        next_publisher_card(
            second, sign_publisher_card(brought_back, [kept, fresh, stolen])
        )
    tell(f"S3 publisher cards: {len(attempts) + 1} forged rotations refused")
    assert next_publisher_card(second, sign_publisher_card(rotated, [])) == second


def test_a_first_card_that_its_own_keys_did_not_sign_is_refused() -> None:
    card = a_card(1, [KEYS[0], KEYS[1]], [])

    with pytest.raises(PublisherCardRefusedError):
        first_publisher_card(reread(sign_publisher_card(card, [KEYS[0], KEYS[3]])))


def test_a_card_whose_key_ids_are_false_is_refused() -> None:
    signed = sign_publisher_card(a_card(1, [KEYS[0]], [], threshold=1), [KEYS[0]])
    raw = publisher_card_bytes(signed)
    out = io.BytesIO(raw.replace(KEYS[0].verify_key.key_id.encode(), b"0" * 16))

    with pytest.raises(FormatError):
        parse_publisher_card(out.getvalue())
