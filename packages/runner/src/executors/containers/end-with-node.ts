import { spawn } from 'node:child_process'

/**
 * Waits until its input ends, which it does when the node does, however that ends; then ends whatever is in the control
 * groups below a folder, and what joins them for ten seconds more: a container may just be starting.
 */
const script = `while read -r _; do :; done
for round in $(seq 200); do
  for group in "$1"/*/cgroup.procs; do
    while read -r pid; do kill -9 "$pid"; done <"$group"
  done 2>/dev/null
  sleep 0.05
done`

/**
 * Has the containers of a node end with it: a container is no child of the node's, and would outlive it.
 * @param groups folder with the control groups of the node's containers
 * @returns ends the watch
 */
export function endWithNode(groups: string): () => void {
  const watch = spawn('/bin/sh', ['-c', script, 'sh', groups], {
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watch.unref()
  return () => void watch.kill('SIGKILL')
}
