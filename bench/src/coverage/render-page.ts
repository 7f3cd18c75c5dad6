import { coverageOf, judgeStudy } from './judge-study.ts'
import type { StudyResult } from './run-studies.ts'
import type { Tally } from './study.ts'

const head = `# Coverage

How often intervals that say 95 % hold the truth. Made by \`node bench/src/coverage/main.ts --write\`; the same command without \`--write\` computes it again and fails where a digit differs, or a method does not hold what is claimed of it.

| claim | what must hold |
|---|---|
| exact | never below 95 % |
| approximate | 94 to 96.5 % on average over the grid; the least is shown |
| asymptotic | 94 to 96.5 % in every cell from the stated size on |
| shown | nothing: it stands there to be seen |

Sampled cells have as many runs as their table says, and may be three standard errors of sampling off (0.46 points for 20,000 runs). In the tables, coverage in per cent and in parentheses both tails: intervals wholly above the truth, and wholly below it. Samples without an interval hold nothing and are in neither tail; where there were any, their share follows.
`

/** The page of all studies, in their order; sections are texts by study title, and one that is absent is left out. */
export function renderPage(titles: readonly string[], sections: ReadonlyMap<string, string>): string {
  const own = titles.flatMap((title) => sections.get(title) ?? [])
  return `${[head.trim(), ...own].join('\n\n')}\n`
}

/** The sections of a page that `renderPage` made, by study title. */
export function sectionsOf(page: string): Map<string, string> {
  const sections = page.split(/^(?=## )/m).slice(1)
  return new Map(sections.map((section) => [section.slice(3, section.indexOf('\n')), section.trim()]))
}

/** A study's section of the page. */
export function renderStudy(result: StudyResult): string {
  const { study, cells } = result
  const methods = Object.keys(study.claims)
  const places = study.cells.map((_, cell) => study.placeOf(cell))
  const columns = Object.keys(places[0]!)
  const runs = Object.values(cells[0]!)[0]!.total
  const verdicts = judgeStudy(result)
  return [
    `## ${study.title}`,
    study.about + (study.kind === 'sampled' ? ` ${Math.round(runs).toLocaleString('en')} runs a cell.` : ''),
    table(
      ['method', 'claim', 'mean', 'least', 'where', 'holds'],
      verdicts.map(({ method, claim, mean, least, leastAt, holds }) => [
        ...[method, claim, percent(mean), percent(least), leastAt],
        claim === 'shown' ? '' : holds ? 'yes' : '**no**',
      ]),
    ),
    table(
      [...columns, ...methods],
      cells.map((tallies, cell) => [
        ...columns.map((column) => `${places[cell]![column]}`),
        ...methods.map((method) => (tallies[method] ? coverage(tallies[method]) : '')),
      ]),
    ),
  ].join('\n\n')
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function coverage(tally: Tally): string {
  const { total, tooHigh, tooLow, none } = tally
  const without = none / total >= 0.00005 ? `; ${percent(none / total)} none` : ''
  return `${percent(coverageOf(tally))} (${percent(tooHigh / total)}, ${percent(tooLow / total)}${without})`
}

function percent(share: number): string {
  return (100 * share).toFixed(2)
}
