// Loaded before a program of the demonstration (node --import): ends it when the demonstration is gone, killed or not,
// so that nothing keeps running on its ports.
import process from 'node:process'

const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
}, 500).unref()
