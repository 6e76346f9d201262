// Answers for bot admins.

export const admin = {
  unlinked: ({ who }: { who: string }) => `${who} is no longer linked.`,
}
