// A process that decodes photographs, one at a time, until its parent goes. It has no environment, no files but its code, and no network.
import process from 'node:process'
import { decodePhotograph, PhotographRefusal } from './decode-photograph.ts'
import type { PhotographAnswer, PhotographJob } from './photograph-job.ts'

async function answerTo({ bytes, page }: PhotographJob): Promise<PhotographAnswer> {
  try {
    return { photograph: await decodePhotograph(bytes, page) }
  } catch (error) {
    if (error instanceof PhotographRefusal) return { refusal: error.message, isUnsupported: error.isUnsupported }
    return { failure: error instanceof Error ? error.message : 'no reason given' }
  }
}

process.on('disconnect', () => process.exit(0))
process.on('message', async (job: PhotographJob) => {
  const answer = await answerTo(job)
  process.send?.(answer, () => 'failure' in answer && process.exit(1))
})
