import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** The program's log: JSON lines on standard output. Never personal data. */
export function createLogger(program: string, level = 'info'): Logger {
  return pino({ level, base: { program }, timestamp: pino.stdTimeFunctions.isoTime })
}

/** A log that says nothing, for tests. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' })
}
