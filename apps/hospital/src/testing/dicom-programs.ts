import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@assay/http/testing'
import { until } from './until.ts'

/** Whether a program is installed. */
export function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0
}

/** Runs a program of dcmtk; gives its exit status and what it said. */
export async function runProgram(name: string, words: readonly string[]): Promise<{ status: number; said: string }> {
  const child = spawn(name, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      said += data
    })
  const [status] = (await once(child, 'close')) as [number]
  return { status, said }
}

/** An Orthanc on this machine alone. */
export interface Orthanc {
  readonly httpPort: number
  readonly dicomPort: number
  readonly url: string
  /** Stores a file there by its own interface. */
  readonly store: (bytes: Buffer) => Promise<void>
  readonly ask: (method: string, path: string, body?: unknown) => Promise<unknown>
  readonly stop: () => Promise<void>
}

/** Starts Debian's Orthanc with DICOMweb, on loopback and free ports. */
export async function startOrthanc(folder: string, settings: object = {}): Promise<Orthanc> {
  const [httpPort, dicomPort] = [await freePort(), await freePort()]
  mkdirSync(folder, { recursive: true })
  const configuration = {
    Name: 'Test',
    StorageDirectory: join(folder, 'db'),
    IndexDirectory: join(folder, 'db'),
    HttpPort: httpPort,
    HttpBindAddresses: ['127.0.0.1'],
    RemoteAccessAllowed: true,
    HttpServerEnabled: true,
    DicomPort: dicomPort,
    DicomAet: 'ORTHANC',
    DicomCheckCalledAet: false,
    AuthenticationEnabled: false,
    Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
    ...settings,
  }
  writeFileSync(join(folder, 'orthanc.json'), JSON.stringify(configuration))
  const child: ChildProcess = spawn('Orthanc', [join(folder, 'orthanc.json')], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${httpPort}`
  const ask: Orthanc['ask'] = async (method, path, body) => {
    const answer = await fetch(url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`Orthanc ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  await until('Orthanc', () => ask('GET', '/system').catch(() => undefined), 30)
  return {
    httpPort,
    dicomPort,
    url,
    ask,
    store: async (bytes) => {
      const answer = await fetch(`${url}/instances`, { method: 'POST', body: new Uint8Array(bytes) })
      if (!answer.ok) throw new Error(`Orthanc: ${answer.status}`)
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** An authority, and certificates that it signed for a server on loopback and a client; another client that it did not sign. */
export function makeCertificates(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' })
  const request = (name: string, subject: string) =>
    openssl(
      ...['req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject],
    )
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Test authority'],
    ...['-keyout', 'authority.key', '-out', 'authority.pem'],
  )
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  for (const name of ['server', 'client']) {
    request(name, `/CN=${name}`)
    const signing = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-days', '2']
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...signing, '-extfile', 'names')
  }
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Stranger'],
    ...['-keyout', 'stranger.key', '-out', 'stranger.pem'],
  )
}
