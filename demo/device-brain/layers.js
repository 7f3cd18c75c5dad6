import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The convolutions of a model in the form of TensorFlow.js layers: kernels as [x, y, z, channels in, channels out], x slowest. */
export function readLayers(folder) {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'))
  const weights = new Map(weightsManifest.flatMap((group) => tensorsOf(folder, group)))
  const layers = modelTopology.model_config.config.layers
  const convolutions = layers.filter(({ class_name: kind }) => kind === 'Conv3D')
  return convolutions.map(({ config }, place) => ({
    kernel: weights.get(`${config.name}/kernel`),
    bias: weights.get(`${config.name}/bias`),
    taps: config.kernel_size[0],
    dilation: config.dilation_rate[0],
    channels: config.filters,
    isLast: place === convolutions.length - 1,
  }))
}

function tensorsOf(folder, { paths, weights }) {
  const bytes = Buffer.concat(paths.map((path) => readFileSync(join(folder, path))))
  let at = 0
  return weights.map(({ name, shape }) => {
    const count = shape.reduce((product, length) => product * length, 1)
    const values = Float32Array.from({ length: count }, (_, i) => bytes.readFloatLE(at + 4 * i))
    at += 4 * count
    return [name, values]
  })
}
