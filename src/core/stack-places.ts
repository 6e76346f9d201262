// Reads from an error where it was thrown, without its message.

/**
 * File (the end of its path), line and column of the topmost frames. The message is cut off, because it may contain
 * anything. It may have several lines and stands before the first frame, so it is cut off as a whole: no line of it can
 * be read as a frame.
 */
export function placesIn(error: unknown): string[] | undefined {
  if (!(error instanceof Error)) return undefined
  const stack = String(error.stack ?? '')
  const head = stack.indexOf(error.message)
  const frames = head < 0 ? '' : stack.slice(head + error.message.length)
  return frames
    .split('\n')
    .map((line) => /^\s*at .*?((?:[^\s/()]+\/){0,2}[^\s/()]+:\d+:\d+)\)?$/.exec(line)?.[1])
    .filter((place) => place !== undefined)
    .slice(0, 5)
}
