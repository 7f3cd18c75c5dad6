import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A configuration of `openssl ca`, which alone lets both ends of the validity be chosen. */
const configuration = `[ca]
default_ca = own
[own]
database = index.txt
unique_subject = no
rand_serial = yes
new_certs_dir = .
default_md = sha256
policy = names
x509_extensions = extensions
[names]
commonName = supplied
[extensions]
subjectAltName = DNS:pacs-in.hospital.example
`

/** A certificate that holds between two instants, with its key and itself as the only authority, as the listener reads them. */
export function writeCertificate(folder: string, { from, to }: { from: Date; to: Date }): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'ca.cnf'), configuration)
  writeFileSync(join(folder, 'index.txt'), '')
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem']
  openssl('req', ...key, '-out', 'request.pem', '-subj', '/CN=listener')
  for (const out of ['certificate.pem', 'authorities.pem'])
    openssl(
      ...['ca', '-batch', '-selfsign', '-config', 'ca.cnf', '-keyfile', 'key.pem', '-in', 'request.pem', '-out', out],
      ...['-notext', '-startdate', asn1(from), '-enddate', asn1(to)],
    )
}

/** YYYYMMDDHHMMSSZ */
function asn1(instant: Date): string {
  return `${instant.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`
}
