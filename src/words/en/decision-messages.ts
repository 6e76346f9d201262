// The message that tells a requester how their request was decided.
import { allOf, duration } from './grammar.ts'
import { buttons } from './labels.ts'

interface Decided {
  label: string
  /** Who approved, or the one who denied. */
  by: readonly string[]
}

export const decisionMessages = {
  /** Lifetimes in milliseconds; `asked` where it was shortened. */
  approved: ({ label, by, lifetime, asked }: Decided & { lifetime: number; asked?: number }) =>
    asked === undefined
      ? `${allOf(by)} approved your token ${label} for ${duration(lifetime)}.`
      : `${allOf(by)} approved your token ${label} for ${duration(lifetime)} (you asked for ${duration(asked)}).`,
  getItBy: ({ when }: { when: string }) =>
    `Open the tool that needs it, then press *${buttons.showToken}* by ${when}. You’ll see it once, and only you can see it.`,
  denied: ({ label, by }: Decided) => `${allOf(by)} denied your request for ${label}.`,
  stillToGet: ({ label, when }: { label: string; when: string }) =>
    `Your token ${label} is approved and waits for you. Get it by ${when}, or it lapses.`,
  /** The same, once it was shown, or can’t be any more. */
  wasToGet: ({ label }: { label: string }) => `I reminded you to get your token ${label}.`,
  /** Whose comment the quotation below is. */
  comment: ({ by }: { by: string }) => `${by} wrote:`,
}
