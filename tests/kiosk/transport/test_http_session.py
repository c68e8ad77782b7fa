"""Exactly one certificate is trusted, and it is the one that was hashed."""

from uuid import uuid4

import pytest

from kiosk.transport.http_session import authority_der, open_session, ssl_context
from question_bank.errors import FormatError
from sync_server.keys.certificates import certificate_der, make_authority

SITE = uuid4()


def test_one_certificate_is_returned_whatever_stands_around_it() -> None:
    pem = make_authority(SITE).certificate_pem

    assert authority_der(f"a word before\n{pem.decode()}\n") == certificate_der(pem)


@pytest.mark.parametrize("joint", ["", "\n", "x\n"])
def test_two_certificates_in_a_row_are_refused(joint: str) -> None:
    first, second = (make_authority(SITE).certificate_pem.decode() for _ in range(2))

    for _ in range(3):  # lengths differ, and so did what lenient readers made of them
        with pytest.raises(FormatError):
            authority_der(first + joint + second)
        with pytest.raises(FormatError):
            open_session(first + joint + second, "site.internal")


@pytest.mark.parametrize("pem", ["", "nothing", "-----BEGIN CERTIFICATE-----"])
def test_what_is_no_certificate_is_refused(pem: str) -> None:
    with pytest.raises(FormatError):
        ssl_context(pem)


def test_a_context_trusts_one_authority_only() -> None:
    context = ssl_context(make_authority(SITE).certificate_pem.decode())

    assert len(context.get_ca_certs()) == 1
