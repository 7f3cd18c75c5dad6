import { existsSync } from 'node:fs'
import { AssayError } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { openTestBenches } from '../testing/test-benches.ts'
import { busybox, testImageDevice, tryDevice } from '../testing/test-device.ts'

const [plain, ...benches] = await openTestBenches(['none', 'bubblewrap', 'podman', 'docker'])
const hasBusybox = existsSync(busybox)

describe.each(benches)('a device that is an image, %s, busybox-static', (_, bench, available) => {
  const when = it.skipIf(!available || !hasBusybox)
  const answer = async (script: string, model?: string) => {
    const device = await testImageDevice(bench, script, model === undefined ? {} : { model })
    const { answer: text, ...ran } = await tryDevice(bench, device)
    return text ?? `${ran.outcome} ${ran.log}`
  }

  when('runs in its own root alone, as nobody, on its input and its model', async () => {
    const script = `b=busybox; { $b id -u; echo $FROM_IMAGE; $b cat /input/in/record.dat /opt/ml/model/weights; echo; $b ls /bin; } >/output/answer`
    expect((await answer(script, 'weights')).split('\n').slice(0, 5)).toEqual([
      ...['65534', 'yes', 'signalweights', 'busybox', 'su'],
    ])
  })

  when('has its root, its input and its model mounted to be read alone, whoever its user is', async () => {
    const script = `b=busybox; $b awk '$5 == "/" || $5 == "/input" || $5 == "/opt/ml/model" { print $5, substr($6, 1, 2) }' /proc/self/mountinfo | $b sort -u >/output/answer`
    expect(await answer(script, 'weights')).toBe('/ ro\n/input ro\n/opt/ml/model ro\n')
  })

  when('can write to nothing but its output, and gets no rights by a set-user-id program', async () => {
    const script = `b=busybox; for f in /x /bin/x /etc/x /run/x /opt/ml/model/x /input/x /dev/x /sys/x /proc/x; do
        echo x 2>/dev/null >$f && echo $f >>/output/answer; done
      [ -u /bin/su ] && echo set-user-id >>/output/answer
      $b mount -t tmpfs x /tmp 2>/dev/null && echo mounted >>/output/answer
      $b mknod /tmp/d c 1 1 2>/dev/null && echo made a device >>/output/answer
      $b chown 0 /output 2>/dev/null && echo owner changed >>/output/answer
      echo done >>/output/answer`
    expect(await answer(script)).toBe('done\n')
  })

  when('sees no way out: one interface, no route, no process of others', async () => {
    const script = `b=busybox; { $b cat /proc/net/route | $b tail -n +2; $b ls /sys/class/net 2>/dev/null | $b grep -v lo
      $b ps | $b grep -c -v -E 'busybox|PID|bwrap|loader'; $b nc -w 1 127.0.0.1 22 </dev/null && echo reached; } >/output/answer 2>&1; true`
    expect((await answer(script)).replace(/nc: .*\n/, '')).toBe('0\n')
  })

  when('is run alike however it is begun: its exit status tells', async () => {
    const device = await testImageDevice(bench, 'exit 125')
    const { outcome, exitCode } = await tryDevice(bench, device)
    expect([outcome, exitCode]).toEqual(['crashed', 125])
  })
})

it.skipIf(!hasBusybox)('an image is not run without isolation (needs busybox-static)', async () => {
  const [, bench] = plain!
  const device = await testImageDevice(bench, 'true')
  await expect(tryDevice(bench, device)).rejects.toThrow(AssayError)
})
