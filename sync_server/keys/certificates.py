"""The site's own certificate authority and the server's certificate.

Seats pin the authority and the name `site-<site_uuid>.exam-room.internal`; browsers come
by address, so addresses stand in the certificate too.

Source:
    RFC 5280 (profile), RFC 6125 (names). Clocks in rooms are often wrong, so validity
    runs from 2020 to the last moment that UTCTime can say; trust is the pin.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from question_bank.formats.seat_protocol import server_name

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_TO = datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)
ALWAYS_NAMED = ("localhost", "127.0.0.1", "::1")
_LONGEST_COMMON_NAME = 64
"""RFC 5280, appendix A.1, ub-common-name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAndCertificate:
    """A private key with its certificate, both PEM."""

    key_pem: bytes
    certificate_pem: bytes


def make_authority(site_uuid: UUID) -> KeyAndCertificate:
    """Return a new authority that signs server certificates of one site only."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"exam-room site {site_uuid}")
    builder = _builder(name, name, key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    builder = builder.add_extension(_usage(is_authority=True), critical=True)
    return KeyAndCertificate(
        key_pem=_pem(key),
        certificate_pem=builder.sign(key, hashes.SHA256()).public_bytes(
            serialization.Encoding.PEM
        ),
    )


def issue_server_certificate(
    authority: KeyAndCertificate, site_uuid: UUID, addresses: Iterable[str]
) -> KeyAndCertificate:
    """Return a new server key and certificate for the site's name and `addresses`."""
    authority_key = serialization.load_pem_private_key(authority.key_pem, None)
    assert isinstance(authority_key, ec.EllipticCurvePrivateKey)
    issuer = x509.load_pem_x509_certificate(authority.certificate_pem)
    key = ec.generate_private_key(ec.SECP256R1())
    names = dict.fromkeys((server_name(site_uuid), *ALWAYS_NAMED, *addresses))
    builder = _builder(issuer.subject, _name("exam-room server"), key.public_key())
    for extension, is_critical in (
        (x509.SubjectAlternativeName([_general_name(name) for name in names]), False),
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(is_authority=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (_authority_identifier(issuer), False),
    ):
        builder = builder.add_extension(extension, critical=is_critical)
    certificate = builder.sign(authority_key, hashes.SHA256())
    return KeyAndCertificate(
        key_pem=_pem(key),
        certificate_pem=certificate.public_bytes(serialization.Encoding.PEM),
    )


def certificate_names(certificate_pem: bytes) -> frozenset[str]:
    """Return the host names and addresses that a server certificate is for."""
    certificate = x509.load_pem_x509_certificate(certificate_pem)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return frozenset(str(name.value) for name in names.value)


def certificate_der(certificate_pem: bytes) -> bytes:
    """Return the DER bytes of a PEM certificate, as pairing codes hash them."""
    certificate = x509.load_pem_x509_certificate(certificate_pem)
    return certificate.public_bytes(serialization.Encoding.DER)


def _builder(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key)
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_TO)
        .add_extension(identifier, critical=False)
    )


def _authority_identifier(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    subject = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(subject.value)


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    assert len(common_name) <= _LONGEST_COMMON_NAME
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
