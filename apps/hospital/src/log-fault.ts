import type { Logger } from '@assay/http'

/**
 * Logs something unforeseen without its message, which may name a file or quote a record: what kind of error it was, its
 * code, and where in the program it arose.
 */
export function logFault(log: Logger, error: unknown, about: Record<string, string>, what: string): void {
  const { name, code, stack } = error as { name?: unknown; code?: unknown; stack?: unknown }
  const at = typeof stack === 'string' ? stack.split('\n').filter((line) => /^\s+at /.test(line)) : []
  log.error({ ...about, error: name, code, at: at.slice(0, 8).map((line) => line.trim()) }, what)
}
