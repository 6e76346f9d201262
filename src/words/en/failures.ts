// What went wrong, in one or two sentences: what happened, and what to do next.

export const failures = {
  openRequestsCount: 'Requests you haven’t finished count too: `/dremio-pat requests`',
  /** For a failure that a bot admin has to look up. */
  withReference: ({ sentence, reference }: { sentence: string; reference: string }) =>
    `${sentence} (reference ${reference})`,
}
