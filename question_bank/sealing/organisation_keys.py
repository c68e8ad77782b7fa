"""The organisation's keys as files: three secrets under a passphrase, two public cards.

publisher-signing.key     signs manifests and publisher cards
organisation-answer.key   opens answers and scoring keys; needed for marking only
build-secret.key          from it and a source the keys of a package are derived
publisher.json            the publisher card; sites install it
organisation.json         the public side of the answer key
"""

from collections.abc import Mapping

from question_bank.formats.organisation_card import (
    OrganisationCard,
    organisation_card_bytes,
    parse_organisation_card,
)
from question_bank.formats.publisher_card import (
    PublisherCard,
    PublisherKey,
    publisher_card_bytes,
)
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.package_build import BuildKeys
from question_bank.sealing.package_secrets import draw_build_secret
from question_bank.sealing.passphrase_lock import lock_secret, unlock_secret
from question_bank.sealing.publisher_trust import sign_publisher_card
from question_bank.sealing.signing_keys import SigningKey

SIGNING_FILE = "publisher-signing.key"
ANSWER_FILE = "organisation-answer.key"
BUILD_FILE = "build-secret.key"
PUBLISHER_FILE = "publisher.json"
ORGANISATION_FILE = "organisation.json"
SECRET_FILES = frozenset({SIGNING_FILE, ANSWER_FILE, BUILD_FILE})

SIGNING_PURPOSE = "publisher signing key"
ANSWER_PURPOSE = "organisation answer key"
BUILD_PURPOSE = "package build secret"


def new_organisation_files(name: str, passphrase: str) -> dict[str, bytes]:
    """Return the five files of a new organisation, by name."""
    signing_key, answer_key = SigningKey.draw(), UnlockKey.draw()
    verify_key = signing_key.verify_key
    card = PublisherCard(
        organisation_name=name,
        version=1,
        threshold=1,
        keys=(PublisherKey(key_id=verify_key.key_id, public_key=verify_key.raw),),
    )
    organisation = OrganisationCard(
        name=name, answer_public_key=answer_key.lock_key.raw
    )
    secrets = (
        (SIGNING_FILE, SIGNING_PURPOSE, signing_key.private_bytes()),
        (ANSWER_FILE, ANSWER_PURPOSE, answer_key.private_bytes()),
        (BUILD_FILE, BUILD_PURPOSE, draw_build_secret()),
    )
    return {
        **{
            file: lock_secret(secret, passphrase, purpose=purpose)
            for file, purpose, secret in secrets
        },
        PUBLISHER_FILE: publisher_card_bytes(sign_publisher_card(card, [signing_key])),
        ORGANISATION_FILE: organisation_card_bytes(organisation),
    }


def open_build_keys(files: Mapping[str, bytes], passphrase: str) -> BuildKeys:
    """Return what a build needs; the answer key's file is not touched.

    Raises:
        FormatError: a file is not what it should be.
        WrongPassphraseError: another passphrase.
    """
    return BuildKeys(
        signing_key=SigningKey(
            unlock_secret(files[SIGNING_FILE], passphrase, purpose=SIGNING_PURPOSE)
        ),
        build_secret=unlock_secret(
            files[BUILD_FILE], passphrase, purpose=BUILD_PURPOSE
        ),
        organisation=parse_organisation_card(files[ORGANISATION_FILE]),
    )


def open_answer_key(untrusted_file: bytes, passphrase: str) -> UnlockKey:
    """Return the organisation's answer key.

    Raises:
        FormatError: not such a file.
        WrongPassphraseError: another passphrase.
    """
    return UnlockKey(unlock_secret(untrusted_file, passphrase, purpose=ANSWER_PURPOSE))
