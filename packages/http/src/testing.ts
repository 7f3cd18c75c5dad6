import { createServer } from 'node:net'
import process from 'node:process'

/** Ports of this worker of vitest's: below those that the system gives to connections, and none of another worker's. */
const first = 10_000 + 2_000 * (Number(process.env.VITEST_POOL_ID ?? 0) % 10)
const length = 2_000

let next = Math.floor(length * Math.random())

/** A port of 127.0.0.1 that nobody listens on, or the first of so many in a row. None is given twice. */
export async function freePort(count = 1): Promise<number> {
  for (;;) {
    if (next + count > length) next = 0
    const port = first + next
    next += count
    const free = await Promise.all(Array.from({ length: count }, (_, offset) => isFree(port + offset)))
    if (free.every(Boolean)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
