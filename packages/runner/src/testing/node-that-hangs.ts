// A node with a device that does not end, for a test to kill: prints the bench's folder when the device is at work.
import process from 'node:process'
import { executorWishes, openBench } from '../executors/choose-executor.ts'
import { readCluster } from '../executors/slurm/cluster.ts'
import { runCase } from '../run/run-case.ts'
import { input, testDevice } from './test-device.ts'

const [wished, file] = process.argv.slice(2)
const cluster = file === undefined ? undefined : readCluster(file)
const bench = await openBench(executorWishes.find((wish) => wish === wished) ?? 'auto', cluster)
const device = await testDevice(bench, `setInterval(() => fs.writeFileSync(out + '/answer', ''), 10)`)
setTimeout(() => process.stdout.write(bench.area), 500)
await runCase(bench, device, input, new AbortController().signal)
