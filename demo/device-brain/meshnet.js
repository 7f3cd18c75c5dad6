/** Voxels around the head that go through the network with it. */
const margin = 18

/**
 * The class of every voxel: dilated convolutions over what is not dark, with rectifiers between them, and the largest of the last channels.
 * @param layers of `readLayers`
 * @param values from 0 to 1, x fastest
 */
export function classify(layers, values, size) {
  const box = boxAround(values, size)
  const [nx, ny, nz] = box.size
  let channels = [cut(values, size, box)]
  for (const layer of layers) channels = convolve(channels, [nx, ny, nz], layer)
  const classes = new Uint8Array(values.length)
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1)
        classes[x + box.from[0] + size[0] * (y + box.from[1] + size[1] * (z + box.from[2]))] = largest(
          channels,
          x + nx * (y + ny * z),
        )
  return classes
}

function largest(channels, at) {
  let best = 0
  for (let kind = 1; kind < channels.length; kind += 1) if (channels[kind][at] > channels[best][at]) best = kind
  return best
}

/** The smallest box with every voxel above a twentieth of the brightest, and some more. */
function boxAround(values, [nx, ny, nz]) {
  const [least, most] = [
    [nx, ny, nz],
    [-1, -1, -1],
  ]
  for (let at = 0; at < values.length; at += 1) {
    if (values[at] <= 0.05) continue
    const place = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / nx / ny)]
    for (let axis = 0; axis < 3; axis += 1) {
      least[axis] = Math.min(least[axis], place[axis])
      most[axis] = Math.max(most[axis], place[axis])
    }
  }
  const from = least.map((value) => Math.max(0, value - margin))
  const to = most.map((value, axis) => Math.min([nx, ny, nz][axis] - 1, value + margin))
  return { from, size: to.map((value, axis) => value - from[axis] + 1) }
}

function cut(values, [nx, ny], { from, size: [mx, my, mz] }) {
  const part = new Float32Array(mx * my * mz)
  for (let z = 0; z < mz; z += 1)
    for (let y = 0; y < my; y += 1) {
      const start = from[0] + nx * (y + from[1] + ny * (z + from[2]))
      part.set(values.subarray(start, start + mx), mx * (y + my * z))
    }
  return part
}

/** One layer, row by row: what lies beyond the border counts 0. */
function convolve(inputs, size, layer) {
  const [nx, ny, nz] = size
  const outputs = Array.from({ length: layer.channels }, () => new Float32Array(nx * ny * nz))
  const taps = tapsOf(layer)
  const row = new Float64Array(nx)
  for (let line = 0; line < ny * nz; line += 1) {
    const near = taps.filter((tap) => isInside(tap, line, size))
    for (const [out, output] of outputs.entries()) {
      row.fill(layer.bias[out])
      for (const tap of near) addTap(row, inputs, (line + tap.dy + ny * tap.dz) * nx, tap, { layer, out })
      store(output, nx * line, row, layer.isLast)
    }
  }
  return outputs
}

/** Where each place of a kernel reaches, with its number; x is the slowest. */
function tapsOf({ taps, dilation }) {
  const reach = (taps - 1) / 2
  return Array.from({ length: taps ** 3 }, (_, place) => ({
    place,
    dx: (Math.floor(place / taps ** 2) - reach) * dilation,
    dy: ((Math.floor(place / taps) % taps) - reach) * dilation,
    dz: ((place % taps) - reach) * dilation,
  }))
}

function isInside({ dy, dz }, line, [, ny, nz]) {
  const [y, z] = [(line % ny) + dy, Math.floor(line / ny) + dz]
  return y >= 0 && y < ny && z >= 0 && z < nz
}

function addTap(row, inputs, start, { place, dx }, { layer: { kernel, channels }, out }) {
  for (const [channel, input] of inputs.entries())
    add(row, input, start, dx, kernel[(place * inputs.length + channel) * channels + out])
}

/** Rectified, but for the last layer. */
function store(output, at, row, isLast) {
  for (let x = 0; x < row.length; x += 1) output[at + x] = isLast || row[x] > 0 ? row[x] : 0
}

/** Adds a row that is moved by `shift` along x, times a weight. */
function add(row, values, start, shift, weight) {
  const to = Math.min(row.length, row.length - shift)
  for (let x = Math.max(0, -shift); x < to; x += 1) row[x] += weight * values[start + x + shift]
}
