// Holds the direction of imports (scripts/directions.ts) over every module, and that none was overlooked.
import { globSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { cruise, type IModule } from 'dependency-cruiser'
import { isAllowed, onlyExternals, partOf, reserved, testsMayImport } from './directions.ts'

const root = join(import.meta.dirname, '..')

/** Every module of the house with what it imports, as dependency-cruiser sees it. */
export async function readModules(): Promise<IModule[]> {
  const result = await cruise(
    ['packages', 'apps', 'demo', 'bench'],
    {
      baseDir: root,
      exclude: { path: '(^|/)(node_modules|dist|var)/' },
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
      combinedDependencies: true,
      detectProcessBuiltinModuleCalls: false,
    },
    { extensions: ['.ts', '.tsx', '.js', '.mjs'], exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  )
  if (typeof result.output === 'string') throw new Error('dependency-cruiser gave text where modules were expected')
  return result.output.modules
}

/** Whether a module is a test, or stands in a folder of what tests share. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/testing\//.test(path)
}

function externalName(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}

function violationsOfInternal(source: string, from: string, specifier: string, resolved: string): string[] {
  const to = partOf(resolved)
  if (!to) return [`${source} imports ${specifier}, which is no entry of its package`]
  if (specifier.endsWith('/testing') && !isTest(source)) return [`${source}: only tests may import ${specifier}`]
  return isAllowed(from, to) || (isTest(source) && testsMayImport[from]?.includes(to))
    ? []
    : [`${source}: ${from} may not import ${to}`]
}

function violationsOfExternal(source: string, from: string, specifier: string): string[] {
  const name = externalName(specifier)
  const owners = reserved[name]
  if (owners && !owners.includes(from)) return [`${source}: only ${owners.join(', ')} may import ${name}`]
  const pure = onlyExternals[from]
  if (pure && !pure.includes(name) && !isTest(source))
    return [`${source}: ${from} imports nothing but ${pure.join(', ')}; found ${specifier}`]
  return []
}

function violationsOf({ source, dependencies }: IModule): string[] {
  const from = partOf(source)
  if (!from) return []
  return dependencies.flatMap(({ module: specifier, resolved, circular }) => {
    if (circular) return [`${source} is part of a cycle through ${resolved}`]
    if (specifier.startsWith('@assay/')) return violationsOfInternal(source, from, specifier, resolved)
    if (specifier.startsWith('.')) return partOf(resolved) === from ? [] : [`${source} leaves its part: ${specifier}`]
    return violationsOfExternal(source, from, specifier)
  })
}

function misplacedPages(modules: IModule[]): string[] {
  return modules
    .filter((module) => module.source.endsWith('.tsx') && partOf(module.source) !== 'apps/portal')
    .map((module) => `${module.source}: pages (.tsx) live in apps/portal only`)
}

if (import.meta.main) {
  const modules = await readModules()
  const own = modules.filter((module) => partOf(module.source) && /\.(tsx?|m?js)$/.test(module.source))
  const files = globSync('{packages,apps,demo,bench}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: (name) => ['node_modules', 'dist', 'var'].includes(name),
  })
  const violations = [...own.flatMap(violationsOf), ...misplacedPages(own)]
  const seen = new Set(own.map((module) => module.source))
  const overlooked = files.filter((file) => !seen.has(file) && !file.endsWith('.d.ts'))
  for (const file of overlooked) violations.push(`${file} was not seen by the check`)
  for (const violation of violations) process.stderr.write(`${violation}\n`)
  process.stdout.write(`${own.length} modules, ${violations.length} violations\n`)
  process.exit(violations.length > 0 ? 1 : 0)
}
