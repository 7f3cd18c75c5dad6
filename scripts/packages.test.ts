import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

interface Package {
  readonly link?: boolean
  readonly license?: string
  readonly hasInstallScript?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Package>> }
const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link)

/** What Apache-2.0 can live with; MPL and LGPL for files and libraries that are left as they are. */
const licences = [
  ...[
    'Apache-2.0',
    'MIT',
    'ISC',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'BlueOak-1.0.0',
    'Unlicense',
    'Zlib',
    'CC0-1.0',
  ],
  ...['OFL-1.1', 'MPL-2.0', 'LGPL-3.0-or-later'],
]

/** Whether all of an expression's licences, or one of those to choose from, are among them. */
const isCompatible = (expression: string) =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => licences.includes(one)))

test('every package that is installed has a licence that Apache-2.0 can live with', () => {
  expect(installed.length).toBeGreaterThan(400)
  const others = installed.filter(([, { license }]) => license === undefined || !isCompatible(license))
  // Its package.json says MIT in a form that npm no longer reads.
  expect(others.map(([path]) => path)).toEqual(['node_modules/memorystream'])
})

test('no package wants a script at its installation, but one that prints an advertisement', () => {
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript)
  expect(scripted.map(([path]) => path)).toEqual(['node_modules/core-js-pure'])
})

test('the packages of this repository ask for exact versions', () => {
  const manifests = globSync('{package.json,{packages,apps}/*/package.json,{demo,bench}/package.json}', { cwd: root })
  expect(manifests.length).toBeGreaterThan(15)
  const asked = manifests.flatMap((path) => {
    const { dependencies, devDependencies, optionalDependencies } = read(path) as Package
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
  })
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

test('whatever a package may install for some platform stands in the lock, or npm ci would fail', () => {
  const names = new Set(
    installed.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  )
  const lost = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${path}: ${name}`),
  )
  expect(lost).toEqual([])
})
