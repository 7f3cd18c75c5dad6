// A process that decodes frames, one at a time, until its parent goes. It has no environment, no files but its code, and no network.
import process from 'node:process'
import { decodeFrame, prepareDecoders } from './decode-frame.ts'
import type { DecodingAnswer, DecodingJob } from './decoding-job.ts'

function answerTo(job: DecodingJob): DecodingAnswer {
  try {
    return { bytes: decodeFrame(job) }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : 'no reason given' }
  }
}

const prepared = prepareDecoders()

process.on('disconnect', () => process.exit(0))
process.on('message', async (job: DecodingJob) => {
  await prepared
  const answer = answerTo(job)
  // A failure leaves the library's memory in an unknown state: the next frame gets a new process.
  process.send?.(answer, () => 'failure' in answer && process.exit(1))
})
