// Where an error came from, without what it says.

/**
 * File (the end of its path), line and column of the topmost frames. The message could hold anything, and may
 * have several lines. A frame ends in a place in a file, and the message stands before the first one: it is cut off
 * whole, so that no line of it passes for a frame.
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
