/** By the code of Node or of OpenSSL: the fault that has words of its own. */
const faults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-early',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-unknown',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-unknown',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-unknown',
  CERT_SIGNATURE_FAILURE: 'certificate-unknown',
  INVALID_PURPOSE: 'certificate-unknown',
  // What OpenSSL has no code of Node's for: keys and signatures that are too weak.
  UNSPECIFIED: 'certificate-weak',
  ERR_SSL_EE_KEY_TOO_SMALL: 'certificate-weak',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'certificate-own',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'tls-failed',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': 'tls-failed',
  ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR: 'tls-failed',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'tls-old',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls-old',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'certificate-own',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'certificate-own',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'certificate-own',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'certificate-own',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls-none',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'tls-none',
}

/** What TLS does not accept of a server, or the server of this node; undefined for any other fault of a connection. */
export function tlsFault({ code = '', message }: NodeJS.ErrnoException): string | undefined {
  // An alert that comes while the node writes: only the words of OpenSSL say which.
  const [, alert] = (code === 'EPROTO' && /SSL routines:[^:]*:([^:]+):/.exec(message)) || []
  return faults[alert === undefined ? code : `ERR_SSL_${alert.replaceAll(' ', '_').toUpperCase()}`]
}
