import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListenerTls } from '@assay/contracts'

/** What a listener's folder holds for TLS. What can't be read counts as not there. */
export async function readTlsState(folder: string): Promise<ListenerTls> {
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '')
  const [certificate, key, authorities] = await Promise.all(['certificate.pem', 'key.pem', 'authorities.pem'].map(read))
  return {
    certificate: certificateOf(certificate!),
    hasKey: key!.includes('PRIVATE KEY-----'),
    authorities: authorities!.match(/-----BEGIN CERTIFICATE-----/g)?.length ?? 0,
  }
}

function certificateOf(pem: string): ListenerTls['certificate'] {
  try {
    const { subject, subjectAltName, fingerprint256, validFromDate, validToDate } = new X509Certificate(pem)
    return {
      names: subjectAltName ?? subject,
      sha256: fingerprint256.replaceAll(':', '').toLowerCase(),
      from: validFromDate.toISOString(),
      to: validToDate.toISOString(),
    }
  } catch {
    return null
  }
}
