import { createServer } from 'node:net'
import { AssayError } from '@assay/contracts'

/** Throws `port-in-use` where somebody listens on a port already: who answers there would be taken for our program. */
export function assertFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', () => reject(new AssayError('port-in-use', { port })))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()))
  })
}
