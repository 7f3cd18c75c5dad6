import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorBody, type Role, session } from '@assay/contracts'

/** Somebody logged in at a hub under test. */
export interface TestPerson {
  readonly call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>
  /** The answer's body; throws for an error. */
  readonly ask: <T>(method: string, path: string, body?: unknown) => Promise<T>
  /** The code of the refusal; throws where there is none. */
  readonly refused: (method: string, path: string, body?: unknown) => Promise<string>
}

/** The operator, from the first invitation. */
export async function firstOperator(url: string, directory: string): Promise<TestPerson> {
  const code = readFileSync(join(directory, 'first-invitation'), 'utf8').trim()
  return accept(url, code, 'operator')
}

/** Somebody whom the operator invites. */
export async function invited(
  url: string,
  operator: TestPerson,
  role: Role,
  organisation: string,
  name: string,
): Promise<TestPerson> {
  const made = await operator.ask<{ code: string }>('POST', '/access/invitations', { role, organisation })
  return accept(url, made.code, name)
}

async function accept(url: string, code: string, name: string): Promise<TestPerson> {
  const acceptance = { code, name, displayName: name, password: 'correct horse battery' }
  const entered = await person(url).ask('POST', '/access/invitations/accept', acceptance)
  return person(url, session.parse(entered).token)
}

/** Somebody with a session's token, or nobody. */
export function person(url: string, token?: string): TestPerson {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const call = async (method: string, path: string, body?: unknown) => {
    const isBytes = body instanceof Uint8Array
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { ...authorization, 'content-type': isBytes ? 'application/x-tar' : 'application/json' },
      ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
    })
    const isJson = response.headers.get('content-type')?.includes('json')
    const bytes = await response.bytes()
    return { status: response.status, body: isJson ? JSON.parse(Buffer.from(bytes).toString()) : bytes }
  }
  return {
    call,
    ask: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await call(method, path, body)
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body as T
    },
    refused: async (method, path, body) => errorBody.parse((await call(method, path, body)).body).error.code,
  }
}
