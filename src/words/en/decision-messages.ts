// The message that tells a requester how their request was decided.
import { allOf } from './grammar.ts'

interface Decided {
  label: string
  /** Who approved, or the one who denied. */
  by: readonly string[]
}

export const decisionMessages = {
  approved: ({ label, by, lifetime, asked }: Decided & { lifetime: string; asked?: string }) =>
    asked === undefined
      ? `${allOf(by)} approved your token ${label} for ${lifetime}.`
      : `${allOf(by)} approved your token ${label} for ${lifetime} (you asked for ${asked}).`,
  getItBy: ({ when }: { when: string }) =>
    `Open the tool that needs it, then press *Show token* by ${when}. You’ll see it once, and only you can see it.`,
  denied: ({ label, by }: Decided) => `${allOf(by)} denied your request for ${label}.`,
  stillToGet: ({ label, when }: { label: string; when: string }) =>
    `Your token ${label} is approved and waits for you. Get it by ${when}, or it lapses.`,
  /** The same, once it was shown, or can’t be any more. */
  wasToGet: ({ label }: { label: string }) => `I reminded you to get your token ${label}.`,
  /** Whose comment the quotation below is. */
  comment: ({ by }: { by: string }) => `${by} wrote:`,
}
