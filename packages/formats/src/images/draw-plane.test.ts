import sharp from 'sharp'
import { expect, it } from 'vitest'
import { drawPlane } from './draw-plane.ts'

const plane = {
  width: 8,
  height: 4,
  spacing: [1, 2] as const,
  values: Float32Array.from({ length: 32 }, (_, i) => (i % 8) * 100 - 300),
}

async function decoded(png: Buffer) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray(info.channels * (y * info.width + x)).subarray(0, 3)]
  return { at, width: info.width, height: info.height }
}

it('draws a plane with square pixels, dark to bright', async () => {
  const { at, width, height } = await decoded(await drawPlane(plane))
  expect([width, height]).toEqual([512, 512])
  expect(at(2, 250)).toEqual([0, 0, 0])
  expect(at(509, 250)).toEqual([255, 255, 255])
})

it('frames a region, and nothing where the whole plane is meant', async () => {
  const { at } = await decoded(await drawPlane(plane, { from: [2, 1], to: [3, 2] }))
  // Columns 2 and 3 of 8 are pixels 128 to 255, rows 1 and 2 of 4 too.
  expect(at(127, 200)).toEqual([255, 214, 0])
  expect(at(256, 200)).toEqual([255, 214, 0])
  expect(at(124, 200)).toEqual([0, 0, 0])
  const whole = await drawPlane(plane, { from: [0, 0], to: [7, 3] })
  expect(whole.equals(await drawPlane(plane))).toBe(true)
})
