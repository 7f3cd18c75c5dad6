import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type DeskEvaluationView,
  type ErrorCode,
  errorBody,
  type HospitalEvaluationState,
  type IntakeRun,
  type Provenance,
  type ReleasePreview,
  session,
  type TestSetAnnouncement,
} from '@assay/contracts'
import { until } from './until.ts'

/** A steward at the desk's HTTP interface. */
export interface Steward {
  readonly get: <T>(path: string) => Promise<T>
  readonly post: <T>(path: string, body?: unknown) => Promise<T>
  /** Code and parameters of the refusal; throws where there is none. */
  readonly refused: (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; code: ErrorCode; parameters: object }>
  /** Takes a folder in, and waits until that is done. */
  readonly takeIn: (folder: string, provenance?: Provenance, category?: string) => Promise<IntakeRun>
  /** Waits until an intake is done; of those there are, the first that is `found`. */
  readonly intakeEnds: (found: (run: IntakeRun) => boolean) => Promise<IntakeRun>
  readonly put: <T>(path: string, body: unknown) => Promise<T>
  readonly delete: <T>(path: string) => Promise<T>
  readonly download: (path: string) => Promise<Buffer>
  /** Uploads a prepared set. */
  readonly upload: <T = IntakeRun>(path: string, bytes: Buffer) => Promise<T>
  readonly seal: (intake?: IntakeRun) => Promise<TestSetAnnouncement>
  readonly view: (evaluationId: string) => Promise<DeskEvaluationView>
  readonly provenance: (evaluationId: string) => Promise<Record<string, unknown>>
  readonly reaches: (evaluationId: string, state: HospitalEvaluationState) => Promise<DeskEvaluationView>
  /** Waits until something stands in the way; gives its code. */
  readonly blocked: (evaluationId: string) => Promise<string>
  readonly preview: (evaluationId: string) => Promise<ReleasePreview>
}

const name = 'steward'
const password = 'correct horse battery'

/** The first steward of a node, from the invitation in its directory; logs in where that was accepted. */
export async function firstSteward(url: string, directory: string): Promise<Steward> {
  const nobody = desk(url)
  const code = invitationCode(directory)
  const entered = code
    ? await nobody.post('/access/invitations/accept', { code, name, displayName: name, password })
    : await nobody.post('/access/session', { name, password })
  return desk(url, session.parse(entered).token)
}

function invitationCode(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, 'first-invitation'), 'utf8').trim()
  } catch {
    return undefined
  }
}

/** A desk with a session's token, or nobody's. */
export function desk(url: string, token?: string): Steward {
  const call = async (method: string, path: string, body?: unknown) => {
    // A kept connection may be closed by the node just when the next request is sent on it.
    const headers = {
      'content-type': 'application/json',
      connection: 'close',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    }
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const response = await fetch(`${url}/api${path}`, request)
    return { status: response.status, body: (await response.json()) as unknown }
  }
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body as T
  }
  const get = <T>(path: string) => ask<T>('GET', path)
  const post = <T>(path: string, body?: unknown) => ask<T>('POST', path, body)
  const view: Steward['view'] = (id) => get(`/evaluations/${id}`)
  const intakeEnds: Steward['intakeEnds'] = (found) =>
    until(
      'the end of an intake',
      async () => (await get<IntakeRun[]>('/intake')).find((run) => found(run) && run.state !== 'running'),
      60,
    )
  return {
    get,
    post,
    view,
    intakeEnds,
    refused: async (method, path, body) => {
      const { status, body: answer } = await call(method, path, body)
      return { status, ...errorBody.parse(answer).error }
    },
    takeIn: async (folder, provenance = 'synthetic', category = 'ecg') => {
      const { id } = await post<IntakeRun>('/intake', { folder, category, provenance })
      return intakeEnds((run) => run.id === id)
    },
    put: (path, body) => ask('PUT', path, body),
    delete: (path) => ask('DELETE', path),
    download: async (path) => {
      const answer = await fetch(`${url}/api${path}`, { headers: { authorization: `Bearer ${token}` } })
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status}`)
      return Buffer.from(await answer.arrayBuffer())
    },
    upload: async <T>(path: string, bytes: Buffer) => {
      const headers = { 'content-type': 'application/octet-stream', authorization: `Bearer ${token}` }
      const answer = await fetch(`${url}/api${path}`, { method: 'POST', headers, body: new Uint8Array(bytes) })
      if (answer.status >= 300) throw new Error(`upload: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as T
    },
    seal: (intake) =>
      post('/test-sets', {
        category: 'ecg',
        task: 'beat-classification',
        ...(intake ? { intakes: [intake.id] } : {}),
      }),
    reaches: (id, state) =>
      until(
        `state ${state}`,
        async () => {
          const found = await call('GET', `/evaluations/${id}`)
          const shown = found.body as DeskEvaluationView
          return found.status === 200 && shown.state === state ? shown : undefined
        },
        60,
      ),
    blocked: (id) => until('an obstacle', async () => (await view(id)).blockedBy?.code),
    provenance: (id) => get(`/evaluations/${id}/provenance`),
    preview: (id) => get(`/evaluations/${id}/release`),
  }
}
