// A device that marks grey matter (1) and white matter (2) in a T1 volume of the head with a trained MeshNet, in plain JavaScript.
// Its model is not part of it: `model/` has to hold model.json and its weights, in the form of TensorFlow.js layers (see README.md).
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { readLayers } from './layers.js'
import { classify } from './meshnet.js'
import { readVolume, writeLabels } from './metaimage.js'

const input = join(process.env.INPUT_DIR ?? '/input', 'images/t1-brain-mri')
const output = join(process.env.OUTPUT_DIR ?? '/output', 'images/brain-structure-segmentation')
const model = existsSync('/opt/ml/model/model.json') ? '/opt/ml/model' : join(import.meta.dirname, 'model')

/** The model says 1 for white and 2 for grey matter. */
const labels = [0, 2, 1]
/** What the task asks for of each class of the model. */
const labelOf = (kind) => labels[kind] ?? 0

const [file] = readdirSync(input)
const { fields, size, values } = readVolume(readFileSync(join(input, file)))
const classes = classify(readLayers(model), scaled(values), size)
mkdirSync(output, { recursive: true })
writeFileSync(join(output, 'segmentation.mha'), writeLabels(fields, classes.map(labelOf)))

/** From 0 for the darkest voxel to 1 for the brightest, as the model was trained. */
function scaled(given) {
  let [least, most] = [Infinity, -Infinity]
  for (const value of given) {
    if (value < least) least = value
    if (value > most) most = value
  }
  return given.map((value) => (value - least) / (most - least || 1))
}
