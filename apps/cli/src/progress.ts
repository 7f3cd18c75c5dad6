import process from 'node:process'
import { clearLine, cursorTo } from 'node:readline'

/** A line of progress on standard error, where that is a terminal, from the second second on. */
export function progressLine(clock: () => number): { told: (done: number, total: number) => void; end: () => void } {
  const started = clock()
  let shown = false
  return {
    told: (done, total) => {
      if (!process.stderr.isTTY || clock() - started < 1000) return
      shown = true
      cursorTo(process.stderr, 0)
      process.stderr.write(`${Math.floor((100 * done) / total)} %`)
    },
    end: () => {
      if (!shown) return
      cursorTo(process.stderr, 0)
      clearLine(process.stderr, 0)
    },
  }
}
