// A process that decodes images of devices, one at a time, until its parent goes. It has no environment, no files but its code, and no network.
import process from 'node:process'
import { decodeImageOutput } from './decode-image-output.ts'
import type { ImageOutputAnswer, ImageOutputJob } from './image-output-job.ts'
import { OutputRefusal } from './refuse-output.ts'

async function answerTo({ kind, files }: ImageOutputJob): Promise<ImageOutputAnswer> {
  try {
    return { output: await decodeImageOutput(kind, files) }
  } catch (error) {
    if (error instanceof OutputRefusal) return { fault: error.fault, detail: error.detail }
    return { failure: error instanceof Error ? error.message : 'no reason given' }
  }
}

process.on('disconnect', () => process.exit(0))
process.on('message', async (job: ImageOutputJob) => {
  const answer = await answerTo(job)
  process.send?.(answer, () => 'failure' in answer && process.exit(1))
})
