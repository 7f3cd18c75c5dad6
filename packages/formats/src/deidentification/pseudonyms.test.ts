import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pseudonymiser } from './pseudonyms.ts'

const one = pseudonymiser(Buffer.alloc(32, 1))
const same = pseudonymiser(Buffer.alloc(32, 1))
const other = pseudonymiser(Buffer.alloc(32, 2))

describe('pseudonyms', () => {
  it('are the same for the same key and input, and others for another key, issuer or number', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (issuer, id) => {
        expect(one.patient({ issuer, id })).toBe(same.patient({ issuer, id }))
        expect(one.uid(id)).toBe(same.uid(id))
        expect(one.name(id)).toBe(same.name(id))
        expect(one.shiftDays({ issuer, id })).toBe(same.shiftDays({ issuer, id }))
        expect(one.patient({ issuer, id })).not.toBe(other.patient({ issuer, id }))
        expect(one.uid(id)).not.toBe(other.uid(id))
        expect(one.patient({ issuer, id })).not.toBe(one.patient({ issuer, id: `${id}x` }))
        expect(one.patient({ issuer, id })).not.toBe(one.patient({ issuer: `${issuer}x`, id }))
      }),
    )
  })

  it('are of HMAC-SHA-256 over the purpose and the parts, as node:crypto makes it', () => {
    const mac = createHmac('sha256', Buffer.alloc(32, 1)).update('["uid","1.2.3"]').digest()
    const number = BigInt(one.uid('1.2.3').slice('2.25.'.length))
    const bytes = Buffer.from(number.toString(16).padStart(32, '0'), 'hex')
    const isFree = (i: number) => i !== 6 && i !== 8
    expect([...bytes].filter((_, i) => isFree(i))).toEqual([...mac.subarray(0, 16)].filter((_, i) => isFree(i)))
  })

  it('are valid: UIDs are UUIDs of version 8 under 2.25, names fit LO and file names', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const uid = one.uid(id)
        expect(uid).toMatch(/^2\.25\.[1-9]\d{0,38}$/)
        const hex = BigInt(uid.slice(5)).toString(16).padStart(32, '0')
        expect([hex[12], '89ab'.includes(hex[16]!)]).toEqual(['8', true])
        expect(one.patient({ issuer: '', id })).toMatch(/^P[A-Z2-7]{20}$/)
        expect(one.name(id)).toMatch(/^F[A-Z2-7]{20}$/)
      }),
    )
  })

  it('do not change with padding and the width of characters', () => {
    expect(one.patient({ issuer: '医院', id: ' Ａ１２３ ' })).toBe(one.patient({ issuer: '医院 ', id: 'A123' }))
  })

  it('move days back by a month to ten years, evenly', () => {
    const days = Array.from({ length: 20_000 }, (_, i) => one.shiftDays({ issuer: 'x', id: String(i) }))
    expect(Math.max(...days)).toBeLessThanOrEqual(-30)
    expect(Math.min(...days)).toBeGreaterThan(-3652)
    const mean = days.reduce((sum, day) => sum + day, 0) / days.length
    // Of a uniform distribution from 30 to 3651: mean 1840.5, standard error 1045 / √20000 = 7.4.
    expect(Math.abs(mean + 1840.5)).toBeLessThan(37)
  })
})
