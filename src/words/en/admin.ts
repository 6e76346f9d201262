// Answers for bot admins.

export const admin = {
  /** `doctor` tries whether it could post somewhere, and takes that back. */
  postingCheck: 'A check by the people who run /dremio-pat. Nothing has happened.',
  unlinked: ({ who }: { who: string }) => `${who} is no longer linked.`,
}
