// Requests: the requester's card, and the list of requests.
import { allOf, anyOf, count, distance, duration } from './grammar.ts'
import { buttons } from './labels.ts'

/** A label and a lifetime in milliseconds. `asked` if the lifetime is shorter than that now. */
interface What {
  label: string
  lifetime: number
  asked?: number | undefined
}

/** `left` in milliseconds. */
interface Lapses {
  left: number
  when: string
}

function lapsing(lapses: Lapses | undefined): string {
  return lapses === undefined ? '' : ` · lapses ${distance(lapses.left)} (${lapses.when})`
}

const nothing = 'No open requests, and nothing to review.'

export const requests = {
  titles: {
    waiting: 'Waiting for approval',
    approved: 'Approved: your token is ready',
    denied: 'Your request is denied',
    cancelled: 'Your request is cancelled',
    lapsed: 'Your request has lapsed',
    unsure: 'Something went wrong with your token',
    claimed: 'Your token is active',
    revoked: 'Your token is revoked',
    expired: 'Your token has expired',
  },
  notification: ({ label, title }: { label: string; title: string }) => `${label} · ${title}`,
  what: ({ label, lifetime, asked }: What) =>
    asked === undefined
      ? `${label} · ${duration(lifetime)}`
      : `${label} · ${duration(lifetime)} (you asked for ${duration(asked)})`,

  /** Below who is to decide. */
  willMessageYou: 'I’ll message you when it’s decided.',
  askedToo: ({ people, when }: { people: readonly string[]; when: string }) => `I also asked ${allOf(people)} ${when}.`,
  reminded: ({ times }: { times: number }) =>
    times === 1 ? 'Reminded once.' : times === 2 ? 'Reminded twice.' : `Reminded ${times} times.`,
  lapsesUnlessDecided: ({ when }: { when: string }) => `If it isn’t decided by ${when}, it lapses.`,

  fromWhenYouGetIt: ({ label, lifetime }: What) => `${label} · ${duration(lifetime)} from when you get it`,
  getItBy: ({ when }: { when: string }) => `Get it by ${when}, or it lapses.`,
  lastOneRevoked: 'The one you didn’t get is revoked.',
  howToGetIt: `Open the tool that needs the token, then press *${buttons.showToken}*. You’ll see it once, and only you can see it.`,
  signInFirst: ({ until }: { until: string }) =>
    `Sign in to Dremio first so I can create the token as you. The link works once, until ${until}. Expired? Press *${buttons.showToken}* for a new one.`,

  youCancelled: 'You cancelled this request.',
  adminCancelled: ({ by }: { by: string }) => `${by}, a bot admin, cancelled this request.`,
  lapsed: ({ isApproved, when }: { isApproved: boolean; when?: string | undefined }) => {
    if (isApproved) return `You didn’t get the token ${when === undefined ? 'in time' : `by ${when}`}.`
    return when === undefined ? 'It wasn’t decided in time.' : `It wasn’t decided by ${when}.`
  },
  unfinishedToken: 'If you see an unfinished token in Dremio, don’t use it.',
  unsure: ({ label }: { label: string }) =>
    `I couldn’t finish creating ${label}. Press *${buttons.showToken}* to clean up and try again.`,

  active: ({ label, when }: { label: string; when: string }) => `${label} · expires ${when}`,
  replaced: ({ when }: { when: string }) => `Replaced. It works until ${when}.`,
  replacedAndDue: `Replaced. It should be gone by now: press *${buttons.cutNow}* on the new token’s message.`,
  received: 'Saved. It can’t be shown again.',
  /** Where it isn’t known which token that was. */
  cannotShowAgain: 'I can’t show it again, and neither can Dremio.',
  shown: `I can’t show it again, and neither can Dremio. Didn’t get it? Press *${buttons.reportMissing}* and I’ll revoke it.`,
  /** The same where only its owner can revoke it. */
  shownToRevoke: `I can’t show it again, and neither can Dremio. Didn’t get it? Press *${buttons.reportMissing}* and I’ll ask you to sign in, so that I can revoke it.`,
  notRevokedYet: `It isn’t revoked yet. Press *${buttons.reportMissing}* again.`,
  /** Below the title that says so. `isNew` while the token that it replaced still works: both have the same label. */
  revoked: ({
    label,
    isNew,
    why,
  }: {
    label: string
    isNew: boolean
    why?: 'replaced' | 'givenBack' | 'unconfirmed' | undefined
  }) => {
    const which = isNew ? `The new ${label}` : label
    if (why === 'replaced') return `${which} was replaced.`
    if (why === 'givenBack') return `${which} is revoked: you gave it back.`
    if (why === 'unconfirmed') return `${which} is revoked because you didn’t confirm that you saved it.`
    return `${which} no longer works.`
  },
  expired: ({ label, when }: { label: string; when: string }) => `${label} expired ${when}.`,

  list: {
    notification: ({ mine, toReview }: { mine: number; toReview: number }) => {
      if (mine === 0 && toReview === 0) return nothing
      const both = [
        ...(mine === 0 ? [] : [count(mine, 'open request')]),
        ...(toReview === 0 ? [] : [`${count(toReview, 'request')} to review`]),
      ]
      return `You have ${allOf(both)}.`
    },
    nothing,
    mine: 'Your open requests',
    more: ({ more }: { more: number }) => `${more} more not shown.`,
    /** `needed` of the people have to approve. */
    waiting: ({
      label,
      lifetime,
      people,
      needed,
      lapses,
    }: What & {
      people: readonly string[]
      needed: number
      lapses?: Lapses | undefined
    }) => {
      const several = people.length === needed ? allOf(people) : `${needed} of ${anyOf(people)}`
      const whom = people.length === 0 ? 'an approver' : needed > 1 ? several : anyOf(people)
      return `${label} · ${duration(lifetime)} · waiting for ${whom}${lapsing(lapses)}`
    },
    approved: ({ label, lifetime, lapses }: What & { lapses?: Lapses | undefined }) =>
      `${label} · ${duration(lifetime)} · approved and ready${lapsing(lapses)}`,
    unsure: ({ label, lifetime }: What) =>
      `${label} · ${duration(lifetime)} · something went wrong; press *${buttons.showToken}* to fix it`,
  },
}
