// Coverage of all intervals, on worker threads: npm run coverage -- [--quick] [--write] [study …]
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { judgeStudy } from './judge-study.ts'
import { renderPage, renderStudy, sectionsOf } from './render-page.ts'
import { runStudies } from './run-studies.ts'
import { studies } from './studies.ts'

const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'statistics', 'coverage.md')
const words = process.argv.slice(2)
const named = words.filter((word) => !word.startsWith('-'))
const isQuick = words.includes('--quick')
const titles = studies.map(({ title }) => title)
const unknown = named.filter((name) => !studies.some(({ id }) => id === name))
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(', ')}: none of ${studies.map(({ id }) => id).join(', ')}\n`)
  process.exit(2)
}

const started = performance.now()
let told = 0
const results = await runStudies(
  studies.filter(({ id }) => named.length === 0 || named.includes(id)),
  isQuick ? 1000 : 20_000,
  availableParallelism(),
  (done, total) => {
    if (Math.floor((20 * done) / total) === told) return
    told = Math.floor((20 * done) / total)
    process.stderr.write(`${5 * told} %, ${Math.round((performance.now() - started) / 1000)} s\n`)
  },
)

let failed = 0
for (const result of results)
  for (const { method, claim, mean, least, holds } of judgeStudy(result)) {
    if (!holds) failed += 1
    const figures = `mean ${(100 * mean).toFixed(2)}, least ${(100 * least).toFixed(2)}`
    process.stdout.write(`${holds ? '✓' : '✗'} ${result.study.id}: ${method}, ${claim}: ${figures}\n`)
  }

const kept = existsSync(page) ? sectionsOf(readFileSync(page, 'utf8')) : new Map<string, string>()
const sections = new Map(results.map((result) => [result.study.title, renderStudy(result)]))
if (isQuick) process.stdout.write(`\n${[...sections.values()].join('\n\n')}\n`)
else if (words.includes('--write')) writeFileSync(page, renderPage(titles, new Map([...kept, ...sections])))
else
  for (const [title, text] of sections) {
    if (kept.get(title) === text) continue
    process.stderr.write(
      `${page}, “${title}”: not what was computed; write it with --write, and look at what changed\n`,
    )
    failed += 1
  }
process.exit(failed > 0 ? 1 : 0)
