/** A picture of a slice for a document. */
export interface RowPicture {
  /** PNG. */
  readonly png: Uint8Array
}

const columns = 3
const cell = 170
const gap = 15

/** Up to three pictures side by side as an SVG as wide as a page's text, each no larger than a third of it; its texts are the caption's. */
export function pictureRow(pictures: readonly RowPicture[]): string {
  const shown = pictures.slice(0, columns)
  const sizes = shown.map(({ png }) => fit(sizeOfPng(png)))
  const height = Math.max(...sizes.map((size) => size.height))
  const images = shown.map(({ png }, place) => {
    const { width, height: own } = sizes[place]!
    const x = place * (cell + gap)
    const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
    return `<image x="${x}" y="0" width="${width}" height="${own}" href="${href}"/>`
  })
  const width = columns * cell + (columns - 1) * gap
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${images.join('')}</svg>`
}

/** Width and height stand first in a PNG, in its IHDR chunk (ISO/IEC 15948). */
function sizeOfPng(png: Uint8Array): { width: number; height: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

function fit({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = cell / Math.max(width, height)
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}
