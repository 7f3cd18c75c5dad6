import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a certificate is to be; a sound one where nothing is said. */
interface Wish {
  /** YYYYMMDDHHMMSSZ. */
  readonly from?: string
  readonly to?: string
  readonly bits?: number
  readonly names?: string
  readonly purpose?: 'serverAuth' | 'clientAuth'
}

/** An authority that issues certificates as they are wished for, and takes them back. */
export interface Authority {
  readonly certificate: string
  /** Gives the paths of key and certificate. */
  readonly issue: (name: string, wish?: Wish) => { readonly key: string; readonly certificate: string }
  /** Takes certificates back; gives the path of its list of such. */
  readonly revoke: (...certificates: readonly string[]) => string
}

const configuration = `[ca]
default_ca = own
[own]
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
default_md = sha256
default_crl_days = 2
policy = any
unique_subject = no
[any]
commonName = supplied
`

/** Opens an authority in a folder, made by openssl; another one of the same name has another key. */
export function openAuthority(folder: string): Authority {
  mkdirSync(folder, { recursive: true })
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' })
  const at = (name: string) => join(folder, name)
  writeFileSync(at('ca.cnf'), configuration)
  writeFileSync(at('index.txt'), '')
  for (const name of ['serial', 'crlnumber']) writeFileSync(at(name), '01\n')
  const own = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'authority.key', '-out', 'authority.pem']
  openssl('req', '-x509', ...own, '-days', '2', '-subj', '/CN=Test authority')
  const ca = (...words: string[]) =>
    openssl('ca', '-batch', '-config', 'ca.cnf', '-cert', 'authority.pem', '-keyfile', 'authority.key', ...words)
  const issue: Authority['issue'] = (name, wish = {}) => {
    const { from, to, bits = 2048, names = 'DNS:localhost,IP:127.0.0.1', purpose } = wish
    const request = ['-newkey', `rsa:${bits}`, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`]
    openssl('req', ...request, '-subj', `/CN=${name}`)
    writeFileSync(at(`${name}.ext`), `subjectAltName=${names}\n${purpose ? `extendedKeyUsage=${purpose}\n` : ''}`)
    const days = from && to ? ['-startdate', from, '-enddate', to] : ['-days', '2']
    ca('-in', `${name}.csr`, '-out', `${name}.pem`, '-notext', '-extfile', `${name}.ext`, ...days)
    return { key: at(`${name}.key`), certificate: at(`${name}.pem`) }
  }
  const revoke: Authority['revoke'] = (...certificates) => {
    for (const one of certificates) ca('-revoke', one)
    ca('-gencrl', '-out', 'revoked.pem')
    return at('revoked.pem')
  }
  return { certificate: at('authority.pem'), issue, revoke }
}

/** A certificate that nobody signed but its own key. */
export function selfSigned(folder: string, name: string): { readonly key: string; readonly certificate: string } {
  mkdirSync(folder, { recursive: true })
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)]
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2']
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  execFileSync('openssl', ['req', '-x509', ...made, ...names], { stdio: 'ignore' })
  return { key, certificate }
}

/** Key and certificate of somebody, read. */
export function readPair({ key, certificate }: { key: string; certificate: string }): { key: Buffer; cert: Buffer } {
  return { key: readFileSync(key), cert: readFileSync(certificate) }
}
