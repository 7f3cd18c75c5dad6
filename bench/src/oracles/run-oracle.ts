import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Difference, differingNumbers } from './differing-numbers.ts'

/** What came of computing a peer's numbers again. */
export type OracleResult =
  | { readonly status: 'same' | 'not-kept' }
  | { readonly status: 'differs'; readonly differences: readonly Difference[] }
  | { readonly status: 'absent'; readonly needs: string }
  | { readonly status: 'failed'; readonly said: string }

/** Numbers may differ by this much between processors and versions of the peer's libraries. */
const tolerance = 1e-9

/**
 * Runs a script of another program (R, Python), and compares what it prints with the file that its first line names, which the
 * tests read. `not-kept`: it names none, and is run by hand.
 *
 * @param root of the project
 */
export async function runOracle(root: string, script: string): Promise<OracleResult> {
  const target = /^# writes: (\S+)/.exec(readFileSync(join(root, script), 'utf8'))?.[1]
  if (!target) return { status: 'not-kept' }
  try {
    const { stdout } = await promisify(execFile)(interpreterOf(script), [join(root, script)], {
      cwd: root,
      maxBuffer: 2 ** 28,
      timeout: 900_000,
    })
    const differences = differingNumbers(
      parse(target, readFileSync(join(root, target), 'utf8')),
      parse(target, stdout),
      tolerance,
    )
    return differences.length === 0 ? { status: 'same' } : { status: 'differs', differences }
  } catch (error) {
    return whyNot(error)
  }
}

/** Debian's Python has the packages; another one that comes first on the path may not. */
function interpreterOf(script: string): string {
  if (script.endsWith('.R')) return 'Rscript'
  return existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
}

function parse(name: string, text: string): unknown {
  if (!name.endsWith('.jsonl')) return JSON.parse(text)
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

function whyNot(error: unknown): OracleResult {
  const { code, stderr = '', message } = error as Error & { code?: unknown; stderr?: string }
  if (code === 'ENOENT') return { status: 'absent', needs: message.replace(/^spawn (\S+) .*/, '$1') }
  const missing = /No module named '([^']+)'|there is no package called .(\S+?).(?:\s|$)/.exec(stderr)
  if (missing) return { status: 'absent', needs: (missing[1] ?? missing[2])! }
  return { status: 'failed', said: stderr.trim().split('\n').slice(-5).join('\n') || message }
}
