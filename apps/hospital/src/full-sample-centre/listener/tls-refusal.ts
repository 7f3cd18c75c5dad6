import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { ListenerRefusal, TlsRefusal } from '@assay/contracts'

/** By the code of Node or of OpenSSL. */
const reasons: Readonly<Record<string, TlsRefusal>> = {
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'certificate-none',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-unknown',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-unknown',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-unknown',
  CERT_SIGNATURE_FAILURE: 'certificate-unknown',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-early',
  CERT_REVOKED: 'certificate-revoked',
  CRL_HAS_EXPIRED: 'revocations-unusable',
  CRL_NOT_YET_VALID: 'revocations-unusable',
  UNABLE_TO_GET_CRL: 'revocations-unusable',
  // What OpenSSL has no code of Node's for: keys and signatures that are too weak.
  UNSPECIFIED: 'certificate-weak',
  ERR_SSL_EE_KEY_TOO_SMALL: 'certificate-weak',
  INVALID_PURPOSE: 'certificate-unfit',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls-none',
  ERR_SSL_HTTP_REQUEST: 'tls-none',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls-old',
  ERR_SSL_NO_SHARED_CIPHER: 'tls-old',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'tls-unfinished',
  ECONNRESET: 'tls-unfinished',
}

/** What a TLS connection has beneath, and Node does not declare: once closed, it alone knows from where it came. */
interface Layered {
  readonly _parent?: Pick<Socket, 'remoteAddress'> | null
}

/** Why a connection came to nothing before an association could be asked for. */
export function tlsRefusal(error: NodeJS.ErrnoException, socket: TLSSocket): Omit<ListenerRefusal, 'at'> {
  // Node declares an Error, and keeps the code alone.
  const unverified: unknown = socket.authorizationError
  const code = typeof unverified === 'string' ? unverified : (error.code ?? '')
  const address = socket.remoteAddress ?? (socket as unknown as Layered)._parent?.remoteAddress ?? ''
  return {
    calling: '',
    called: '',
    address: address.replace(/^::ffff:/, ''),
    why: reasons[code] ?? 'tls-failed',
  }
}
