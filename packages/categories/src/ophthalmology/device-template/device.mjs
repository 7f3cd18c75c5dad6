// Reads a colour photograph of the fundus (MetaImage) and says how likely retinopathy is that has to be referred, and its grade.
// Counting spots that are darker or brighter than what is around them is only a beginning: put your own algorithm in place of `look`.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { inflateSync } from 'node:zlib'

const input = join(process.env.INPUT_DIR ?? '/input', 'images/color-fundus')
const output = process.env.OUTPUT_DIR ?? '/output'

const [file] = readdirSync(input)
const { likelihood, grade } = look(readPhotograph(readFileSync(join(input, file))))
mkdirSync(output, { recursive: true })
writeFileSync(join(output, 'referable-retinopathy-likelihood.json'), JSON.stringify(likelihood))
writeFileSync(join(output, 'retinopathy-grade.json'), JSON.stringify(grade))

/** Width, height and the green values, which show vessels and lesions best. The header is text, the last line before the pixels. */
function readPhotograph(bytes) {
  const mark = 'ElementDataFile = LOCAL\n'
  const end = bytes.indexOf(mark) + mark.length
  const fields = Object.fromEntries(
    bytes
      .toString('latin1', 0, end)
      .trim()
      .split('\n')
      .map((line) => line.split(' = ')),
  )
  const [width, height] = fields.DimSize.split(' ').map(Number)
  const channels = Number(fields.ElementNumberOfChannels ?? 1)
  const body = fields.CompressedData === 'True' ? inflateSync(bytes.subarray(end)) : bytes.subarray(end)
  const value = fields.ElementType === 'MET_USHORT' ? (i) => body.readUInt16LE(2 * i) / 257 : (i) => body[i]
  const at = channels === 3 ? (i) => value(3 * i + 1) : value
  return { width, height, green: Float64Array.from({ length: width * height }, (_, i) => at(i)) }
}

/** Counts spots that stand out from the mean of their surroundings; 'ungradable' where the photograph is dark. */
function look({ width, height, green }) {
  const reach = Math.max(4, Math.round(width / 20))
  const around = means(green, width, height, reach)
  const stands = new Uint8Array(green.length)
  let [lit, light] = [0, 0]
  for (let i = 0; i < green.length; i += 1) {
    if (around[i] < 12 || green[i] === 0) continue
    const difference = (green[i] - around[i]) / around[i]
    lit += 1
    light += around[i]
    stands[i] = difference < -0.25 || difference > 0.35 ? 1 : 0
  }
  if (lit === 0 || light / lit < 35) return { likelihood: 0.9, grade: 'ungradable' }
  const spots = countSpots(stands, width, reach)
  const grade = spots < 12 ? '0' : spots < 18 ? '1' : spots < 35 ? '2' : spots < 50 ? '3' : '4'
  return { likelihood: 1 / (1 + Math.exp((17.5 - spots) / 3)), grade }
}

/** Connected pixels that stand out, where they are few and lie close together: vessels are long. */
function countSpots(stands, width, mostAcross) {
  let spots = 0
  for (let first = 0; first < stands.length; first += 1) {
    if (!stands[first]) continue
    let [pixels, left, right, bottom] = [0, width, 0, 0]
    const waiting = [first]
    stands[first] = 0
    while (waiting.length > 0) {
      const at = waiting.pop()
      const x = at % width
      pixels += 1
      left = Math.min(left, x)
      right = Math.max(right, x)
      bottom = Math.max(bottom, at)
      for (const next of [at - 1, at + 1, at - width, at + width])
        if (stands[next]) {
          stands[next] = 0
          waiting.push(next)
        }
    }
    const across = Math.max(right - left, Math.floor(bottom / width) - Math.floor(first / width)) + 1
    if (pixels >= 3 && across <= mostAcross && pixels > 0.4 * across * across) spots += 1
  }
  return spots
}

/** Mean over a square around every pixel, by sums over rectangles from the corner. */
function means(values, width, height, reach) {
  const sums = new Float64Array((width + 1) * (height + 1))
  for (let y = 0; y < height; y += 1)
    for (let x = 0, row = 0; x < width; x += 1) {
      row += values[y * width + x]
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row
    }
  return Float64Array.from(values, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)]
    const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)]
    const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)]
    const at = (column, line) => sums[line * (width + 1) + column]
    const sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top)
    return sum / ((right - left) * (bottom - top))
  })
}
