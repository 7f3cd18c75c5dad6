// A node at a terminal, for a test: prints what controls it (tty_nr of proc(5)) and what controls a device, with its terminals.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { openBench } from '../executors/choose-executor.ts'
import { testDevice, tryDevice } from './test-device.ts'

const controlsOf = (stat: string) => stat.split(') ').at(-1)?.split(' ')[4]

const bench = await openBench('bubblewrap')
const { answer } = await tryDevice(
  bench,
  await testDevice(
    bench,
    `import tty from 'node:tty'
    const controls = fs.readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1).split(' ')[4]
    const terminals = fs.readdirSync('/proc/self/fd').map(Number).filter(tty.isatty)
    fs.writeFileSync(out + '/answer', controls + ' ' + terminals.join(' '))`,
  ),
)
const { isolation } = bench.executor
await bench.close()
const node = controlsOf(readFileSync('/proc/self/stat', 'latin1'))
process.stdout.write(`${JSON.stringify({ isolation, node, device: answer })}\n`)
