export { compareInThread } from './overlap-cases.ts'
