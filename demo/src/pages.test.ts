import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { categories } from '@assay/categories'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/**/*.md', { cwd: root })]
const isInstalled = (name: string) => name.endsWith('node_modules') || name.endsWith('dist')
const files = globSync('{apps,packages,demo,bench,scripts}/**/*.{ts,tsx,py,R,mjs}', { cwd: root, exclude: isInstalled })

/** What a heading is called in an address: lower case, words joined by hyphens, without marks. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!))

describe.each(pages)('%s', (page) => {
  const text = read(page)

  test('leads nowhere that is not there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
    const lost = links.filter(([, path, anchor]) => {
      const target = path ? join(root, dirname(page), path) : join(root, page)
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor))
    })
    expect(lost.map(([link]) => link)).toEqual([])
  })

  test('names no file of this repository that is not there', () => {
    const named = [...text.matchAll(/`([\w./-]+\.(?:ts|tsx|py|R|mjs))`/g)].map(([, file]) => file!)
    const others = ['surface_distance_test.py']
    const lost = named.filter(
      (file) => !others.includes(file) && !files.some((path) => `/${path}`.endsWith(`/${file}`)),
    )
    expect(lost).toEqual([])
  })
})

test('.ci/run names no test that is not there: it would be passed over in silence', () => {
  const named = read('.ci/run').match(/(?:apps|packages|demo)\/[\w./-]+/g)!
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

describe('README.md', () => {
  const rows = read('README.md')
    .match(/^\| category \|[\s\S]+?\n\n/m)![0]
    .trim()
    .split('\n')
    .slice(2)

  test('lists every category, and the task of each that has one', () => {
    const listed = rows.map((row) => row.split('|').map((cell) => cell.trim()))
    expect(listed.map(([, name]) => name!.toLowerCase().replaceAll(' ', '-'))).toEqual(categories.map(({ id }) => id))
    const taskOf = (cell: string) => (cell === 'none yet' ? [] : [cell.replace(/ \(.+/, '').replaceAll(' ', '-')])
    expect(listed.map((cells) => taskOf(cells[3]!))).toEqual(categories.map(({ tasks }) => tasks.map(({ id }) => id)))
  })

  test.each(read('README.md').match(/`(?:apps|packages)\/[^`]+`/g)!)('names a folder that is there: %s', (name) => {
    expect(globSync(name.slice(1, -1).replace('…', '*'), { cwd: root })).not.toEqual([])
  })
})

test('the glossary gives the Chinese words that the pages show', () => {
  const shown = globSync('packages/messages/src/zh/**/*.ts', { cwd: root }).map(read).join('\n')
  const words = [...read('docs/glossary.md').matchAll(/^\| [^|]+ \| (\p{Script=Han}+) \|/gmu)].map(([, word]) => word!)
  expect(words.length).toBeGreaterThan(20)
  expect(words.filter((word) => !shown.includes(word))).toEqual([])
})
