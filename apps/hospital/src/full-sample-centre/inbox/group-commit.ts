/** Does one piece of work for everything that waits, while what comes meanwhile gathers for the next. */
export function createGroupCommit<Item>(
  work: (items: readonly Item[]) => Promise<void>,
  most = 256,
): (item: Item) => Promise<void> {
  const waiting: { item: Item; settle: PromiseWithResolvers<void> }[] = []
  let isBusy = false
  const flush = async () => {
    isBusy = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, most)
      try {
        await work(group.map(({ item }) => item))
        for (const { settle } of group) settle.resolve()
      } catch (error) {
        for (const { settle } of group) settle.reject(error)
      }
    }
    isBusy = false
  }
  return (item) => {
    const settle = Promise.withResolvers<void>()
    waiting.push({ item, settle })
    if (!isBusy) void flush()
    return settle.promise
  }
}
