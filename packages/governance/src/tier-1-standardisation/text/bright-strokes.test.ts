import { expect, it } from 'vitest'
import { brightStrokes } from './bright-strokes.ts'
import { thinStrokes } from './thin-strokes.ts'

const [width, height] = [97, 61]

/** A picture of noise below `level`, with bright spots, lines and a bright block. Made by mulberry32. */
function pictureOf(seed: number, level: number) {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const values = Float32Array.from({ length: width * height }, () => level * random())
  for (let i = 0; i < 40; i += 1) values[Math.floor(random() * values.length)] = 1 - 0.1 * random()
  for (let x = 10; x < 40; x += 1) values[7 * width + x] = 0.95
  for (let y = 30; y < 50; y += 1) for (let x = 50; x < 75; x += 1) values[y * width + x] = 0.9 + 0.1 * random()
  return { width, height, values }
}

it.each([1, 2, 3, 4])('finds the bright ones among the strokes of the whole picture (seed %i)', (seed) => {
  const picture = pictureOf(seed, seed % 2 === 0 ? 0.5 : 0.8)
  for (const contrast of [0.35, 0.8]) {
    const strokes = thinStrokes(picture, contrast)
    const expected = [...strokes.keys()].filter((place) => strokes[place] === 1 && picture.values[place]! >= 0.88)
    expect(brightStrokes(picture, 0.88, contrast)).toEqual(expected)
  }
})

it('finds those of a bright picture near what is dark', () => {
  const bright = { width: 100, height: 100, values: new Float32Array(10_000).fill(1) }
  for (let y = 20; y < 30; y += 1) for (let x = 20; x < 60; x += 1) if (x % 6 > 1) bright.values[y * 100 + x] = 0
  const strokes = thinStrokes(bright, 0.8)
  const expected = [...strokes.keys()].filter((place) => strokes[place] === 1)
  expect(expected.length).toBeGreaterThan(0)
  expect(brightStrokes(bright, 0.88, 0.8)?.sort((a, b) => a - b)).toEqual(expected)
})

it('leaves a picture alone that is full of both', () => {
  const values = Float32Array.from({ length: 10_000 }, (_, i) => i % 2)
  expect(brightStrokes({ width: 100, height: 100, values }, 0.88, 0.35)).toBeUndefined()
})
