// Tells when whoever started this process is gone without a word to it.

/**
 * npm hands a SIGTERM to the shell that it started, which dies of it and passes nothing on. On Windows nothing is ever
 * told: a process keeps the number of its parent there.
 */
export function whenOrphaned(then: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    then()
  }, 500)
  watch.unref()
}
