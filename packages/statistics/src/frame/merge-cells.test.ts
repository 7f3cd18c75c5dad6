import { describe, expect, it } from 'vitest'
import { mergeCells, takeCells } from './merge-cells.ts'
import type { ReleasedValue } from './released-value.ts'
import type { SiteRelease } from './site-summary.ts'

const exact = (value: number): ReleasedValue => ({ kind: 'exact', value })

function site(name: string, cells: Record<string, ReleasedValue>): SiteRelease {
  return { site: name, released: { estimator: 'e', version: 1, cells } }
}

describe('mergeCells', () => {
  it('keeps the order of the sites’ names, whatever the order of arrival', () => {
    const sites = [0.1, 0.7, 1e16, -1e16, 0.3].map((value, index) => site(`s${index}`, { a: exact(value) }))
    const merged = mergeCells(sites, ['a'])
    expect(mergeCells(sites.toReversed(), ['a'])).toEqual(merged)
  })

  it('takes a structural zero for what it is', () => {
    const merged = mergeCells([site('x', { a: exact(2) }), site('y', { a: { kind: 'structural-zero' } })], ['a'])
    expect(takeCells(merged, { a: 'a' })).toEqual({ known: true, sites: [{ a: 2 }, { a: 0 }] })
  })

  it.each(['suppressed', 'not-collected', 'site-offline'] as const)('says which sites’ parts are %s', (kind) => {
    const sites = [
      site('z', { a: { kind }, b: exact(1) }),
      site('y', { a: exact(1), b: { kind } }),
      site('x', { a: exact(1), b: exact(1) }),
    ]
    expect(takeCells(mergeCells(sites, ['a', 'b']), { a: 'a', b: 'b' })).toEqual({
      known: false,
      reason: kind,
      sites: ['y', 'z'],
    })
  })

  it('takes a rounded part for unknown as long as nothing bounds it', () => {
    const merged = mergeCells([site('x', { a: { kind: 'rounded', value: 10, to: 5 } })], ['a'])
    expect(takeCells(merged, { a: 'a' })).toEqual({ known: false, reason: 'rounded', sites: ['x'] })
  })

  it('takes a cell that a site does not have for not collected', () => {
    expect(takeCells(mergeCells([site('x', {})], ['a']), { a: 'a' })).toMatchObject({ reason: 'not-collected' })
  })

  it('refuses a site that has released twice', () => {
    expect(() => mergeCells([site('x', {}), site('x', {})], ['a'])).toThrow(RangeError)
  })
})
