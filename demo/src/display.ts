import { Listr } from 'listr2'

/** Shows a person what is going on: one line a step, moving on a terminal, plain lines in a log. */
export interface Display {
  /**
   * A step: shows `title` while `work` goes on, with the lines that it tells, then what it came to.
   * @returns what the work returned.
   */
  step<T>(title: string, work: (tell: (line: string) => void) => Promise<{ came: string; value: T }>): Promise<T>
  say(line: string): void
}

/** A display on standard output. */
export function createDisplay(write: (text: string) => void): Display {
  return {
    async step(title, work) {
      const context = {} as { value: Awaited<ReturnType<typeof work>>['value'] }
      const list = new Listr<typeof context, 'default', 'simple'>(
        [
          {
            title,
            task: async (_, task) => {
              const { came, value } = await work((line) => {
                task.output = line
              })
              context.value = value
              task.title = came
            },
            rendererOptions: { outputBar: Number.POSITIVE_INFINITY },
          },
        ],
        { registerSignalListeners: false, rendererOptions: { collapseErrors: false } },
      )
      await list.run()
      return context.value
    },
    say: (line) => write(`${line}\n`),
  }
}
