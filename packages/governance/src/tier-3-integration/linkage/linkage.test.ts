import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { identityInput, residentIdentityNumber } from './identity-input.ts'
import { matchTokens, tokenOf, tokensToSend } from './match-tokens.ts'
import { blindInputs, evaluateBlinded, type LinkageKey, linkageKey, openEvaluated } from './oblivious-step.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (given: Uint8Array) => Buffer.from(given).toString('hex')

/** RFC 9497, appendix A.1.2.3: VOPRF, ristretto255-SHA512, a batch of two. */
const published = {
  seed: 'a3'.repeat(32),
  keyInfo: 'test key',
  publicKey: 'c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e',
  inputs: ['00', '5a'.repeat(17)],
  blinds: [
    '64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706',
    '222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e',
  ],
  blinded: [
    '863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945',
    '90a0145ea9da29254c3a56be4fe185465ebb3bf2a1801f7124bbbadac751e654',
  ],
  evaluated: [
    'aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e',
    'cc5ac221950a49ceaa73c8db41b82c20372a4c8d63e5dded2db920b7eee36a2a',
  ],
  proof:
    'cc203910175d786927eeb44ea847328047892ddf8590e723c37205cb74600b0a5ab5337c8eb4ceae0494c2cf89529dcf94572ed267473d567aeed6ab873dee08',
  outputs: [
    'b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7da4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c',
    '8a9a2f3c7f085b65933594309041fc1898d42d0858e59f90814ae90571a6df60356f4610bf816f27afdd84f47719e480906d27ecd994985890e5f539e7ea74b6',
  ],
}

it('reproduces the published batch of RFC 9497', () => {
  const key = linkageKey(bytes(published.seed), published.keyInfo)
  expect(hex(key.publicKey)).toBe(published.publicKey)
  const { evaluated } = evaluateBlinded(key, published.blinded.map(bytes), randomBytes)
  expect(evaluated.map(hex)).toEqual(published.evaluated)
  const asked = published.inputs.map((input, i) => ({
    input: bytes(input),
    blind: bytes(published.blinds[i]!),
    blinded: bytes(published.blinded[i]!),
  }))
  const answer = { evaluated: published.evaluated.map(bytes), proof: bytes(published.proof) }
  expect(openEvaluated(asked, answer, key.publicKey).map(hex)).toEqual(published.outputs)
})

it('refuses an answer of another key, a changed answer, a missing one, and what is no element', () => {
  const [key, other] = ['one', 'other'].map((info) => linkageKey(randomBytes(32), info)) as [LinkageKey, LinkageKey]
  const asked = blindInputs([bytes('01'), bytes('02')], randomBytes)
  const answer = evaluateBlinded(
    key,
    asked.map(({ blinded }) => blinded),
    randomBytes,
  )
  expect(openEvaluated(asked, answer, key.publicKey)).toHaveLength(2)
  expect(() => openEvaluated(asked, answer, other.publicKey)).toThrow('linkage-invalid')
  const swapped = { ...answer, evaluated: answer.evaluated.toReversed() }
  expect(() => openEvaluated(asked, swapped, key.publicKey)).toThrow('linkage-invalid')
  expect(() => openEvaluated(asked, { ...answer, evaluated: [] }, key.publicKey)).toThrow('0 answers to 2')
  expect(() => evaluateBlinded(key, [new Uint8Array(32).fill(255)], randomBytes)).toThrow('linkage-invalid')
})

/** Every site goes through the keys of all in the roster's order, its own among them. */
function tokensThrough(keys: readonly LinkageKey[], inputs: Uint8Array[]): string[] {
  const last = keys.reduce((outputs, key) => {
    const asked = blindInputs(outputs, randomBytes)
    const elements = asked.map(({ blinded }) => blinded)
    return openEvaluated(asked, evaluateBlinded(key, elements, randomBytes), key.publicKey)
  }, inputs)
  return last.map(tokenOf)
}

const patient = (number: string) => identityInput({ scheme: 'issued', issuer: 'province', number })!

it('finds patients that sites share, and no others, whatever site asks', () => {
  const keys = ['a', 'b', 'c'].map((info) => linkageKey(randomBytes(32), info))
  const patients = [
    ['1', '2', '3'],
    ['3', '4'],
    ['2', '3', '5'],
  ].map((numbers) => numbers.map(patient))
  const tokens = patients.map((inputs) => tokensThrough(keys, inputs))
  const shared = matchTokens(new Map(tokens.map((own, site) => [`${site}`, tokensToSend(own, randomBytes)])))
  const found = (site: number) =>
    Object.fromEntries(shared.get(`${site}`)!.map(({ token, others }) => [tokens[site]!.indexOf(token), others]))
  expect(found(0)).toEqual({ 1: 1, 2: 2 })
  expect(found(1)).toEqual({ 0: 2 })
  expect(found(2)).toEqual({ 0: 1, 1: 2 })
})

it('gives tokens that nobody can make again without a key of every site', () => {
  const keys = ['a', 'b'].map((info) => linkageKey(randomBytes(32), info))
  const [token] = tokensThrough(keys, [patient('1')])
  for (const missing of [0, 1]) {
    const guessed = keys.map((key, site) => (site === missing ? linkageKey(randomBytes(32), 'guess') : key))
    expect(tokensThrough(guessed, [patient('1')])).not.toEqual([token])
  }
})

it('blinds anew each time, so that two questions about one patient look unlike', () => {
  const [once, again] = [blindInputs([patient('1')], randomBytes), blindInputs([patient('1')], randomBytes)]
  expect(hex(once[0]!.blinded)).not.toBe(hex(again[0]!.blinded))
})

it('hides how many patients a site has', () => {
  expect(tokensToSend(['aa', 'bb', 'cc'], randomBytes)).toHaveLength(4)
  expect(tokensToSend([], randomBytes)).toHaveLength(1)
  expect(tokensToSend(new Set(Array.from({ length: 1025 }, (_, i) => `${i}`)), randomBytes)).toHaveLength(2048)
})

it('reads resident identity numbers as GB 11643-1999 writes them', () => {
  // The example of the standard, and the one of its first generation of 15 digits.
  expect(residentIdentityNumber('11010519491231002X')).toBe('11010519491231002X')
  expect(residentIdentityNumber(' 110105 19491231 002x ')).toBe('11010519491231002X')
  expect(residentIdentityNumber('１１０１０５１９４９１２３１００２Ｘ')).toBe('11010519491231002X')
  expect(residentIdentityNumber('110105491231002')).toBe('11010519491231002X')
  for (const wrong of ['110105194912310021', '11010519490231002X', '1101051949123100', '', '440524188001010014x'])
    expect(residentIdentityNumber(wrong)).toBeUndefined()
  expect(residentIdentityNumber('440524188001010014')).toBe('440524188001010014')
})

it('tells numbers of several issuers, and numbers and images, apart', () => {
  const inputs = [
    identityInput({ scheme: 'issued', issuer: 'A', number: '12' }),
    identityInput({ scheme: 'issued', issuer: 'A1', number: '2' }),
    identityInput({ scheme: 'content', sha256: '0'.repeat(64) }),
    identityInput({ scheme: 'resident-identity', number: '11010519491231002X' }),
  ]
  expect(new Set(inputs.map((input) => hex(input!)))).toHaveProperty('size', 4)
  expect(identityInput({ scheme: 'issued', issuer: 'a', number: '1-2' })).toEqual(inputs[0])
  expect(identityInput({ scheme: 'issued', issuer: 'A', number: ' ' })).toBeUndefined()
  expect(identityInput({ scheme: 'content', sha256: 'x' })).toBeUndefined()
})
