// Draws the house from the imports into docs/architecture.md. With --check it only says whether the drawing is current.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { IModule } from 'dependency-cruiser'
import { isTest, readModules } from './check-dependencies.ts'
import { partOf } from './directions.ts'

const page = join(import.meta.dirname, '..', 'docs', 'architecture.md')
const begin = '<!-- drawn from the imports by scripts/draw-architecture.ts -->'
const end = '<!-- end of the drawing -->'

/** A mermaid flowchart of the parts of the house and which part imports which, tests left out. */
export function drawArchitecture(modules: readonly IModule[]): string {
  const arrows = new Set<string>()
  for (const { source, dependencies } of modules) {
    const from = partOf(source)
    if (!from || isTest(source) || from === 'scripts') continue
    for (const { resolved, module } of dependencies) {
      const to = module.startsWith('@assay/') ? partOf(resolved) : undefined
      if (to && to !== from) arrows.add(`${from}>${to}`)
    }
  }
  const pairs = [...arrows].sort().map((arrow) => arrow.split('>') as [string, string])
  const parts = [...new Set(pairs.flat())].sort()
  return [
    '```mermaid',
    'flowchart TB',
    ...['apps', 'packages'].flatMap((group) => [
      `  subgraph ${group}`,
      ...parts.filter((part) => part.startsWith(`${group}/`)).map((part) => `    ${idOf(part)}[${part.split('/')[1]}]`),
      '  end',
    ]),
    ...parts.filter((part) => !part.includes('/')).map((part) => `  ${idOf(part)}[${part}]`),
    ...direct(pairs).map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`),
    '```',
  ].join('\n')
}

/** Arrows that no longer way of arrows stands for already, so that the drawing can be read. */
function direct(pairs: [string, string][]): [string, string][] {
  const next = Map.groupBy(pairs, ([from]) => from)
  const reaches = (from: string, to: string): boolean =>
    (next.get(from) ?? []).some(([, through]) => through === to || reaches(through, to))
  return pairs.filter(
    ([from, to]) => !(next.get(from) ?? []).some(([, through]) => through !== to && reaches(through, to)),
  )
}

function idOf(part: string): string {
  return part.replaceAll('/', '_')
}

/** The page with its drawing renewed. */
export function withDrawing(text: string, drawing: string): string {
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < 0) throw new Error(`docs/architecture.md lost its marks: ${begin} and ${end}`)
  return `${text.slice(0, from)}${begin}\n${drawing}\n${text.slice(to)}`
}

if (import.meta.main) {
  const text = readFileSync(page, 'utf8')
  const renewed = withDrawing(text, drawArchitecture(await readModules()))
  if (process.argv.includes('--check')) {
    if (renewed !== text) {
      process.stderr.write('docs/architecture.md: the drawing is not of today. Renew it: npm run draw\n')
      process.exit(1)
    }
  } else writeFileSync(page, renewed)
}
