import { AssayError } from '@assay/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

function double(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE()
}

// RFC 8785, appendix B: IEEE 754 bits → JSON.
const numbers = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
] as const

describe('canonical JSON, RFC 8785', () => {
  test.each(numbers)('writes the number with bits %s as %s (appendix B)', (bits, expected) => {
    expect(canonicalJson(double(bits))).toBe(expected)
  })

  test('writes the example of section 3.2.2 and 3.2.3', () => {
    const input = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`
    expect(canonicalJson(JSON.parse(input))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  test('sorts by UTF-16 code units (testdata/weird.json of the reference implementation)', () => {
    const input = String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
      "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`
    const values = Object.values(JSON.parse(canonicalJson(JSON.parse(input))) as Record<string, string>)
    // JSON.parse moves the index-like name '1' to the front; the canonical text has it second.
    expect(canonicalJson(JSON.parse(input))).toMatch(/^\{"\\r":"Carriage Return","1":"One","\u0080"/)
    expect(values.slice(-5)).toEqual([
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  test.each([
    ['NaN', { a: [1, Number.NaN] }, '/a/1'],
    ['infinity', [Number.POSITIVE_INFINITY], '/0'],
    ['undefined in an object', { a: undefined }, '/a'],
    ['undefined in an array', [undefined], '/0'],
    ['a hole in an array', new Array(1), '/0'],
    ['a function', { f: () => 1 }, '/f'],
    ['a bigint', { n: 1n }, '/n'],
    ['a Date', { at: new Date(0) }, '/at'],
    ['a Map', { 'a/b~c': new Map() }, '/a~1b~0c'],
    ['a lone surrogate', ['\ud800'], '/0'],
    ['nothing', undefined, '/'],
  ])('refuses %s and says where', (_, value, path) => {
    expect(() => canonicalJson(value)).toThrow(new AssayError('json-not-canonical', { path }))
  })

  test('refuses a cycle, but not a value met twice', () => {
    const shared = { a: 1 }
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]')
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    expect(() => canonicalJson(cycle)).toThrow(AssayError)
  })

  test('is a fixed point: parsing and writing again gives the same text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })
})
